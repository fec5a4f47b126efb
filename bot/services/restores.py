"""A restored database made safe to run: what it would say again, it does not."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, case, col, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Alert, Call, Group, IntakeState, LiveCard, OutboxItem, Poll, Task, Timer
from storage.queries import journal
from storage.queries.outbox import CARD, DIGEST

REASON = "restored from a backup: whether it was sent is not known"
WORDLESS = ("leave", "delete", "census")  # say nothing, and doing them twice does nothing


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored database holds. `as_of`: when Telegram last answered before the backup, if ever."""

    as_of: datetime | None
    groups: int
    unsent: int
    cards: int
    overdue: int


def make_safe(session: Session, *, now: datetime) -> Restored:
    """Settle what may have happened between the backup and now. Every group's record says that it was restored.

    Messages that waited may have been sent since, so they are not sent again; the record does not call them
    undelivered, which nobody knows. Cards are rendered again, since the chat may show what is no longer on record.
    Timers and the set of updates done stay: what is overdue fires, what Telegram still holds is handled.
    """
    state = session.get(IntakeState, 1)
    as_of = state.alive_at if state else None
    groups = session.exec(select(Group.id).order_by(col(Group.id))).all()
    unsent = _settle_outbox(session, now)
    for group_id in groups:
        body = {"as_of": as_of.isoformat() if as_of else None, "unsent": unsent[group_id]}
        journal.record(session, group_id=group_id or 0, at=now, kind="restored", body=body)
    overdue = session.exec(select(Timer.id).where(Timer.state == "pending", Timer.due_at <= now)).all()
    return Restored(as_of, len(groups), unsent.total(), _mark_cards(session), len(overdue))


def _settle_outbox(session: Session, now: datetime) -> Counter[int | None]:
    """Nothing that waited is sent; returns how many there were by group (None: to persons)."""
    waiting = col(OutboxItem.state).in_(["pending", "sending"]) & col(OutboxItem.kind).not_in(WORDLESS)
    found = Counter(session.exec(select(OutboxItem.group_id).where(waiting)).all())
    settled = {"state": "failed", "error": REASON, "settled_at": now}
    session.exec(update(OutboxItem).where(waiting).values(**settled))
    return found


def _mark_cards(session: Session) -> int:
    """Every card whose subject may have changed since is shown anew, silently; returns how many.

    A poll that was closed, and a call or a task that was cancelled, cannot have. What is open comes before what is settled.
    """
    ended = (
        _of("poll", select(Poll.id).where(Poll.state == "closed"))
        | _of("call", select(Call.id).where(Call.state == "cancelled"))
        | _of("task", select(Task.id).where(Task.state == "cancelled"))
    )
    settled = _of("alert", select(Alert.id).where(Alert.state == "resolved"))
    unposted = col(LiveCard.tg_message_id).is_(None)
    changed = session.exec(
        update(LiveCard)
        .where(or_(unposted, ~ended))
        .values(
            wanted=case((col(LiveCard.wanted) > col(LiveCard.sent), col(LiveCard.wanted)), else_=LiveCard.sent) + 1,
            priority=case((unposted, LiveCard.priority), (settled, DIGEST), else_=CARD),
            silent=case((unposted, LiveCard.silent), else_=True),
            repeat=case((unposted, True), else_=LiveCard.repeat),
            sending=False,
            attempts=0,
            not_before=None,
            error="",
        )
    )
    return changed.rowcount


def _of(kind: str, subjects: SelectOfScalar[Any]) -> ColumnElement[bool]:
    return (col(LiveCard.kind) == kind) & col(LiveCard.subject_id).in_(subjects)
