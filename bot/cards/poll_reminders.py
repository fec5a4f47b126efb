"""Reminders of polls: to those who have not voted, in the group and in private."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.cards.ballots import my_ballot
from bot.cards.card import Button, Card, bold, cut, joined, lines, person, plain, visible
from bot.cards.electorates import called
from bot.cards.members import delegation_name, names
from bot.cards.polls import LINE, answers
from bot.cards.reader import Reader
from bot.domain.ballots import SEVERAL
from bot.domain.handles import handle
from bot.domain.rules import Procedure
from storage.models import Elector, PollFacts


def group_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader) -> Card | None:
    """Those who have not voted and are not told in private, named so that they are notified; None where nobody is left."""
    asked = body.get("electors")
    left = [each for each in _absent(facts, reader) if asked is None or each.id in asked]
    if not left:
        return None
    told = names([called(facts, each, reader) for each in left], reader)
    return Card(lines(*_what(facts, reader), reader.t("Not yet voted: {names}", names=told)))


def private_card(facts: PollFacts, tg_user_id: int, url: str | None, reader: Reader) -> Card | None:
    """The same to one of them in private, to be voted on there; None once it is over, or they have. `url`: of the card."""
    t = reader.t
    here = next((each for each in facts.members if each.person.tg_user_id == tg_user_id), None)
    place = here.delegation.id if here and here.delegation else None
    own = next(
        (
            each
            for each in _absent(facts, reader)
            if here and (each.member_id == here.member.id or (place and each.delegation_id == place))
        ),
        None,
    )
    if own is None:
        return None
    title = person(facts.group.title)
    waits = t("You have not voted yet, {title} waits for you.", title=title)
    if own.delegation_id is not None:
        waits = t("{name} has not voted yet, {title} waits for you.", name=delegation_name(own, reader), title=title)
    there = ((Button(plain(t("Open in the group")), url=url),),) if url else ()
    options = (f"{each.number} {visible(each.text)}" for each in facts.options)  # the buttons cut them
    return Card(lines(*_what(facts, reader), *options, waits), rows=(*_answers(facts, reader), *there))


def _absent(facts: PollFacts, reader: Reader) -> list[Elector]:
    """Who has not voted, while there is time for it."""
    if facts.poll.state != "open" or reader.now >= facts.poll.closes_at:
        return []
    voted = {ballot.elector_id for ballot in facts.ballots}
    return [each for each in facts.electors if each.id not in voted]


def _what(facts: PollFacts, reader: Reader) -> tuple[Markup, str]:
    poll = facts.poll
    closes = reader.t(
        "Reminder: {handle} closes {moment}", handle=bold(handle("poll", poll.number)),
        moment=reader.moment(poll.closes_at),
    )  # fmt: skip
    return closes, cut(visible(poll.question), LINE)


def _answers(facts: PollFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """What can be pressed at once. An objection is made on the card, where its reason is asked for."""
    poll = facts.poll
    rows, abstain = answers(facts, reader)
    if poll.rule == Procedure.CONSENT:
        return ((rows[0][0], abstain),)
    if poll.secret or poll.rule in SEVERAL:
        return (*rows, (abstain, my_ballot(poll.id or 0, reader)))
    return (*rows, (abstain,))


def reminded_card(name: str, private: int, morning: int, group: int, reader: Reader) -> Card:
    """The answer to /remind: how many are told, and where."""
    t = reader.t
    told = [
        (private, t.plural("{n} in private", "{n} in private", private)),
        (morning, t.plural("{n} in private in the morning", "{n} in private in the morning", morning)),
        (group, t.plural("{n} in the group", "{n} in the group", group)),
    ]
    return Card(t("Reminded of {handle}: {names}", handle=name, names=joined([what for count, what in told if count])))


MISTAKES: dict[str, Callable[[Mapping[str, Any], Reader], Markup]] = {
    "all_seen": lambda f, r: r.t("Nobody is left to remind: all have seen {handle}.", **f),
    "all_voted": lambda f, r: r.t("Nobody is left to remind: all who are here have voted in {handle}.", **f),
    "remind_what": lambda f, r: r.t(
        "{handle} is no poll: of alerts, calls and tasks I remind by myself, of a poll with /remind P-3.", **f
    ),
    "reminded_lately": lambda f, r: r.t(
        "{handle} has had a reminder within the hour: the next can follow {moment}.",
        handle=f["handle"],
        moment=r.moment(f["at"]),
    ),
}
