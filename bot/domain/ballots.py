"""Ballots as they are kept, and which of several that were cast for one delegation stands.

A ballot's canonical text is its choices: `-1` for, `-2` against, `0` an abstention, `2` an option, `1,3` options
approved of, in the order of the options, `2>1>3` options in order of preference; nothing at all for a ballot that
names no option. `read_choices(write_choices(choices, ranked=ranked)) == choices` for every ballot.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.rules import Procedure, Rule
from bot.domain.standing import ABSTAIN, AGAINST, FOR, Choice, Choices

SEVERAL = frozenset({Procedure.APPROVAL, Procedure.RANKED})  # whose ballots may name several options
_CANONICAL = re.compile(r"|0|-1|-2|[1-9][0-9]?(?:(?:,[1-9][0-9]?)*|(?:>[1-9][0-9]?)*)")
_SEPARATORS = re.compile(r"[,>]")


class Rank(IntEnum):
    """In whose name a ballot is cast: a higher one goes before a lower."""

    PROXY = 1
    DEPUTY = 2
    PRINCIPAL = 3


@dataclass(frozen=True, slots=True)
class Cast:
    """One act for a delegation: a ballot, or `choices` None to withdraw the ballot of that rank."""

    rank: Rank
    choices: Choices | None


def write_choices(choices: Choices, *, ranked: bool = False) -> str:
    """The canonical text. `ranked`: whether the order of the choices is one of preference."""
    return (">" if ranked else ",").join(map(str, choices))


def read_choices(text: str) -> Choices:
    """The choices of a canonical text. Raises ValueError for any other text, and for an option named twice."""
    if not _CANONICAL.fullmatch(text):
        raise ValueError("no ballot is written so")
    choices = tuple(map(int, _SEPARATORS.split(text))) if text else ()
    if len(set(choices)) < len(choices) or ("," in text and list(choices) != sorted(choices)):
        raise ValueError("no ballot is written so")
    return choices


def pressed(held: Choices, choice: Choice, *, ranked: bool) -> Choices:
    """The ballot after one more press where several options may be named: it only grows, and never twice by one option.

    `ranked`: what is pressed next is the next preference. Options and an abstention replace each other.
    """
    if choice == ABSTAIN or abstains(held):
        return (choice,)
    if choice in held:
        return held
    return (*held, choice) if ranked else tuple(sorted((*held, choice)))


def replaces(rank: Rank, standing: Rank | None) -> bool:
    """Whether a ballot of this rank takes the place of the one that stands, if any: never that of a higher rank."""
    return standing is None or rank >= standing


def that_stands(acts: Iterable[Cast]) -> Cast | None:
    """The ballot that stands after these acts for one delegation, in the order they were made; None if none does.

    Of equal ranks the later counts. A lower rank never replaces a higher one, but stands again once that is withdrawn.
    """
    latest = {act.rank: act for act in acts}
    return max((act for act in latest.values() if act.choices is not None), key=lambda act: act.rank, default=None)


def offered(choices: Choices, rule: Rule, options: int) -> bool:
    """Whether such a ballot can be cast. `options`: how many of its own the question has, 0 for none."""
    own = range(1, options + 1)
    if rule.name is Procedure.SILENCE:
        return choices == (AGAINST,)
    if not rule.needs_options:
        return len(choices) == 1 and (choices[0] == ABSTAIN or choices[0] in (own if options else (FOR, AGAINST)))
    if rule.name is Procedure.APPROVAL and list(choices) != sorted(choices):
        return False
    return abstains(choices) or (len(set(choices)) == len(choices) and all(choice in own for choice in choices))


def abstains(choices: Choices) -> bool:
    """Whether the ballot is an abstention: it says so, or names no option."""
    return choices in {(), (ABSTAIN,)}
