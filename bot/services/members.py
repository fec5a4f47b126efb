"""Groups and members: arriving, leaving, becoming known."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from bot.services import census, digests, joins, sense
from storage.models import Account, Alert, Call, Group, Member, Person, Poll, Task
from storage.queries import cards, journal, outbox
from storage.queries.core import core, table
from storage.queries.members import (
    group_by_id,
    group_of_chat,
    groups_of_person,
    member_of,
    person_of_user,
    refresh_rosters,
    rekey,
)
from storage.queries.news import to_say

REFRESHED = 10  # of a kind: the cards that follow who comes and goes
NEWEST = {
    kind: select(rows.c.id)
    .where(rows.c.group_id == bindparam("in_group"), rows.c.state == state)
    .order_by(rows.c.id.desc())
    .limit(REFRESHED)
    for kind, rows, state in (
        ("alert", table(Alert), "open"), ("poll", table(Poll), "open"), ("call", table(Call), "planned"),
        ("task", table(Task), "open"),
    )
}  # fmt: skip


def welcome(session: Session, *, chat: Group, allowed: bool, now: datetime) -> Group:
    """The bot is in a chat: register it, or know it again; greet once per arrival. Where it may not serve, it leaves."""
    group = group_of_chat(session, chat.tg_chat_id)
    if group is None:
        group = chat
        group.state = "left"
        session.add(group)
        session.flush()
    assert group.id is not None  # noqa: S101 -- flushed rows have ids
    group.title, group.public = chat.title, chat.public
    if not allowed:
        group.state = "refused"
        outbox.post(session, payload={}, kind="leave", now=now, group_id=group.id)
    elif group.state != "active":
        group.state, group.muted_until = "active", None
        entry = journal.record(session, group_id=group.id, at=now, kind="arrived")
        outbox.announce(session, group_id=group.id, kind="greeting", journal_id=entry, now=now, priority=outbox.REPLY)
        digests.schedule(session, group=group, now=now)
        census.ask(session, group_id=group.id, now=now)
    session.add(group)
    return group


def part(session: Session, *, group_id: int, now: datetime, **_: int) -> None:
    """The bot is no longer in the chat: what is on record stays, nothing more is sent."""
    group = group_by_id(session, group_id)
    if group.state == "active":
        group.state, group.administrator, group.member_count = "left", False, None
        session.add(group)
        journal.record(session, group_id=group_id, at=now, kind="left")


def stand(session: Session, *, group_id: int, administrator: bool, **_: object) -> None:
    """What the bot itself is in the group: an administrator hears of those who join and leave, and of reactions."""
    group = group_by_id(session, group_id)
    if group.administrator != administrator:
        group.administrator = administrator
        session.add(group)
        cards.refresh(session, "roster", [group_id])


def migrate(session: Session, *, group_id: int, tg_chat_id: int, now: datetime, **_: int) -> None:
    """The chat became a supergroup: one row changes, everything else follows."""
    if rekey(session, group_by_id(session, group_id), tg_chat_id, now):
        journal.record(session, group_id=group_id, at=now, kind="migrated")
        sense.send_anew(session, group_id=group_id, now=now)


def unmute(session: Session, *, group_id: int) -> None:
    """Something came from a chat where the bot could not write: perhaps it can again."""
    session.exec(update(Group).where(col(Group.id) == group_id).values(muted_until=None))
    to_say(session, outbox.REPLY)


def meet(session: Session, *, seen: Account) -> Person:
    """The person behind a user, with today's name; created when never seen before."""
    person = person_of_user(session, seen.tg_user_id)
    if person is None:
        person = Person(tg_user_id=seen.tg_user_id, name=seen.name, username=seen.username, language=seen.language)
        session.add(person)
        session.flush()
        return person
    if (person.name, person.username) != (seen.name, seen.username):
        person.name, person.username = seen.name, seen.username
        session.add(person)
        session.flush()
        for group in groups_of_person(session, person.id or 0):
            stale_cards(session, group_id=group.id or 0)
    if person.language is None and seen.language:
        person.language = seen.language
        session.add(person)
    return person


