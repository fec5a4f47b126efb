"""How the bot is doing in a group."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from storage.models import Group, IntakeState, JournalEntry, LiveCard, OutboxItem, Past, StatusFacts, Timer

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def look(session: Session, *, group_id: int, trouble: str, past: Past | None, now: datetime) -> StatusFacts:
    """What /status tells a group; nothing of any other group."""
    own = select(func.count(), func.min(OutboxItem.created_at)).where(OutboxItem.group_id == group_id)
    items, since = session.exec(own.where(col(OutboxItem.state).in_(["pending", "sending"]))).one()
    stale = select(func.count()).where(LiveCard.group_id == group_id, col(LiveCard.wanted) > col(LiveCard.sent))
    lately = select(func.count()).where(OutboxItem.group_id == group_id, col(OutboxItem.settled_at) > now - WEEK)
    outage = session.exec(
        select(JournalEntry.body)
        .where(JournalEntry.group_id == group_id, JournalEntry.kind == "outage")
        .order_by(col(JournalEntry.seq).desc())
        .limit(1)
    ).first()
    return StatusFacts(
        trouble=trouble,
        lately=past if past and past.until > now - DAY else None,
        alive_at=session.exec(select(IntakeState.alive_at)).first(),
        outage=_span(outage),
        waiting=items + session.exec(stale).one(),
        waiting_since=since,
        undelivered=session.exec(lately.where(OutboxItem.state == "failed")).one(),
        repeated=session.exec(lately.where(col(OutboxItem.repeat))).one(),
        administrator=session.exec(select(Group.administrator).where(Group.id == group_id)).one(),
        next_due=session.exec(select(func.min(Timer.due_at)).where(Timer.state == "pending")).one(),
    )


def _span(body: Mapping[str, str] | None) -> tuple[datetime, datetime] | None:
    if not body:
        return None
    return datetime.fromisoformat(body["since"]), datetime.fromisoformat(body["until"])
