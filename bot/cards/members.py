"""Who is who: names on cards, the roster, delegations."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bot.callbacks import ConfirmSeat, HereIAm, SeatAs
from bot.cards.card import Button, Card, bold, first_fitting, joined, lines, mention, person, plain
from bot.cards.reader import Reader
from bot.domain.weights import EU27
from storage.models import Delegation, Elector, MemberFacts, NewcomerFacts, RosterFacts, Seat

CALLED = 5  # administrators called by name in one message: Telegram notifies no more
SHOWN = 40  # names on one line before the rest is counted
_WHOLE, _BRIEF, _COUNTED = range(3)  # how much a roster tells


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
    """Who speaks for whom, with [Seat] buttons for everyone who has asked to.

    Where all of it is more than a message holds, private matters go first, then names: never a delegation.
    """
    return first_fitting(_roster_card(facts, reader, told) for told in (_WHOLE, _BRIEF, _COUNTED))


def _roster_card(facts: RosterFacts, reader: Reader, told: int) -> Card:
    t = reader.t
    places: dict[int | None, list[MemberFacts]] = {}
    for each in facts.members:
        places.setdefault(each.delegation.id if each.delegation else None, []).append(each)
    free = places.pop(None, [])
    seated = [place for place in facts.delegations if place.id in places]
    empty = [delegation_name(place, reader) for place in facts.delegations if place.id not in places]
    voting = any(place.role == "voting" for place in seated)
    unknown = unknown_count(facts)
    text = lines(
        bold(t("Members and delegations")),
        t.plural("{n} member known to me.", "{n} members known to me.", len(facts.members)),
        _unknown(unknown, facts.group.member_count or 0, reader) if unknown else None,
        *(_place(place, places[place.id], reader, told) for place in seated),
        t("Without a delegation: {names}", names=_people(free, reader, told)) if free else None,
        t("Nobody seated: {names}", names=names(empty, reader)) if empty else None,
        *weight_notes(facts.delegations, reader),
        *(_claim(facts, number, reader) for number in range(len(facts.asked))),
        *(_standing(facts, reader) if told == _WHOLE else ()),
        t("Delegations vote: one vote each, whoever presses. Take your place: /delegation FR")
        if voting
        else t("Speak for a country: /delegation FR. While nobody is seated, every member has one vote."),
    )
    seats = tuple(_seat_buttons(*each, reader, taken=_taken(facts, number)) for number, each in enumerate(facts.asked))
    return Card(text, rows=(*seats, (here_i_am(reader),)) if unknown != 0 else seats)


def _place(place: Delegation, members: list[MemberFacts], reader: Reader, told: int) -> Markup:
    """A delegation with its weight, and who speaks for it in which role."""
    t, name = reader.t, delegation_name(place, reader)
    if place.role == "observer":
        name = t("{name} (observer)", name=name)
    spoken = [
        t("{name} (deputy)", name=person(each.person.name)) if each.role == "deputy" else person(each.person.name)
        for each in sorted(members, key=lambda each: each.role, reverse=True)
    ]
    row = Markup("• {}{}").format(name, _weight(place, reader))
    return t("{row}: {names}", row=row, names=joined(spoken) if told != _COUNTED else len(spoken))


def _people(members: list[MemberFacts], reader: Reader, told: int) -> Markup | int:
    return len(members) if told == _COUNTED else names((person(each.person.name) for each in members), reader)


def _taken(facts: RosterFacts, number: int) -> bool:
    """Whether the delegation of a claim has somebody already, or was asked for before."""
    _seat, claimant, place = facts.asked[number]
    others = (each.member.id for each in facts.members if each.delegation and each.delegation.id == place.id)
    return any(other != claimant.member.id for other in others) or any(
        before.id == place.id for _, _, before in facts.asked[:number]
    )


def _claim(facts: RosterFacts, number: int, reader: Reader) -> Markup:
    t, (seat, claimant, place) = reader.t, facts.asked[number]
    name, delegation = person(claimant.person.name), delegation_name(place, reader)
    if seat.role == "deputy":
        delegation = t("{name} (deputy)", name=delegation)
    if _taken(facts, number):
        return t("{name} also asks to speak for {delegation}: an administrator presses [Seat].",
                 name=name, delegation=delegation)  # fmt: skip
    return t(
        "{name} asks to speak for {delegation}: an administrator presses [Seat].", name=name, delegation=delegation
    )


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


def _seat_buttons(
    seat: Seat, claimant: MemberFacts, place: Delegation, reader: Reader, *, taken: bool
) -> tuple[Button, ...]:
    """[Seat] in the role asked for and, where somebody else speaks for the delegation too, in the other one."""
    t, delegation, name = reader.t, delegation_name(place, reader), person(claimant.person.name)
    as_asked = Button(plain(t("Seat {delegation}: {name}", delegation=delegation, name=name)),
                      ConfirmSeat(seat.id or 0), style="success")  # fmt: skip
    if not taken:
        return (as_asked,)
    if seat.role == "deputy":
        return (as_asked, Button(plain(t("As principal")), SeatAs(seat.id or 0, "principal")))
    return (as_asked, Button(plain(t("As deputy")), SeatAs(seat.id or 0, "deputy")))


def _weight(delegation: Delegation, reader: Reader) -> Markup:
    if delegation.weight is None:
        return Markup("")
    word = {"illustrative": reader.t("illustrative"), "equal": reader.t("equal")}.get(delegation.weight_source)
    source, weight = word or delegation.weight_year, delegation.weight
    said = reader.t("weight {weight} ({source})", weight=weight, source=source) if source else weight
    return Markup(" · {}").format(said)


def weight_notes(weighed: Sequence[Delegation | Elector], reader: Reader) -> list[Markup]:
    """Where the weights of a roster or a poll come from, and which are only illustrative."""
    t, told = reader.t, []
    if any(each.weight_source == EU27.key for each in weighed):
        source = t("Council Decision for 2025, as reported in Agence Europe 13544")
        unit = t("hundredths of a percent of the EU population")
        told.append(t("Weights {year}: {source}, {unit}.", year=EU27.year, source=source, unit=unit))
    if drawn := [delegation_name(each, reader) for each in weighed if each.weight_source == "illustrative"]:
        told.append(t("Illustrative weights, in the same unit: {names}", names=names(drawn, reader)))
    return told


def weights_equal(reader: Reader) -> Markup:
    """The answer to [Equal weights]."""
    return reader.t("All weights are equal now: send the poll again.")


def seat_recorded(delegation: Delegation, reader: Reader) -> Markup:
    """The answer to [Seat]."""
    return reader.t("Seated: {delegation}", delegation=delegation_name(delegation, reader))
