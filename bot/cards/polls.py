"""Polls as people see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot.callbacks import CastBallot, ShowDetails, WithdrawBallot
from bot.cards import consents, decisions, sense, silences
from bot.cards.ballots import answer_word, my_ballot
from bot.cards.card import Button, Card, bold, cut, first_fitting, folded, joined, lines, plain, quote, visible
from bot.cards.corrections import earlier
from bot.cards.electorates import absent, outside, proxies, weights
from bot.cards.members import who
from bot.cards.openings import scheduled_card
from bot.cards.procedures import (
    arithmetic,
    ended_word,
    needs,
    needs_untold,
    open_word,
    quorum_words,
    rounds_words,
    rule_words,
    verdict_word,
)
from bot.cards.reader import Reader
from bot.cards.reservations import reservations
from bot.cards.tallies import OPTION, tally
from bot.domain.ballots import SEVERAL
from bot.domain.handles import handle
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, read_quorum, read_rule
from bot.domain.rules import Procedure
from storage.models import Poll, PollFacts

LABEL = 30  # characters of an option on its button
NOTE = 300  # characters of a reason for withdrawing
LINE = 80  # characters of a question on another subject's card
STYLES = {FOR: "success", AGAINST: "danger", ABSTAIN: None}


def poll_line(poll: Poll, reader: Reader) -> Markup:
    """A poll in one line, for lists and for the card it came from."""
    words = {"scheduled": reader.t("scheduled"), "open": open_word(poll.rule, reader)}
    state = ended_word(poll, reader) if poll.state == "closed" else words[poll.state]
    if poll.native:
        state = joined([state, reader.t("sense check")])
    name, question = bold(handle("poll", poll.number)), cut(visible(poll.question), LINE)
    return reader.t("{handle} {state}: {text}", handle=name, state=state, text=question)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much a card tells: of what fits, the most. What is missing is told always."""

    reasons: bool = False
    names: bool = False  # who chose what
    people: bool = False  # who has not voted, gives a proxy, stands aside; counted otherwise
    whole: bool = False  # options and reservations in full


MEASURES = (
    Measure(reasons=True, names=True, people=True, whole=True),
    Measure(names=True, people=True, whole=True),
    Measure(names=True, people=True),
    Measure(people=True),
    Measure(),
)


def poll_card(facts: PollFacts, reader: Reader) -> Card:
    """The live card: the question, who chose what, what is missing; once closed the verdict and its arithmetic.

    Where all of it is more than a message holds, the rest is behind [Details]: the reasons go first, then the names.
    """
    if facts.poll.state == "scheduled":
        return scheduled_card(facts, reader)
    if facts.poll.rule == Procedure.SILENCE:
        return silences.silence_card(facts, reader)
    if facts.poll.native:
        return first_fitting(_sense_card(facts, reader, measure) for measure in MEASURES)
    return first_fitting(_poll_card(facts, reader, measure) for measure in MEASURES)


def _sense_card(facts: PollFacts, reader: Reader, much: Measure) -> Card:
    about = (_origin(facts, reader), _closes(facts.poll, reader))
    state = poll_state(facts.poll, reader)
    end = bold(closing_words(facts, reader)) if facts.poll.state == "open" else outcome_words(facts, reader)
    return sense.sense_card(facts, state, about, end, reader, whole=much.whole, named=much.names, people=much.people)


def _poll_card(facts: PollFacts, reader: Reader, much: Measure) -> Card:
    poll, t, objected = facts.poll, reader.t, facts.poll.rule == Procedure.CONSENT
    head = joined([bold(handle("poll", poll.number)), bold(poll_state(poll, reader))], " · ")
    text = lines(
        head,
        *_asked(facts, reader),
        *earlier(facts, reader),
        t("Rule: {rule}", rule=rule_words(read_rule(poll.rule), reader)),
        t("Quorum: {quorum}", quorum=quorum_words(read_quorum(poll.quorum), reader)) if poll.quorum else None,
        _origin(facts, reader),
        _closes(poll, reader),
        _early(poll, reader),
        _how(facts, reader),
        "",
        *tally(facts, reader, whole=much.whole, named=much.names, reasons=much.reasons and not objected),
        *(consents.objections(facts, reader, reasons=much.reasons) if objected else ()),
        absent(facts, reader, named=much.people),
        proxies(facts, reader, named=much.people),
        *outside(facts, reader, named=much.people),
        *weights(facts, reader),
        reservations(facts, reader, whole=much.whole, named=much.people),
        "",
        bold(closing_words(facts, reader)) if poll.state == "open" else outcome_words(facts, reader, whole=much.whole),
        *(rounds(facts, reader) if much.people else ()),
        t("Put to the vote again: {handle}", handle=bold(handle("poll", facts.replaced_by)))
        if facts.replaced_by
        else None,
        *decisions.came_of_it(facts, reader),
    )
    return Card(text, rows=_buttons(facts, reader))


