"""What is to be said, written in the transaction that decided it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from storage.models.base import one_of, tg_id


class OutboxItem(SQLModel, table=True):
    """One message to a group or to a person, until it is sent or given up with a reason."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", "pending", "sending", "sent", "failed"),
        CheckConstraint("(group_id IS NULL) <> (person_id IS NULL)", name="one_lane"),
        Index("ix_outbox_waiting", "group_id", "person_id", "priority", sqlite_where=text("state = 'pending'")),
        Index("ix_outbox_message", "group_id", "tg_message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int | None = Field(default=None, foreign_key="groups.id")
    person_id: int | None = Field(default=None, foreign_key="people.id")
    priority: int  # 0 replies, 1 critical alerts and results, 2 reminders, 3 cards, 4 digests
    kind: str  # "reply": payload is the rendered card; else delivery.render makes it from the journal entry
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    journal_id: int | None = Field(default=None, foreign_key="journal.id")
    dedupe_key: str | None = Field(default=None, unique=True)
    state: str = "pending"
    attempts: int = 0
    repeat: bool = False  # an earlier copy may have arrived: say so
    era: int = 0  # of the group when this was written, later when it was sent: its message ids are of that chat
    tg_topic_id: int | None = tg_id(default=None)  # as asked for; an announcement goes where its card is
    astray: bool = False  # its topic was closed or gone: it goes to General and says so
    not_before: datetime
    tg_message_id: int | None = tg_id(default=None)
    error: str = ""
    created_at: datetime
    settled_at: datetime | None = None
