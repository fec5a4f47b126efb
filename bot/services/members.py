"""Groups and members: arriving, leaving, speaking for a delegation."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from bot.domain.errors import Mistake
from bot.services import digests
from storage.models import Alert, Call, Delegation, Group, Member, Person, Poll, Seat
from storage.queries import cards, journal, outbox
from storage.queries.members import group_by_id, group_of_chat, member_of, person_of_user, present_members, rekey
from storage.queries.news import to_say

REFRESHED = 10  # of a kind: the cards that follow who comes and goes


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
    session.add(group)
    return group


def part(session: Session, *, group_id: int, now: datetime, **_: int) -> None:
    """The bot is no longer in the chat: what is on record stays, nothing more is sent."""
    group = group_by_id(session, group_id)
    if group.state == "active":
        group.state = "left"
        session.add(group)
        journal.record(session, group_id=group_id, at=now, kind="left")


def migrate(session: Session, *, group_id: int, tg_chat_id: int, now: datetime, **_: int) -> None:
    """The chat became a supergroup: one row changes, everything else follows."""
    if rekey(session, group_by_id(session, group_id), tg_chat_id, now):
        journal.record(session, group_id=group_id, at=now, kind="migrated")


def unmute(session: Session, *, group_id: int) -> None:
    """Something came from a chat where the bot could not write: perhaps it can again."""
    session.exec(update(Group).where(col(Group.id) == group_id).values(muted_until=None))
    to_say(session, outbox.REPLY)


def meet(session: Session, *, seen: Person) -> Person:
    """The person behind a user, with today's name; created when never seen before."""
    person = person_of_user(session, seen.tg_user_id)
    if person is None:
        session.add(seen)
        session.flush()
        return seen
    if (person.name, person.username) != (seen.name, seen.username):
        person.name, person.username = seen.name, seen.username
        session.add(person)
    if person.language is None and seen.language:
        person.language = seen.language
        session.add(person)
    return person


def enter(session: Session, *, group_id: int, seen: Person, status: str, now: datetime, joined: bool = False) -> Member:
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
    came, returned = member.status == "left", member.id is not None and member.status == "left"
    member.status = status
    member.joined_at = now if (joined or returned) and status != "left" else member.joined_at
    session.add(member)
    session.flush()
    if came or status == "left":
        stale_cards(session, group_id=group_id)
    return member


def stale_cards(session: Session, *, group_id: int) -> None:
    """Who is in the group, or speaks for whom, has changed: the roster and the newest of what is open show it."""
    for kind, model, state in (("alert", Alert, "open"), ("poll", Poll, "open"), ("call", Call, "planned")):
        found = select(model.id).where(model.group_id == group_id, model.state == state)
        newest = session.exec(found.order_by(col(model.id).desc()).limit(REFRESHED)).all()
        cards.refresh(session, kind, [subject_id for subject_id in newest if subject_id])
    cards.refresh(session, "roster", [group_id])


def note(session: Session, *, group_id: int, seen: Person, status: str, joined: bool, now: datetime, **_: int) -> None:
    """Telegram says what somebody's membership is now."""
    enter(session, group_id=group_id, seen=seen, status=status, joined=joined, now=now)


def note_many(
    session: Session, *, group_id: int, come: Sequence[Person], gone: Sequence[Person], now: datetime, **_: int
) -> None:
    """People joined or left."""
    for seen in come:
        enter(session, group_id=group_id, seen=seen, status="member", joined=True, now=now)
    for seen in gone:
        enter(session, group_id=group_id, seen=seen, status="left", now=now)


def private_chat(session: Session, *, person_id: int, is_open: bool, **_: object) -> None:
    """Whether the bot may write to the person."""
    person = session.exec(select(Person).where(Person.id == person_id)).one()
    person.private_open = is_open
    session.add(person)


def claim_seat(session: Session, *, group_id: int, by: int, code: str, name: str, now: datetime) -> None:
    """A member asks to speak for a delegation; an administrator confirms with [Seat]."""
    _place(session, group_id=group_id, member_id=by, code=code, name=name, state="asked")
    journal.record(session, group_id=group_id, at=now, kind="seat_asked", actor_id=by, body={"delegation": code})
    _show_roster(session, group_id)


def seat(
    session: Session, *, group_id: int, by: int, code: str, name: str, username: str | None = None, now: datetime
) -> None:
    """An administrator gives a member a delegation, or (no username) takes one."""
    member_id = _named(session, group_id, username) if username else by
    _place(session, group_id=group_id, member_id=member_id, code=code, name=name, state="seated")
    body = {"delegation": code, "member": member_id}
    journal.record(session, group_id=group_id, at=now, kind="seated", actor_id=by, body=body)
    _show_roster(session, group_id)