def closing_words(facts: PollFacts, reader: Reader) -> Markup:
    """What an open poll needs; where the count is not told, of the quorum alone."""
    if facts.poll.native:
        return sense.closing_words(facts, reader)
    if facts.told:
        return needs(facts.standing, reader)
    return needs_untold(facts.standing, reader)


def rounds(facts: PollFacts, reader: Reader) -> list[Markup]:
    """A run-off round by round, once it is over."""
    told = rounds_words(facts.standing, reader) if facts.poll.state == "closed" and facts.told else []
    return [folded(joined(told, "\n"))] if len(told) > 1 else []


def _closes(poll: Poll, reader: Reader) -> Markup | None:
    """While it is open: when it closes, and how long that is, which a phone keeps up to date."""
    if poll.state != "open":
        return None
    span = reader.t("{span} in all", span=reader.span(poll.closes_at - poll.opened_at))
    left = Markup('<tg-time unix="{}" format="r">{}</tg-time>').format(int(poll.closes_at.timestamp()), span)
    return joined([reader.t("Closes {moment}", moment=reader.moment(poll.closes_at)), left], " · ")


def _early(poll: Poll, reader: Reader) -> Markup | None:
    """While it is open: that it may close early, and from the moment on that it is about to, when."""
    if poll.state != "open" or not poll.early:
        return None
    if poll.closing_at is None:
        return reader.t("Early: closes once no vote still out could change the result")
    return reader.t(
        "Closing {moment}: no vote still out could change the result. Until then you may change yours.",
        moment=bold(reader.clock(poll.closing_at)),
    )


def _how(facts: PollFacts, reader: Reader) -> Markup | None:
    """While it is open: how several options are chosen with buttons that take one each."""
    poll = facts.poll
    if poll.state != "open" or poll.rule not in SEVERAL:
        return None
    if poll.rule == Procedure.RANKED:
        return reader.t("Press the options one after another, the best first; [Withdraw] begins anew.")
    if 1 < poll.choices < len(facts.options):
        return reader.t("Press up to {n} options that you approve of; [Withdraw] begins anew.", n=poll.choices)
    return reader.t("Press every option that you approve of; [Withdraw] begins anew.")


def result_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader) -> Card:
    """The announcement of a verdict; it rings."""
    if facts.poll.rule == Procedure.SILENCE:
        return silences.result_card(facts, reader)
    if facts.poll.native:
        return sense.result_card(facts, poll_state(facts.poll, reader), outcome_words(facts, reader), reader)
    return first_fitting(_result_card(facts, body, reader, whole=whole) for whole in (True, False))


def _result_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader, *, whole: bool) -> Card:
    objected = facts.poll.rule == Procedure.CONSENT
    text = lines(
        bold(joined([handle("poll", facts.poll.number), verdict_word(facts.poll.verdict, reader)], " · ")),
        visible(facts.poll.question, keep_lines=True),
        *(consents.amended(facts, reader) if objected else ()),
        outcome_words(facts, reader, whole=whole),
        reader.t("Closed before its deadline: no vote still out could have changed the result.")
        if body.get("early")
        else None,
        *(consents.objections(facts, reader) if objected else ()),
        *rounds(facts, reader),
        reservations(facts, reader, whole=False),
    )
    return Card(text, rows=decisions.follow_up(facts, reader))


