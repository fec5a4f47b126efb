"""Sense checks: which of Telegram's polls stands for which of ours, and what was answered in them."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.models import Group, NativeAnswer, NativePoll, OutboxItem, Poll, Sense
from storage.queries.members import member_facts

POLL, STOP = "native_poll", "native_stop"  # kinds of what is sent: the poll itself; that it is over


def native_of(session: Session, tg_poll_id: str) -> NativePoll | None:
    """What stands behind a poll of Telegram's."""
    return session.exec(select(NativePoll).where(NativePoll.tg_poll_id == tg_poll_id)).first()


def natives_of(session: Session, poll_id: int) -> Sequence[NativePoll]:
    """Telegram's polls that stand for one of ours, in the order they became known."""
    found = select(NativePoll).where(NativePoll.poll_id == poll_id)
    return session.exec(found.order_by(col(NativePoll.era), col(NativePoll.tg_message_id))).all()


def group_of(session: Session, poll_id: int) -> Group:
    """The group that a poll is put to."""
    return session.exec(select(Group).join(Poll, col(Poll.group_id) == col(Group.id)).where(Poll.id == poll_id)).one()


def items_of(session: Session, poll_id: int) -> list[OutboxItem]:
    """Every time that Telegram's poll for one of ours was to be sent, the latest first."""
    own = select(OutboxItem).join(Poll, col(Poll.group_id) == col(OutboxItem.group_id)).where(Poll.id == poll_id)
    found = session.exec(own.where(OutboxItem.kind == POLL).order_by(col(OutboxItem.id).desc()))
    return [item for item in found if item.payload["poll_id"] == poll_id]


def in_doubt(session: Session) -> list[int]:
    """Open sense checks whose poll may stand in the chat without anybody having said under which id."""
    waiting = col(OutboxItem.repeat) | col(OutboxItem.state).in_(["sending", "failed"])
    found = session.exec(select(OutboxItem.payload).where(OutboxItem.kind == POLL, waiting))
    polls = select(Poll.id).where(Poll.state == "open", col(Poll.id).in_({payload["poll_id"] for payload in found}))
    return [poll_id for poll_id in session.exec(polls) if poll_id]


def standing_in(session: Session, poll: Poll, group: Group) -> int | None:
    """Telegram's id of the message with its poll, in the chat of today: the last that was sent."""
    here = [each.tg_message_id for each in natives_of(session, poll.id or 0) if each.era == group.era]
    return max((message_id for message_id in here if message_id), default=None)


def sense_of(session: Session, poll: Poll, group: Group) -> Sense | None:
    """What a sense check has besides its count; None of a poll that decides."""
    if not poll.native:
        return None
    natives, items = natives_of(session, poll.id or 0), items_of(session, poll.id or 0)
    answered = (
        select(NativeAnswer.member_id)
        .join(NativePoll, col(NativePoll.tg_poll_id) == col(NativeAnswer.tg_poll_id))
        .where(NativePoll.poll_id == poll.id, col(NativePoll.sure), NativeAnswer.choices != "")
        .where(col(NativeAnswer.elector_id).is_(None))
    )
    sure = [each for each in natives if each.sure]
    return Sense(
        posted=any(each.era == group.era for each in sure),
        tg_message_id=standing_in(session, poll, group),
        waits=any(item.state in {"pending", "sending"} for item in items),
        barred=bool(items and items[0].state == "pending" and items[0].payload.get("barred")),
        outsiders=max(0, sum(each.outsiders for each in sure)),
        unsigned=max(0, sum(each.unsigned for each in sure)),
        voiceless=member_facts(session, sorted(set(session.exec(answered)))),
    )
