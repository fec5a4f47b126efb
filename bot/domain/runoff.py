"""Instant run-off: the option with fewest ballots leaves, its ballots go to their next preference, until one has more
than half of the ballots still counting.

A ballot lists options in order of preference, not necessarily all. Ballots are given as ranking -> how many; rankings
of no options are no ballots here. A ballot whose options have all left is exhausted and counts no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.standing import Choices, Round

Rankings = Mapping[Choices, int]
Remaining = frozenset[int]


@dataclass(frozen=True, slots=True)
class RunOff:
    """`winners`: the one option that wins, those it is tied between, or none if nobody ranked an option.

    `rounds` tell the count as far as chance has no part in it: see Round.
    """

    winners: tuple[int, ...]
    rounds: tuple[Round, ...]


def run_off(rankings: Rankings, options: int) -> RunOff:
    """The count of options 1..options. Where several are last, each elimination is followed."""
    if not any(rankings):
        return RunOff((), ())
    count = _Count(rankings, options)
    return RunOff(tuple(sorted(count.winners(count.everything))), tuple(count.rounds()))


def holds(rankings: Rankings, options: int, winner: int, absent: int) -> bool:
    """Whether `winner` wins however so many further ballots are cast; False may also mean that it is not known.

    It does if it is last in no set of options that could be left, whatever the further ballots say in each set. They
    may contradict themselves from one set to the next, so more is ruled out here than could happen, never less.
    """
    count = _Count(rankings, options)
    waiting, seen = [count.everything], {count.everything}
    while waiting:
        remaining = waiting.pop()
        ballots = count.ballots(remaining)
        if 2 * ballots[winner] > sum(ballots.values()) + absent:
            continue  # more than half of all that could count: nobody can catch up, now or later
        for option in _possibly_last(ballots, absent):
            if option == winner:
                return False
            if (left := remaining - {option}) not in seen:
                seen.add(left)
                waiting.append(left)
    return True


def condorcet_winner(rankings: Rankings, options: int) -> int | None:
    """The option that more ballots prefer to each other option than the reverse, if there is one.

    Options that a ballot leaves out come after all those it names, none before another.
    """
    beats = [[0] * (options + 1) for _ in range(options + 1)]
    for ranking, number in rankings.items():
        worse = set(range(1, options + 1))
        for choice in ranking:
            worse.discard(choice)
            for other in worse:
                beats[choice][other] += number
    candidates = range(1, options + 1) if any(rankings) else ()
    for option in candidates:
        if all(beats[option][other] > beats[other][option] for other in candidates if other != option):
            return option
    return None


class _Count:
    def __init__(self, rankings: Rankings, options: int) -> None:
        self.rankings = [(ranking, number) for ranking, number in rankings.items() if ranking]
        self.total = sum(number for _, number in self.rankings)
        self.everything: Remaining = frozenset(range(1, options + 1))
        self._winners: dict[Remaining, frozenset[int]] = {}

    def ballots(self, remaining: Remaining) -> dict[int, int]:
        """How many ballots each remaining option has, in the order of the options."""
        found = dict.fromkeys(sorted(remaining), 0)
        for ranking, number in self.rankings:
            for choice in ranking:
                if choice in remaining:
                    found[choice] += number
                    break
        return found

    def winners(self, remaining: Remaining) -> frozenset[int]:
        """Every option that some order of eliminations makes the winner. Some ballot still counts."""
        if remaining not in self._winners:
            ballots = self.ballots(remaining)
            ahead = frozenset(option for option in ballots if 2 * ballots[option] > sum(ballots.values()))
            self._winners[remaining] = ahead or frozenset().union(
                *(self.winners(remaining - leaving) for leaving in _leaving(ballots))
            )
        return self._winners[remaining]

    def rounds(self) -> list[Round]:
        found, remaining = [], self.everything
        while True:
            ballots = self.ballots(remaining)
            counting = sum(ballots.values())
            over = 2 * max(ballots.values()) > counting
            leaving = frozenset() if over else self._agreed(remaining, _leaving(ballots))
            found.append(Round(tuple(ballots.items()), self.total - counting, tuple(sorted(leaving))))
            if not leaving:
                return found
            remaining -= leaving

    def _agreed(self, remaining: Remaining, ways: list[Remaining]) -> Remaining:
        """One of the eliminations if all end alike, the one listed last; nobody if they do not."""
        ends = {self.winners(remaining - leaving) for leaving in ways}
        return ways[-1] if len(ends) == 1 else frozenset()


def _leaving(ballots: dict[int, int]) -> list[Remaining]:
    """The ways in which a round can end. Options without a ballot leave together: no other count depends on them."""
    fewest = min(ballots.values())
    last = [option for option, number in ballots.items() if number == fewest]
    return [frozenset({option}) for option in last] if fewest else [frozenset(last)]


def _possibly_last(ballots: dict[int, int], absent: int) -> list[int]:
    """Who could be last, perhaps with others, once so many further ballots raise the others."""
    numbers = ballots.values()
    return [
        option
        for option, number in ballots.items()
        if sum(number - other for other in numbers if other < number) <= absent
    ]
