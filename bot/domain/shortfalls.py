"""What each unmet condition lacks: the least that would meet it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from bot.domain.arithmetic import Conditions, Division, conditions, in_the_way
from bot.domain.rules import Rule
from bot.domain.standing import Condition, ConditionKind, Shortfall, Side

_BY_BALLOTS = {ConditionKind.QUORUM_HEADS, ConditionKind.ALL_ANSWERED}
_BY_WEIGHT = {ConditionKind.WEIGHT_65, ConditionKind.SHARE_OF_WEIGHT}


@dataclass(frozen=True, slots=True)
class Reserves:
    """Weights of those who could still move; 0 each where weights play no part."""

    not_cast: list[int]
    abstaining: list[int]
    against: list[int]


def shortfalls(rule: Rule, division: Division, found: Conditions, reserves: Reserves) -> tuple[Shortfall, ...]:
    """One for each condition in the way, in the order of the conditions; that somebody has to be FOR, unless another says so."""
    lacking = [_shortfall(rule, division, condition, reserves) for condition in in_the_way(found)]
    first = ConditionKind.AT_LEAST_ONE_FOR
    said = any(each.more_for for each in lacking if each.kind is not first)
    return tuple(each for each in lacking if not (said and each.kind is first))


def _shortfall(rule: Rule, division: Division, condition: Condition, reserves: Reserves) -> Shortfall:
    lacking = condition.need - condition.have
    if condition.kind in _BY_BALLOTS:
        return Shortfall(condition.kind, more_cast=lacking)
    if condition.kind is ConditionKind.QUORUM_WEIGHT:
        fewest = bisect_left(_heaviest_first(reserves.not_cast), lacking)
        return Shortfall(condition.kind, more_cast=fewest, weight=lacking)
    if condition.kind is ConditionKind.LAST_ROUND:
        return Shortfall(condition.kind)
    if condition.kind is ConditionKind.SOLE_LEAD:
        # One ballot decides a tie, and the first ballot leads; with all in favour of something, one must change.
        free = bool(reserves.not_cast or reserves.abstaining)
        return Shortfall(condition.kind, more_for=int(free), against_to_change=int(not free))
    more, change = _fewest_moves(rule, division, condition.kind, reserves)
    weight = lacking if condition.kind in _BY_WEIGHT else 0
    return Shortfall(condition.kind, more_for=more, against_to_change=change, weight=weight)


def _fewest_moves(rule: Rule, division: Division, kind: ConditionKind, reserves: Reserves) -> tuple[int, int]:
    """(more FOR, AGAINST to change): first as few changes as possible, then as few further ballots."""
    free = _heaviest_first(reserves.not_cast + reserves.abstaining)
    against = _heaviest_first(reserves.against)

    def met(more: int, change: int) -> bool:
        moved = _moved(division, Side(more, free[more]), Side(change, against[change]))
        return any(condition.met for condition in conditions(rule, moved) if condition.kind is kind)

    change = _first(len(against), lambda number: met(len(free) - 1, number))
    return _first(len(free), lambda number: met(number, change)), change


def _moved(division: Division, more: Side, change: Side) -> Division:
    left = Side(division.against.heads - change.heads, division.against.weight - change.weight)
    return Division(division.everyone, division.blocking, division.for_ + more + change, left, division.abstain)


def _first(count: int, passes: Callable[[int], bool]) -> int:
    """The first of 0..count-1 that passes, given that whatever follows it passes too; the last if none does."""
    return min(bisect_left(range(count), True, key=passes), count - 1)


def _heaviest_first(weights: Iterable[int]) -> list[int]:
    """At index i the weight of the i heaviest together."""
    return list(accumulate(sorted(weights, reverse=True), initial=0))
