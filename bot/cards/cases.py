"""A case as people read it: what happened, in order, by whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from bot.callbacks import TurnCase
from bot.cards.alerts import alert_card, alert_state
from bot.cards.calls import call_card
from bot.cards.card import Card, bold, cut, joined, lines, visible
from bot.cards.decisions import owner_words, review_words
from bot.cards.links import linked, message_url
from bot.cards.lists import paging
from bot.cards.members import delegation_name, names, who
from bot.cards.polls import outcome_words, poll_card
from bot.cards.reader import Reader
from bot.cards.severity import SEVERITIES, kind_word, severity_word
from bot.cards.tasks import doer_name, task_card
from bot.domain.handles import handle
from bot.domain.rules import Procedure
from storage.models import Alert, AlertFacts, CallFacts, CaseFacts, Group, Poll, PollFacts, Step, Task, TaskFacts

TEXT, NAMED = 110, 12  # characters of what somebody wrote; names in a row before the rest is counted


class Told:
    """A step, with what its sentence is made of."""

    def __init__(self, facts: CaseFacts, step: Step, reader: Reader) -> None:
        entry, self.facts, self.reader = step.entry, facts, reader
        self.subject, self.kind = entry.subject, entry.kind
        self.body: dict[str, Any] | None = entry.body
        self.handle = linked(entry.subject, message_url(facts.group, facts.links.get(entry.subject)))
        actors = [who(facts.members[actor], reader) for actor in step.actors]
        self.name = names(actors[:NAMED], reader)
        if (more := len(actors) - NAMED) > 0:
            self.name = Markup("{} {}").format(self.name, reader.t.plural("and {n} more", "and {n} more", more))

    def text(self, field: str) -> Markup | str:
        """What was written; says so where it has been erased."""
        if self.body is None:
            return self.reader.t("(erased)")
        return cut(visible(str(self.body.get(field, ""))), TEXT)

    def word(self, field: str) -> Markup | str:
        """A severity or a kind in words."""
        value = self.body.get(field) if self.body is not None else None
        if value in SEVERITIES:
            return severity_word(value, self.reader)
        return kind_word(value, self.reader) if value in {"words", "action"} else self.text(field)

    def by(self, sentence: Markup) -> Markup:
        """With who did it, where somebody did."""
        return self.reader.t("{what}, by {name}", what=sentence, name=self.name) if self.name else sentence

    def noted(self, sentence: Markup, field: str) -> Markup:
        """With what was written about it, where something was."""
        text = self.text(field)
        return self.reader.t("{row}: {names}", row=sentence, names=text) if text else sentence


Sentence = Callable[[Told], Markup]


def _logged(told: Told) -> Markup:
    logged = told.reader.t("{handle} logged", handle=told.handle)
    if told.body is not None:
        words = joined([told.word("severity"), told.word("kind")])
        logged = told.reader.t("{handle} logged ({severity})", handle=told.handle, severity=words)
    return told.noted(told.by(logged), "text")


def _closed(told: Told) -> Markup:
    poll = told.facts.polls[told.subject]
    outcome = told.reader.t("{row}: {names}", row=told.handle, names=outcome_words(poll, told.reader))
    return told.by(outcome) if told.name else outcome


def _owner(told: Told) -> Markup:
    """Who carries a decision out, as it is now where that is somebody of the group."""
    t, facts = told.reader.t, told.facts.polls[told.subject]
    if not (told.body or {}).get("owner") or facts.owner is None:
        return told.by(t("{handle}: another owner", handle=told.handle))
    return told.by(t("{row}: {names}", row=told.handle, names=owner_words(facts.owner, told.reader)))


def _review(told: Told) -> Markup:
    t, on = told.reader.t, (told.body or {}).get("on")
    if not on:
        return told.by(t("{handle}: no review date", handle=told.handle))
    return told.by(t("{row}: {names}", row=told.handle, names=review_words(date.fromisoformat(on), told.reader)))


def _opened(told: Told) -> Markup:
    t, rule = told.reader.t, (told.body or {}).get("rule")
    if rule == Procedure.SILENCE:
        return told.noted(told.by(t("{handle} put under silence", handle=told.handle)), "question")
    if (told.body or {}).get("native"):
        return told.noted(told.by(t("{handle} asked as a sense check", handle=told.handle)), "question")
    return told.noted(told.by(t("{handle} put to the vote", handle=told.handle)), "question")


def _planned(told: Told) -> Markup:
    t, call = told.reader.t, told.facts.calls[told.subject]
    at = datetime.fromisoformat(told.body["starts_at"]) if told.body else call.starts_at
    planned = t("{handle} called for {moment}", handle=told.handle, moment=told.reader.moment(at))
    return told.noted(told.by(planned), "title")


def _set(told: Told) -> Markup:
    """A task, with whom it was for from the beginning."""
    t, doer = told.reader.t, told.facts.doers.get(told.subject)
    given = doer is not None and bool({"member", "delegation"} & (told.body or {}).keys())
    words = t("{handle} set", handle=told.handle)
    if given:
        words = t("{handle} set for {holder}", handle=told.handle, holder=doer_name(doer, told.reader))
    return told.noted(told.by(words), "text")


def _extended(told: Told) -> Markup:
    t = told.reader.t
    if told.body is None:
        return told.by(t("{handle} extended", handle=told.handle))
    closes = told.reader.moment(datetime.fromisoformat(told.body["closes_at"]))
    return told.by(t("{handle} extended to {moment}", handle=told.handle, moment=closes))


def _proxy(told: Told) -> Markup:
    """Whose vote was given to whom, or taken back from."""
    t, poll = told.reader.t, told.facts.polls[told.subject]
    if told.body is None:
        return told.by(t("{handle}: a proxy", handle=told.handle))
    electors = {elector.id: delegation_name(elector, told.reader) for elector in poll.electors}
    giver, holder = electors[told.body["from"]], electors[told.body["to"]]
    if told.kind == "proxy_given":
        return told.by(t("{handle}: {name} gives its vote to {holder}", handle=told.handle, name=giver, holder=holder))
    return told.by(
        t("{handle}: {name} takes its vote back from {holder}", handle=told.handle, name=giver, holder=holder)
    )


# What each kind of entry tells; a kind that is not here is told by its name.
STEPS: dict[str, Sentence] = {
    "alert_logged": _logged,
    "alert_seen": lambda c: c.by(c.reader.t("{handle} seen", handle=c.handle)),
    "alert_kind": lambda c: c.by(c.reader.t("{handle} is now: {choice}", handle=c.handle, choice=c.word("kind"))),
    "alert_severity": lambda c: c.by(
        c.reader.t("{handle} is now: {choice}", handle=c.handle, choice=c.word("severity"))
    ),
    "alert_amended": lambda c: c.noted(c.by(c.reader.t("{handle} amended", handle=c.handle)), "text"),
    "alert_attached": lambda c: c.noted(c.by(c.reader.t("{handle} attached", handle=c.handle)), "to"),
    "alert_retracted": lambda c: c.noted(c.by(c.reader.t("{handle} retracted", handle=c.handle)), "reason"),
    "alert_still_open": lambda c: c.by(c.reader.t("{handle} is still open", handle=c.handle)),
    "alert_resolved": lambda c: c.noted(c.by(c.reader.t("{handle} resolved", handle=c.handle)), "note"),
    "alert_open": lambda c: c.by(c.reader.t("{handle} reopened", handle=c.handle)),
    "poll_opened": _opened,
    "poll_scheduled": lambda c: c.noted(c.by(c.reader.t("{handle} scheduled", handle=c.handle)), "question"),
    "poll_amended": lambda c: c.noted(c.by(c.reader.t("{handle} corrected", handle=c.handle)), "question"),
    "poll_not_opened": lambda c: c.reader.t("{handle} did not open", handle=c.handle),
    "procedure_objected": lambda c: c.by(c.reader.t("{handle} is now decided by consensus", handle=c.handle)),
    "amendment_proposed": lambda c: c.noted(
        c.by(c.reader.t("{handle}: amendment proposed", handle=c.handle)), "amendment"
    ),
    "amendment_accepted": lambda c: c.noted(
        c.by(c.reader.t("{handle}: amendment accepted", handle=c.handle)), "amendment"
    ),
    "objection_resolved": lambda c: c.by(c.reader.t("{handle}: objection resolved", handle=c.handle)),
    "poll_extended": _extended,
    "proxy_given": _proxy,
    "proxy_withdrawn": _proxy,
    "reservation_stated": lambda c: c.noted(c.by(c.reader.t("a reservation to {handle}", handle=c.handle)), "text"),
    "reservation_withdrawn": lambda c: c.by(c.reader.t("a reservation to {handle} taken back", handle=c.handle)),
    "poll_closed": _closed,
    "poll_owner": _owner,
    "poll_review_set": _review,
    "poll_review": lambda c: c.reader.t("{handle} is up for review", handle=c.handle),
    "call_planned": _planned,
    "call_start": lambda c: c.reader.t("{handle} started", handle=c.handle),
    "task_set": _set,
    "task_taken": lambda c: c.by(c.reader.t("{handle} taken", handle=c.handle)),
    "task_done": lambda c: c.by(c.reader.t("{handle} done", handle=c.handle)),
    "task_reopened": lambda c: c.by(c.reader.t("{handle} reopened", handle=c.handle)),
    "task_cancelled": lambda c: c.noted(c.by(c.reader.t("{handle} cancelled", handle=c.handle)), "reason"),
    "call_cancelled": lambda c: c.noted(c.by(c.reader.t("{handle} cancelled", handle=c.handle)), "reason"),
}


def case_card(facts: CaseFacts, reader: Reader) -> Card:
    """A page of a case's timeline, the oldest first."""
    t, root = reader.t, facts.root
    name = handle(facts.kind, root.number)
    head = t("Case {handle}", handle=linked(name, message_url(facts.group, facts.links.get(name))))
    state = alert_state(root, reader) if isinstance(root, Alert) else None
    title = root.text if isinstance(root, Alert | Task) else root.question if isinstance(root, Poll) else root.title
    text = lines(
        joined([bold(head), *([state] if state else [])], " · "),
        cut(visible(title), TEXT),
        "",
        *(_step(facts, step, reader) for step in facts.steps),
        t("Page {page} of {pages}", page=facts.page + 1, pages=facts.pages) if facts.pages > 1 else None,
    )
    back, on = (TurnCase(facts.kind, root.id or 0, facts.page + step) for step in (-1, 1))
    return Card(text, rows=paging(facts.page, facts.pages, back, on, reader), silent=True)


