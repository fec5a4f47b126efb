"""Claiming what is to be said, and settling it: the courier's transactions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import bindparam, literal_column
from sqlmodel import Session, case, col, func, select, update

from storage.models import Group, LiveCard, OutboxItem, Person
from storage.queries import journal
from storage.queries.core import core, table
from storage.queries.members import group_by_id, rekey
from storage.queries.outbox import CARD, DIGEST

Lane: TypeAlias = tuple[Literal["group", "person"], int]
PENDING = col(OutboxItem.state) == literal_column("'pending'")  # said literally, as the partial index says it
NOW = bindparam("now", type_=table(OutboxItem).c.not_before.type)
RESTING, WAITING = col(OutboxItem.not_before) > NOW, func.coalesce(col(LiveCard.not_before), NOW) > NOW
PENDING_LANES = select(col(OutboxItem.group_id), col(OutboxItem.person_id)).where(PENDING).distinct()
STALE_LANES = select(col(LiveCard.group_id)).where(col(LiveCard.wanted) > col(LiveCard.sent)).distinct()
ITEMS = (
    select(OutboxItem)
    .where(PENDING)
    .order_by(RESTING, case((RESTING, col(OutboxItem.not_before))), col(OutboxItem.priority), col(OutboxItem.id))
    .limit(1)
)
FIRST_ITEM = {
    "group": ITEMS.where(col(OutboxItem.group_id) == bindparam("lane")),
    "person": ITEMS.where(col(OutboxItem.person_id) == bindparam("lane")),
}
FIRST_CARD = (
    select(LiveCard)
    .where(col(LiveCard.group_id) == bindparam("lane"), col(LiveCard.wanted) > col(LiveCard.sent))
    .order_by(WAITING, case((WAITING, col(LiveCard.not_before))), col(LiveCard.priority), col(LiveCard.id))
    .limit(1)
)
LIFETIME = timedelta(hours=24)  # how long a message is tried; after that nobody waits for it


@dataclass(frozen=True, slots=True)
class Job:
    """One call to make: an outbox item, or a live card with the version its edit will show."""

    lane: Lane
    tg_chat_id: int
    priority: int
    item: OutboxItem | None = None
    card: LiveCard | None = None

    @property
    def repeat(self) -> bool:
        """An earlier copy may have arrived."""
        row = self.item or self.card
        return bool(row and row.repeat)

    @property
    def edits(self) -> bool:
        """Whether it changes a message that stands, which may be done twice."""
        return (self.card is not None and self.card.tg_message_id is not None) or (
            self.item is not None and "edit" in self.item.payload
        )

    @property
    def attempts(self) -> int:
        """Tries so far, this one included."""
        row = self.item or self.card
        return row.attempts if row else 0


def waiting_lanes(session: Session) -> set[Lane]:
    """The chats that have something to be told."""
    connection = core(session)
    lanes: set[Lane] = {("group", row.group_id) for row in connection.execute(STALE_LANES)}
    for row in connection.execute(PENDING_LANES):
        lanes.add(("group", row.group_id) if row.group_id is not None else ("person", row.person_id))
    return lanes


def head(session: Session, lane: Lane, now: datetime) -> tuple[OutboxItem | None, LiveCard | None]:
    """What is next in a chat: the item or else the card; the lower priority number first, items before cards.

    What is to be tried again later holds up nothing else; only where nothing else is, it is next.
    """
    kind, lane_id = lane
    place = {"lane": lane_id, "now": now}
    item = session.exec(FIRST_ITEM[kind], params=place).first()
    if kind == "person":
        return item, None
    card = session.exec(FIRST_CARD, params=place).first()
    if item and card and (item.not_before > now) != ((card.not_before or now) > now):
        return (None, card) if item.not_before > now else (item, None)
    if item and card:
        return (item, None) if item.priority <= card.priority else (None, card)
    return item, card


def chat_of(session: Session, lane: Lane) -> Group | Person:
    """The chat's own row."""
    kind, lane_id = lane
    if kind == "group":
        return session.exec(select(Group).where(Group.id == lane_id)).one()
    return session.exec(select(Person).where(Person.id == lane_id)).one()


def upcoming(session: Session, lane: Lane, now: datetime) -> tuple[datetime, int, str] | None:
    """What is next in a chat: from when it may go as far as the chat is concerned, its priority, its kind.

    None while the chat is shut or nothing waits.
    """
    chat, (item, card) = chat_of(session, lane), head(session, lane, now)
    row = item or card
    if row is None:
        return None
    if isinstance(chat, Group) and chat.state != "active" and not (item and item.kind == "leave"):
        return None
    return max(now, chat.blocked_until or now, row.not_before or now), row.priority, row.kind


def claim(session: Session, lane: Lane, now: datetime) -> Job | None:
    """Take what is next in the chat; from here on a crash leaves it unknown whether it arrived."""
    item, card = head(session, lane, now)
    chat = chat_of(session, lane)
    tg_chat_id = chat.tg_chat_id if isinstance(chat, Group) else chat.tg_user_id
    if item:
        item.state, item.attempts = "sending", item.attempts + 1
        session.add(item)
        return Job(lane, tg_chat_id, item.priority, item=item)
    if card:
        card.sending, card.attempts = card.tg_message_id is None, card.attempts + 1
        session.add(card)
        return Job(lane, tg_chat_id, card.priority, card=card)
    return None


