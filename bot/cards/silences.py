"""Texts under silence as people see them."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.callbacks import BreakSilence, ObjectToProcedure, Recirculate, SeeSilence, StartForm
from bot.cards import decisions
from bot.cards.card import Button, Card, bold, cut, first_fitting, joined, lines, person, plain, quote, visible
from bot.cards.electorates import called
from bot.cards.members import delegation_name, names, who
from bot.cards.procedures import arithmetic, needs, verdict_word
from bot.cards.reader import Reader
from bot.cards.reservations import reservations
from bot.domain.handles import handle
from bot.domain.procedures import AGAINST
from bot.domain.rules import Procedure
from bot.domain.silence import half_time
from storage.models import Objection, Poll, PollFacts

NOTE, TITLE = 300, 150  # characters: of why it was withdrawn; of a text in a reminder
WHOLE, SHORT, COUNTED = range(3)  # how much is told where a message does not hold all
REASON = {WHOLE: 500, SHORT: 500, COUNTED: 200}  # characters of why the silence was broken
AMENDMENT = {WHOLE: 3000, SHORT: 400, COUNTED: 100}  # characters of what the text should say instead


def silence_card(facts: PollFacts, reader: Reader) -> Card:
    """The live card: the text, until when, who has seen it; once it is over what became of it.

    Where all of it is more than a message holds, an amendment is cut first, then names are counted: never the text.
    """
    rows = _buttons(facts, reader)
    return first_fitting(Card(_text(facts, reader, much), rows=rows) for much in (WHOLE, SHORT, COUNTED))


def result_card(facts: PollFacts, reader: Reader) -> Card:
    """The announcement of what became of a text; it rings."""
    poll, t = facts.poll, reader.t

    adopted = poll.verdict == "adopted"

    def told(much: int) -> Card:
        shown = poll.text if adopted else cut(visible(poll.text), TITLE)
        return Card(
            lines(
                bold(joined([handle("poll", poll.number), verdict_word(poll.verdict, reader)], " · ")),
                *_outcome(facts, reader, much),
                t("The text:"),
                quote(visible(shown, keep_lines=True)),
                _unseen(facts, reader, named=much != COUNTED) if adopted else None,
                reservations(facts, reader, whole=much == WHOLE, named=much != COUNTED),
            ),
            rows=follow_up(facts, reader),
        )

    return first_fitting(told(much) for much in (WHOLE, SHORT, COUNTED))


def reminder_card(facts: PollFacts, reader: Reader) -> Card | None:
    """Those who have not seen the text, named so that they are notified; None once it is over or all have."""
    poll = facts.poll
    if poll.state != "open" or reader.now >= poll.closes_at or not facts.unseen:
        return None
    mentioned = [called(facts, elector, reader) for elector in facts.unseen]
    return Card(
        lines(_expires(facts, reader), cut(visible(poll.text), TITLE), _unseen(facts, reader, by=mentioned)),
        rows=((_seen(poll, reader),),),
    )


def private_card(facts: PollFacts, tg_user_id: int, url: str | None, reader: Reader) -> Card | None:
    """The same to one of them in private; None once it is over, or seen for their delegation. `url`: of its card."""
    poll, t = facts.poll, reader.t
    here = next((each for each in facts.members if each.person.tg_user_id == tg_user_id), None)
    if here is None or poll.rule != Procedure.SILENCE or poll.state != "open" or reader.now >= poll.closes_at:
        return None
    place = here.delegation.id if here.delegation else None
    if not any(each.member_id == here.member.id or (place and each.delegation_id == place) for each in facts.unseen):
        return None
    there = (Button(plain(t("Open in the group")), url=url),) if url else ()
    waits = t("You have not seen it yet, {title} waits for you.", title=person(facts.group.title))
    text = lines(_expires(facts, reader), cut(visible(poll.text), TITLE), waits)
    return Card(text, rows=((_seen(poll, reader), *there),))


def objected_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader) -> Card:
    """The announcement that the procedure was objected to: the text is put to the vote."""
    t, poll = reader.t, facts.poll
    names_ = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    return Card(
        lines(
            t("{name} objects to the silence procedure for {handle}.",
              name=names_.get(body.get("elector"), person("")), handle=bold(handle("poll", poll.number))),
            t("It is now decided by consensus, at the same moment ({moment}): vote on its card.",
              moment=reader.moment(poll.closes_at)),
        )
    )  # fmt: skip


def follow_up(facts: PollFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """What can be done with one tap once the silence is broken, or the text adopted."""
    poll, t = facts.poll, reader.t
    call = Button(plain(t("Call")), StartForm("call", "poll", poll.id or 0), style="primary")
    if poll.verdict != "rejected":
        return decisions.follow_up(facts, reader)
    vote = Button(plain(t("Poll")), StartForm("poll", "poll", poll.id or 0), style="primary")
    breach = _breach(facts)
    if breach is None or not breach.amendment or facts.replaced_by:
        return ((vote, call),)
    again = Button(plain(t("Circulate the amended text")), Recirculate(poll.id or 0), style="primary")
    return ((again,), (vote, call))


def _text(facts: PollFacts, reader: Reader, told: int) -> Markup:
    poll, t = facts.poll, reader.t
    expiry = t("Silence expires {moment}", moment=reader.moment(poll.closes_at))
    if poll.state != "open":
        expiry = t("Silence until {moment}", moment=reader.moment(poll.closes_at))
    return lines(
        joined([bold(handle("poll", poll.number)), bold(_state(poll, reader))], " · "),
        expiry,
        _origin(facts, reader),
        quote(visible(poll.text, keep_lines=True)),
        _seen_by(facts, reader, named=told != COUNTED),
        _unseen(facts, reader, named=told != COUNTED),
        reservations(facts, reader, whole=told == WHOLE, named=told != COUNTED),
        "",
        *_standing(facts, reader, told),
        *decisions.came_of_it(facts, reader),
    )


def _standing(facts: PollFacts, reader: Reader, told: int) -> list[Markup]:
    t = reader.t
    if facts.poll.state != "open":
        return _outcome(facts, reader, told)
    taken = t("Not answering is consent. Who cannot accept the text breaks the silence, with a reason.")
    return [bold(needs(facts.standing, reader)), taken]


def _outcome(facts: PollFacts, reader: Reader, told: int) -> list[Markup]:
    """The verdict and its reason; who broke the silence, why, and what the text should say instead."""
    t, poll = reader.t, facts.poll
    verdict = bold(verdict_word(poll.verdict, reader))
    if poll.verdict == "withdrawn":
        reason = cut(visible(poll.reason), NOTE)
        return [t("{verdict}: {reason}", verdict=verdict, reason=reason) if reason else verdict]
    rows = [t("{verdict}: {arithmetic}", verdict=verdict, arithmetic=arithmetic(facts.standing, reader))]
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    for ballot in facts.ballots:
        if ballot.choices == str(AGAINST):
            reason = cut(visible(ballot.reason, keep_lines=True), REASON[told])
            rows.append(t("Broken by {name}: {reason}", name=electors[ballot.elector_id], reason=reason))
    breach = _breach(facts)
    if breach and breach.amendment:
        amendment = visible(breach.amendment, keep_lines=True)
        rows += [t("Proposed instead:"), quote(cut(amendment, AMENDMENT[told]))]
    if facts.replaced_by:
        rows.append(t("Circulated again, amended: {handle}", handle=bold(handle("poll", facts.replaced_by))))
    return rows


def _breach(facts: PollFacts) -> Objection | None:
    return next(iter(facts.objections.values()), None)


def _state(poll: Poll, reader: Reader) -> Markup:
    t = reader.t
    if poll.state == "open":
        return t("closing") if reader.now >= poll.closes_at else t("under silence")
    return verdict_word(poll.verdict, reader)


def _origin(facts: PollFacts, reader: Reader) -> Markup:
    t, name = reader.t, who(facts.author, reader)
    circulated = t("Circulated by {name}", name=name)
    if facts.alert_number is not None:
        circulated = t("Circulated by {name} about {handle}", name=name, handle=handle("alert", facts.alert_number))
    if facts.replaces is None:
        return circulated
    return t("{what}, in place of {handle}", what=circulated, handle=handle("poll", facts.replaces))


def _seen_by(facts: PollFacts, reader: Reader, *, named: bool) -> Markup | None:
    missing = {elector.id for elector in facts.unseen}
    seen = [delegation_name(elector, reader) for elector in facts.electors if elector.id not in missing]
    if not seen:
        return None
    row = reader.t("Seen by {count} of {all}", count=len(seen), all=len(facts.electors))
    return reader.t("{row}: {names}", row=row, names=names(seen, reader)) if named else row


def _unseen(facts: PollFacts, reader: Reader, *, named: bool = True, by: list[Markup] | None = None) -> Markup | None:
    """How many have not seen it, and who."""
    if not facts.unseen:
        return None
    row = reader.t.plural(
        "{n} of {all} has not seen it", "{n} of {all} have not seen it", len(facts.unseen), all=len(facts.electors)
    )
    called = by or [delegation_name(elector, reader) for elector in facts.unseen]
    return reader.t("{row}: {names}", row=row, names=names(called, reader)) if named else row


def _expires(facts: PollFacts, reader: Reader) -> Markup:
    poll = facts.poll
    name = bold(handle("poll", poll.number))
    return reader.t(
        "Reminder: the silence on {handle} expires {moment}", handle=name, moment=reader.moment(poll.closes_at)
    )


def _seen(poll: Poll, reader: Reader) -> Button:
    return Button(plain(reader.t("Seen")), SeeSilence(poll.id or 0), style="primary")


def _buttons(facts: PollFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    poll, t = facts.poll, reader.t
    if poll.state != "open":
        return follow_up(facts, reader)
    first = (_seen(poll, reader), Button(plain(t("Break silence")), BreakSilence(poll.id or 0), style="danger"))
    if reader.now >= half_time(poll.opened_at, poll.closes_at):
        return (first,)
    return (first, (Button(plain(t("Object to the procedure")), ObjectToProcedure(poll.id or 0)),))
