"""Which reports of the same thing confirm each other: those that come from somewhere else."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.likeness import fold, normalise_link


@dataclass(frozen=True, slots=True)
class Word:
    """What one report rests on: its source (a link, or words; empty for none), and whoever logged it.

    `voice` is the delegation the reporter speaks for, or the person where there is none.
    """

    source: str
    voice: str


def confirming(first: Word, others: Sequence[Word]) -> list[int]:
    """The places in `others` of those that rest on something else than `first` and than every one before them."""
    known, found = [first], list[int]()
    for place, word in enumerate(others):
        if all(_independent(word, other) for other in known):
            known.append(word)
            found.append(place)
    return found


def _independent(one: Word, other: Word) -> bool:
    """Sources decide where both have one; else two voices are two."""
    mine, theirs = _source(one.source), _source(other.source)
    return mine != theirs if mine and theirs else one.voice != other.voice


def _source(source: str) -> str:
    return normalise_link(source) if "://" in source else fold(source)
