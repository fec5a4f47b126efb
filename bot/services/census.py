"""The census: Telegram is asked how many people a group has, and who administers it.

The courier asks, since handlers make no calls; what Telegram does not say is asked again with the next occasion.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from bot.services import joins
from storage.models import Census, Member, OutboxItem
from storage.queries import cards, outbox
from storage.queries.members import group_by_id, present_members

OFTEN = timedelta(minutes=10)


def ask(session: Session, *, group_id: int, now: datetime, at_most_every: timedelta | None = None) -> None:
    """Have Telegram asked, unless that is about to be done, or was done so lately."""
    standing = col(OutboxItem.state) == "pending"
    if at_most_every:
        standing = or_(standing, col(OutboxItem.created_at) > now - at_most_every)
    known = select(OutboxItem.id).where(OutboxItem.group_id == group_id, OutboxItem.kind == "census", standing)
    if session.exec(known).first() is None:
        outbox.post(session, payload={}, kind="census", group_id=group_id, now=now)


def take(session: Session, *, group_id: int, found: Census, now: datetime) -> None:
    """What Telegram said: how many there are, whether the bot administers the group, and who else does."""
    group = group_by_id(session, group_id)
    changed = (group.member_count, group.administrator) != (found.count, found.administrator)
    group.member_count, group.administrator = found.count, found.administrator
    session.add(group)
    session.flush()
    for facts in present_members(session, group_id):
        was = facts.member.status
        changed |= _rank(session, facts.member, facts.person.tg_user_id, found)
        if was == "administrator" != facts.member.status:
            joins.withdraw(session, group_id=group_id, person_id=facts.member.person_id, now=now)
    if changed:
        cards.refresh(session, "roster", [group_id])


def _rank(session: Session, member: Member, tg_user_id: int, found: Census) -> bool:
    head = tg_user_id in found.administrators
    rank = ("administrator" if head else "member", found.administrators.get(tg_user_id, False))
    if rank == (member.status, member.anonymous):
        return False
    member.status, member.anonymous = rank
    session.add(member)
    return True
