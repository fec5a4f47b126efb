"""The digest as people read it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from markupsafe import Markup

from bot.cards.alerts import alert_state
from bot.cards.calls import call_line
from bot.cards.card import Card, bold, cut, joined, lines, visible
from bot.cards.decisions import carried
from bot.cards.links import linked, message_url
from bot.cards.polls import poll_line
from bot.cards.reader import Reader
from bot.cards.severity import EMOJI, kind_word, severity_word
from bot.cards.tasks import doer_name, when
from bot.domain.handles import handle
from storage.models import Alert, DigestFacts, Poll, Task

T = TypeVar("T")
SHOWN, LINE = 12, 90  # entries of a section; characters of an entry


def digest_card(facts: DigestFacts, reader: Reader) -> Card:
    """What happened and what is open; a quiet week is one line."""
    t = reader.t
    title = t("Digest, {since} to {until}", since=_day(facts.since, reader), until=_day(facts.until, reader))
    sections = [
        _section(t("New alerts"), facts.new_alerts, lambda alert: _alert(facts, alert, reader), reader),
        _section(t("Still open from before"), facts.old_alerts, lambda alert: _alert(facts, alert, reader), reader),
        _section(t("Decided"), facts.decided, lambda poll: _poll(facts, poll, reader), reader),
        _section(t("Sense checks"), facts.sensed, lambda poll: _poll(facts, poll, reader), reader),
        _section(t("Open polls"), facts.open_polls, lambda poll: _open_poll(facts, poll, reader), reader),
        _section(t("Open tasks"), facts.open_tasks, lambda task: _task(facts, task, reader), reader),
        _section(t("Tasks done"), facts.done, lambda task: _task(facts, task, reader), reader),
        _section(t("To be reviewed"), facts.reviews, lambda poll: _poll(facts, poll, reader), reader),
        _section(t("Calls held"), facts.held, lambda call: call_line(call, reader), reader),
        _section(t("Calls to come"), facts.coming, lambda call: call_line(call, reader), reader),
        _section(t("Calls cancelled"), facts.cancelled, lambda call: call_line(call, reader), reader),
    ]
    told = [section for section in sections if section]
    if not told:
        return Card(t("{title}: a quiet week. Nothing new, nothing open.", title=title), silent=True)
    return Card(lines(bold(title), *told))


def _section(title: Markup, entries: Sequence[T], line: Callable[[T], Markup], reader: Reader) -> Markup | None:
    if not entries:
        return None
    shown = [Markup("• {}").format(line(entry)) for entry in entries[:SHOWN]]
    more = len(entries) - SHOWN
    rest = reader.t.plural("and {n} more", "and {n} more", more) if more > 0 else None
    return lines("", bold(title), *shown, rest)


def _alert(facts: DigestFacts, alert: Alert, reader: Reader) -> Markup:
    t = reader.t
    words = joined(
        [
            Markup("{} {}").format(EMOJI[alert.severity], severity_word(alert.severity, reader)),
            kind_word(alert.kind, reader),
            alert_state(alert, reader),
            t("seen by {count} of {all}", count=facts.seen.get(alert.id or 0, 0), all=facts.members),
        ],
        ", ",
    )
    text = cut(visible(alert.text), LINE)
    name = linked(handle("alert", alert.number), _url(facts, "alert", alert.id))
    return Markup("{} {} ({})").format(name, text, words)


def _poll(facts: DigestFacts, poll: Poll, reader: Reader) -> Markup:
    told = [poll_line(poll, reader), *carried(poll, facts.owners.get(poll.id or 0), reader)]
    return Markup("{}{}").format(joined(told, " · "), _arrow(facts, "poll", poll.id))


def _open_poll(facts: DigestFacts, poll: Poll, reader: Reader) -> Markup:
    closes = reader.t("Closes {moment}", moment=reader.moment(poll.closes_at))
    return Markup("{} · {}{}").format(poll_line(poll, reader), closes, _arrow(facts, "poll", poll.id))


def _task(facts: DigestFacts, task: Task, reader: Reader) -> Markup:
    name = linked(handle("task", task.number), _url(facts, "task", task.id))
    told = [
        name,
        *([when(task, reader)] if task.state == "open" else []),
        doer_name(facts.doers.get(task.id or 0), reader),
    ]
    return reader.t("{row}: {names}", row=joined(told, " · "), names=cut(visible(task.text), LINE))


def _arrow(facts: DigestFacts, kind: str, subject_id: int | None) -> Markup:
    url = _url(facts, kind, subject_id)
    return Markup(' <a href="{}">↗</a>').format(url) if url else Markup("")


def _url(facts: DigestFacts, kind: str, subject_id: int | None) -> str | None:
    return message_url(facts.group, facts.links.get((kind, subject_id or 0)))


def _day(moment: datetime, reader: Reader) -> str:
    return reader.day(moment.astimezone(reader.zone).date())
