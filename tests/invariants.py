"""What must hold whenever the bot has come to rest, whatever went wrong before: docs/reliability.md names them."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlmodel import Session, SQLModel, col, func, select

from bot.delivery.claims import Job
from bot.delivery.render import render
from bot.local.world import Message, World
from bot.services.members import REFRESHED
from storage.models import (
    PROXY,
    Alert,
    Attachment,
    Ballot,
    Bundled,
    Call,
    DeadLetter,
    Elector,
    Group,
    JournalEntry,
    LiveCard,
    OutboxItem,
    Person,
    Poll,
    Proxy,
    Task,
    Timer,
)  # fmt: skip
from storage.queries.journal import first_broken

BORN: dict[str, tuple[type[SQLModel], tuple[str, ...]]] = {
    "alert": (Alert, ("alert_logged",)),
    "poll": (Poll, ("poll_opened", "poll_scheduled")),
    "call": (Call, ("call_planned",)),
    "task": (Task, ("task_set",)),
}
ONCE = {
    ("poll_close", "poll_early"): "poll_closed",
    ("call_start",): "call_start",
}  # what fired timers have on record, once
ALLOWED = {"taken back", "the chat is another group's"}  # reasons that need not be on a group's record
REPEATED = "\n(repeat)"  # stays on a card that was posted twice until its next change


GROUPS, PEOPLE, TIMERS, ITEMS = select(Group), select(Person), select(Timer), select(OutboxItem)
ENTRIES, CARDS = select(JournalEntry).order_by(col(JournalEntry.id)), select(LiveCard).order_by(col(LiveCard.id).desc())
BORN_SO_FAR = {kind: select(func.count()).select_from(model) for kind, (model, _) in BORN.items()}
BUNDLED = select(Bundled.alert_id)


class Rows:
    """What nearly every promise is about, read once: this is asked after every test by chat."""

    def __init__(self, session: Session) -> None:
        self.groups = {group.id: group for group in session.exec(GROUPS)}
        self.people = {person.id: person for person in session.exec(PEOPLE)}
        self.entries = session.exec(ENTRIES).all()
        self.timers = session.exec(TIMERS).all()
        self.items = session.exec(ITEMS).all()
        self.cards = session.exec(CARDS).all()  # the newest first

    def recorded(self, *kinds: str) -> list[tuple[int, str]]:
        """Group and subject of every entry of these kinds."""
        return [(entry.group_id, entry.subject) for entry in self.entries if entry.kind in kinds]


def violations(
    session: Session,
    world: World,
    now: datetime,
    *,
    unknown: int = 0,
    doubts: int | None = None,
    deleted: Collection[tuple[int, int]] = (),
) -> list[str]:
    """Every promise that does not hold, in words. `unknown`: how many sends had a fate nobody could know; each may have
    left one message more than there should be. `doubts`: of how many the bot was in doubt, where that is known: each may
    have been said again, marked. `deleted`: chat and id of messages that people have taken away: a bot
    hears nothing of that, so their cards are posted anew at the next change only."""
    rows = Rows(session)
    return [
        *_whole(session, rows),
        *_counted(session, rows),
        *_kept_secret(session),
        *_due_once(rows, now),
        *_said(rows, world, unknown),
        *_given_up(rows),
        *(_repeated(rows, doubts) if doubts is not None else ()),
        *_placed(rows),
        *_shown(session, rows, world, now, deleted),
        *_chained(session),
        *_attached(session),
        *(f"dead letter: {letter.error[-200:]}" for letter in session.exec(select(DeadLetter))),
    ]


def _whole(session: Session, rows: Rows) -> Iterator[str]:
    """I3: a thing, its record and its card are committed together."""
    bundled = set(session.exec(BUNDLED))
    for kind, (_, entries) in BORN.items():
        born = session.exec(BORN_SO_FAR[kind]).one()
        recorded = len(set(rows.recorded(*entries)))
        own = {card.subject_id for card in rows.cards if card.kind == kind}
        cards = len(own | bundled if kind == "alert" else own)
        if not born == recorded == cards:
            yield f"I3: {born} {kind}s, {recorded} on record, {cards} cards"


def _counted(session: Session, rows: Rows) -> Iterator[str]:
    """I2, I8: the ballots are what the record says was cast, withdrawn and given by proxy, in that order."""
    cast = _replayed(rows)
    secret = set(session.exec(select(Elector.id).join(Poll).where(col(Poll.secret))))
    held = {
        (ballot.elector_id, ballot.rank): None if ballot.elector_id in secret else ballot.choices
        for ballot in session.exec(select(Ballot))
    }
    if held != cast:
        yield f"I8: ballots {held} are not the record's {cast}"
    given = session.exec(select(Proxy).where(col(Proxy.withdrawn_at).is_(None))).all()
    if chained := {each.from_id for each in given} & {each.to_id for each in given}:
        yield f"I2: electors {chained} hold a vote and have given their own away"
    twice = select(Elector.poll_id, Elector.member_id).where(col(Elector.member_id).is_not(None))
    for (poll_id, member_id), count in Counter(session.exec(twice).all()).items():
        if count > 1:
            yield f"I2: member {member_id} votes {count} times in poll {poll_id}"


def _kept_secret(session: Session) -> Iterator[str]:
    """I8: nobody learns who chose what in a secret poll: not from the record, and once it is closed from no ballot."""
    for poll in session.exec(select(Poll).where(col(Poll.secret))):
        about = select(JournalEntry).where(
            JournalEntry.group_id == poll.group_id, JournalEntry.subject == f"P-{poll.number}"
        )
        for entry in session.exec(about.where(JournalEntry.kind == "ballot_cast")):
            if {"choices", "reason"} & (entry.body or {}).keys():
                yield f"I8: the record of secret poll {poll.id} says what somebody chose: {entry.body}"
        kept = select(Ballot).join(Elector).where(Elector.poll_id == poll.id, Ballot.choices != "")
        if poll.state == "closed" and session.exec(kept).first():
            yield f"I8: ballots of secret poll {poll.id} still say what was chosen"


def _replayed(rows: Rows) -> dict[tuple[int, int], str | None]:
    """Elector and rank -> choices (None: of a secret poll), from the journal alone."""
    cast: dict[tuple[int, int], str | None] = {}
    for entry in rows.entries:
        body = entry.body or {}
        if entry.kind == "ballot_cast":
            cast[body["elector"], body["rank"]] = body.get("choices")
        elif entry.kind == "ballot_withdrawn":
            cast.pop((body["elector"], body["rank"]), None)
        elif entry.kind == "poll_amended":  # a new version: what was cast before is void
            cast = {key: choices for key, choices in cast.items() if key[0] not in body.get("void", ())}
        elif entry.kind in {"proxy_given", "proxy_withdrawn"}:
            cast.pop((body["from"], PROXY), None)
        holder: int = body.get("by") or body.get("to") or body.get("elector") or 0
        for elector in body.get("also", ()):  # whose vote has followed the holder's own
            ranks = [rank for other, rank in cast if other == holder]
            cast.pop((elector, PROXY), None)
            if ranks:
                cast[elector, PROXY] = cast[holder, max(ranks)]
    return cast


def _due_once(rows: Rows, now: datetime) -> Iterator[str]:
    """I4: what was due has fired, once."""
    for timer in rows.timers:
        if timer.state == "parked" or (timer.state == "pending" and timer.due_at <= now):
            yield f"I4: {timer.kind} of {timer.subject_id} due at {timer.due_at} is {timer.state}: {timer.error}"
    if twice := [subject for subject, count in Counter(rows.recorded("poll_opened")).items() if count > 1]:
        yield f"I4: poll_opened twice for {twice}"
    for kinds, entry in ONCE.items():
        fired = sum(timer.kind in kinds and timer.state == "fired" for timer in rows.timers)
        recorded = sum(each.kind == entry and each.actor_id is None for each in rows.entries)
        if twice := [subject for subject, count in Counter(rows.recorded(entry)).items() if count > 1]:
            yield f"I4: {entry} twice for {twice}"
        if recorded > fired:
            yield f"I4: {recorded} {entry} on record, {fired} timers fired"


def _said(rows: Rows, world: World, unknown: int) -> Iterator[str]:
    """I5: everything to be said has arrived once, or has ended with a reason; nothing else has been said."""
    known: set[tuple[int, int]] = set()
    for item in rows.items:
        group = rows.groups.get(item.group_id)
        if item.state == "sent" and item.tg_message_id:
            chat_id = _chat_id(group, item.era) if group else rows.people[item.person_id].tg_user_id
            known.add((chat_id, item.tg_message_id))
        if item.state in {"pending", "sending"} and (group is None or group.state == "active"):
            yield f"I5: {item.kind} {item.id} is {item.state}: {item.error}"
        if item.state == "failed" and not item.error:
            yield f"I5: {item.kind} {item.id} was given up without a reason"
    reposted: set[str] = set()  # a card shown again leaves the older message as it was
    for card in rows.cards:
        chat_id = _chat_id(rows.groups[card.group_id], card.era)
        if (message := _message(world, chat_id, card.tg_message_id)) is not None:
            known.add((chat_id, message.id))
            if card.kind in {"roster", "settings"}:
                reposted.add(message.text.splitlines()[0])
    strangers = [
        message
        for chat in world.chats.values()
        for message in chat.messages
        if message.sender is world.bot and not message.service and (chat.id, message.id) not in known
        if message.text.partition("\n")[0] not in reposted
    ]
    # A card that is posted anew in a supergroup leaves the message in the group that this was before.
    moved = len([card for card in rows.cards if card.era])
    if len(strangers) > unknown + moved:
        texts = [message.text[:60] for message in strangers]
        yield f"I5: {len(strangers)} messages nobody accounts for, {unknown + moved} allowed: {texts}"


def _given_up(rows: Rows) -> Iterator[str]:
    """I5: what a group was not told is on its record."""
    failed = [item for item in rows.items if item.state == "failed" and item.error not in ALLOWED]
    given_up = Counter(item.group_id for item in failed if item.group_id is not None)
    on_record = Counter(group_id for group_id, _ in rows.recorded("undelivered"))
    for group_id, count in given_up.items():
        if count > on_record[group_id]:
            yield f"I5: group {group_id} was not told {count} things, {on_record[group_id]} of them on record"


def _repeated(rows: Rows, doubts: int) -> Iterator[str]:
    """I5: nothing is called a repetition without a doubt about a first copy."""
    repeats = sum(item.repeat for item in rows.items) + sum(card.repeat for card in rows.cards)
    if repeats > doubts:
        yield f"I5: {repeats} messages are marked as repetitions, {doubts} sends had an unknown fate"


def _placed(rows: Rows) -> Iterator[str]:
    """One chat of Telegram's is one group, before and after it became a supergroup."""
    former = {group.tg_former_chat_id for group in rows.groups.values()}
    for chat_id in former & {group.tg_chat_id for group in rows.groups.values()}:
        yield f"I3: the chat {chat_id}, which has become another, stands for a group of its own"


