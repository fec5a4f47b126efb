"""In which topic of a forum a transaction was asked for: what it answers goes there; what it shows and tells does too,
unless the group has chosen a topic for that."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.domain.presets import GENERAL
from storage.models import Group

TOPIC = "topic"
CHOSEN = select(Group.tg_topic_id).where(col(Group.id) == bindparam("group"))


def speak_in(session: Session, tg_topic_id: int | None) -> None:
    """What is said and shown from here on is for this topic; None: General, or a chat without topics."""
    session.info[TOPIC] = tg_topic_id


def topic_of(session: Session) -> int | None:
    """Telegram's id of the topic where the transaction was asked for; None: General, or none."""
    topic: int | None = session.info.get(TOPIC)
    return topic


def place_of(session: Session, group_id: int) -> int | None:
    """The topic for the group's cards and announcements: the chosen one, else where they were asked for."""
    chosen = session.exec(CHOSEN, params={"group": group_id}).one()
    return topic_of(session) if chosen is None else None if chosen == GENERAL else chosen
