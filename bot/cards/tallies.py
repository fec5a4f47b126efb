"""A count as people see it: bars, numbers, and who is behind them."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards.ballots import answer_word
from bot.cards.card import bold, cut, folded, isolated, joined, plain, visible
from bot.cards.electorates import ROW, voters
from bot.cards.members import names
from bot.cards.reader import Reader
from bot.domain.ballots import abstains, read_choices
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Choice, Choices
from bot.domain.rules import Procedure
from storage.models import PROXY, Ballot, PollFacts

CELLS = 6  # of a bar; it stands first on its line, so that no font moves one against another
FULL, EMPTY = "\u2593", "\u2591"  # ▓ ░: of one block, as wide as each other wherever a font has them
REASON = 80  # characters of a reason beside its name
OPTION = 40  # characters of an option where there is no room


def bar(part: int, whole: int) -> str:
    """A share of the ballots: empty only for none, full only for all."""
    if not whole or not part:
        return EMPTY * CELLS
    filled = CELLS if part == whole else min(max(1, round(CELLS * part / whole)), CELLS - 1)
    return FULL * filled + EMPTY * (CELLS - filled)


def labels(facts: PollFacts, reader: Reader, *, whole: bool) -> dict[Choice, Markup]:
    """What can be chosen, by what it is kept as."""
    words = {choice: answer_word(choice, facts.poll.rule, reader) for choice in (FOR, AGAINST, ABSTAIN)}
    found = {FOR: words[FOR], AGAINST: words[AGAINST]}
    if facts.options:
        found = {
            each.number: Markup("{} {}").format(
                each.number, isolated(visible(each.text) if whole else cut(visible(each.text), OPTION))
            )
            for each in facts.options
        }
    return found if facts.poll.native and facts.options else found | {ABSTAIN: words[ABSTAIN]}


def tally(facts: PollFacts, reader: Reader, *, whole: bool, named: bool, reasons: bool) -> list[Markup]:
    """A row for each choice. Where the count is not told: what can be chosen, how many have voted, and who."""
    found = labels(facts, reader, whole=whole)
    if not facts.told:
        return [*(found.values() if facts.options else ()), *_untold(facts, reader, named=named)]
    ranked = facts.poll.rule == Procedure.RANKED
    cast = _cast(facts, reader, reasons=reasons) if named else []
    rows = [reader.t("First preferences:")] if ranked else []
    for choice, label in found.items():
        count = sum(_chooses(choices, choice, ranked=ranked) for choices in facts.choices)
        row = Markup("{} {} · {}").format(bar(count, len(facts.choices)), label, bold(count))
        rows.append(_row(row, [name for name, choices in cast if _chooses(choices, choice, ranked=ranked)], reader))
    return rows


def _chooses(choices: Choices, choice: Choice, *, ranked: bool) -> bool:
    """Whether a ballot counts for a choice; where options are in order, the first."""
    if choice == ABSTAIN:
        return abstains(choices)
    return choices[:1] == (choice,) if ranked else choice in choices


def _cast(facts: PollFacts, reader: Reader, *, reasons: bool) -> list[tuple[Markup, Choices]]:
    """Who has voted, and what; of a secret poll nobody can say."""
    if facts.poll.secret:
        return []
    named = voters(facts, reader)
    return [
        (ballot_of(named[ballot.elector_id], ballot, reader, reasons=reasons), read_choices(ballot.choices))
        for ballot in facts.ballots
    ]


def ballot_of(name: Markup, ballot: Ballot, reader: Reader, *, reasons: bool) -> Markup:
    """Whose ballot it is, by proxy or not, and perhaps why."""
    if ballot.rank == PROXY:
        name = reader.t("{name} (by proxy)", name=name)
    return Markup("{} ({})").format(name, cut(visible(ballot.reason), REASON)) if ballot.reason and reasons else name


def _row(row: Markup, listed: Sequence[Markup], reader: Reader) -> Markup:
    """A count with names behind it; a long row of them is folded below it."""
    if not listed:
        return row
    told = names(listed, reader)
    if len(plain(told)) > ROW:
        return joined([row, folded(told)], "\n")
    return reader.t("{row}: {names}", row=row, names=told)


def _untold(facts: PollFacts, reader: Reader, *, named: bool) -> list[Markup]:
    t = reader.t
    cast = len(facts.ballots)
    row = Markup("{} {}").format(
        bar(cast, len(facts.electors)),
        t("{have} of {of} voted", have=bold(cast), of=len(facts.electors)),
    )
    whose = voters(facts, reader)
    who = [ballot_of(whose[ballot.elector_id], ballot, reader, reasons=False) for ballot in facts.ballots]
    return [_row(row, who if named else [], reader), _kept(facts, reader)]


def _kept(facts: PollFacts, reader: Reader) -> Markup:
    """What becomes of what people chose."""
    t, over = reader.t, facts.poll.state == "closed"
    if facts.poll.secret:
        return t("Secret: not counted.") if over else t("Secret: the count comes at closing, who chose what never.")
    return t("Hidden: not counted.") if over else t("Hidden: the count and the names come at closing.")
