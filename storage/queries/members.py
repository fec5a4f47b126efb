"""Groups and the people in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage.models import Delegation, Group, Member, MemberFacts, NewcomerFacts, Person, RosterFacts, Seat
from storage.queries import cards, outbox
from storage.queries.core import Loaded, core

PRESENT = ("member", "administrator")
GROUPS, PEOPLE, MEMBERS = Loaded(Group), Loaded(Person), Loaded(Member)
SCENE = (
    GROUPS.all.add_columns(*PEOPLE.columns, *MEMBERS.columns)
    .select_from(Group)
    .outerjoin(Person, col(Person.tg_user_id) == bindparam("user"))
    .outerjoin(Member, (col(Member.group_id) == col(Group.id)) & (col(Member.person_id) == col(Person.id)))
    .where((col(Group.tg_chat_id) == bindparam("chat")) | (col(Group.tg_former_chat_id) == bindparam("chat")))
)
PERSON = select(Person).where(col(Person.tg_user_id) == bindparam("user"))
MEMBER = select(Member).where(col(Member.group_id) == bindparam("group"), col(Member.person_id) == bindparam("person"))
GROUP = GROUPS.all.where(col(Group.id) == bindparam("group"))
FACTS = (
    select(Member, Person, Delegation, Seat.role)
    .join(Person, col(Person.id) == col(Member.person_id))
    .outerjoin(Seat, (col(Seat.member_id) == col(Member.id)) & (col(Seat.state) == "seated"))
    .outerjoin(Delegation, col(Delegation.id) == col(Seat.delegation_id))
    .order_by(col(Member.id))
)
OF_MEMBERS = FACTS.where(col(Member.id).in_(bindparam("members", expanding=True)))
OF_PRESENT = FACTS.where(col(Member.group_id) == bindparam("group"), col(Member.status).in_(PRESENT))


def group_of_chat(session: Session, tg_chat_id: int) -> Group | None:
    """The group behind a chat of Telegram's, also behind the one it was before it became a supergroup."""
    known = (col(Group.tg_chat_id) == tg_chat_id) | (col(Group.tg_former_chat_id) == tg_chat_id)
    return session.exec(select(Group).where(known)).first()


def person_of_user(session: Session, tg_user_id: int) -> Person | None:
    """The person behind a user of Telegram's."""
    return session.exec(PERSON, params={"user": tg_user_id}).first()


def scene(session: Session, tg_chat_id: int, tg_user_id: int) -> tuple[Group | None, Person | None, Member | None]:
    """The group behind a chat, the person behind a user, and the membership that joins them."""
    row = core(session).execute(SCENE, {"chat": tg_chat_id, "user": tg_user_id}).first()
    if row is None:
        return None, None, None
    person, member = len(GROUPS.columns), len(GROUPS.columns) + len(PEOPLE.columns)
    return GROUPS.alone(row[:person]), PEOPLE.alone(row[person:member]), MEMBERS.alone(row[member:])


def member_of(session: Session, group_id: int, person_id: int) -> Member | None:
    """The person's membership of the group, also when they have left."""
    return session.exec(MEMBER, params={"group": group_id, "person": person_id}).first()


def groups_of_person(session: Session, person_id: int) -> list[Group]:
    """The active groups a person is in."""
    statement = select(Group).join(Member, col(Member.group_id) == col(Group.id))
    statement = statement.where(Member.person_id == person_id, col(Member.status).in_(PRESENT), Group.state == "active")
    return list(session.exec(statement))


def refresh_rosters(session: Session, person_id: int) -> None:
    """What a person's rosters say of them has changed."""
    for group in groups_of_person(session, person_id):
        cards.refresh(session, "roster", [group.id or 0])


def _facts(
    session: Session, statement: Select[Member, Person, Delegation, str], **known: object
) -> tuple[MemberFacts, ...]:
    return tuple(
        MemberFacts(member, person, delegation, role or "principal")
        for member, person, delegation, role in session.exec(statement, params=known)
    )


def member_facts(session: Session, member_ids: Sequence[int]) -> tuple[MemberFacts, ...]:
    """These members, in the order asked for."""
    if not member_ids:
        return ()
    found = {facts.member.id: facts for facts in _facts(session, OF_MEMBERS, members=list(member_ids))}
    return tuple(found[member_id] for member_id in member_ids)


def present_members(session: Session, group_id: int) -> tuple[MemberFacts, ...]:
    """Everyone known to be in the group."""
    return _facts(session, OF_PRESENT, group=group_id)


def newcomers(session: Session, group_id: int, member_ids: Sequence[int]) -> NewcomerFacts:
    """Those who have joined, and who could remove them."""
    here = present_members(session, group_id)
    return NewcomerFacts(
        group=group_by_id(session, group_id),
        newcomers=member_facts(session, member_ids),
        administrators=tuple(each for each in here if each.member.status == "administrator"),
    )


def group_by_id(session: Session, group_id: int) -> Group:
    """The group; it exists, since rows that point to it do."""
    return GROUPS.one(session, GROUP, {"group": group_id})


def rekey(session: Session, group: Group, tg_chat_id: int, now: datetime) -> bool:
    """The chat has become another one: one row changes, everything else follows. False when that was known.

    Messages of the old chat are not in the new one, whose ids begin anew: the era tells them apart. Where something came
    from the new chat first, a group of its own stands there: it takes the dead id, and what it had to say is not said.
    """
    dead = group.tg_chat_id
    if tg_chat_id in {dead, group.tg_former_chat_id}:
        return False
    twin = group_of_chat(session, tg_chat_id)
    if twin is not None:
        twin.tg_chat_id, twin.state = -abs(dead) - 10**15, "left"
        session.add(twin)
        session.flush()
        outbox.end(session, group_id=twin.id, why="the chat is another group's", now=now)
    group.tg_chat_id, group.tg_former_chat_id, group.era = tg_chat_id, dead, group.era + 1
    session.add(group)
    session.flush()
    return True


def delegations_of(session: Session, group_id: int) -> tuple[Delegation, ...]:
    """The group's delegations, by code."""
    return tuple(session.exec(select(Delegation).where(Delegation.group_id == group_id).order_by(col(Delegation.code))))


def roster(session: Session, group_id: int) -> RosterFacts:
    """Who is in the group, who speaks for whom, and who has asked to."""
    members = present_members(session, group_id)
    by_id = {facts.member.id: facts for facts in members}
    asked = session.exec(
        select(Seat, Delegation)
        .join(Delegation, col(Delegation.id) == col(Seat.delegation_id))
        .where(Seat.state == "asked", Delegation.group_id == group_id)
        .order_by(col(Seat.id))
    )
    return RosterFacts(
        group=group_by_id(session, group_id),
        members=members,
        asked=tuple((seat, by_id[seat.member_id], place) for seat, place in asked if seat.member_id in by_id),
        delegations=delegations_of(session, group_id),
    )
