"""A group's export: what is on record, in words a stranger can read. docs/operations.md describes the format."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from bot.domain.handles import handle
from bot.domain.procedures import AGAINST
from bot.domain.rules import Procedure
from bot.refusals import Refusal, Wrong
from bot.settings import Settings
from bot.upkeep import votes
from bot.upkeep.source import database_at
from bot.upkeep.values import Row, by, moment, owner, place, same
from storage.database import Unavailable
from storage.files import snapshot
from storage.migrations import Age, age
from storage.models import (
    Acknowledgement,
    Amendment,
    Ballot,
    Elector,
    MemberFacts,
    Objection,
    Origin,
    Poll,
    Task,
)
from storage.models.exports import ExportFacts
from storage.queries.exports import export_facts, known_groups

VERSION = 1  # of the format: rises when something in it changes its meaning or goes
WEIGHT = ("weight", "weight_year", "weight_source")


def exported(settings: Settings, tg_chat_id: int) -> Row:
    """The export of the group behind a chat of Telegram's, of one moment. Wrong: there is none; Refusal: unreadable."""
    file = database_at(settings)
    try:
        with snapshot(file) as session:
            standing, version = age(session.connection())
            if standing is Age.NEWER:
                raise Refusal(f"{file} was written by a newer version ({version}): update the bot.")
            if standing is not Age.CURRENT:
                raise Refusal(f"{file} is of an older version: `python -m bot migrate` brings it up to date.")
            return document(export_facts(session, _group(session, tg_chat_id)))
    except Unavailable as error:
        raise Refusal(f"{file} cannot be read: {error}") from error


def _group(session: Session, tg_chat_id: int) -> int:
    groups = known_groups(session)
    for group in groups:
        if group.tg_chat_id == tg_chat_id:
            return group.id or 0
    there = ", ".join(f'{group.tg_chat_id} ("{group.title}")' for group in groups)
    raise Wrong(f"--chat: no group on record has the id {tg_chat_id}; there is {there or 'none at all yet'}.")


def document(facts: ExportFacts) -> Row:
    """The export as plain values: texts, numbers, lists; moments as ISO 8601 in UTC."""
    names = {each.member.id: each.person.name for each in facts.members}
    group = facts.group
    return {
        "version": VERSION,
        "group": {
            "id": group.tg_chat_id,
            "title": group.title,
            "language": group.language,
            "timezone": group.timezone,
            "state": group.state,
            "since": moment(group.created_at),
            "members": [_member(each) for each in facts.members],
            "delegations": [
                {"code": each.code, "name": place(each), **same(each, "role", *WEIGHT)} for each in facts.delegations
            ],
        },
        "alerts": _alerts(facts, names),
        "polls": _polls(facts, names),
        "calls": _calls(facts, names),
        "tasks": _tasks(facts, names),
        "journal": _journal(facts, names),
    }


def _member(facts: MemberFacts) -> Row:
    return {
        "id": facts.member.id,
        "name": facts.person.name,
        "username": facts.person.username,
        "status": facts.member.status,
        "delegation": place(facts.delegation) if facts.delegation else None,
        "role": facts.role if facts.delegation else None,
        "joined_at": moment(facts.member.joined_at),
    }


def _alerts(facts: ExportFacts, names: Mapping[int | None, str]) -> list[Row]:
    seen, amended = by(facts.acknowledgements, _alert_id), by(facts.amendments, _alert_id)
    origins, moved = (
        {each.alert_id: each for each in facts.origins},
        {each.alert_id: each for each in facts.attachments},
    )
    handles = {alert.id: handle("alert", alert.number) for alert in facts.alerts}
    return [
        {
            "handle": handle("alert", alert.number),
            **same(alert, "text", "note", "severity", "kind", "topic", "source", "confidence", "state", "resolution"),
            "reporter": names[alert.reporter_id],
            "changed_by": names.get(alert.changed_by_id),
            "created_at": moment(alert.created_at),
            "retracted_at": moment(alert.retracted_at),
            "attached_to": handles[moved[alert.id].to_id] if alert.id in moved else None,
            "origin": _origin(origins.get(alert.id or 0)),
            "amendments": [
                {"by": names[each.by_id], "at": moment(each.at), "before": each.before, "text": each.text}
                for each in amended[alert.id]
            ],
            "seen": [{"member": names[each.member_id], "at": moment(each.at)} for each in seen[alert.id]],
        }
        for alert in facts.alerts
    ]


def _alert_id(row: Acknowledgement | Amendment) -> int:
    return row.alert_id


def _origin(origin: Origin | None) -> Row | None:
    """What an alert was logged from; none for words the reporter typed."""
    if origin is None or not (origin.author or origin.media):
        return None
    return {**same(origin, "author", "forwarded", "link", "media"), "written_at": moment(origin.written_at)}


