"""Reservations as people read them."""

from markupsafe import Markup

from bot.cards.card import Card, cut, folded, joined, lines, visible
from bot.cards.members import delegation_name
from bot.cards.reader import Reader
from storage.models import Elector, PollFacts

BRIEF = 120  # characters of each where there are several on a card
SEVERAL = 2


def reserved(elector: Elector, reader: Reader, *, stated: bool) -> Card:
    """The answer to /reserve."""
    t, name = reader.t, delegation_name(elector, reader)
    if stated:
        return Card(t("The reservation of {name} is recorded; it stands with the result and is no vote.", name=name))
    return Card(t("The reservation of {name} is taken back.", name=name))


def reservations(facts: PollFacts, reader: Reader, *, whole: bool, named: bool = True) -> Markup | None:
    """What has been stated beside the ballots: in full, each cut where there are several, or only by whom."""
    t, stated = reader.t, facts.reservations
    if not stated:
        return None
    if not named:
        return t("Reservations: {names}", names=len(stated))
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    if not whole and len(stated) > SEVERAL:
        return t("Reservations: {names}", names=joined([electors[each.elector_id] for each in stated]))
    told = [
        t(
            "{row}: {names}",
            row=electors[each.elector_id],
            names=visible(each.text) if whole else cut(visible(each.text), BRIEF),
        )
        for each in stated
    ]
    return lines(t("Reservations: {names}", names=len(stated)), folded(joined(told, "\n")))