def _shown(
    session: Session, rows: Rows, world: World, now: datetime, deleted: Collection[tuple[int, int]]
) -> Iterator[str]:
    """I6: every card shows the state of now."""
    for card in rows.cards:
        group = rows.groups[card.group_id]
        if group.state != "active":
            continue
        message = _message(world, _chat_id(group, card.era), card.tg_message_id)
        if card.wanted <= card.sent and (_chat_id(group, card.era), card.tg_message_id) in deleted:
            continue
        if card.wanted > card.sent or message is None:
            yield f"I6: the card of {card.kind} {card.subject_id} is not shown: {card.error or 'no reason'}"
            continue
        payload = render(session, Job(("group", card.group_id), group.tg_chat_id, card.priority, card=card), now)
        shown, wanted = (
            text.removesuffix(REPEATED) for text in (message.html or "", payload["html"] if payload else "")
        )
        if payload and _over(session, card):  # who is in the group no longer matters to it
            shown, wanted = shown.partition("\n")[0], payload["html"].partition("\n")[0]
        if (
            payload and shown != wanted and _newer(session, card) < REFRESHED
        ):  # older cards follow nobody who comes or goes
            yield f"I6: the card of {card.kind} {card.subject_id} shows {message.html!r}, not {payload['html']!r}"


