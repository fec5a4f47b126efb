"""Moments at which something is due."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from storage.models import Timer
from storage.queries.core import table
from storage.queries.news import to_wake

# Asked after every commit, so built once.
EARLIEST = select(Timer.due_at).where(Timer.state == "pending").order_by(col(Timer.due_at)).limit(1)
DUE = (
    select(Timer)
    .where(Timer.state == "pending", col(Timer.due_at) <= bindparam("now", type_=table(Timer).c.due_at.type))
    .order_by(col(Timer.due_at), col(Timer.id))
)
SAME = select(Timer).where(
    col(Timer.kind) == bindparam("of_kind"),
    col(Timer.subject_id) == bindparam("subject"),
    col(Timer.occurrence) == bindparam("once"),
)
ONE = select(Timer).where(col(Timer.id) == bindparam("timer"))


def schedule(session: Session, *, kind: str, subject_id: int, due_at: datetime, occurrence: str = "") -> None:
    """Make something due; one occurrence is due once, at the moment named last. What has fired does not fire again."""
    to_wake(session)
    timer = session.exec(SAME, params={"of_kind": kind, "subject": subject_id, "once": occurrence}).first()
    if timer is None:
        session.add(Timer(kind=kind, subject_id=subject_id, occurrence=occurrence, due_at=due_at))
    elif timer.state in {"pending", "cancelled"}:
        timer.due_at, timer.state, timer.attempts = due_at, "pending", 0
        session.add(timer)


def cancel(session: Session, *kinds: str, subject_id: int, after: datetime | None = None) -> None:
    """Nothing of these kinds is due any more for the subject (`after`: nothing that is due later than that)."""
    to_wake(session)
    which = [col(Timer.kind).in_(kinds), col(Timer.subject_id) == subject_id, col(Timer.state) == "pending"]
    if after is not None:
        which.append(col(Timer.due_at) > after)
    session.exec(update(Timer).where(*which).values(state="cancelled"))


def hasten(session: Session, kind: str, *, subject_id: int, now: datetime) -> None:
    """What is to come of this kind for the subject is due now."""
    to_wake(session)
    session.exec(
        update(Timer)
        .where(col(Timer.kind) == kind, col(Timer.subject_id) == subject_id, col(Timer.state) == "pending")
        .where(col(Timer.due_at) > now)
        .values(due_at=now)
    )


def earliest(session: Session, *kinds: str) -> datetime | None:
    """When the next thing is due, of the kinds named or of any."""
    return session.exec(EARLIEST.where(col(Timer.kind).in_(kinds)) if kinds else EARLIEST).first()


def timer_by_id(session: Session, timer_id: int) -> Timer:
    """The timer; it exists, since its number was read from its row."""
    return session.exec(ONE, params={"timer": timer_id}).one()


def due(session: Session, now: datetime) -> list[Timer]:
    """What is due, the longest waiting first."""
    return list(session.exec(DUE, params={"now": now}))
