"""In which topic of a forum a transaction was asked for: what it says and shows goes there."""

from sqlmodel import Session

TOPIC = "topic"


def speak_in(session: Session, tg_topic_id: int | None) -> None:
    """What is said and shown from here on is for this topic; None: General, or a chat without topics."""
    session.info[TOPIC] = tg_topic_id


def topic_of(session: Session) -> int | None:
    """Telegram's id of the topic."""
    topic: int | None = session.info.get(TOPIC)
    return topic
