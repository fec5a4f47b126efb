"""Calls: plan, answer, remind, start, cancel."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from storage.models import Attendance, Call
from storage.queries import cards, journal, outbox, timers
from storage.queries.attachments import mark_case_stale
from storage.queries.handles import find, next_number

TIMERS = ("call_reminder", "call_start")


def plan(
    session: Session,
    *,
    group_id: int,
    by: int,
    title: str,
    starts_at: datetime,
    minutes: int,
    link: str = "",
    remind: Sequence[int],
    about: str = "",
    now: datetime,
) -> Call:
    """Fix a call. `about` is the handle of an alert or a poll. `remind` is in seconds before the start; reminders already past are skipped, the start never is."""
    source, source_id = find(session, group_id, about, "alert", "poll") if about else ("", None)
    number = next_number(session, Call, group_id)
    call = Call(
        group_id=group_id,
        number=number,
        uid=f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{group_id}/{number}/{now.isoformat()}')}@washington-group",
        title=title,
        starts_at=starts_at,
        minutes=minutes,
        link=link,
        remind=sorted(set(remind), reverse=True),
        author_id=by,
        alert_id=source_id if source == "alert" else None,
        poll_id=source_id if source == "poll" else None,
        created_at=now,
    )
    session.add(call)
    session.flush()
    assert call.id is not None  # noqa: S101 -- flushed rows have ids
    body = {"title": title, "starts_at": starts_at.isoformat(), "minutes": minutes, "link": link}
    entry = _record(session, call, by, now, "call_planned", body)
    cards.show(session, group_id=group_id, kind="call", subject_id=call.id, priority=outbox.RESULT)
    _calendar(session, call, entry, now)
    for seconds in call.remind:
        if (due_at := starts_at - timedelta(seconds=seconds)) > now:
            timers.schedule(session, kind="call_reminder", subject_id=call.id, due_at=due_at, occurrence=str(seconds))
    timers.schedule(session, kind="call_start", subject_id=call.id, due_at=starts_at)
    _mark_sources(session, call)
    return call


def answer(session: Session, *, group_id: int, by: int, call_id: int, given: str, now: datetime) -> str:
    """The member comes ("yes"), comes later ("late") or does not ("no"); returns the answer given."""
    call = _planned(session, group_id, call_id)
    row = session.get(Attendance, (call_id, by)) or Attendance(call_id=call_id, member_id=by, answer=given, at=now)
    row.answer, row.at = given, now
    session.add(row)
    _record(session, call, by, now, "call_answered", {"answer": given})
    cards.mark_stale(session, "call", call_id)
    return given


def cancel(
    session: Session, *, group_id: int, by: int, call_id: int, administrator: bool, reason: str, now: datetime
) -> None:
    """Call it off, at the author's or an administrator's word: calendars are told."""
    call = _planned(session, group_id, call_id)
    if call.starts_at <= now:
        raise Mistake("call_over", handle=handle("call", call.number))
    if call.author_id != by and not administrator:
        raise Mistake("not_yours", handle=handle("call", call.number))
    call.state, call.reason, call.sequence = "cancelled", reason, call.sequence + 1
    session.add(call)
    entry = _record(session, call, by, now, "call_cancelled", {"reason": reason})
    timers.cancel(session, *TIMERS, subject_id=call_id)
    cards.mark_stale(session, "call", call_id)
    _calendar(session, call, entry, now)
    _mark_sources(session, call)


def remind(session: Session, *, call_id: int, seconds: int, now: datetime) -> None:
    """Say that the call is near; not when it has begun, is off, or a later reminder is due too (the bot was down)."""
    call = session.exec(select(Call).where(Call.id == call_id)).one()
    overtaken = any(other < seconds and call.starts_at - timedelta(seconds=other) <= now for other in call.remind)
    if call.state == "planned" and now < call.starts_at and not overtaken:
        _announce(session, call, "call_reminder", now, {"seconds": seconds})


def start(session: Session, *, call_id: int, now: datetime) -> None:
    """Say that the call starts."""
    call = session.exec(select(Call).where(Call.id == call_id)).one()
    if call.state == "planned":
        _announce(session, call, "call_start", now, {})
        cards.mark_stale(session, "call", call_id)


def calendar_for(session: Session, *, group_id: int, by: int, call_id: int, person_id: int, now: datetime) -> Call:
    """Send the calendar file to one person, in private; they must have opened the private chat."""
    call = session.exec(select(Call).where(Call.id == call_id, Call.group_id == group_id)).first()
    if call is None:
        raise Mistake("button_old")
    entry = _record(session, call, by, now, "calendar_sent", {})
    _calendar(session, call, entry, now, person_id=person_id)
    return call


def _calendar(session: Session, call: Call, entry: int, now: datetime, *, person_id: int | None = None) -> None:
    priority = outbox.REPLY if person_id else outbox.REMINDER
    outbox.announce(
        session, group_id=call.group_id, kind="call_calendar", journal_id=entry, now=now, priority=priority,
        person_id=person_id, call_id=call.id,
    )  # fmt: skip


def _announce(session: Session, call: Call, kind: str, now: datetime, body: dict[str, object]) -> None:
    entry = _record(session, call, None, now, kind, body)
    outbox.announce(
        session, group_id=call.group_id, kind=kind, journal_id=entry, now=now, priority=outbox.REMINDER,
        call_id=call.id,
    )  # fmt: skip


def _planned(session: Session, group_id: int, call_id: int) -> Call:
    call = session.exec(select(Call).where(Call.id == call_id, Call.group_id == group_id)).first()
    if call is None:
        raise Mistake("button_old")
    if call.state == "cancelled":
        raise Mistake("call_cancelled", handle=handle("call", call.number))
    return call


def _mark_sources(session: Session, call: Call) -> None:
    if call.alert_id:
        mark_case_stale(session, call.alert_id)
    if call.poll_id:
        cards.mark_stale(session, "poll", call.poll_id)


def _record(session: Session, call: Call, by: int | None, now: datetime, kind: str, body: dict[str, object]) -> int:
    subject = handle("call", call.number)
    return journal.record(session, group_id=call.group_id, at=now, kind=kind, actor_id=by, subject=subject, body=body)
