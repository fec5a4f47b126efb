"""A poll whole, in private: every ballot with its reason, every reservation, everybody who stands aside."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from bot.cards.ballots import choices_words
from bot.cards.card import Card, bold, fits, joined, lines, visible
from bot.cards.electorates import absent, outside, proxies, voters, weights
from bot.cards.members import delegation_name
from bot.cards.polls import closing_words, outcome_words, poll_state, rounds
from bot.cards.reader import Reader
from bot.cards.sense import uncounted
from bot.cards.tallies import ballot_of, tally
from bot.domain.ballots import read_choices
from bot.domain.handles import handle
from storage.models import PollFacts

EVERYONE = 10_000


def details_cards(facts: PollFacts, reader: Reader) -> list[Card]:
    """As many messages as it takes, none of which loses a line."""
    return [Card(text, silent=True) for text in _pages(_parts(facts, reader))]


def _pages(parts: Iterable[Markup]) -> Iterator[Markup]:
    page = Markup("")
    for part in parts:
        longer = lines(page, part) if page else part
        if page and not fits(longer):
            yield page
            longer = part
        page = longer
    if page:
        yield page


def _parts(facts: PollFacts, reader: Reader) -> Iterator[Markup]:
    poll = facts.poll
    yield joined([bold(handle("poll", poll.number)), bold(poll_state(poll, reader))], " · ")
    yield lines(visible(poll.question, keep_lines=True))
    yield from tally(facts, reader, whole=True, named=False, reasons=False)
    if facts.told and not poll.secret:
        yield from _ballots(facts, reader)
    told = (
        absent(facts, reader),
        proxies(facts, reader),
        *outside(facts, reader, few=EVERYONE),
        *uncounted(facts, reader),
        *weights(facts, reader),
    )
    yield from (each for each in told if each)
    yield from _reservations(facts, reader)
    yield from rounds(facts, reader)
    yield closing_words(facts, reader) if poll.state == "open" else outcome_words(facts, reader)


def _ballots(facts: PollFacts, reader: Reader) -> Iterator[Markup]:
    """A line for each who has voted."""
    named = voters(facts, reader)
    for ballot in facts.ballots:
        name = ballot_of(named[ballot.elector_id], ballot, reader, reasons=False)
        chosen = choices_words(read_choices(ballot.choices), facts.poll.rule, reader)
        row = Markup("• {}").format(name)
        yield reader.t("{row}: {names}", row=row, names=_because(chosen, visible(ballot.reason)))


def _because(chosen: Markup, reason: str) -> Markup:
    return Markup("{} ({})").format(chosen, reason) if reason else chosen


def _reservations(facts: PollFacts, reader: Reader) -> Iterator[Markup]:
    electors = {elector.id: delegation_name(elector, reader) for elector in facts.electors}
    for each in facts.reservations:
        row = reader.t("Reservation of {name}", name=electors[each.elector_id])
        yield reader.t("{row}: {names}", row=row, names=visible(each.text))
