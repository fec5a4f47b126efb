"""The one table: kind -> (how to load the facts, the card that shows them). Rendered when sent, from the state of now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot.cards import alerts, calls, digests, members, polls, settings
from bot.cards.card import Card
from bot.cards.reader import Reader
from bot.delivery.claims import Job
from bot.texts import choose
from storage.models import JournalEntry, LiveCard, OutboxItem, Person
from storage.queries.alerts import alert_facts
from storage.queries.calls import call_facts
from storage.queries.cards import message_of
from storage.queries.digests import digest_facts
from storage.queries.members import group_by_id, roster
from storage.queries.polls import poll_facts

LIVE: dict[str, Callable[[Session, LiveCard, Reader], Card]] = {
    "alert": lambda session, card, reader: alerts.alert_card(
        alert_facts(session, card.subject_id), reader, panel=card.panel
    ),
    "poll": lambda session, card, reader: polls.poll_card(poll_facts(session, card.subject_id), reader),
    "call": lambda session, card, reader: calls.call_card(call_facts(session, card.subject_id), reader),
    "roster": lambda session, card, reader: members.roster_card(roster(session, card.subject_id), reader),
}

# What happened, and what to reply to: the live card of its subject.
Announcement = Callable[[Session, OutboxItem, dict[str, Any], Reader], Card | None]
ANNOUNCEMENTS: dict[str, tuple[str, Announcement]] = {
    "greeting": (
        "",
        lambda session, item, _body, reader: settings.greeting(group_by_id(session, _group(item)), reader),
    ),
    "poll_result": (
        "poll",
        lambda session, item, body, reader: polls.result_card(
            poll_facts(session, item.payload["poll_id"]), body, reader
        ),
    ),
    "poll_reminder": (
        "poll",
        lambda session, item, _body, reader: polls.reminder_card(poll_facts(session, item.payload["poll_id"]), reader),
    ),
    "call_calendar": (
        "call",
        lambda session, item, body, reader: calls.calendar_card(
            call_facts(session, item.payload["call_id"]), body, reader
        ),
    ),
    "call_reminder": (
        "call",
        lambda session, item, body, reader: calls.reminder_card(
            call_facts(session, item.payload["call_id"]), timedelta(seconds=body["seconds"]), reader
        ),
    ),
    "call_start": (
        "call",
        lambda session, item, _body, reader: calls.start_card(call_facts(session, item.payload["call_id"]), reader),
    ),
    "digest": (
        "",
        lambda session, item, _body, reader: digests.digest_card(
            digest_facts(session, _group(item), _moment(item, "since"), _moment(item, "until")), reader
        ),
    ),
    "outage": ("", lambda _session, _item, body, reader: polls.outage_card(body, reader)),
}


def render(session: Session, job: Job, now: datetime) -> dict[str, Any] | None:
    """The payload of a job's message, in the language and zone of whoever reads it; None when it came too late."""
    if job.card:
        reader = _group_reader(session, job.card.group_id, now)
        payload = _marked(LIVE[job.card.kind](session, job.card, reader), job, reader).payload()
        payload["silent"] = job.card.silent
        return payload
    assert job.item is not None  # noqa: S101 -- a job is one or the other
    if job.item.kind == "delete":
        prompt = session.exec(select(OutboxItem).where(OutboxItem.id == job.item.payload["outbox_id"])).first()
        return {"message": prompt.tg_message_id if prompt else None}
    if job.item.kind == "leave":
        return {}
    reader = _reader(session, job, now)
    if job.item.kind == "reply":
        return _repeated(job.item.payload, job, reader)
    entry = session.exec(select(JournalEntry).where(JournalEntry.id == job.item.journal_id)).one()
    subject, announcement = ANNOUNCEMENTS[job.item.kind]
    said = announcement(session, job.item, entry.body or {}, reader)
    if said is None:
        return None
    payload = _marked(said, job, reader).payload()
    if subject and job.item.group_id:
        payload["reply_to"] = message_of(session, subject, job.item.payload[f"{subject}_id"])
    return payload


def _group_reader(session: Session, group_id: int, now: datetime) -> Reader:
    group = group_by_id(session, group_id)
    return Reader(choose(group.language), ZoneInfo(group.timezone), now)


def _reader(session: Session, job: Job, now: datetime) -> Reader:
    kind, lane_id = job.lane
    if kind == "group":
        return _group_reader(session, lane_id, now)
    person = session.exec(select(Person).where(Person.id == lane_id)).one()
    return Reader(choose(person.language), ZoneInfo(person.timezone or "UTC"), now)


def _marked(card: Card, job: Job, reader: Reader) -> Card:
    return card.marked(settings.repeat_mark(reader)) if job.repeat else card


def _repeated(payload: dict[str, Any], job: Job, reader: Reader) -> dict[str, Any]:
    return payload | {"html": f"{payload['html']}\n{settings.repeat_mark(reader)}"} if job.repeat else payload


def _group(item: OutboxItem) -> int:
    assert item.group_id is not None  # noqa: S101 -- these go to groups
    return item.group_id


def _moment(item: OutboxItem, name: str) -> datetime:
    return datetime.fromisoformat(item.payload[name])
