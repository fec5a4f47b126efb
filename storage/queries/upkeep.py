"""How the work stands: what an operator looks at."""

from collections import Counter
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from storage.models import DeadLetter, Group, IntakeState, JournalEntry, LiveCard, OutboxItem, Timer
from storage.models.upkeep import ChainFacts, UpkeepFacts
from storage.queries import timers
from storage.queries.exports import known_groups
from storage.queries.journal import first_broken

CARDS = (
    "alert",
    "bundle",
    "poll",
    "call",
    "task",
    "roster",
    "settings",
)  # kinds of live cards, as the journal names what was not delivered


def upkeep_facts(session: Session, *, now: datetime, since: datetime, grace: timedelta) -> UpkeepFacts:
    """All of it. `since`: from when on undelivered messages are told; `grace`: how late a timer may be."""
    groups = known_groups(session)
    parked = select(Timer).where(Timer.state == "parked").order_by(col(Timer.due_at))
    dead = select(DeadLetter).order_by(col(DeadLetter.id).desc()).limit(1)
    state = session.get(IntakeState, 1)
    waiting, oldest, shut = _outbox(session)
    return UpkeepFacts(
        groups=groups,
        chains=tuple(_chain(session, group) for group in groups),
        overdue=tuple(timers.due(session, now - grace)),
        next_due=timers.earliest(session),
        parked=tuple(session.exec(parked)),
        waiting=waiting,
        oldest=oldest,
        shut=shut,
        stale=session.exec(select(func.count()).select_from(LiveCard).where(LiveCard.wanted > LiveCard.sent)).one(),
        undelivered=_undelivered(session, since),
        dead_letters=session.exec(select(func.count()).select_from(DeadLetter)).one(),
        newest_dead=session.exec(dead).first(),
        alive_at=state.alive_at if state else None,
    )


def _chain(session: Session, group: Group) -> ChainFacts:
    own = col(JournalEntry.group_id) == group.id
    newest = select(JournalEntry.hash).where(own).order_by(col(JournalEntry.seq).desc()).limit(1)
    try:
        found = first_broken(session, group.id or 0)
        broken = f"entry {found} does not fit" if found else ""
    except (ValueError, TypeError, AttributeError) as error:  # what was put in place of a body or a moment is neither
        broken = f"an entry cannot be read: {error}"
    return ChainFacts(
        group=group,
        entries=session.exec(select(func.count()).select_from(JournalEntry).where(own)).one(),
        head=session.exec(newest).first() or "",
        broken=broken,
    )


def _outbox(session: Session) -> tuple[int, datetime | None, int]:
    """Items waiting for chats that are open, when the first was decided on, and items of groups that are shut."""
    unsent = col(OutboxItem.state).in_(["pending", "sending"])
    reachable = or_(col(OutboxItem.group_id).is_(None), Group.state == "active", OutboxItem.kind == "leave")
    item = select(OutboxItem.created_at).outerjoin(Group, col(Group.id) == col(OutboxItem.group_id)).where(unsent)
    going = session.exec(item.where(reachable).order_by(col(OutboxItem.created_at))).all()
    return len(going), going[0] if going else None, len(session.exec(item.where(~reachable)).all())


def _undelivered(session: Session, since: datetime) -> dict[str, int]:
    """Reasons with their counts: outbox items, and of cards what the journal says."""
    failed = select(OutboxItem.error).where(OutboxItem.state == "failed", col(OutboxItem.settled_at) >= since)
    told = select(JournalEntry.body).where(JournalEntry.kind == "undelivered", col(JournalEntry.at) >= since)
    reasons = Counter(session.exec(failed).all())
    for body in session.exec(told):
        if body and body.get("kind") in CARDS:
            reasons[str(body.get("why", ""))] += 1
    return dict(reasons.most_common())
