"""The one table: kind -> (how to load the facts, the card that shows them). Rendered when sent, from the state of now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlmodel import Session, col, select

from bot.cards import (
    alerts,
    bundles,
    calls,
    cases,
    consents,
    corrections,
    decisions,
    digests,
    extensions,
    group_settings,
    members,
    poll_reminders,
    polls,
    reminders,
    sense,
    settings,
    silences,
    tasks,
    unopened,
)
from bot.cards.card import Card
from bot.cards.links import message_url
from bot.cards.reader import Reader
from bot.delivery.claims import Job
from bot.texts import choose
from storage.models import Call, JournalEntry, LiveCard, MemberFacts, OutboxItem, Person, PollFacts
from storage.queries import sense as sense_queries
from storage.queries.alerts import alert_facts
from storage.queries.bundles import bundle_facts
from storage.queries.calls import call_facts
from storage.queries.cards import messages_of
from storage.queries.digests import digest_facts
from storage.queries.members import group_by_id, member_facts, newcomers, roster
from storage.queries.outbox import PICTURE, subject_of
from storage.queries.polls import poll_facts
from storage.queries.tasks import task_facts
from storage.queries.watches import watch_facts

LIVE: dict[str, Callable[[Session, LiveCard, Reader], Card]] = {
    "alert": lambda session, card, reader: alerts.alert_card(
        alert_facts(session, card.subject_id), reader, panel=card.panel
    ),
    "bundle": lambda session, card, reader: bundles.bundle_card(bundle_facts(session, card.subject_id), reader),
    "poll": lambda session, card, reader: polls.poll_card(poll_facts(session, card.subject_id), reader),
    "call": lambda session, card, reader: calls.call_card(call_facts(session, card.subject_id), reader),
    "task": lambda session, card, reader: tasks.task_card(task_facts(session, card.subject_id), reader),
    "roster": lambda session, card, reader: members.roster_card(roster(session, card.subject_id), reader),
    "settings": lambda session, card, reader: group_settings.settings_card(
        group_by_id(session, card.group_id), reader, panel=card.panel, forum=card.tg_topic_id is not None
    ),
}

# What happened, from the journal entry that records it and the state of now; None when there is no point in it any more.
Announcement = Callable[[Session, OutboxItem, dict[str, Any], Reader], Card | None]
ANNOUNCEMENTS: dict[str, Announcement] = {
    "greeting": lambda session, item, _body, reader: settings.greeting(group_by_id(session, _group(item)), reader),
    "poll_result": lambda session, item, body, reader: polls.result_card(
        poll_facts(session, item.payload["poll_id"]), body, reader
    ),
    PICTURE: lambda session, item, _body, reader: _picture(session, item, reader),
    "decision": lambda session, item, _body, reader: decisions.decision_card(
        poll_facts(session, item.payload["poll_id"]), reader
    ),
    "poll_review": lambda session, item, _body, reader: decisions.review_card(
        poll_facts(session, item.payload["poll_id"]), reader
    ),
    "poll_amended": lambda session, item, body, reader: corrections.amended_card(
        poll_facts(session, item.payload["poll_id"]), body, reader
    ),
    "poll_not_opened": lambda session, item, body, reader: unopened.not_opened_card(
        poll_facts(session, item.payload["poll_id"]), body, reader
    ),
    "poll_extended": lambda session, item, body, reader: extensions.extended_card(
        poll_facts(session, item.payload["poll_id"]), body, _actor(session, item), reader
    ),
    "poll_reminder": lambda session, item, body, reader: poll_reminders.group_card(
        poll_facts(session, item.payload["poll_id"]), body, reader
    ),
    "poll_reminder_private": lambda session, item, _body, reader: _in_private(
        session, item, poll_reminders.private_card, reader
    ),
    "silence_unseen": lambda session, item, _body, reader: silences.reminder_card(
        poll_facts(session, item.payload["poll_id"]), reader
    ),
    "silence_unseen_private": lambda session, item, _body, reader: _in_private(
        session, item, silences.private_card, reader
    ),
    "procedure_objected": lambda session, item, body, reader: silences.objected_card(
        poll_facts(session, item.payload["poll_id"]), body, reader
    ),
    "amendment_proposed": lambda session, item, body, reader: consents.proposed_card(
        poll_facts(session, item.payload["poll_id"]), body, reader
    ),
    "amendment_accepted": lambda session, item, body, reader: consents.accepted_card(
        poll_facts(session, item.payload["poll_id"]), body, reader
    ),
    "call_calendar": lambda session, item, body, reader: calls.calendar_card(
        call_facts(session, item.payload["call_id"]), body, reader
    ),
    "call_reminder": lambda session, item, body, reader: calls.reminder_card(
        call_facts(session, item.payload["call_id"]), timedelta(seconds=body["seconds"]), reader
    ),
    "call_start": lambda session, item, _body, reader: calls.start_card(
        call_facts(session, item.payload["call_id"]), reader
    ),
    "task_due": lambda session, item, _body, reader: tasks.due_card(
        task_facts(session, item.payload["task_id"]), reader
    ),
    "task_due_private": lambda session, item, _body, reader: _task_due(session, item, reader),
    "digest": lambda session, item, _body, reader: digests.digest_card(
        digest_facts(session, _group(item), _moment(item, "since"), _moment(item, "until")), reader
    ),
    "card_shown": lambda session, item, _body, reader: _pointer(session, item, reader),
    "alert_unseen": lambda session, item, body, reader: reminders.unseen_card(
        watch_facts(session, item.payload["alert_id"]), body, reader
    ),
    "alert_unseen_private": lambda session, item, _body, reader: reminders.private_card(
        watch_facts(session, item.payload["alert_id"]), _person(session, item).tg_user_id, reader
    ),
    "alert_status": lambda session, item, body, reader: reminders.status_card(
        watch_facts(session, item.payload["alert_id"]), body, reader
    ),
    "newcomers": lambda session, item, _body, reader: members.newcomers_card(
        newcomers(session, item.payload["group_id"], item.payload["members"]), reader, private=item.person_id
    ),
    "outside_answers": lambda session, item, _body, reader: sense.outsiders_card(
        poll_facts(session, item.payload["poll_id"]), reader
    ),
    "outage": lambda _session, _item, body, reader: polls.outage_card(body, reader),
}
Place = dict[str, int | None]
MOMENTARY = {"reply", "card_shown", "greeting", "outage", "digest", PICTURE}  # what answers or tells of one moment
LIFETIME = timedelta(hours=24)  # of these; after that nobody waits for it, and the rest is told late rather than never


def render(session: Session, job: Job, now: datetime) -> dict[str, Any] | None:
    """The payload of a job's message, in the language and zone of whoever reads it; None when it came too late.

    What bot.cards.card gives, besides `reply_to` and `topic`: Telegram's ids of a message and a topic, or None.
    """
    if job.card:
        reader = _group_reader(session, job.card.group_id, now)
        card = _marked(LIVE[job.card.kind](session, job.card, reader), job, reader)
        return card.payload() | {"silent": job.card.silent, "topic": job.topic}
    assert job.item is not None  # noqa: S101 -- a job is one or the other
    if job.item.kind == "delete":
        return {"message": _prompt(session, job)}
    if job.item.kind == "leave":
        return {}
    if job.item.kind == sense_queries.STOP:
        return {} if job.message_id is not None else None
    if _too_late(session, job.item, now) or (job.item.kind == "card_shown" and job.creates):
        return None
    reader, place = _reader(session, job, now), {"reply_to": job.reply_to, "topic": job.topic}
    if job.item.kind == "reply":
        said = _marked(Card(Markup(job.item.payload["html"])), job, reader)  # noqa: S704 -- rendered when it was written
        return job.item.payload | place | {"html": said.payload()["html"]}
    if job.item.kind == sense_queries.POLL:
        return _native(session, job, job.item, reader, place)
    entry = session.exec(select(JournalEntry).where(JournalEntry.id == job.item.journal_id)).first()
    body = dict(entry.body or {}) if entry else {}  # who joins is not on the group's record
    announcement = ANNOUNCEMENTS[job.item.kind](session, job.item, body, reader)
    return _marked(announcement, job, reader).payload() | place if announcement else None


def _native(session: Session, job: Job, item: OutboxItem, reader: Reader, place: Place) -> dict[str, Any] | None:
    """Telegram's poll for a sense check; forwarded where it stands in the chat already, so that it stays one poll."""
    facts = poll_facts(session, item.payload["poll_id"])
    question = sense.native_poll(facts, reader)
    if question is None:
        return None
    if facts.sense and facts.sense.tg_message_id:
        return {"forward": facts.sense.tg_message_id, "silent": True} | place
    marked = question.marked(settings.repeat_mark(reader)) if job.row.repeat else question
    return marked.payload() | place


