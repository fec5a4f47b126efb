"""/polls: what is open, what is to open, how the last ones ended."""

from datetime import datetime

from markupsafe import Markup

from bot.cards.card import Card, bold, cut, joined, lines, visible
from bot.cards.decisions import carried
from bot.cards.links import linked, message_url
from bot.cards.procedures import ended_word
from bot.cards.reader import Reader
from bot.domain.handles import handle
from storage.models import Poll, PollList

LINE = 90  # characters of a question


def polls_card(facts: PollList, reader: Reader) -> Card:
    """A line for each, leading to its live message; one sentence where there is none."""
    t = reader.t
    if not (facts.open or facts.scheduled or facts.closed):
        return Card(t("There are no polls yet: /poll opens the first."), silent=True)
    text = lines(
        bold(t("Open polls")) if facts.open else bold(t("No poll is open")),
        *(_row(facts, poll, t("closes {moment}", moment=reader.moment(poll.closes_at)), reader) for poll in facts.open),
        *([bold(t("Scheduled"))] if facts.scheduled else []),
        *(
            _row(facts, poll, t("opens {moment}", moment=reader.moment(poll.opens_at or poll.closes_at)), reader)
            for poll in facts.scheduled
        ),
        *([bold(t("Closed last"))] if facts.closed else []),
        *(
            _row(facts, poll, _ended(facts, poll, poll.closed_at, reader), reader)
            for poll in facts.closed
            if poll.closed_at
        ),
    )
    return Card(text, silent=True)


def _ended(facts: PollList, poll: Poll, at: datetime, reader: Reader) -> Markup:
    """How it ended and when, who carries it out, when it is looked at again."""
    told = carried(poll, facts.owners.get(poll.id or 0), reader)
    return joined([ended_word(poll, reader), reader.ago(at), *told], " · ")


def _row(facts: PollList, poll: Poll, state: Markup, reader: Reader) -> Markup:
    name = linked(handle("poll", poll.number), message_url(facts.group, facts.links.get(("poll", poll.id or 0))))
    told = [name, reader.t("sense check"), state] if poll.native else [name, state]
    return reader.t("{row}: {names}", row=joined(told, " · "), names=cut(visible(poll.question), LINE))