def _newer(session: Session, card: LiveCard) -> int:
    """How many of a card's kind are newer than its subject, those that share a message included."""
    models: dict[str, type[Alert | Poll | Call | Task]] = {"alert": Alert, "poll": Poll, "call": Call, "task": Task}
    model = models.get(card.kind)
    if model is None:
        return 0
    return _count(session, model, col(model.group_id) == card.group_id, col(model.id) > card.subject_id)


def _over(session: Session, card: LiveCard) -> bool:
    """Whether a card's subject has come to its end."""
    if card.kind not in BORN:
        return False
    subject = session.get(BORN[card.kind][0], card.subject_id)
    return getattr(subject, "state", "") in {"resolved", "closed", "cancelled", "done"}


def _attached(session: Session) -> Iterator[str]:
    """A report is moved once, to an alert of its group that stands for itself, and is as such not open."""
    alerts = {alert.id: alert for alert in session.exec(select(Alert))}
    moved = {each.alert_id: each.to_id for each in session.exec(select(Attachment))}
    for alert_id, to_id in moved.items():
        alert, target = alerts[alert_id], alerts[to_id]
        if to_id in moved or alert.group_id != target.group_id or alert.state == "open":
            yield f"I3: alert {alert_id} ({alert.state}) was moved to {to_id}, which was moved to {moved.get(to_id)}"


def _chained(session: Session) -> Iterator[str]:
    """I14: the record is whole."""
    for group_id in session.exec(select(Group.id)):
        if (broken := first_broken(session, group_id or 0)) is not None:
            yield f"I14: the record of group {group_id} is broken at {broken}"


def _count(session: Session, model: type[SQLModel], *conditions: object) -> int:
    return session.exec(select(func.count()).select_from(model).where(*conditions)).one()  # type: ignore[arg-type]


def _chat_id(group: Group, era: int) -> int:
    """Where a message of that era stands."""
    return group.tg_chat_id if era == group.era or group.tg_former_chat_id is None else group.tg_former_chat_id


def _message(world: World, chat_id: int, message_id: int | None) -> Message | None:
    chat = world.chats.get(chat_id)
    return next((message for message in chat.messages if message.id == message_id), None) if chat else None
