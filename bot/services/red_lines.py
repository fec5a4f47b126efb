"""Red lines: draw, remove, notice what crosses them, take the agreed steps."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.red_lines import alternatives, crosses
from bot.services import calls, polls
from storage.models import Alert, Call, Crossing, Poll, RedLine
from storage.queries import cards, journal
from storage.queries.handles import next_number
from storage.queries.red_lines import standing

MOST = 30  # lines a group may have: a list that fits one message
QUARTER = timedelta(minutes=15)
MINUTES = 30  # a call lasts
REMINDERS = (600,)  # seconds before its start


def draw(
    session: Session, *, group_id: int, by: int, text: str, advice: str, severity: str, poll: str, call_within: int,
    now: datetime,
) -> RedLine:  # fmt: skip
    """Agree on a line; alerts logged from now on are held against it."""
    if len(standing(session, group_id)) >= MOST:
        raise Mistake("red_lines_many", most=MOST)
    number = next_number(session, RedLine, group_id)
    line = RedLine(
        group_id=group_id, number=number, text=text, advice=advice, severity=severity, poll=poll,
        call_within=call_within, created_by_id=by, created_at=now,
    )  # fmt: skip
    session.add(line)
    session.flush()
    body = {"number": number, "text": text, "advice": advice, "severity": severity, "poll": poll, "call": call_within}
    journal.record(session, group_id=group_id, at=now, kind="red_line_drawn", actor_id=by, body=body)
    return line


def remove(session: Session, *, group_id: int, by: int, number: int, now: datetime) -> RedLine:
    """The line holds no more; what has crossed it still says so."""
    line = next((each for each in standing(session, group_id) if each.number == number), None)
    if line is None:
        raise Mistake("red_line_unknown", number=number)
    line.removed_at = now
    session.add(line)
    body = {"number": number, "text": line.text}
    journal.record(session, group_id=group_id, at=now, kind="red_line_removed", actor_id=by, body=body)
    return line


def look(session: Session, *, group_id: int) -> tuple[RedLine, ...]:
    """The lines that hold, by number."""
    return standing(session, group_id)


def notice(session: Session, alert: Alert) -> list[int]:
    """Hold an alert, just logged or amended, against the group's lines; returns the numbers of those newly crossed."""
    assert alert.id is not None  # noqa: S101 -- logged alerts have ids
    known = set(session.exec(select(Crossing.red_line_id).where(Crossing.alert_id == alert.id)))
    crossed = []
    for line in standing(session, alert.group_id):
        if line.id not in known and crosses(line.text, f"{alert.text}\n{alert.note}", alert.topic):
            session.add(Crossing(alert_id=alert.id, red_line_id=line.id or 0))
            crossed.append(line.number)
    return crossed


def open_poll(
    session: Session, *, group_id: int, by: int, alert_id: int, red_line_id: int, request: dict[str, Any], now: datetime
) -> Poll:
    """The agreed poll about the alert; `request` is what services.polls.open_poll takes besides."""
    alert, _, crossing = _step(session, group_id, alert_id, red_line_id)
    if crossing.poll_id is not None:
        raise Mistake("step_taken", handle=_handle(session, Poll, crossing.poll_id))
    about = handle("alert", alert.number)
    poll = polls.open_poll(session, group_id=group_id, by=by, about=about, now=now, **request)
    crossing.poll_id = poll.id
    session.add(crossing)
    cards.mark_stale(session, "alert", alert_id)
    return poll


def plan_call(session: Session, *, group_id: int, by: int, alert_id: int, red_line_id: int, now: datetime) -> Call:
    """The agreed call about the alert: half way through the span agreed, on the next quarter of an hour."""
    alert, line, crossing = _step(session, group_id, alert_id, red_line_id)
    if crossing.call_id is not None:
        raise Mistake("step_taken", handle=_handle(session, Call, crossing.call_id))
    about = handle("alert", alert.number)
    starts_at = quarter(now + timedelta(minutes=line.call_within) / 2)
    call = calls.plan(
        session, group_id=group_id, by=by, title=f"{about}: {alternatives(line.text)[0]}", starts_at=starts_at,
        minutes=MINUTES, remind=REMINDERS, about=about, now=now,
    )  # fmt: skip
    crossing.call_id = call.id
    session.add(crossing)
    cards.mark_stale(session, "alert", alert_id)
    return call


def template(session: Session, *, group_id: int, alert_id: int, red_line_id: int) -> str:
    """The agreed poll, as it would be typed."""
    return _step(session, group_id, alert_id, red_line_id)[1].poll


def quarter(moment: datetime) -> datetime:
    """The first full quarter of an hour from a moment on."""
    return (
        moment + (-timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)) % QUARTER
    )


def _step(session: Session, group_id: int, alert_id: int, red_line_id: int) -> tuple[Alert, RedLine, Crossing]:
    found = session.exec(
        select(Alert, RedLine, Crossing)
        .join(Crossing, col(Crossing.alert_id) == col(Alert.id))
        .join(RedLine, col(RedLine.id) == col(Crossing.red_line_id))
        .where(Alert.id == alert_id, Alert.group_id == group_id, RedLine.id == red_line_id)
    ).first()
    if found is None or found[0].state != "open":
        raise Mistake("button_old")
    return found


def _handle(session: Session, model: type[Poll | Call], subject_id: int) -> str:
    number = session.exec(select(model.number).where(model.id == subject_id)).one()
    return handle("poll" if model is Poll else "call", number)
