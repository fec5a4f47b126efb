"""Somebody joins whom the group did not know: those who can remove them are told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.models import OutboxItem
from storage.queries import outbox
from storage.queries.members import group_by_id, present_members

TOGETHER = timedelta(seconds=10)  # those who join within it are told of in one message
KIND = "newcomers"


def tell(session: Session, *, group_id: int, newcomers: Sequence[int], now: datetime) -> None:
    """Tell the administrators who have joined (members' ids), each in private; the group where none can be reached."""
    if not newcomers or group_by_id(session, group_id).state != "active":
        return
    heads = [facts for facts in present_members(session, group_id) if facts.member.status == "administrator"]
    readers = [facts.person.id for facts in heads if facts.person.private_open and facts.member.id not in newcomers]
    for person_id in readers or [None]:
        _add(session, group_id, person_id, newcomers, now)


def tell_group_instead(session: Session, *, person_id: int, now: datetime) -> None:
    """A private chat has turned out to be closed: what was for it, and for no other administrator, is for the group."""
    lost = select(OutboxItem).where(OutboxItem.person_id == person_id, OutboxItem.kind == KIND)
    for item in session.exec(lost.where(OutboxItem.state == "failed", OutboxItem.settled_at == now)).all():
        told = select(OutboxItem).where(OutboxItem.kind == KIND, OutboxItem.state != "failed")
        others = [
            each.payload for each in session.exec(told.where(col(OutboxItem.created_at) >= item.created_at - TOGETHER))
        ]
        missing = set(item.payload["members"]).difference(
            *(each["members"] for each in others if each["group_id"] == item.payload["group_id"])
        )
        if missing:
            _add(session, item.payload["group_id"], None, sorted(missing), now)


def withdraw(session: Session, *, group_id: int, person_id: int, now: datetime) -> None:
    """Somebody turns out to administer the group no more: what was for them is not theirs to know."""
    waiting = select(OutboxItem).where(OutboxItem.person_id == person_id, OutboxItem.kind == KIND)
    for item in session.exec(waiting.where(OutboxItem.state == "pending")).all():
        if item.payload["group_id"] == group_id:
            outbox.end(session, id=item.id, why="no longer an administrator", now=now)
            tell_group_instead(session, person_id=person_id, now=now)


def _add(session: Session, group_id: int, person_id: int | None, newcomers: Sequence[int], now: datetime) -> None:
    """To the message that is about to go, or to a new one."""
    waiting = select(OutboxItem).where(OutboxItem.kind == KIND, OutboxItem.state == "pending")
    lane = waiting.where(OutboxItem.person_id == person_id, OutboxItem.group_id == (None if person_id else group_id))
    item = next((each for each in session.exec(lane) if each.payload["group_id"] == group_id), None)
    if item is not None and not item.repeat:
        item.payload = item.payload | {"members": [*item.payload["members"], *newcomers]}
        session.add(item)
        return
    outbox.post(
        session,
        payload={"group_id": group_id, "members": list(newcomers)},
        kind=KIND,
        priority=outbox.RESULT,
        group_id=None if person_id else group_id,
        person_id=person_id,
        not_before=now + TOGETHER,
        now=now,
    )
