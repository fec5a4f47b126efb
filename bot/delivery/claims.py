"""What is next in a chat, and claiming it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import bindparam, literal_column
from sqlmodel import Session, case, col, func, select

from bot.services import joins, tasks
from storage.models import Group, LiveCard, OutboxItem, Person
from storage.queries import outbox
from storage.queries.cards import card_of
from storage.queries.core import core, table
from storage.queries.members import group_by_id

Lane: TypeAlias = tuple[Literal["group", "person"], int]
PENDING = col(OutboxItem.state) == literal_column("'pending'")  # said literally, as the partial index says it
NOW = bindparam("now", type_=table(OutboxItem).c.not_before.type)
RESTING, WAITING = col(OutboxItem.not_before) > NOW, func.coalesce(col(LiveCard.not_before), NOW) > NOW
SEVERAL = col(LiveCard.kind) != literal_column("'bundle'")  # what tells of many goes before what tells of one
# Edits take turns, so that a card that changes all the time holds up no other; what nobody has seen goes in its order.
SERVED = (col(LiveCard.sent) > 0) & (col(LiveCard.id) <= bindparam("after"))
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
    .order_by(
        *(WAITING, case((WAITING, col(LiveCard.not_before))), col(LiveCard.priority), SEVERAL, SERVED, col(LiveCard.id))
    )
    .limit(1)
)
PERSON = select(Person).where(Person.id == bindparam("lane"))
LEAVE = select(OutboxItem).where(PENDING, OutboxItem.group_id == bindparam("lane"), OutboxItem.kind == "leave").limit(1)


@dataclass(frozen=True, slots=True)
class Job:
    """One call to make: an outbox item, or a live card with the version its edit will show.

    `era` is the chat's when the job was claimed; `anchor` the card of what an announcement is about.
    """

    lane: Lane
    tg_chat_id: int
    priority: int
    item: OutboxItem | None = None
    card: LiveCard | None = None
    era: int = 0
    anchor: LiveCard | None = None

    @property
    def row(self) -> OutboxItem | LiveCard:
        """The item or else the card."""
        row = self.item or self.card
        assert row is not None  # noqa: S101 -- a job is one or the other
        return row

    @property
    def message_id(self) -> int | None:
        """The message it changes, where that stands in the chat of today."""
        if self.row.era != self.era:
            return None
        return self.card.tg_message_id if self.card else self.row.payload.get("edit")  # type: ignore[union-attr]

    @property
    def creates(self) -> bool:
        """Whether it makes a message: anything else may be done twice."""
        return self.message_id is None and self.row.kind not in outbox.FREE

    @property
    def takes_away(self) -> bool:
        """Whether it deletes what somebody else has written, which the bot may or may not be allowed to."""
        return bool(self.item and self.item.kind == "delete" and "message" in self.item.payload)

    @property
    def topic(self) -> int | None:
        """The topic it goes to: what follows a card stays where that is, or is heard in General where that is closed."""
        source = self.anchor or self.row
        return source.tg_topic_id if source.era == self.era and not (source.astray or self.row.astray) else None

    @property
    def reply_to(self) -> int | None:
        """The message it replies to; none in another topic, since a reply goes where that is."""
        source = self.anchor or self.item
        if source is None or source.era != self.era or (source.tg_topic_id and self.topic is None):
            return None
        return self.anchor.tg_message_id if self.anchor else self.row.payload.get("reply_to")  # type: ignore[union-attr]

    @property
    def astray(self) -> bool:
        """Whether it stands in General because its topic was closed or gone."""
        return self.row.astray and (self.card is None or self.creates or self.card.tg_topic_id is None)


def waiting_lanes(session: Session) -> set[Lane]:
    """The chats that have something to be told."""
    connection = core(session)
    lanes: set[Lane] = {("group", row.group_id) for row in connection.execute(STALE_LANES)}
    for row in connection.execute(PENDING_LANES):
        lanes.add(("group", row.group_id) if row.group_id is not None else ("person", row.person_id))
    return lanes


def head(
    session: Session, chat: Group | Person, now: datetime, after: int
) -> tuple[OutboxItem | None, LiveCard | None]:
    """What is next in a chat: the item or else the card; the lower priority number first, items before cards.

    Among cards of one priority the turn goes round: it is at those behind the card `after`, edited last. What is to be
    tried again later holds up nothing else; only where nothing else is, it is next. From a chat that will not have us
    there is only leaving.
    """
    place = {"lane": chat.id, "now": now}
    if isinstance(chat, Person):
        return session.exec(FIRST_ITEM["person"], params=place).first(), None
    if chat.state != "active":
        return session.exec(LEAVE, params=place).first(), None
    item = session.exec(FIRST_ITEM["group"], params=place).first()
    card = session.exec(FIRST_CARD, params=place | {"after": after}).first()
    if item and card and (item.not_before > now) != ((card.not_before or now) > now):
        return (None, card) if item.not_before > now else (item, None)
    if item and card:
        return (item, None) if item.priority <= card.priority else (None, card)
    return item, card


def chat_of(session: Session, lane: Lane) -> Group | Person:
    """The chat's own row."""
    kind, lane_id = lane
    if kind == "group":
        return group_by_id(session, lane_id)
    return session.exec(PERSON, params={"lane": lane_id}).one()


def upcoming(
    session: Session, lane: Lane, now: datetime, *, after: int = 0
) -> tuple[datetime, OutboxItem | LiveCard] | None:
    """What is next in a chat (`after`: the card edited last), and from when it may go as far as the chat is concerned.

    None while the chat is shut or nothing waits.
    """
    chat = chat_of(session, lane)
    item, card = head(session, chat, now, after)
    row = item or card
    return None if row is None else (_ready_at(chat, row, now), row)


def claim(
    session: Session, lane: Lane, now: datetime, *, after: int = 0, free: bool = False, drawn: Collection[int] = ()
) -> Job | None:
    """Take what is next in the chat; from here on a crash leaves it unknown whether it arrived.

    `after`: the card edited last; `free`: what was next when it was looked for costs nothing of Telegram's limits;
    `drawn`: the pictures that are ready.
    None when nothing is due any more, or when meanwhile something else is next that does cost, or is not drawn: nobody has
    asked yet whether that may go.
    """
    chat = chat_of(session, lane)
    if isinstance(chat, Person) and not chat.private_open:
        outbox.end(session, person_id=chat.id, why="the private chat is closed", now=now)
        joins.tell_group_instead(session, person_id=chat.id or 0, now=now)
        tasks.tell_group_instead(session, person_id=chat.id or 0, now=now)
        return None
    item, card = head(session, chat, now, after)
    row = item or card
    if row is None or _ready_at(chat, row, now) > now or (free and row.kind not in outbox.FREE):
        return None
    if row.kind == outbox.PICTURE and row.id not in drawn:
        return None
    group = chat if isinstance(chat, Group) else None
    subject = outbox.subject_of(item) if item and group else None
    job = Job(
        lane,
        group.tg_chat_id if group else chat.tg_user_id,  # type: ignore[union-attr]
        row.priority,
        item=item,
        card=card,
        era=group.era if group else 0,
        anchor=card_of(session, *subject) if subject else None,
    )
    row.attempts += 1
    if item:
        item.state = "sending"
    elif card:
        card.sending = job.creates
    session.add(row)
    return job


def _ready_at(chat: Group | Person, row: OutboxItem | LiveCard, now: datetime) -> datetime:
    muted_until = chat.muted_until if isinstance(chat, Group) else None
    return max(now, chat.blocked_until or now, muted_until or now, row.not_before or now)
