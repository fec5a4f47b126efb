"""Who votes for whom in a poll, as people read it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from bot.cards.ballots import typed, withdrawn
from bot.cards.card import Card, person
from bot.cards.members import delegation_name
from bot.cards.reader import Reader
from storage.models import Elector, Given, Recorded


def given(given: Given, reader: Reader) -> Markup:
    """The answer to /proxy."""
    t, name = reader.t, delegation_name(given.from_, reader)
    if given.to is None:
        return t("{name} votes for itself again.", name=name)
    holder = delegation_name(given.to, reader)
    if given.votes:
        return t(
            "{name} gives its vote to {holder}; its own ballot goes before until it is withdrawn.",
            name=name, holder=holder,
        )  # fmt: skip
    return t("{name} gives its vote to {holder}, whose ballot counts for both.", name=name, holder=holder)


def cast_as(elector: Elector | None, done: Recorded | int | None, poll_id: int, reader: Reader) -> Card:
    """The answer to a vote cast as a delegation, another one's or one's own."""
    if not isinstance(done, Recorded):
        return Card(withdrawn(done, reader))
    card = typed(done, poll_id, reader)
    if elector is None:
        return card
    name = delegation_name(elector, reader)
    return replace(card, text=reader.t("{choice} (by proxy for {name})", name=name, choice=card.text))


def _named(facts: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """Delegations by code or name, in the reader's language."""
    return {key: value if key == "handle" else person(reader.country(value)) for key, value in facts.items()}


MISTAKES: dict[str, Callable[[Mapping[str, Any], Reader], Markup]] = {
    "proxy_chain": lambda f, r: r.t(
        "You hold the vote of {from_}, which cannot be passed on: have it take that back first.", **_named(f, r)
    ),
    "proxy_members": lambda f, r: r.t(
        "In {handle} every member votes for themselves: a vote can be given only between delegations.", **f
    ),
    "proxy_none": lambda f, r: r.t(
        "There is nothing to take back: you have given your vote in {handle} to nobody.", **f
    ),
    "proxy_not_held": lambda f, r: r.t(
        "You do not hold the vote of {name}: it gives it to you with /proxy {handle} and your delegation.",
        **_named(f, r),
    ),
    "proxy_outside": lambda f, r: r.t(
        "{name} has no vote in {handle}: name a delegation that takes part.", **_named(f, r)
    ),
    "proxy_passed_on": lambda f, r: r.t(
        "{name} has given its own vote to {to}: name a delegation that votes itself.", **_named(f, r)
    ),
    "proxy_self": lambda f, r: r.t("That is your own delegation: name another, or vote yourself."),
    "proxy_taken": lambda f, r: r.t(
        "{name} votes for {from_} already, and may for one other only: name another delegation.", **_named(f, r)
    ),
}
