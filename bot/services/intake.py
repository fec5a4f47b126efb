"""When Telegram last answered, and what an outage means."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select, update

from bot.services import extensions
from storage.models import Draft, Group, IntakeState, LiveCard, OutboxItem, Person, Seen, Timer, Unsigned
from storage.queries.core import core, table

STATE = table(IntakeState)  # one row
DONE_FOR, DRAFT_FOR = timedelta(days=30), timedelta(days=1)
ALIVE_AT = select(STATE.c.alive_at)
NOTE_ALIVE = update(STATE).values(alive_at=bindparam("now", type_=STATE.c.alive_at.type))  # every few seconds, for ever
SEEN_FOR = timedelta(days=8)  # Telegram keeps an update a day, and its ids start anew after a quiet week


def prune(session: Session, *, now: datetime) -> None:
    """Once a day: what has done its work goes, so that nothing grows for ever. The record and its subjects stay."""
    session.exec(delete(Seen).where(col(Seen.at) < now - SEEN_FOR))
    session.exec(delete(Draft).where(col(Draft.expires_at) < now - DRAFT_FOR))
    session.exec(delete(Unsigned).where(col(Unsigned.expires_at) < now - DRAFT_FOR))
    session.exec(delete(OutboxItem).where(col(OutboxItem.settled_at) < now - DONE_FOR))
    over = col(Timer.state).in_(["fired", "cancelled"]) & (col(Timer.due_at) < now - DONE_FOR)
    session.exec(delete(Timer).where(over))


def clock_moved(session: Session, *, by: timedelta) -> None:
    """The machine's clock has been put right by this much: what rests goes on resting for as long as it would have.

    Deadlines stay: they are moments people named.
    """
    for item in session.exec(select(OutboxItem).where(OutboxItem.state == "pending")):
        item.not_before += by
        session.add(item)
    for card in session.exec(select(LiveCard).where(col(LiveCard.not_before).is_not(None))):
        card.not_before = card.not_before and card.not_before + by
        session.add(card)
    chats: list[Group | Person] = [
        *session.exec(select(Group).where(col(Group.blocked_until).is_not(None))),
        *session.exec(select(Person).where(col(Person.blocked_until).is_not(None))),
    ]
    for group in session.exec(select(Group).where(col(Group.muted_until).is_not(None))):
        group.muted_until = group.muted_until and group.muted_until + by
        session.add(group)
    for chat in chats:
        chat.blocked_until = chat.blocked_until and chat.blocked_until + by
        session.add(chat)
    if state := session.get(IntakeState, 1):
        state.alive_at += by
        session.add(state)


def note_alive(session: Session, *, now: datetime, outage: timedelta) -> bool:
    """Telegram has answered; after a gap longer than `outage` open polls are extended and groups told (True)."""
    connection = core(session)
    since = connection.execute(ALIVE_AT).scalar() or now
    if not connection.execute(NOTE_ALIVE, {"now": now}).rowcount:
        session.add(IntakeState(alive_at=now))
    if since.date() != now.date():
        prune(session, now=now)
    if now - since <= outage:
        return False
    extensions.extend_for_outage(session, since=since, now=now)
    return True
