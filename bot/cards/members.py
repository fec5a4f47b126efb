"""Who is who: names on cards, the roster, delegations."""

from collections.abc import Iterable

from markupsafe import Markup

from bot.callbacks import ConfirmSeat
from bot.cards.card import Button, Card, bold, joined, lines, person, plain
from bot.cards.reader import Reader
from storage.models import Delegation, Elector, MemberFacts, RosterFacts, Seat

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
    text = lines(
        bold(t("Members and delegations")),
        t.plural("{n} member known to me.", "{n} members known to me.", len(facts.members)),
        *seated,
        t("Without a delegation: {names}", names=names(free, reader)) if free else None,
        t("Nobody seated: {names}", names=names(empty, reader)) if empty else None,
        *asked,
        t("Speak for a country: /delegation FR. While nobody is seated, every member has one vote.")
        if not seated
        else t("Delegations vote: one vote each, whoever presses. Take your place: /delegation FR"),
    )
    return Card(text, rows=tuple((_seat_button(*each, reader),) for each in facts.asked))


def _seat_button(seat: Seat, member: MemberFacts, place: Delegation, reader: Reader) -> Button:
    delegation = delegation_name(place, reader)
    label = reader.t("Seat {delegation}: {name}", delegation=delegation, name=member.person.name)
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
