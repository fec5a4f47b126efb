"""A sense check: what people answer in Telegram's own poll, which shows how the group leans and decides nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.standing import ABSTAIN, AGAINST, FOR, Choice, Choices

QUIET = timedelta(days=7)
PLAIN: Choices = (FOR, AGAINST, ABSTAIN)  # what can be answered where there are no options of one's own


@dataclass(frozen=True, slots=True)
class Told:
    """When Telegram told of an answer: the number of the update, and the moment it was handled."""

    number: int
    at: datetime


def is_later(one: Told, other: Told) -> bool:
    """Whether one answer was given after another, in whatever order they came.

    Updates are numbered as things happen; only after a week in which nothing happens do the numbers begin anew.
    """
    return one.at > other.at if abs(one.at - other.at) >= QUIET else one.number > other.number


def read_answer(places: Iterable[int], options: int, *, several: bool) -> Choices | None:
    """The choices that Telegram's places of options mean (none: an answer taken back); None where they mean nothing.

    `options`: how many of its own the question has, 0 for none.
    """
    offered = tuple(range(1, options + 1)) or PLAIN
    chosen = sorted(set(places))
    if any(not 0 <= place < len(offered) for place in chosen) or len(chosen) > (len(offered) if several else 1):
        return None
    return tuple(offered[place] for place in chosen)


def most_chosen(answers: Iterable[Choices]) -> tuple[tuple[Choice, ...], int]:
    """What was chosen most, in the order it was offered, and how often; nothing where nobody answered."""
    counts = Counter(choice for answer in answers for choice in answer)
    most = max(counts.values(), default=0)
    leading = [choice for choice, count in counts.items() if count == most]
    return tuple(sorted(leading, key=lambda choice: PLAIN.index(choice) if choice in PLAIN else choice)), most