def confirm_seat(session: Session, *, group_id: int, by: int, seat_id: int, now: datetime) -> Delegation:
    """An administrator confirms what a member asked for; returns the delegation."""
    found = session.exec(
        select(Seat, Delegation)
        .join(Delegation, col(Delegation.id) == col(Seat.delegation_id))
        .where(Seat.id == seat_id, Seat.state == "asked", Delegation.group_id == group_id)
    ).first()
    if found is None:
        raise Mistake("button_old")
    asked, delegation = found
    session.exec(delete(Seat).where(col(Seat.member_id) == asked.member_id, col(Seat.state) == "seated"))
    asked.state = "seated"
    session.add(asked)
    body = {"delegation": delegation.code, "member": asked.member_id}
    journal.record(session, group_id=group_id, at=now, kind="seated", actor_id=by, body=body)
    cards.mark_stale(session, "roster", group_id)
    stale_cards(session, group_id=group_id)
    return delegation


def leave_seat(session: Session, *, group_id: int, by: int, now: datetime) -> None:
    """A member gives their place back, or takes back having asked for one."""
    session.exec(delete(Seat).where(col(Seat.member_id) == by))
    journal.record(session, group_id=group_id, at=now, kind="seat_left", actor_id=by)
    _show_roster(session, group_id)


def set_weight(session: Session, *, group_id: int, by: int, code: str, name: str, weight: int, now: datetime) -> None:
    """An administrator sets a delegation's weight."""
    delegation = _delegation(session, group_id, code, name)
    delegation.weight, delegation.weight_source = weight, f"{now.year}"
    session.add(delegation)
    body = {"delegation": code, "weight": weight}
    journal.record(session, group_id=group_id, at=now, kind="weighed", actor_id=by, body=body)
    _show_roster(session, group_id)


def use_preset(
    session: Session, *, group_id: int, by: int, preset: str, weights: dict[str, int], source: str, now: datetime
) -> None:
    """An administrator takes a whole set of weights; "equal" gives every delegation that exists the weight 1."""
    for code, weight in weights.items():
        delegation = _delegation(session, group_id, code, "")
        delegation.weight, delegation.weight_source = weight, source
        session.add(delegation)
    if preset == "equal":
        for delegation in session.exec(select(Delegation).where(Delegation.group_id == group_id)):
            delegation.weight, delegation.weight_source = 1, source
            session.add(delegation)
    journal.record(session, group_id=group_id, at=now, kind="weighed", actor_id=by, body={"preset": preset})
    _show_roster(session, group_id)


def show_roster(session: Session, *, group_id: int, now: datetime, **_: int) -> None:
    """The roster, at the bottom of the chat."""
    _show_roster(session, group_id)


def _named(session: Session, group_id: int, username: str) -> int:
    for facts in present_members(session, group_id):
        if (facts.person.username or "").casefold() == username.casefold():
            return facts.member.id or 0
    raise Mistake("username_unknown", username=username)


def _show_roster(session: Session, group_id: int) -> None:
    stale_cards(session, group_id=group_id)
    if cards.exists(session, "roster", group_id):
        cards.repost(session, "roster", group_id)
    else:
        cards.show(session, group_id=group_id, kind="roster", subject_id=group_id, priority=outbox.REPLY)


def _delegation(session: Session, group_id: int, code: str, name: str) -> Delegation:
    delegation = session.exec(
        select(Delegation).where(Delegation.group_id == group_id, Delegation.code == code)
    ).first()
    if delegation is None:
        delegation = Delegation(group_id=group_id, code=code, name=name)
        session.add(delegation)
        session.flush()
    return delegation


def _place(session: Session, *, group_id: int, member_id: int, code: str, name: str, state: str) -> None:
    """Put a member in a delegation, or note that they ask to be; being seated there already, nothing changes."""
    delegation = _delegation(session, group_id, code, name)
    rows = {seat.state: seat for seat in session.exec(select(Seat).where(Seat.member_id == member_id))}
    seated = rows.get("seated")
    if seated and seated.delegation_id == delegation.id:
        return
    if state == "seated" and "asked" in rows:
        session.delete(rows["asked"])
    place = rows.get(state) or Seat(member_id=member_id, delegation_id=0, state=state)
    place.delegation_id = delegation.id or 0
    session.add(place)
    session.flush()
