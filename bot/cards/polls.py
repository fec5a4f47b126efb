"""Polls as people see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot.callbacks import CastBallot, StartForm, WithdrawBallot
from bot.cards import consents, silences
from bot.cards.card import Button, Card, bold, cut, fits, joined, lines, plain, quote, visible
from bot.cards.members import delegation_name, names, weight_notes, who
from bot.cards.procedures import arithmetic, choice_word, needs, open_word, quorum_words, rule_words, verdict_word
from bot.cards.reader import Reader
from bot.domain.handles import handle
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, read_quorum, read_rule
from bot.domain.rules import Procedure
from storage.models import DEPUTY, PRINCIPAL, PROXY, Ballot, Elector, Poll, PollFacts, Recorded

LABEL = 30  # characters of an option on its button
REASON = 80  # characters of a reason beside its name
NOTE = 300  # characters of a reason for withdrawing
LINE = 80  # characters of a question on another subject's card
STYLES = {FOR: "success", AGAINST: "danger", ABSTAIN: None}


def poll_line(poll: Poll, reader: Reader) -> Markup:
    """A poll in one line, for lists and for the card it came from."""
    state = verdict_word(poll.verdict, reader) if poll.verdict else open_word(poll.rule, reader)
    name, question = bold(handle("poll", poll.number)), cut(visible(poll.question), LINE)
    return reader.t("{handle} {state}: {text}", handle=name, state=state, text=question)


def poll_card(facts: PollFacts, reader: Reader) -> Card:
    """The live card: the question, who chose what, what is missing; once closed the verdict and its arithmetic.

    Where all of it is more than a message holds, the reasons go first, then the names: never what is missing.
    """
    if facts.poll.rule == Procedure.SILENCE:
        return silences.silence_card(facts, reader)
    whole = _poll_card(facts, reader, reasons=True, named=True)
    if fits(whole.text):
        return whole
    brief = _poll_card(facts, reader, reasons=False, named=True)
    return brief if fits(brief.text) else _poll_card(facts, reader, reasons=False, named=False)


def _poll_card(facts: PollFacts, reader: Reader, *, reasons: bool, named: bool) -> Card:
    poll, t = facts.poll, reader.t
    head = joined([bold(handle("poll", poll.number)), bold(_state(poll, reader))], " · ")
    text = lines(
        head,
        *_asked(facts, reader),
        t("Rule: {rule}", rule=rule_words(read_rule(poll.rule), reader)),
        t("Quorum: {quorum}", quorum=quorum_words(read_quorum(poll.quorum), reader)) if poll.quorum else None,
        _origin(facts, reader),
        t("Closes {moment}", moment=reader.moment(poll.closes_at)) if poll.state == "open" else None,
        "",
        *_tally(facts, reader, reasons=reasons and poll.rule != Procedure.CONSENT, named=named),
        *(consents.objections(facts, reader, reasons=reasons) if poll.rule == Procedure.CONSENT else ()),
        _absent(facts, reader),
        _proxies(facts, reader),
        _outside(facts, reader),
        *_weights(facts, reader),
        "",
        bold(needs(facts.standing, reader)) if poll.state == "open" else outcome_words(facts, reader),
    )
    return Card(text, rows=_buttons(facts, reader))


def result_card(facts: PollFacts, _body: Mapping[str, Any], reader: Reader) -> Card:
    """The announcement of a verdict; it rings."""
    if facts.poll.rule == Procedure.SILENCE:
        return silences.result_card(facts, reader)
    objected = facts.poll.rule == Procedure.CONSENT
    text = lines(
        bold(joined([handle("poll", facts.poll.number), verdict_word(facts.poll.verdict, reader)], " · ")),
        visible(facts.poll.question, keep_lines=True),
        *(consents.amended(facts, reader) if objected else ()),
        outcome_words(facts, reader),
        *(consents.objections(facts, reader) if objected else ()),
    )
    return Card(text, rows=_after(facts.poll, reader))


def reminder_card(facts: PollFacts, reader: Reader) -> Card | None:
    """Those who have not voted, named, with the moment the poll closes; None once it is over."""
    t, poll = reader.t, facts.poll
    if poll.state != "open" or reader.now >= poll.closes_at:
        return None
    return Card(
        lines(
            t("Reminder: {handle} closes {moment}", handle=bold(handle("poll", poll.number)),
              moment=reader.moment(poll.closes_at)),
            cut(visible(poll.question), LINE),
            _absent(facts, reader),
        )
    )  # fmt: skip


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


def recorded(done: Recorded, reader: Reader) -> Markup:
    """The answer to a vote."""
    t = reader.t
    word = f"{done.choice} {visible(done.option)}" if done.option else _word(done.choice, done.rule, reader)
    said = t("Recorded: {choice}", choice=word)
    if done.outranked:
        name = delegation_name(done.outranked, reader)
        return t("{choice}, but {name} has voted itself: yours counts once that is withdrawn", choice=said, name=name)
    if done.followed:
        return t("{choice}, also for {name}", choice=said, name=delegation_name(done.followed, reader))
    return said


def withdrawn(stands: int | None, reader: Reader) -> Markup:
    """The answer to [Withdraw]; `stands`: the rank of the ballot that stands now, if any."""
    t = reader.t
    if stands is None:
        return t("Withdrawn")
    return {
        PRINCIPAL: t("Withdrawn; the principal's vote stands"),
        DEPUTY: t("Withdrawn; the deputy's vote stands again"),
        PROXY: t("Withdrawn; the vote by proxy stands again"),
    }[stands]


def _state(poll: Poll, reader: Reader) -> Markup:
    t = reader.t
    if poll.state == "open":
        return t("closing") if reader.now >= poll.closes_at else t("open")
    return verdict_word(poll.verdict, reader)


def _origin(facts: PollFacts, reader: Reader) -> Markup:
    t, name = reader.t, who(facts.author, reader)
    if facts.alert_number is None:
        return t("Asked by {name}", name=name)
    return t("Asked by {name} about {handle}", name=name, handle=handle("alert", facts.alert_number))


def _asked(facts: PollFacts, reader: Reader) -> list[Markup]:
    """The question; where it is about a text, that."""
    poll, question = facts.poll, bold(visible(facts.poll.question, keep_lines=True))
    if poll.rule == Procedure.CONSENT:
        return [question, *consents.amended(facts, reader)]
    return [quote(visible(poll.text, keep_lines=True))] if poll.text else [question]


def _word(choice: int, rule: str, reader: Reader) -> Markup:
    """An answer as the rule calls it."""
    return consents.answer_word(choice, reader) if rule == Procedure.CONSENT else choice_word(choice, reader)


def _tally(facts: PollFacts, reader: Reader, *, reasons: bool, named: bool) -> list[Markup]:
    voters = {elector.id: _voter(facts, elector, reader) for elector in facts.electors}
    rule = facts.poll.rule
    labels = {FOR: _word(FOR, rule, reader), AGAINST: _word(AGAINST, rule, reader)}
    if facts.options:
        labels = {each.number: Markup("{} {}").format(each.number, visible(each.text)) for each in facts.options}
    labels[ABSTAIN] = _word(ABSTAIN, rule, reader)
    rows = []
    for choice, label in labels.items():
        chosen = [
            _ballot(voters[ballot.elector_id], ballot, reader, reasons=reasons)
            for ballot in facts.ballots
            if ballot.choices == str(choice)
        ]
        row = Markup("{} · {}").format(label, bold(len(chosen)))
        rows.append(reader.t("{row}: {names}", row=row, names=names(chosen, reader)) if chosen and named else row)
    return rows


def _ballot(voter: Markup, ballot: Ballot, reader: Reader, *, reasons: bool) -> Markup:
    """Whose ballot it is, by proxy or not, and perhaps why."""
    name = reader.t("{name} (by proxy)", name=voter) if ballot.rank == PROXY else voter
    return Markup("{} ({})").format(name, cut(visible(ballot.reason), REASON)) if ballot.reason and reasons else name


def _proxies(facts: PollFacts, reader: Reader) -> Markup | None:
    """Who has given their vote to whom."""
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    given = [Markup("{} → {}").format(electors[each.from_id], electors[each.to_id]) for each in facts.proxies]
    return reader.t("Proxies: {names}", names=joined(given)) if given else None


def _weights(facts: PollFacts, reader: Reader) -> list[Markup]:
    return weight_notes(facts.electors, reader) if facts.standing.weighted else []


def _voter(facts: PollFacts, elector: Elector, reader: Reader) -> Markup:
    """An elector; a delegation whose last member has left keeps its ballot and is shown as absent."""
    name = delegation_name(elector, reader)
    here = {each.delegation.id for each in facts.members if each.delegation}
    if elector.delegation_id is None or elector.delegation_id in here:
        return name
    return reader.t("{name} (absent)", name=name)


def _absent(facts: PollFacts, reader: Reader) -> Markup | None:
    cast = {ballot.elector_id for ballot in facts.ballots}
    absent = [_voter(facts, elector, reader) for elector in facts.electors if elector.id not in cast]
    return reader.t("Not yet voted: {names}", names=names(absent, reader)) if absent else None


def _outside(facts: PollFacts, reader: Reader) -> Markup | None:
    """While it is open: who observes, and who does not take part."""
    if facts.poll.state != "open":
        return None
    observing = names([delegation_name(each, reader) for each in facts.observers], reader)
    told = [reader.t("Observing: {names}", names=observing)] if observing else []
    return lines(*told, _not_part(facts, reader)) or None


def _not_part(facts: PollFacts, reader: Reader) -> Markup | None:
    if not (facts.outside or facts.empty):
        return None
    listed = [who(each, reader) for each in facts.outside] + [delegation_name(each, reader) for each in facts.empty]
    told = names(listed, reader)
    if not facts.outside:
        return reader.t("Not taking part: {names}", names=told)
    return reader.t("Not taking part: {names} (to take part in the next poll: /delegation FR)", names=told)


def outcome_words(facts: PollFacts, reader: Reader) -> Markup:
    """The verdict of a closed poll with its arithmetic, and what was chosen."""
    t, poll = reader.t, facts.poll
    verdict = verdict_word(poll.verdict, reader)
    if poll.verdict == "withdrawn":
        reason = cut(visible(poll.reason), NOTE)
        return bold(t("{verdict}: {reason}", verdict=verdict, reason=reason) if reason else verdict)
    texts = {each.number: each.text for each in facts.options}
    chosen = [poll.winner] if poll.winner else list(facts.standing.tied)
    options = [f"{number} {visible(texts[number])}" for number in chosen if number in texts]
    count = t("{verdict}: {arithmetic}", verdict=bold(verdict), arithmetic=arithmetic(facts.standing, reader))
    return lines(count, quote(joined(options, "\n")) if options else None)


def _buttons(facts: PollFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    poll, t = facts.poll, reader.t
    poll_id = poll.id or 0
    if poll.state == "closed":
        return _after(poll, reader)
    if poll.rule == Procedure.CONSENT:
        return consents.buttons(facts, reader)
    withdraw = Button(plain(t("Withdraw")), WithdrawBallot(poll_id))
    choices = {choice: Button(plain(choice_word(choice, reader)), CastBallot(poll_id, choice), style=STYLES[choice])
               for choice in (FOR, AGAINST, ABSTAIN)}  # fmt: skip
    if not facts.options:
        return ((choices[FOR], choices[AGAINST]), (choices[ABSTAIN], withdraw))
    own = tuple(
        (Button(cut(f"{each.number} {visible(each.text)}", LABEL), CastBallot(poll_id, each.number), style="primary"),)
        for each in facts.options
    )
    return (*own, (choices[ABSTAIN], withdraw))


def _after(poll: Poll, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if poll.verdict != "adopted":
        return ()
    return ((Button(plain(reader.t("Call")), StartForm("call", "poll", poll.id or 0), style="primary"),),)
