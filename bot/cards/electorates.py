"""Who votes in a poll, who has not yet, who stands aside: as its card tells it."""

from markupsafe import Markup

from bot.cards.card import folded, joined, mention, plain
from bot.cards.members import delegation_name, names, weight_notes, who
from bot.cards.reader import Reader
from storage.models import Elector, PollFacts

ROW = 110  # characters of names on a line; more are folded
FEW = 5  # who do not take part are named; more are counted, with their names behind [Details]


def voters(facts: PollFacts, reader: Reader) -> dict[int | None, Markup]:
    """The electors by id; whoever has left keeps the ballot, and so does a delegation whose last member has, and is shown so."""
    here = {each.member.id for each in facts.members}
    spoken_for = {each.delegation.id for each in facts.members if each.delegation}
    named: dict[int | None, Markup] = {}
    for elector in facts.electors:
        name = delegation_name(elector, reader)
        if elector.delegation_id is None:
            named[elector.id] = name if elector.member_id in here else reader.t("{name} (has left)", name=name)
        else:
            known = elector.delegation_id in spoken_for
            named[elector.id] = name if known else reader.t("{name} (absent)", name=name)
    return named


def absent(facts: PollFacts, reader: Reader, *, named: bool = True) -> Markup | None:
    """Who has not voted yet, or has not answered."""
    cast = {ballot.elector_id for ballot in facts.ballots}
    left = [name for elector_id, name in voters(facts, reader).items() if elector_id not in cast]
    if not left:
        return None
    told, t = names(left, reader), reader.t
    brief = named and len(plain(told)) <= ROW
    shown = told if brief else len(left)
    if facts.poll.native:
        row = t("Not yet answered: {names}", names=shown)
    elif facts.poll.state == "closed":
        row = t("Did not vote: {names}", names=shown)
    else:
        row = t("Not yet voted: {names}", names=shown)
    return row if brief or not named else joined([row, folded(told)], "\n")


def called(facts: PollFacts, elector: Elector, reader: Reader) -> Markup:
    """An elector by whoever speaks for it, so that they are notified; by its name where that is nobody."""
    here = [
        mention(each.person.name, each.person.tg_user_id)
        for each in facts.members
        if each.member.id == elector.member_id or (each.delegation and each.delegation.id == elector.delegation_id)
    ]
    name = delegation_name(elector, reader)
    if not here or elector.delegation_id is None:
        return joined(here) or name
    return Markup("{} ({})").format(name, joined(here))


def proxies(facts: PollFacts, reader: Reader, *, named: bool = True) -> Markup | None:
    """Who has given their vote to whom."""
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    given = [Markup("{} → {}").format(electors[each.from_id], electors[each.to_id]) for each in facts.proxies]
    if not given:
        return None
    return reader.t("Proxies: {names}", names=joined(given) if named else len(given))


def outside(facts: PollFacts, reader: Reader, *, named: bool = True, few: int = FEW) -> list[Markup]:
    """While it is open: who observes, and who does not take part; more delegations than a `few` are counted."""
    if facts.poll.state != "open":
        return []
    observing = [delegation_name(each, reader) for each in facts.observers]
    told = names(observing, reader) if named and len(observing) <= few else len(observing)
    observed = reader.t("Observing: {names}", names=told) if observing else None
    return [line for line in (observed, _not_part(facts, reader, few=few, named=named)) if line]


def _not_part(facts: PollFacts, reader: Reader, *, few: int, named: bool) -> Markup | None:
    """Members without a delegation, who can still take one, by name; of delegations nobody speaks for a few."""
    t, empty = reader.t, [delegation_name(each, reader) for each in facts.empty]
    if not (facts.outside or empty):
        return None
    if len(empty) > few or (empty and not named):
        empty = [t.plural("{n} delegation", "{n} delegations", len(empty))]
    people = [who(each, reader) for each in facts.outside]
    if people and not named:
        people = [t.plural("{n} member", "{n} members", len(people))]
    told = names([*people, *empty], reader)
    if not facts.outside:
        return t("Not taking part: {names}", names=told)
    return t("Not taking part: {names} (to take part in the next poll: /delegation FR)", names=told)


def weights(facts: PollFacts, reader: Reader) -> list[Markup]:
    """Where the weights come from, where they count."""
    return weight_notes(facts.electors, reader) if facts.standing.weighted else []