def enter(
    session: Session, *, group_id: int, seen: Account, status: str, now: datetime, joined: bool = False
) -> Member:
    """A person is in the group (or, with status "left", no longer); returns the membership.

    `joined`: they were seen to come in now, so polls opened before are not theirs.
    """
    person = meet(session, seen=seen)
    assert person.id is not None  # noqa: S101 -- flushed rows have ids
    member = member_of(session, group_id, person.id)
    if member is None:
        member = Member(group_id=group_id, person_id=person.id, status="left")
    elif member.status == status and not joined:
        return member
    if member.status == "administrator" != status:
        joins.withdraw(session, group_id=group_id, person_id=person.id, now=now)
    came, returned = member.status == "left", member.id is not None and member.status == "left"
    member.status = status
    member.joined_at = now if (joined or returned) and status != "left" else member.joined_at
    session.add(member)
    session.flush()
    if came and status == "administrator":
        census.ask(session, group_id=group_id, now=now)  # whether they hide in the group
    if came or status == "left":
        stale_cards(session, group_id=group_id)
    else:
        cards.refresh(session, "roster", [group_id])
    return member


def stale_cards(session: Session, *, group_id: int) -> None:
    """Who is in the group, or speaks for whom, has changed: the roster and the newest of what is open show it."""
    for kind, newest in NEWEST.items():
        found = core(session).execute(newest, {"in_group": group_id}).scalars()
        cards.refresh(session, kind, found.all())
    cards.refresh(session, "roster", [group_id])


def note(
    session: Session,
    *,
    group_id: int,
    seen: Account,
    status: str,
    joined: bool,
    fresh: bool = False,
    now: datetime,
    **_: int,
) -> None:
    """Telegram says what somebody's membership is now. `fresh`: they were known only since this update."""
    before = _known(session, group_id, seen)
    member = enter(session, group_id=group_id, seen=seen, status=status, joined=joined, now=now)
    if joined and (fresh or before is None):
        joins.tell(session, group_id=group_id, newcomers=[member.id or 0], now=now)
    census.ask(session, group_id=group_id, now=now)


def note_many(
    session: Session,
    *,
    group_id: int,
    come: Sequence[Account],
    gone: Sequence[Account],
    fresh: int | None = None,
    now: datetime,
    **_: int,
) -> None:
    """People joined or left. `fresh`: Telegram's id of who was known only since this update."""
    newcomers = []
    for seen in come:
        before = _known(session, group_id, seen)
        member = enter(session, group_id=group_id, seen=seen, status="member", joined=True, now=now)
        if before is None or seen.tg_user_id == fresh:
            newcomers.append(member.id or 0)
    for seen in gone:
        enter(session, group_id=group_id, seen=seen, status="left", now=now)
    joins.tell(session, group_id=group_id, newcomers=newcomers, now=now)
    census.ask(session, group_id=group_id, now=now)


def _known(session: Session, group_id: int, seen: Account) -> Member | None:
    person = person_of_user(session, seen.tg_user_id)
    return member_of(session, group_id, person.id or 0) if person else None


def private_chat(session: Session, *, person_id: int, is_open: bool, **_: object) -> None:
    """Whether the bot may write to the person."""
    person = session.exec(select(Person).where(Person.id == person_id)).one()
    person.private_open = is_open
    session.add(person)
    session.flush()
    refresh_rosters(session, person_id)


def show_roster(session: Session, *, group_id: int, **_: object) -> None:
    """The roster, at the bottom of the chat."""
    stale_cards(session, group_id=group_id)
    if cards.exists(session, "roster", group_id):
        cards.repost(session, "roster", group_id)
    else:
        cards.show(session, group_id=group_id, kind="roster", subject_id=group_id, priority=outbox.REPLY)


def look_around(session: Session, *, group_id: int, now: datetime, **_: int) -> None:
    """/members: the roster, and Telegram is asked anew how many there are, unless that was just done."""
    census.ask(session, group_id=group_id, now=now, at_most_every=census.OFTEN)
    show_roster(session, group_id=group_id)
