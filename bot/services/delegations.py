"""Delegations: asking for a place, seating, roles, weights."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.domain.errors import Mistake
from bot.domain.weights import EQUAL_WEIGHT, EU27
from bot.services.members import show_roster, stale_cards
from storage.models import Delegation, Seat
from storage.queries import cards, journal
from storage.queries.members import present_members

ROLES = ("principal", "deputy")


def claim_seat(
    session: Session, *, group_id: int, by: int, code: str, name: str, role: str = "principal", now: datetime
) -> None:
    """A member asks to speak for a delegation; an administrator confirms with [Seat]."""
    _place(session, group_id=group_id, member_id=by, code=code, name=name, state="asked", role=role)
    body = {"delegation": code, "role": role}
    journal.record(session, group_id=group_id, at=now, kind="seat_asked", actor_id=by, body=body)
    show_roster(session, group_id=group_id)


def seat(
    session: Session, *, group_id: int, by: int, code: str, name: str, username: str | None = None,
    role: str = "principal", now: datetime,
) -> None:  # fmt: skip
    """An administrator gives a member a delegation, or (no username) takes one."""
    member_id = _named(session, group_id, username) if username else by
    _place(session, group_id=group_id, member_id=member_id, code=code, name=name, state="seated", role=role)
    body = {"delegation": code, "member": member_id, "role": role}
    journal.record(session, group_id=group_id, at=now, kind="seated", actor_id=by, body=body)
    show_roster(session, group_id=group_id)


def confirm_seat(
    session: Session, *, group_id: int, by: int, seat_id: int, role: str = "", now: datetime
) -> Delegation:
    """An administrator confirms what a member asked for, perhaps in another role; returns the delegation."""
    found = session.exec(
        select(Seat, Delegation)
        .join(Delegation, col(Delegation.id) == col(Seat.delegation_id))
        .where(Seat.id == seat_id, Seat.state == "asked", Delegation.group_id == group_id)
    ).first()
    if found is None or role not in {"", *ROLES}:
        raise Mistake("button_old")
    asked, delegation = found
    session.exec(delete(Seat).where(col(Seat.member_id) == asked.member_id, col(Seat.state) == "seated"))
    asked.state, asked.role = "seated", role or asked.role
    session.add(asked)
    body = {"delegation": delegation.code, "member": asked.member_id, "role": asked.role}
    journal.record(session, group_id=group_id, at=now, kind="seated", actor_id=by, body=body)
    cards.mark_stale(session, "roster", group_id)
    stale_cards(session, group_id=group_id)
    return delegation


def leave_seat(session: Session, *, group_id: int, by: int, now: datetime) -> None:
    """A member gives their place back, or takes back having asked for one."""
    session.exec(delete(Seat).where(col(Seat.member_id) == by))
    journal.record(session, group_id=group_id, at=now, kind="seat_left", actor_id=by)
    show_roster(session, group_id=group_id)


def set_weight(session: Session, *, group_id: int, by: int, code: str, name: str, weight: int, now: datetime) -> None:
    """An administrator sets a delegation's weight."""
    delegation = _delegation(session, group_id, code, name)
    delegation.weight, delegation.weight_year, delegation.weight_source = weight, now.year, ""
    session.add(delegation)
    body = {"delegation": code, "weight": weight}
    journal.record(session, group_id=group_id, at=now, kind="weighed", actor_id=by, body=body)
    show_roster(session, group_id=group_id)


def set_role(session: Session, *, group_id: int, by: int, code: str, name: str, role: str, now: datetime) -> None:
    """An administrator makes a delegation vote or observe, from the next poll on."""
    delegation = _delegation(session, group_id, code, name)
    delegation.role = role
    session.add(delegation)
    body = {"delegation": code, "role": role}
    journal.record(session, group_id=group_id, at=now, kind="delegation_role", actor_id=by, body=body)
    show_roster(session, group_id=group_id)


def use_preset(session: Session, *, group_id: int, by: int, preset: str, now: datetime) -> None:
    """An administrator takes a whole set of weights, in one unit for all.

    "equal" gives every delegation that exists the weight 1. "eu27" brings its delegations along; others that exist have
    its illustrative weight, or what an administrator wrote for them, or none.
    """
    if preset == "eu27":
        for code in EU27.weights:
            _delegation(session, group_id, code, "")
    for each in session.exec(select(Delegation).where(Delegation.group_id == group_id)).all():
        if preset == "equal":
            each.weight, each.weight_year, each.weight_source = EQUAL_WEIGHT, None, "equal"
        elif each.code in EU27.weights:
            each.weight, each.weight_year, each.weight_source = EU27.weights[each.code], EU27.year, "eu27"
        elif each.weight_source or each.weight is None:
            weight = EU27.illustrative.get(each.code)
            each.weight, each.weight_year, each.weight_source = weight, None, "illustrative" if weight else ""
        session.add(each)
    journal.record(session, group_id=group_id, at=now, kind="weighed", actor_id=by, body={"preset": preset})
    show_roster(session, group_id=group_id)


def _named(session: Session, group_id: int, username: str) -> int:
    for facts in present_members(session, group_id):
        if (facts.person.username or "").casefold() == username.casefold():
            return facts.member.id or 0
    raise Mistake("username_unknown", username=username)


def _delegation(session: Session, group_id: int, code: str, name: str) -> Delegation:
    delegation = session.exec(
        select(Delegation).where(Delegation.group_id == group_id, Delegation.code == code)
    ).first()
    if delegation is None:
        delegation = Delegation(group_id=group_id, code=code, name=name)
        session.add(delegation)
        session.flush()
    return delegation


def _place(session: Session, *, group_id: int, member_id: int, code: str, name: str, state: str, role: str) -> None:
    """Put a member in a delegation, or note that they ask to be; being seated there so already, nothing changes."""
    delegation = _delegation(session, group_id, code, name)
    rows = {seat.state: seat for seat in session.exec(select(Seat).where(Seat.member_id == member_id))}
    seated = rows.get("seated")
    if seated and seated.delegation_id == delegation.id and seated.role == role:
        return
    if state == "seated" and "asked" in rows:
        session.delete(rows["asked"])
    place = rows.get(state) or Seat(member_id=member_id, delegation_id=0, state=state)
    place.delegation_id, place.role = delegation.id or 0, role
    session.add(place)
    session.flush()
