"""Deadlines that are put off, as people are told of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot.cards.card import Card, bold, cut, lines, visible
from bot.cards.members import who
from bot.cards.polls import LINE
from bot.cards.reader import Reader
from bot.domain.handles import handle
from bot.domain.rules import Procedure
from storage.models import MemberFacts, Poll, PollFacts


def extended_card(facts: PollFacts, body: Mapping[str, Any], by: MemberFacts, reader: Reader) -> Card:
    """The announcement that a poll, or a silence, is open for longer; it rings."""
    t, poll = reader.t, facts.poll
    named = {
        "handle": bold(handle("poll", poll.number)),
        "name": who(by, reader),
        "moment": bold(reader.moment(datetime.fromisoformat(body["closes_at"]))),
    }
    told = t("{handle} is extended by {name}: it closes {moment}", **named)
    if poll.rule == Procedure.SILENCE:
        told = t("The silence on {handle} is extended by {name}: it expires {moment}", **named)
    before = t("Before: {moment}", moment=reader.moment(datetime.fromisoformat(body["before"])))
    return Card(lines(told, cut(visible(poll.question), LINE), before))


def closes_card(poll: Poll, reader: Reader) -> Card:
    """The answer to /extend in private."""
    name, moment = handle("poll", poll.number), reader.moment(poll.closes_at)
    return Card(reader.t("{handle} closes {moment}. The group is told.", handle=name, moment=moment))


MISTAKES: dict[str, Callable[[Mapping[str, Any], Reader], Markup]] = {
    "chair_only": lambda f, r: r.t("Only whoever circulated {handle} can extend its silence: please ask them.", **f),
    "extend_ambiguous": lambda f, r: r.t(
        "“{text}” could be many things: write for example /extend {handle} 2 hours, or /extend {handle} tomorrow 18:00",
        text=visible(f["text"]),
        handle=visible(f["handle"]),
    ),
    "extend_not_later": lambda f, r: r.t(
        "{moment} is not later: {handle} closes {closes} as it is. Write a later moment, or by how much, such as 2h.",
        moment=r.moment(f["at"]),
        handle=f["handle"],
        closes=r.moment(f["closes_at"]),
    ),
    "extend_too_far": lambda f, r: r.t(
        "{handle} can be open until {moment} at most: 30 days from its opening.",
        handle=f["handle"],
        moment=r.moment(f["at"]),
    ),
    "not_tied": lambda f, r: r.t("{handle} is no tie: only what was tied is put to the vote again.", **f),
    "polls_none_open": lambda f, r: r.t("No poll is open here: with one, write for example {example}", **f),
}