def outage_card(body: Mapping[str, Any], reader: Reader) -> Card:
    """Button presses may have been lost: what to do."""
    t = reader.t
    since, until = (datetime.fromisoformat(body[name]) for name in ("since", "until"))
    extended = t("Extended by as long: {handles}.", handles=joined(body["extended"])) if body["extended"] else None
    return Card(
        lines(
            t("I was out of reach for {span}.", span=reader.span(until - since)),
            t("Presses made meanwhile may be lost: please look at the open polls and press again, or type /vote."),
            extended,
        )
    )


def poll_state(poll: Poll, reader: Reader) -> Markup:
    """Open, closing, or the verdict."""
    t = reader.t
    if poll.state == "scheduled":
        return t("scheduled")
    if poll.state == "open":
        return t("closing") if poll.closing_at or reader.now >= poll.closes_at else t("open")
    return ended_word(poll, reader)


def _origin(facts: PollFacts, reader: Reader) -> Markup:
    t, name = reader.t, who(facts.author, reader)
    asked = t("Asked by {name}", name=name)
    if facts.alert_number is not None:
        asked = t("Asked by {name} about {handle}", name=name, handle=handle("alert", facts.alert_number))
    if facts.replaces is None:
        return asked
    return t("{what}, in place of {handle}", what=asked, handle=handle("poll", facts.replaces))


def _asked(facts: PollFacts, reader: Reader) -> list[Markup]:
    """The question; where it is about a text, that."""
    poll, question = facts.poll, bold(visible(facts.poll.question, keep_lines=True))
    if poll.rule == Procedure.CONSENT:
        return [question, *consents.amended(facts, reader)]
    return [quote(visible(poll.text, keep_lines=True))] if poll.text else [question]


def outcome_words(facts: PollFacts, reader: Reader, *, whole: bool = True) -> Markup:
    """The verdict of a closed poll with its arithmetic, and what was chosen; `whole`: in all its words."""
    t, poll = reader.t, facts.poll
    verdict = ended_word(poll, reader)
    if poll.verdict == "withdrawn":
        reason = cut(visible(poll.reason), NOTE)
        return bold(t("{verdict}: {reason}", verdict=verdict, reason=reason) if reason else verdict)
    if poll.native:
        return sense.outcome_words(facts, reader)
    texts = {each.number: each.text for each in facts.options}
    chosen = [poll.winner] if poll.winner else list(facts.standing.tied)
    options = [
        f"{number} {visible(texts[number]) if whole else cut(visible(texts[number]), OPTION)}"
        for number in chosen
        if number in texts
    ]
    count = t("{verdict}: {arithmetic}", verdict=bold(verdict), arithmetic=arithmetic(facts.standing, reader))
    return lines(count, quote(joined(options, "\n")) if options else None)


def answers(facts: PollFacts, reader: Reader) -> tuple[list[tuple[Button, ...]], Button]:
    """What can be pressed to vote, in rows: For and Against or the options; and [Abstain] apart."""
    poll_id = facts.poll.id or 0
    choices = {choice: Button(plain(answer_word(choice, facts.poll.rule, reader)), CastBallot(poll_id, choice),
                              style=STYLES[choice])
               for choice in (FOR, AGAINST, ABSTAIN)}  # fmt: skip
    own: list[tuple[Button, ...]] = [
        (Button(cut(f"{each.number} {visible(each.text)}", LABEL), CastBallot(poll_id, each.number), style="primary"),)
        for each in facts.options
    ]
    return own or [(choices[FOR], choices[AGAINST])], choices[ABSTAIN]


def _buttons(facts: PollFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    poll, t = facts.poll, reader.t
    poll_id = poll.id or 0
    details = Button(plain(t("Details")), ShowDetails(poll_id))
    if poll.state == "closed":
        return (*decisions.follow_up(facts, reader), (details,))
    if poll.rule == Procedure.CONSENT:
        return consents.buttons(facts, details, reader)
    withdraw = Button(plain(t("Withdraw")), WithdrawBallot(poll_id))
    rows, abstain = answers(facts, reader)
    if poll.secret or poll.rule in SEVERAL:  # whose card cannot show what one has chosen so far
        return (*rows, (abstain, withdraw), (my_ballot(poll_id, reader), details))
    return (*rows, (abstain, withdraw, details))
