"""Qualified and reinforced majorities against the figures of the treaties and of all coalitions of the EU-27."""

from collections import Counter

import pytest

from bot.domain.arithmetic import Division, blocking_number, conditions, in_the_way
from bot.domain.procedures import Condition, ConditionKind, Elector, Electorate, Side, Verdict, count, read_rule
from bot.domain.weights import EU27
from tests.domain.builders import ballots, electorate

CODES = list(EU27.weights)
COUNCIL = Electorate(tuple(Elector(key, code, EU27.weights[code]) for key, code in enumerate(CODES)))


def fewest_for(rule: str, n: int) -> int:
    """The fewest of n equals who carry a text, and that any more do too."""
    body = electorate(n)
    carried = [
        heads
        for heads in range(n + 1)
        if count(body, ballots("F" * heads), read_rule(rule)).verdict_if_closed is Verdict.ADOPTED
    ]
    assert carried == list(range(carried[0], n + 1))
    return carried[0]


def council(rule: str, against: set[str], abstain: frozenset[str] = frozenset()):
    letters = "".join("A" if code in against else "X" if code in abstain else "F" for code in CODES)
    return count(COUNCIL, ballots(letters), read_rule(rule))


@pytest.mark.parametrize(("n", "needed"), list(enumerate([1, 2, 2, 3, 3, 4, 4, 5], start=1)))
def test_equal_weights_need_a_qualified_majority_of(n, needed):
    assert fewest_for("qualified", n) == needed


@pytest.mark.parametrize(
    ("rule", "n", "needed"),
    [("qualified", 27, 15), ("qualified", 35, 20), ("reinforced", 27, 20), ("reinforced", 35, 26)],
)
def test_heads_needed(rule, n, needed):
    found = count(electorate(n), ballots("F"), read_rule(rule))
    heads = next(c for c in found.conditions if c.kind in {ConditionKind.HEADS_55, ConditionKind.HEADS_72})
    assert (heads.have, heads.need, heads.of, heads.met) == (1, needed, n, False)


@pytest.mark.parametrize(("n", "needed"), [(27, 20), (35, 26)])
def test_equal_weights_need_a_reinforced_majority_of(n, needed):
    assert fewest_for("reinforced", n) == needed


def test_everyone_but_the_three_largest_carries_a_text_with_53_percent():
    found = council("qualified", {"DE", "FR", "IT"})
    assert (found.for_, found.everyone, found.verdict_if_closed) == (Side(24, 5312), Side(27, 10001), Verdict.ADOPTED)
    assert found.conditions == (
        Condition(ConditionKind.HEADS_55, have=24, need=15, of=27, met=True),
        Condition(ConditionKind.WEIGHT_65, have=5312, need=6501, of=10001, met=False),
        Condition(ConditionKind.BLOCKING_MINORITY, have=3, need=4, of=27, met=True),
    )
    assert found.missing == ()
    assert council("reinforced", {"DE", "FR", "IT"}).verdict_if_closed is Verdict.REJECTED


@pytest.mark.parametrize("fourth", sorted(set(CODES) - {"DE", "FR", "IT"}))
def test_any_fourth_opponent_blocks(fourth):
    assert council("qualified", {"DE", "FR", "IT", fourth}).verdict_if_closed is Verdict.REJECTED
    assert council("qualified", {"DE", "FR", "IT"}, frozenset({fourth})).verdict_if_closed is Verdict.REJECTED


def test_a_blocking_minority_of_the_union_has_at_least_four_members():
    assert blocking_number(list(EU27.weights.values())) + 1 == 4


@pytest.mark.parametrize(
    ("weights", "number"),
    [
        ([1], 1),
        ([1, 1], 1),
        ([1, 1, 1], 2),
        ([35, 65], 1),
        ([35, 33, 32], 2),
        ([36, 32, 32], 1),
        ([1] * 20, 8),
        ([], 0),
    ],
)
def test_the_fewest_who_exceed_35_percent(weights, number):
    assert blocking_number(weights) == number


def coalitions() -> Counter[Side]:
    """How many of the 2^27 coalitions have so many heads and so much weight."""
    found = Counter({(0, 0): 1})
    for weight in EU27.weights.values():
        joined = Counter({(heads + 1, total + weight): number for (heads, total), number in found.items()})
        found.update(joined)
    return Counter({Side(*point): number for point, number in found.items()})


def test_of_all_coalitions_so_many_win():
    everyone, blocking = Side(27, 10001), blocking_number(list(EU27.weights.values()))
    won: Counter[str] = Counter()
    rules = [read_rule("qualified"), read_rule("reinforced")]
    for pro, number in coalitions().items():
        against = Side(27 - pro.heads, 10001 - pro.weight)
        for rule in rules:
            found = conditions(rule, Division(everyone, blocking, pro, against, Side()))
            adopted = not in_the_way(found)
            won[rule.key] += number * adopted
            by_the_floor = adopted and any(c.kind is ConditionKind.WEIGHT_65 and not c.met for c in found)
            won[f"{rule}, thanks to the floor"] += number * by_the_floor
    assert won == {
        "qualified": 17_729_938,
        "qualified, thanks to the floor": 20,
        "reinforced": 1_045_769,
        "reinforced, thanks to the floor": 0,
    }
