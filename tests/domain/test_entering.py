"""A result that is certain whoever enters: members whom nobody knew when a poll opened become electors by voting."""

import random

import pytest

from bot.domain.procedures import certain_whoever_enters, read_quorum, read_rule
from tests.domain import oracle
from tests.domain.builders import ballots, electorate
from tests.domain.test_agreement import READ_QUORUMS, RULES, SEVERAL, cast_as, question


@pytest.mark.parametrize(
    ("rule", "letters", "quorum", "unknown", "expected"),
    [
        pytest.param("majority", "FF.", None, 0, True, id="nobody unknown: as it stands"),
        pytest.param("majority", "FF.", None, 1, False, id="two of three For, one unknown: two Against would tie"),
        pytest.param("majority", "FFF.", None, 1, True, id="three of four For, one unknown"),
        pytest.param("majority", "FFF", None, 2, True, id="three For, two unknown"),
        pytest.param("majority", "FFF", None, 3, False, id="three For, three unknown"),
        pytest.param("absolute", "FFA", None, 0, True, id="more than half of those there are"),
        pytest.param("absolute", "FFA", None, 1, False, id="who enters raises what half is"),
        pytest.param("unanimity", "FFF", None, 1, False, id="who enters may be against"),
        pytest.param("unanimity", "FFA", None, 9, True, id="one against is enough"),
        pytest.param("consensus", "FFF", None, 1, False, id="nor is consensus certain"),
        pytest.param("majority", "FF.", "100%", 0, False, id="the quorum is missed so far"),
        pytest.param("majority", "FF..", "3", 9, False, id="who enters may make the quorum"),
        pytest.param("majority", "FFF.", None, 101, False, id="too many unknown to say"),
        pytest.param("majority", "F" * 150, None, 100, True, id="a large majority of those known"),
    ],
)
def test_certain_whoever_enters(rule: str, letters: str, quorum: str | None, unknown: int, expected: bool) -> None:
    found = certain_whoever_enters(
        electorate(len(letters)), ballots(letters), read_rule(rule),
        quorum=read_quorum(quorum) if quorum else None, unknown=unknown,
    )  # fmt: skip
    assert found is expected


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in SEVERAL])
def test_it_agrees_with_trying_everybody_who_may_enter(rule: str) -> None:
    """However many enter, and whatever they and those who have not voted choose, the outcome stays as it is."""
    dice, seen = random.Random(f"entering {rule}"), set()
    for _ in range(250):
        weights, cast, options, quorum = question(dice, rule, 4)
        unknown = dice.randint(0, 2)
        found = certain_whoever_enters(
            electorate(weights),
            {key: cast_as(ballot) for key, ballot in enumerate(cast) if ballot is not None},
            read_rule(rule),
            options=options,
            quorum=READ_QUORUMS[quorum] if quorum else None,
            resolved={key for key, ballot in enumerate(cast) if ballot == oracle.RESOLVED},
            unknown=unknown,
        )
        grown = [
            ([*weights, *[1] * more], [*cast, *[None] * more], rule, options, quorum) for more in range(unknown + 1)
        ]
        truly = all(oracle.settled(*each) for each in grown) and len({oracle.outcome(*each) for each in grown}) == 1
        assert found == truly, (weights, cast, options, quorum, unknown)
        seen.add(found)
    assert seen == {True, False} or rule == "silence"
