"""Live cards: one message per subject, edited in place."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.models.base import tg_id


class LiveCard(SQLModel, table=True):
    """A level, not an edge: `wanted` rises with every change, `sent` is the version Telegram shows."""

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_cards_stale", "group_id", sqlite_where=text("wanted > sent")),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    kind: str  # alert, bundle (of alerts), poll, call, roster, settings
    subject_id: int
    tg_message_id: int | None = tg_id(default=None, index=True)
    era: int = 0  # of the group when that message was posted; in another era it stands in another chat
    tg_topic_id: int | None = tg_id(default=None)  # of a forum, where that message stands or is to; None: General
    astray: bool = False  # its topic is closed or gone: what is said from now on goes to General
    wanted: int = 1
    sent: int = 0
    sending: bool = False  # a first post is under way: a crash now leaves it unknown whether it arrived
    repeat: bool = False  # a copy of it may stand above: it says so
    priority: int = 3
    silent: bool = False
    panel: str = ""  # a choice unfolded on the card, such as the severities
    attempts: int = 0
    not_before: datetime | None = None
    error: str = ""
    shown_at: datetime | None = None  # when it was last asked to be shown again