def _too_late(session: Session, item: OutboxItem, now: datetime) -> bool:
    """Whether nobody waits for it any more: kept back while the chat was shut, or Telegram out of reach."""
    if item.kind in MOMENTARY and now - item.created_at > LIFETIME:
        return True
    if item.kind == "greeting":  # of an arrival before the last one
        newer = select(JournalEntry.id).where(JournalEntry.group_id == item.group_id, JournalEntry.kind == "arrived")
        return session.exec(newer.where(col(JournalEntry.id) > item.journal_id)).first() is not None
    if item.kind == "call_calendar" and item.group_id is not None:
        call = session.exec(select(Call).where(Call.id == item.payload["call_id"])).one()
        return now > call.starts_at + timedelta(minutes=call.minutes)
    return False


def _prompt(session: Session, job: Job) -> int | None:
    """The message to take away: somebody's, or the bot's own where it has been posted; in the chat of today."""
    assert job.item is not None  # noqa: S101 -- it says what to delete
    if written := job.item.payload.get("message"):
        return int(written) if job.item.era == job.era else None
    prompt = session.exec(select(OutboxItem).where(OutboxItem.id == job.item.payload["outbox_id"])).first()
    return prompt.tg_message_id if prompt and prompt.era == job.era else None


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
    """With what there is to say about the message itself, at its end."""
    if job.astray:
        card = card.marked(settings.astray_mark(reader))
    return card.marked(settings.repeat_mark(reader)) if job.row.repeat else card


