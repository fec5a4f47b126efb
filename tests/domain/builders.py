"""Electorates and ballots in one line each."""

from bot.domain.ballots import read_choices
from bot.domain.procedures import (
    ABSTAIN,
    AGAINST,
    FOR,
    Choice,
    Choices,
    Elector,
    Electorate,
    Standing,
    count,
    read_quorum,
    read_rule,
)

LETTERS: dict[str, Choice] = {"F": FOR, "A": AGAINST, "X": ABSTAIN, **{str(number): number for number in range(1, 10)}}


def electorate(weights: list[int] | int) -> Electorate:
    """Electors 0, 1, ... of these weights, or so many of weight 1."""
    each = [1] * weights if isinstance(weights, int) else weights
    return Electorate(tuple(Elector(key, f"E{key}", weight) for key, weight in enumerate(each)))


def ballots(letters: str) -> dict[int, Choices]:
    """F for, A against, X abstains, a digit the option, "." nothing yet; the first letter is elector 0's.

    Or, with spaces between, each ballot as it is kept: `1,3 2>1 0 .`; R is an objection that is resolved.
    """
    if " " in letters:
        return {key: read_choices(text) for key, text in enumerate(letters.split()) if text != "."}
    letters = letters.replace("R", "A")
    return {key: (LETTERS[letter],) for key, letter in enumerate(letters) if letter != "."}


def standing(
    letters: str, rule: str, *, weights: list[int] | None = None, options: int = 0, quorum: str | None = None
) -> Standing:
    """Everyone of weight 1 unless weights are given."""
    n = len(letters.split()) if " " in letters else len(letters)
    return count(
        electorate(n if weights is None else weights),
        ballots(letters),
        read_rule(rule),
        options=options,
        quorum=read_quorum(quorum) if quorum else None,
        resolved={key for key, letter in enumerate(letters) if letter == "R"},
    )
