"""What a transaction has changed that somebody waits for: the courier for things to say, the ticker for moments."""

from dataclasses import dataclass

from sqlmodel import Session

SAY, WAKE = "to say", "to wake"


@dataclass(frozen=True, slots=True)
class News:
    """`priority`: the most urgent of what is to be said (the lowest number), None for nothing. `timers`: whether what
    is due has changed."""

    priority: int | None = None
    timers: bool = False


def to_say(session: Session, priority: int) -> None:
    """There is something to say, of this priority."""
    session.info[SAY] = min(priority, session.info.get(SAY, priority))


def to_wake(session: Session) -> None:
    """What is due has changed: the ticker may have to wake sooner."""
    session.info[WAKE] = True


def news_of(session: Session) -> News:
    """What this transaction has changed so far."""
    return News(session.info.get(SAY), bool(session.info.get(WAKE)))