def _group(item: OutboxItem) -> int:
    assert item.group_id is not None  # noqa: S101 -- these go to groups
    return item.group_id


def _person(session: Session, item: OutboxItem) -> Person:
    return session.exec(select(Person).where(Person.id == item.person_id)).one()


def _in_private(
    session: Session,
    item: OutboxItem,
    card: Callable[[PollFacts, int, str | None, Reader], Card | None],
    reader: Reader,
) -> Card | None:
    """What somebody is told of a poll in private, with the way to its card; in the group's zone if they have chosen none."""
    facts, person = poll_facts(session, item.payload["poll_id"]), _person(session, item)
    if not person.timezone:
        reader = replace(reader, zone=ZoneInfo(facts.group.timezone))
    message_id = messages_of(session, facts.poll.group_id).get(("poll", item.payload["poll_id"]))
    return card(facts, person.tg_user_id, message_url(facts.group, message_id), reader)


def _task_due(session: Session, item: OutboxItem, reader: Reader) -> Card | None:
    facts = task_facts(session, item.payload["task_id"])
    message_id = messages_of(session, facts.task.group_id).get(("task", item.payload["task_id"]))
    url = message_url(facts.group, message_id)
    return tasks.private_card(facts, _person(session, item).tg_user_id, url, reader)


def _actor(session: Session, item: OutboxItem) -> MemberFacts:
    """Who did what an announcement tells."""
    actor = session.exec(select(JournalEntry.actor_id).where(JournalEntry.id == item.journal_id)).one()
    return member_facts(session, [actor or 0])[0]


def _picture(session: Session, item: OutboxItem, reader: Reader) -> Card | None:
    from bot.cards.charts import picture_card  # noqa: PLC0415 -- loaded when first used: a bot that only counts presses stays small

    return picture_card(poll_facts(session, item.payload["poll_id"]), reader)


def _moment(item: OutboxItem, name: str) -> datetime:
    return datetime.fromisoformat(item.payload[name])


def _pointer(session: Session, item: OutboxItem, reader: Reader) -> Card:
    subject, group = subject_of(item), group_by_id(session, _group(item))
    message_id = messages_of(session, group.id or 0).get(subject) if subject else None
    return cases.pointer_card(item.payload["handle"], group, message_id, reader)
