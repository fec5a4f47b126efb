"""What is missing, row by row; that it is enough and no less would be is among the laws."""

import pytest

from bot.domain.procedures import ConditionKind, Shortfall
from tests.domain.builders import standing

K = ConditionKind

ROWS = [
    ("majority", "FAA..", Shortfall(K.MORE_FOR_THAN_AGAINST, more_for=2), "those who have not voted"),
    ("majority", "FAAX.", Shortfall(K.MORE_FOR_THAN_AGAINST, more_for=2), "those who abstain can come round too"),
    ("majority", "FAA", Shortfall(K.MORE_FOR_THAN_AGAINST, against_to_change=1), "all have voted: one must change"),
    ("majority", "FAAA.", Shortfall(K.MORE_FOR_THAN_AGAINST, 1, 1), "one more is not enough: one must change besides"),
    ("absolute", "FF...", Shortfall(K.SHARE_OF_ALL, more_for=1), "half of everyone"),
    ("two-thirds", "FA....", Shortfall(K.SHARE_OF_CAST, more_for=1), "the share of a growing number"),
    ("100% of cast", "FFA..", Shortfall(K.SHARE_OF_CAST, against_to_change=1), "no ballot makes up for one against"),
    ("more than 1/2 of cast", "....", Shortfall(K.SHARE_OF_CAST, more_for=1), "that somebody is for, said once"),
    ("more than 1/2 of cast", "AA..", Shortfall(K.SHARE_OF_CAST, 1, 1), "that somebody is for, once more"),
    ("consensus", "FFAA.", Shortfall(K.NO_AGAINST, against_to_change=2), "all against must change"),
    ("consensus", "XX", Shortfall(K.AT_LEAST_ONE_FOR, more_for=1), "somebody must be for"),
    ("consent", "FA..", Shortfall(K.NO_OBJECTION, against_to_change=1), "the objection must be resolved or change"),
    ("consent", "FRAA", Shortfall(K.NO_OBJECTION, against_to_change=2), "those open, not the one resolved"),
    ("consent", "XR.", Shortfall(K.AT_LEAST_ONE_CONSENT, more_for=1), "somebody must consent"),
    ("silence", "A.A", Shortfall(K.SILENCE_KEPT, against_to_change=2), "what is broken is broken by two"),
    ("unanimity", "FX..", Shortfall(K.ALL_ANSWERED, more_cast=2), "all must answer"),
]


@pytest.mark.parametrize(
    ("rule", "letters", "expected"), [pytest.param(*row[:3], id=f"{row[0]}: {row[3]}") for row in ROWS]
)
def test_what_is_missing(rule, letters, expected):
    assert standing(letters, rule).missing == (expected,)


def test_by_weight_the_heaviest_come_first():
    found = standing("F....", "60% of weight", weights=[10, 5, 35, 20, 30])
    assert found.missing == (Shortfall(K.SHARE_OF_WEIGHT, more_for=2, weight=50),)


def test_a_double_majority_lacks_the_weight_or_that_nobody_can_block():
    found = standing("FFFA.", "qualified", weights=[20, 20, 12, 36, 12])
    assert found.missing == (
        Shortfall(K.WEIGHT_65, against_to_change=1, weight=13),
        Shortfall(K.BLOCKING_MINORITY, more_for=1),
    )


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        pytest.param("1122.", Shortfall(K.SOLE_LEAD, more_for=1), id="one more ballot breaks the tie"),
        pytest.param("1122", Shortfall(K.SOLE_LEAD, against_to_change=1), id="all have voted: one must change"),
        pytest.param("....", Shortfall(K.SOLE_LEAD, more_for=1), id="the first ballot leads"),
    ],
)
def test_a_lead_that_is_missing(letters, expected):
    assert standing(letters, "plurality", options=3).missing == (expected,)


@pytest.mark.parametrize(
    ("rule", "letters", "expected"),
    [
        pytest.param("approval", "1,2 1,2 .", Shortfall(K.SOLE_LEAD, more_for=1), id="one more approval"),
        pytest.param("approval", "1,2 1,2 2 1", Shortfall(K.SOLE_LEAD, against_to_change=1), id="one must change"),
        pytest.param("approval", ". . .", Shortfall(K.SOLE_LEAD, more_for=1), id="the first approval leads"),
        pytest.param("ranked", "1 2 .", Shortfall(K.LAST_ROUND), id="more than half in the last round"),
        pytest.param("ranked", ". . .", Shortfall(K.LAST_ROUND), id="a ranking at all"),
    ],
)
def test_an_option_that_is_missing(rule, letters, expected):
    assert standing(letters, rule, options=3).missing == (expected,)


def test_nothing_is_missing_while_it_is_silent():
    assert standing("...", "silence").missing == ()


def test_a_quorum_missed_by_heads_and_by_weight():
    assert standing("F....", "majority", quorum="60%").missing == (Shortfall(K.QUORUM_HEADS, more_cast=2),)
    found = standing("F...", "majority", weights=[10, 30, 20, 40], quorum="60% of weight")
    assert found.missing == (Shortfall(K.QUORUM_WEIGHT, more_cast=2, weight=50),)


def test_the_quorum_comes_first():
    found = standing("A....", "majority", quorum="60%")
    assert [lack.kind for lack in found.missing] == [K.QUORUM_HEADS, K.MORE_FOR_THAN_AGAINST]