def copy_of(facts: AlertFacts | PollFacts | CallFacts | TaskFacts, reader: Reader) -> Card:
    """A card as it is now, for one reader: it has no buttons, since nothing keeps it up to date."""
    match facts:
        case AlertFacts():
            card = alert_card(facts, reader)
        case PollFacts():
            card = poll_card(facts, reader)
        case CallFacts():
            card = call_card(facts, reader)
        case TaskFacts():
            card = task_card(facts, reader)
    return replace(card, rows=())


def pointer_card(name: str, group: Group, message_id: int | None, reader: Reader) -> Card:
    """What stands where a card was, once it has been shown again."""
    t, url = reader.t, message_url(group, message_id)
    there = Markup('<a href="{}">↗</a>').format(url) if url else None
    told = t("{handle} is shown below.", handle=bold(name))
    return Card(Markup("{} {}").format(told, there) if there else told, silent=True)


def shown_toast(name: str, reader: Reader) -> Markup:
    """The answer to a button that shows a card."""
    return reader.t("{handle} is shown below.", handle=name)


def _step(facts: CaseFacts, step: Step, reader: Reader) -> Markup:
    told = Told(facts, step, reader)
    sentence = STEPS.get(step.entry.kind, _other)
    return Markup("{} · {}").format(reader.moment(step.entry.at), sentence(told))


def _other(told: Told) -> Markup:
    return told.by(Markup("{} {}").format(told.handle, told.kind.split("_", 1)[-1].replace("_", " ")))