def _polls(facts: ExportFacts, names: Mapping[int | None, str]) -> list[Row]:
    alerts = {alert.id: handle("alert", alert.number) for alert in facts.alerts}
    options, electors = by(facts.options, lambda each: each.poll_id), by(facts.electors, lambda each: each.poll_id)
    cast = {each.elector_id: each for each in facts.ballots}
    seen, numbers = by(facts.sightings, lambda each: each.poll_id), {each.id: each.number for each in facts.polls}
    led = {(each.elector_id, each.rank, each.at): each for each in facts.objections}
    rows = []
    for poll in facts.polls:
        words = votes.CHOICES | {option.number: option.text for option in options[poll.id]}
        voted = [(elector, cast[elector.id]) for elector in electors[poll.id] if elector.id in cast]
        places = {elector.id: place(elector) for elector in electors[poll.id]}
        rows.append(
            {
                "handle": handle("poll", poll.number),
                **same(poll, "question", "text", "quorum", "state", "verdict", "reason", "secret", "hidden", "native"),
                "rule": "" if poll.native else poll.rule,
                "outside": max(0, sum(each.outsiders for each in facts.natives if each.poll_id == poll.id)),
                "replaces": handle("poll", numbers[poll.replaces_id]) if poll.replaces_id else None,
                "winner": words.get(poll.winner) if poll.winner is not None else None,
                "about": alerts.get(poll.alert_id),
                "author": names[poll.author_id],
                "owner": owner(facts.owners.get(poll.id or 0)),
                "review_on": poll.review_on.isoformat() if poll.review_on else None,
                **{name: moment(getattr(poll, name)) for name in ("opened_at", "closes_at", "closed_at")},
                "options": [option.text for option in options[poll.id]],
                "electors": [{"id": each.id, "name": place(each), **same(each, *WEIGHT)} for each in electors[poll.id]],
                "voted": [places[elector.id] for elector, _ in voted],
                "ballots": votes.ballots(poll, voted, places, words, facts.journal),
                "reservations": [
                    {"delegation": places[each.elector_id], "text": each.text, "at": moment(each.at)}
                    for each in facts.reservations
                    if each.elector_id in places
                ],
                "proxies": _proxies(facts, poll.id, electors[poll.id]),
                "seen": [{"member": names[each.member_id], "at": moment(each.at)} for each in seen[poll.id]],
                "objections": [
                    _objection(place(elector), ballot, led.get((ballot.elector_id, ballot.rank, ballot.at)), names)
                    for elector, ballot in voted
                    if _objects(poll, ballot)
                ],
            }
        )
    return rows


def _proxies(facts: ExportFacts, poll_id: int | None, electors: Iterable[Elector]) -> list[Row]:
    """Which votes of a poll were given to whom, those that were taken back included."""
    named = {each.id: place(each) for each in electors}
    return [
        {"from": named[each.from_id], "to": named[each.to_id],
         "at": moment(each.at), "withdrawn_at": moment(each.withdrawn_at)}
        for each in facts.proxies
        if each.poll_id == poll_id
    ]  # fmt: skip


def _objects(poll: Poll, ballot: Ballot) -> bool:
    """Whether it breaks a silence, or objects under consent."""
    return poll.rule in {Procedure.SILENCE, Procedure.CONSENT} and ballot.choices == str(AGAINST)


def _objection(delegation: str, ballot: Ballot, led: Objection | None, names: Mapping[int | None, str]) -> Row:
    """An objection, and what it has led to."""
    return {
        "delegation": delegation,
        "reason": ballot.reason,
        "amendment": led.amendment if led else "",
        "resolved_by": names.get(led.resolved_by_id) if led else None,
        "resolved_at": moment(led.resolved_at) if led else None,
    }


def _calls(facts: ExportFacts, names: Mapping[int | None, str]) -> list[Row]:
    handles = {("alert", alert.id): handle("alert", alert.number) for alert in facts.alerts}
    handles |= {("poll", poll.id): handle("poll", poll.number) for poll in facts.polls}
    answers = by(facts.attendances, lambda each: each.call_id)
    return [
        {
            "handle": handle("call", call.number),
            **same(call, "title", "state", "reason", "minutes", "link", "remind", "uid"),
            "about": handles.get(("alert", call.alert_id)) or handles.get(("poll", call.poll_id)),
            "author": names[call.author_id],
            "starts_at": moment(call.starts_at),
            "created_at": moment(call.created_at),
            "answers": [
                {"member": names[each.member_id], "answer": each.answer, "at": moment(each.at)}
                for each in answers[call.id]
            ],
        }
        for call in facts.calls
    ]


def _tasks(facts: ExportFacts, names: Mapping[int | None, str]) -> list[Row]:
    handles = {("alert", alert.id): handle("alert", alert.number) for alert in facts.alerts}
    handles |= {("poll", poll.id): handle("poll", poll.number) for poll in facts.polls}
    handles |= {("call", call.id): handle("call", call.number) for call in facts.calls}
    places = {each.id: place(each) for each in facts.delegations}
    return [
        {
            "handle": handle("task", task.number),
            **same(task, "text", "state", "reason"),
            "member": names.get(task.member_id),
            "delegation": places.get(task.delegation_id),
            "about": next((handles[kind, source] for kind, source in _sources(task) if source), None),
            "author": names[task.author_id],
            "ended_by": names.get(task.ended_by_id),
            **{name: moment(getattr(task, name)) for name in ("due_at", "created_at", "ended_at")},
        }
        for task in facts.tasks
    ]


def _sources(task: Task) -> tuple[tuple[str, int | None], ...]:
    return ("poll", task.poll_id), ("call", task.call_id), ("alert", task.alert_id)


def _journal(facts: ExportFacts, names: Mapping[int | None, str]) -> list[Row]:
    kept_back = votes.kept_back(facts.polls)  # what reads like an erased entry: the chain verifies all the same
    return [
        {
            "seq": entry.seq,
            "at": moment(entry.at),
            "kind": entry.kind,
            "actor": names.get(entry.actor_id),
            **same(entry, "subject", "body", "salt", "digest", "prev_hash", "hash"),
            **({"body": None, "salt": None} if entry.kind == "ballot_cast" and entry.subject in kept_back else {}),
        }
        for entry in facts.journal
    ]
