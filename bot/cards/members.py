"""Who is who: names on cards, the roster, delegations."""

from collections.abc import Iterable

from markupsafe import Markup

from bot.callbacks import ConfirmSeat, HereIAm
from bot.cards.card import Button, Card, bold, joined, lines, mention, person, plain
from bot.cards.reader import Reader
from storage.models import Delegation, Elector, MemberFacts, NewcomerFacts, RosterFacts, Seat

CALLED = 5  # administrators called by name in one message: Telegram notifies no more
SHOWN = 40  # names on one line before the rest is counted


def who(facts: MemberFacts, reader: Reader) -> Markup:
    """A member, with the delegation they speak for where that is not their name."""
    name = person(facts.person.name)
    if facts.delegation is None:
        return name
    place = delegation_name(facts.delegation, reader)
    return name if place == name else Markup("{} ({})").format(name, place)


def delegation_name(delegation: Delegation | Elector, reader: Reader) -> Markup:
    """A delegation: the country in the reader's language, or the name it was given."""
    return person(delegation.name or reader.country(delegation.code))


def names(members: Iterable[Markup], reader: Reader) -> Markup:
    """Names in a row; the rest counted when there are very many."""
    listed = list(members)
    if len(listed) <= SHOWN:
        return joined(listed)
    more = reader.t.plural("and {n} more", "and {n} more", len(listed) - SHOWN)
    return Markup("{} {}").format(joined(listed[:SHOWN]), more)


def roster_card(facts: RosterFacts, reader: Reader) -> Card:
    """Who speaks for whom, with a [Seat] button for everyone who has asked to."""
    t = reader.t
    places: dict[int | None, list[Markup]] = {}
    for each in facts.members:
        places.setdefault(each.delegation.id if each.delegation else None, []).append(person(each.person.name))
    free = places.pop(None, [])
    seated = [
        t(
            "{row}: {names}",
            row=Markup("• {}{}").format(delegation_name(place, reader), _weight(place, reader)),
            names=joined(places[place.id]),
        )
        for place in facts.delegations
        if place.id in places
    ]
    empty = [delegation_name(place, reader) for place in facts.delegations if place.id not in places]
    asked = [
        t("{name} asks to speak for {delegation}: an administrator presses [Seat].",
          name=person(member.person.name), delegation=delegation_name(place, reader))
        for _seat, member, place in facts.asked
    ]  # fmt: skip
    unknown = unknown_count(facts)
    text = lines(
        bold(t("Members and delegations")),
        t.plural("{n} member known to me.", "{n} members known to me.", len(facts.members)),
        _unknown(unknown, facts.group.member_count or 0, reader) if unknown else None,
        *seated,
        t("Without a delegation: {names}", names=names(free, reader)) if free else None,
        t("Nobody seated: {names}", names=names(empty, reader)) if empty else None,
        *asked,
        *_standing(facts, reader),
        t("Speak for a country: /delegation FR. While nobody is seated, every member has one vote.")
        if not seated
        else t("Delegations vote: one vote each, whoever presses. Take your place: /delegation FR"),
    )
    seats = tuple((_seat_button(*each, reader),) for each in facts.asked)
    return Card(text, rows=(*seats, (here_i_am(reader),)) if unknown != 0 else seats)


def unknown_count(facts: RosterFacts) -> int | None:
    """How many people of the group the bot does not know; None while Telegram has not said how many there are."""
    count = facts.group.member_count
    return None if count is None else max(0, count - len(facts.members))


def here_i_am(reader: Reader) -> Button:
    """One tap to make oneself known."""
    return Button(plain(reader.t("Here I am")), HereIAm(), style="primary")


def not_administrator(reader: Reader) -> Markup:
    """What it costs that the bot does not administer the group."""
    return reader.t(
        "I am not an administrator here: I do not hear of those who join or leave by a link, nor of reactions. "
        "Make me one; I need no particular right."
    )


def _unknown(unknown: int, count: int, reader: Reader) -> Markup:
    return reader.t.plural(
        "{n} of {count} people here is not known to me yet: press [Here I am].",
        "{n} of {count} people here are not known to me yet: press [Here I am].",
        unknown,
        count=count,
    )


def _standing(facts: RosterFacts, reader: Reader) -> list[Markup]:
    """Who administers, whom no private message reaches, what the bot does not hear."""
    t = reader.t
    heads = [each for each in facts.members if each.member.status == "administrator" and not each.member.anonymous]
    closed = [person(each.person.name) for each in facts.members if not each.person.private_open]
    told = []
    if heads:
        told.append(t("Administrators: {names}", names=names((person(each.person.name) for each in heads), reader)))
    if closed:
        told.append(
            t(
                "No private chat with me, so that reminders cannot reach them there: {names}",
                names=names(closed, reader),
            )
        )
    return told if facts.group.administrator else [*told, not_administrator(reader)]


def here_toast(reader: Reader, *, new: bool) -> Markup:
    """The answer to [Here I am]."""
    return reader.t("Now I know you.") if new else reader.t("I know you already.")


def newcomers_card(facts: NewcomerFacts, reader: Reader, *, private: int | None) -> Card | None:
    """Who has joined whom the group did not know: to one administrator (their id as a person), or to the group with its
    administrators called by name. None: whom it was for administers the group no more."""
    t, count = reader.t, len(facts.newcomers)
    if private is not None:
        if private not in {each.person.id for each in facts.administrators}:
            return None
        come = names((mention(each.person.name, each.person.tg_user_id) for each in facts.newcomers), reader)
        return Card(
            t.plural(
                "{names} joined {group}: if they do not belong there, remove them.",
                "{names} joined {group}: if they do not belong there, remove them.",
                count,
                names=come,
                group=person(facts.group.title),
            )
        )
    come = names((person(each.person.name) for each in facts.newcomers), reader)
    shown = [each.person for each in facts.administrators if not each.member.anonymous]
    heads = joined(mention(each.name, each.tg_user_id) for each in shown[:CALLED])
    return Card(
        t.plural(
            "{administrators}: {names} joined. If they do not belong here, remove them.",
            "{administrators}: {names} joined. If they do not belong here, remove them.",
            count,
            names=come,
            administrators=heads or t("Administrators"),
        )
    )


def _seat_button(seat: Seat, member: MemberFacts, place: Delegation, reader: Reader) -> Button:
    delegation = delegation_name(place, reader)
    label = reader.t("Seat {delegation}: {name}", delegation=delegation, name=person(member.person.name))
    return Button(plain(label), ConfirmSeat(seat.id or 0), style="success")


def _weight(delegation: Delegation, reader: Reader) -> Markup:
    if delegation.weight is None:
        return Markup("")
    return Markup(" · {}").format(
        reader.t("weight {weight} ({source})", weight=delegation.weight, source=delegation.weight_source)
    )


def seat_recorded(delegation: Delegation, reader: Reader) -> Markup:
    """The answer to [Seat]."""
    return reader.t("Seated: {delegation}", delegation=delegation_name(delegation, reader))