def settle_sent(session: Session, job: Job, tg_message_id: int | None, now: datetime) -> None:
    """It arrived."""
    if job.item:
        values: dict[str, Any] = {"state": "sent", "tg_message_id": tg_message_id, "settled_at": now, "error": ""}
        _update_item(session, job, values)
    elif job.card:
        # A card posted anew meanwhile (/show) keeps its empty id: this edit went to the older message.
        still = col(LiveCard.tg_message_id).is_not_distinct_from(job.card.tg_message_id)
        session.exec(
            update(LiveCard)
            .where(col(LiveCard.id) == job.card.id, still)
            .values(
                tg_message_id=tg_message_id,
                sent=job.card.wanted,
                sending=False,
                repeat=False,
                attempts=0,
                not_before=None,
                priority=CARD,
                error="",
            )
        )


def settle_later(session: Session, job: Job, *, until: datetime, why: str, unknown: bool = False) -> None:
    """It did not arrive, or perhaps did (`unknown`): another try, said to be one where a first copy may exist.

    A digest of unknown fate is not sent again; nothing is tried for longer than a day.
    """
    if job.item:
        if (unknown and job.item.priority == DIGEST) or until - job.item.created_at > LIFETIME:
            give_up(session, job, why=why, now=until)
            return
        repeat = job.item.repeat or (unknown and "edit" not in job.item.payload)
        _update_item(session, job, {"state": "pending", "not_before": until, "repeat": repeat, "error": why})
    elif job.card:
        repeat = job.card.repeat or (unknown and job.card.tg_message_id is None)
        _update_card(session, job, {"sending": False, "not_before": until, "repeat": repeat, "error": why})


def give_up(session: Session, job: Job, *, why: str, now: datetime) -> None:
    """It will never arrive: the reason is kept, and the chat's record says so where there is one."""
    if job.item:
        _update_item(session, job, {"state": "failed", "error": why, "settled_at": now})
    elif job.card:
        _update_card(session, job, {"sending": False, "sent": job.card.wanted, "error": why})
    if job.lane[0] == "group":
        kind = job.item.kind if job.item else job.card.kind if job.card else ""
        body = {"kind": kind, "why": why}
        journal.record(session, group_id=job.lane[1], at=now, kind="undelivered", body=body)


def drop(session: Session, job: Job, *, why: str, now: datetime) -> None:
    """There is no point in saying it any more."""
    _update_item(session, job, {"state": "failed", "error": why, "settled_at": now})


def settle_lost(session: Session, job: Job, *, why: str, now: datetime) -> None:
    """The message to edit is gone: a card is posted anew, anything else is over."""
    if job.card:
        _update_card(session, job, {"tg_message_id": None, "sending": False, "error": why})
    else:
        give_up(session, job, why=why, now=now)


def settle_closed(session: Session, job: Job, *, why: str, now: datetime) -> None:
    """The chat will not have us: a group's messages wait until we are back, a person's are over."""
    if job.lane[0] == "group":
        session.exec(
            update(Group).where(col(Group.id) == job.lane[1], col(Group.state) == "active").values(state="left")
        )
        settle_later(session, job, until=now, why=why)
    else:
        session.exec(update(Person).where(col(Person.id) == job.lane[1]).values(private_open=False))
        give_up(session, job, why=why, now=now)


def settle_moved(session: Session, job: Job, *, tg_chat_id: int, now: datetime) -> None:
    """The chat became a supergroup: one row changes, the message goes again."""
    rekey(session, group_by_id(session, job.lane[1]), tg_chat_id)
    settle_later(session, job, until=now, why="chat migrated")


def block(session: Session, lane: Lane, until: datetime) -> None:
    """The whole chat waits; kept in its row, so that a restart waits too."""
    chat = chat_of(session, lane)
    chat.blocked_until = until
    session.add(chat)


def recover(session: Session, now: datetime) -> int:
    """After a crash: what was being sent may or may not have arrived; returns how many."""
    wait, found = timedelta(seconds=5), 0
    for item in session.exec(select(OutboxItem).where(OutboxItem.state == "sending")).all():
        lane: Lane = ("group", item.group_id) if item.group_id is not None else ("person", item.person_id or 0)
        job = Job(lane, 0, item.priority, item=item)
        settle_later(session, job, until=now + wait, why="stopped while sending", unknown=True)
        found += 1
    for card in session.exec(select(LiveCard).where(col(LiveCard.sending))).all():
        job = Job(("group", card.group_id), 0, card.priority, card=card)
        settle_later(session, job, until=now + wait, why="stopped while sending", unknown=True)
        found += 1
    return found


def _update_item(session: Session, job: Job, values: dict[str, Any]) -> None:
    assert job.item is not None  # noqa: S101 -- callers have looked
    session.exec(update(OutboxItem).where(col(OutboxItem.id) == job.item.id).values(**values))


def _update_card(session: Session, job: Job, values: dict[str, Any]) -> None:
    assert job.card is not None  # noqa: S101 -- callers have looked
    session.exec(update(LiveCard).where(col(LiveCard.id) == job.card.id).values(**values))
