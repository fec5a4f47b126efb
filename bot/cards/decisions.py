"""What a decision is once a poll has adopted it: its words to be passed on, and what follows from it."""

from datetime import date

from markupsafe import Markup

from bot.callbacks import ReopenTied, StartForm
from bot.cards.calls import call_line
from bot.cards.card import Button, Card, bold, cut, first_fitting, joined, lines, mention, person, plain, visible
from bot.cards.members import delegation_name, who
from bot.cards.procedures import rule_words
from bot.cards.reader import Reader
from bot.cards.tasks import doer_name, task_line
from bot.domain.handles import handle
from bot.domain.procedures import Rule, read_rule
from bot.domain.rules import Procedure
from storage.models import Assignable, Delegation, MemberFacts, Owner, Poll, PollFacts

TITLE = 100  # characters of a group's name
QUESTION = 300  # characters of what is up for review
OFFERED = 20  # names to choose an owner from


def follow_up(facts: PollFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """[Task], [Call], [Owner] and [Review date] once it is adopted; a tie can be put to the vote again."""
    t, poll, poll_id = reader.t, facts.poll, facts.poll.id or 0
    if poll.verdict == "tied" and not facts.replaced_by:
        return ((Button(plain(t("Reopen between the tied")), ReopenTied(poll_id), style="primary"),),)
    if poll.verdict != "adopted":
        return ()
    steps = (
        Button(plain(t("Task")), StartForm("task", "poll", poll_id), style="primary"),
        Button(plain(t("Call")), StartForm("call", "poll", poll_id), style="primary"),
    )
    ends = (
        Button(plain(t("Owner")), StartForm("owner", "poll", poll_id)),
        Button(plain(t("Review date")), StartForm("review", "poll", poll_id)),
    )
    return (steps, ends)


def came_of_it(facts: PollFacts, reader: Reader) -> list[Markup]:
    """Who carries it out and when it is looked at again; the tasks and calls about it, a line each."""
    came = [task_line(task, reader) for task in facts.tasks] + [call_line(call, reader) for call in facts.calls]
    return [*carried(facts.poll, facts.owner, reader), *(Markup("→ {}").format(line) for line in came)]


def carried(poll: Poll, owner: Owner | None, reader: Reader) -> list[Markup]:
    """Who carries it out and when it is looked at again, where that has been said."""
    told = list[Markup]()
    if owner is not None:
        told.append(owner_words(owner, reader))
    if poll.review_on:
        told.append(review_words(poll.review_on, reader))
    return told


def owner_words(owner: Owner, reader: Reader) -> Markup:
    """Who carries a decision out."""
    return reader.t("Owner: {name}", name=owner_name(owner, reader))


def review_words(on: date, reader: Reader) -> Markup:
    """When a decision is looked at again."""
    return reader.t("To be reviewed on {date}", date=reader.day(on))


def owner_name(owner: Owner, reader: Reader) -> Markup:
    """Whoever carries out a decision, also where that is nobody of the group."""
    return person(owner) if isinstance(owner, str) else doer_name(owner, reader)


def owned(poll: Poll, owner: Owner | None, reader: Reader) -> Card:
    """The answer to /owner."""
    t, name = reader.t, bold(handle("poll", poll.number))
    said = owner_words(owner, reader) if owner is not None else t("no owner")
    return Card(t("{row}: {names}", row=name, names=said))


def reviewed(poll: Poll, reader: Reader) -> Card:
    """The answer to /review."""
    t, name = reader.t, bold(handle("poll", poll.number))
    said = review_words(poll.review_on, reader) if poll.review_on else t("no review date")
    return Card(t("{row}: {names}", row=name, names=said))


def review_card(facts: PollFacts, reader: Reader) -> Card:
    """Its day has come; whoever carries it out is called by name. It rings."""
    t, poll, owner = reader.t, facts.poll, facts.owner
    called = [mention(each.person.name, each.person.tg_user_id) for each in facts.members if _carries(each, owner)]
    name = joined(called) or (owner_name(owner, reader) if owner is not None else None)
    text = lines(
        t("{handle} is up for review", handle=bold(handle("poll", poll.number))),
        cut(visible(poll.text or poll.question), QUESTION),
        t("Owner: {name}", name=name) if name else None,
    )
    again = Button(plain(t("Poll")), StartForm("poll", "poll", poll.id or 0), style="primary")
    return Card(text, rows=((again, Button(plain(t("Call")), StartForm("call", "poll", poll.id or 0))),))


def offered_owners(people: Assignable, reader: Reader) -> list[str]:
    """Names to choose an owner from: delegations that somebody speaks for, and whoever speaks for none."""
    spoken = {each.delegation.id for each in people.members if each.delegation}
    places = [plain(delegation_name(place, reader)) for place in people.delegations if place.id in spoken]
    free = [plain(who(each, reader)) for each in people.members if each.delegation is None]
    names = [visible(name) for name in sorted(places) + sorted(free)]
    return [name for name in names if names.count(name) == 1][:OFFERED]


def _carries(facts: MemberFacts, owner: Owner | None) -> bool:
    if isinstance(owner, MemberFacts):
        return facts.member.id == owner.member.id
    return isinstance(owner, Delegation) and facts.delegation is not None and facts.delegation.id == owner.id


def decision_card(facts: PollFacts, reader: Reader) -> Card:
    """Nothing but what was decided, to be copied and passed on: no buttons, no names of ours, and it does not ring.

    Where reservations make it more than one message, only who has stated them is told: never less of the text.
    """
    return first_fitting(_decision(facts, reader, whole=whole) for whole in (True, False))


def _decision(facts: PollFacts, reader: Reader, *, whole: bool) -> Card:
    stated = _reservations(facts, reader, whole=whole)
    text = lines(*_words(facts, reader), "", _adopted(facts, reader), *(["", *stated] if stated else []))
    return Card(text, silent=True)


def _words(facts: PollFacts, reader: Reader) -> list[Markup | str]:
    """The text, or the question and the option that has won."""
    poll = facts.poll
    text, question = visible(poll.text, keep_lines=True), visible(poll.question, keep_lines=True)
    if poll.rule == Procedure.CONSENT and text:  # the text is what has been amended
        return [question, "", reader.t("As amended:"), text]
    won = [visible(option.text) for option in facts.options if option.number == poll.winner]
    return [text or question, *won]


def _adopted(facts: PollFacts, reader: Reader) -> Markup:
    """By whom, when and how."""
    closed_at = (facts.poll.closed_at or facts.poll.closes_at).astimezone(reader.zone)
    return reader.t(
        "Adopted by {group} on {date}, {how}.",
        group=cut(visible(facts.group.title), TITLE),
        date=reader.day(closed_at.date()),
        how=_how(read_rule(facts.poll.rule), reader),
    )


def _how(rule: Rule, reader: Reader) -> Markup:
    """The rule for people who know nothing of ours."""
    t = reader.t
    known = {
        Procedure.PLURALITY: t("by plurality"),
        Procedure.MAJORITY: t("by a majority"),
        Procedure.ABSOLUTE: t("by an absolute majority"),
        Procedure.TWO_THIRDS: t("by a two-thirds majority"),
        Procedure.UNANIMITY: t("unanimously"),
        Procedure.CONSENSUS: t("by consensus"),
        Procedure.QUALIFIED: t("by qualified majority"),
        Procedure.REINFORCED: t("by reinforced qualified majority"),
        Procedure.SILENCE: t("under the silence procedure"),
        Procedure.APPROVAL: t("by approval voting"),
        Procedure.RANKED: t("by ranked vote"),
        Procedure.CONSENT: t("by consent"),
    }
    return known.get(rule.name) or t("by {share}", share=rule_words(rule, reader))


def _reservations(facts: PollFacts, reader: Reader, *, whole: bool) -> list[Markup]:
    """What was stated beside the ballots, by whom."""
    t = reader.t
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    if not whole:
        return [t("Reservation: {name}", name=electors[each.elector_id]) for each in facts.reservations]
    return [
        t("Reservation of {name}: {text}", name=electors[each.elector_id], text=visible(each.text, keep_lines=True))
        for each in facts.reservations
    ]
