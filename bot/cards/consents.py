"""What a poll by consent shows beyond other polls: objections, what becomes of them, its own words for the answers."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.callbacks import AcceptAmendment, CastBallot, RaiseObjection, ResolveObjection, WithdrawBallot
from bot.cards.card import Button, Card, bold, cut, lines, plain, quote, visible
from bot.cards.members import delegation_name
from bot.cards.reader import Reader
from bot.domain.handles import handle
from bot.domain.procedures import ABSTAIN, AGAINST, FOR
from storage.models import PROXY, PollFacts

RISK = 200  # characters of an objection's reason on the card
TITLE = 150  # characters of a question in an announcement


def answer_word(choice: int, reader: Reader) -> Markup:
    """Consent, Stand aside, Object."""
    t = reader.t
    return {FOR: t("Consent"), ABSTAIN: t("Stand aside"), AGAINST: t("Object")}[choice]


def amended(facts: PollFacts, reader: Reader) -> list[Markup]:
    """The amendments that have become part of the text."""
    if not facts.poll.text:
        return []
    return [reader.t("As amended:"), quote(visible(facts.poll.text, keep_lines=True))]


def objections(facts: PollFacts, reader: Reader, *, reasons: bool = True) -> list[Markup]:
    """A line for each objection: whose, which risk, whether it is open, which amendment is proposed."""
    t, rows = reader.t, []
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    for ballot in facts.ballots:
        if ballot.choices != str(AGAINST):
            continue
        led, name = facts.objections.get(ballot.elector_id), electors[ballot.elector_id]
        resolved = led is not None and led.resolved_at is not None
        row = t("Resolved: {name}", name=name) if resolved else bold(t("Open objection: {name}", name=name))
        if reasons and ballot.reason:
            row = t("{row}: {names}", row=row, names=cut(visible(ballot.reason), RISK))
        rows.append(row)
        if led and led.amendment and not resolved:
            rows.append(t("Amendment proposed: {text}", text=visible(led.amendment)))
    return rows


def buttons(facts: PollFacts, details: Button, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """While it is open: the answers, and [Resolved] for each objection that is."""
    poll_id, t = facts.poll.id or 0, reader.t
    consent = Button(plain(answer_word(FOR, reader)), CastBallot(poll_id, FOR), style="success")
    aside = Button(plain(answer_word(ABSTAIN, reader)), CastBallot(poll_id, ABSTAIN))
    objects = Button(plain(answer_word(AGAINST, reader)), RaiseObjection(poll_id), style="danger")
    withdraw = Button(plain(t("Withdraw")), WithdrawBallot(poll_id))
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    apart = {proxy.from_id for proxy in facts.proxies if proxy.apart}
    resolve = []
    for ballot in facts.ballots:
        led = facts.objections.get(ballot.elector_id)
        follows = ballot.rank == PROXY and ballot.elector_id not in apart  # resolved with the holder's own
        if ballot.choices == str(AGAINST) and not follows and not (led and led.resolved_at):
            label = t("Resolved: {name}", name=electors[ballot.elector_id])
            resolve.append((Button(plain(label), ResolveObjection(poll_id, ballot.elector_id)),))
    return ((consent, aside), (objects, withdraw, details), *resolve)


def proposed_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader) -> Card | None:
    """The announcement of an amendment, to be accepted by whoever objects; None once there is a later one."""
    t, led = reader.t, facts.objections.get(body["elector"])
    if facts.poll.state != "open" or led is None or led.proposals > body["proposal"]:
        return None
    name = _name(facts, body["elector"], reader)
    text = lines(
        t("{handle}: an amendment is proposed to {name}", handle=bold(handle("poll", facts.poll.number)), name=name),
        cut(visible(facts.poll.question), TITLE),
        quote(visible(body["amendment"], keep_lines=True)),
        t("If {name} accepts it, the objection is resolved and this is part of the text.", name=name),
    )
    accept = Button(plain(t("Accept")), AcceptAmendment(body["objection"], body["proposal"]), style="success")
    return Card(text, rows=((accept,),))


def accepted_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader) -> Card:
    """The announcement that the text has changed: answers given before it may be given anew."""
    t = reader.t
    name = _name(facts, body["elector"], reader)
    return Card(
        lines(
            t("{handle} is amended, {name} accepts:", handle=bold(handle("poll", facts.poll.number)), name=name),
            quote(visible(body["amendment"], keep_lines=True)),
            t("Who has answered already may answer anew, until {moment}.", moment=reader.moment(facts.poll.closes_at)),
        )
    )


def resolve_toast(done: bool, reader: Reader) -> Markup:
    """The answer to [Resolved]; the author is asked for an amendment instead."""
    t = reader.t
    return t("Recorded: resolved") if done else t("Please answer the question I have posted.")


def accepted_toast(new: bool, reader: Reader) -> Markup:
    """The answer to [Accept]."""
    return reader.t("Recorded: accepted") if new else reader.t("Already recorded")


def _name(facts: PollFacts, elector_id: int, reader: Reader) -> Markup:
    return next(delegation_name(each, reader) for each in facts.electors if each.id == elector_id)


MISTAKES: dict[str, Callable[[Mapping[str, Any], Reader], Markup]] = {
    "not_your_amendment": lambda f, r: r.t("Only whoever objects can accept an amendment: look at {handle}.", **f),
    "not_your_objection": lambda f, r: r.t(
        "Only whoever objects says that it is resolved; the author of {handle} may propose an amendment.", **f
    ),
    "objection_reason": lambda f, r: r.t(
        "An objection states a concrete risk: press [Object], or write /vote {handle} object and which risk.", **f
    ),
    "objection_resolved_already": lambda f, r: r.t("That objection to {handle} is resolved already.", **f),
}
