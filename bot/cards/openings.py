"""Polls that open later: what opens when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.callbacks import DropPoll, OpenPoll
from bot.cards.card import Button, Card, bold, joined, lines, plain, visible
from bot.cards.members import who
from bot.cards.procedures import quorum_words, rule_words
from bot.cards.reader import Reader
from bot.domain.handles import handle
from bot.domain.procedures import Quorum, Rule, read_quorum, read_rule
from storage.models import Poll, PollFacts


def scheduled_card(facts: PollFacts, reader: Reader) -> Card:
    """The live card of a poll that has not opened: all it will ask, and when."""
    poll, t = facts.poll, reader.t
    about = [handle("alert", facts.alert_number)] if facts.alert_number else []
    text = lines(
        bold(joined([handle("poll", poll.number), t("scheduled")], " · ")),
        bold(visible(poll.question, keep_lines=True)),
        *(Markup("{} {}").format(each.number, visible(each.text)) for each in facts.options),
        None if poll.native else t("Rule: {rule}", rule=rule_words(read_rule(poll.rule), reader)),
        t("Quorum: {quorum}", quorum=quorum_words(read_quorum(poll.quorum), reader)) if poll.quorum else None,
        *ways(poll, reader),
        t("Asked by {name} about {handle}", name=who(facts.author, reader), handle=about[0])
        if about
        else t("Asked by {name}", name=who(facts.author, reader)),
        "",
        bold(t("Opens {moment}", moment=reader.moment(poll.opens_at or poll.closes_at))),
        t("Closes {moment}", moment=reader.moment(poll.closes_at)),
        t("Who may vote is settled when it opens."),
    )
    start = Button(plain(t("Open now")), OpenPoll(poll.id or 0), style="primary")
    return Card(text, rows=((start, Button(plain(t("Cancel")), DropPoll(poll.id or 0))),))


@dataclass(frozen=True, slots=True)
class Preview:
    """What a poll that is not written yet will be."""

    rule: Rule
    quorum: Quorum | None
    about: str  # a handle
    opens_at: datetime | None
    closes_at: datetime
    lasts: int
    secret: bool
    hidden: bool
    early: bool
    choices: int
    native: bool


def preview(of: Preview, reader: Reader) -> list[Markup]:
    """All of it but its words, a line each."""
    t = reader.t
    told = [
        None if of.native else t("Rule: {rule}", rule=rule_words(of.rule, reader)),
        t("Quorum: {quorum}", quorum=quorum_words(of.quorum, reader)) if of.quorum else None,
        t("About {handle}", handle=visible(of.about)) if of.about else None,
        *ways(of, reader),
        t("Opens {moment}", moment=reader.moment(of.opens_at)) if of.opens_at else None,
        t("Open for {span}", span=reader.span(timedelta(seconds=of.lasts)))
        if of.lasts and not of.opens_at  # whenever it is posted
        else t("Closes {moment}", moment=reader.moment(of.closes_at)),
    ]
    return [line for line in told if line is not None]


def ways(poll: Poll | Preview, reader: Reader) -> list[Markup]:
    """How it is voted on, where that is not as usual: a line each."""
    t = reader.t
    several = (
        t("Several options can be chosen")
        if poll.native
        else t("Up to {number} options on a ballot", number=poll.choices)
    )
    told = [
        t("Sense check: in Telegram’s own poll, for all to see; not binding") if poll.native else None,
        t("Secret: nobody learns who chose what") if poll.secret else None,
        t("Hidden: the tally is shown once it is closed") if poll.hidden and not poll.secret else None,
        t("Early: closes once no vote still out could change the result") if poll.early else None,
        several if poll.choices > 1 else None,
    ]
    return [line for line in told if line is not None]


def opened_toast(poll: Poll, reader: Reader) -> Markup:
    """The answer to [Open now]."""
    return reader.t("{handle} is open", handle=handle("poll", poll.number))


def posted_toast(poll: Poll, reader: Reader) -> Markup:
    """The answer to [Post]."""
    name = handle("poll", poll.number)
    return reader.t("{handle} is scheduled", handle=name) if poll.state == "scheduled" else opened_toast(poll, reader)


def cancelled_toast(reader: Reader) -> Markup:
    """The answer to [Cancel] on a scheduled poll."""
    return reader.t("Withdrawn")
