"""A ballot of several options, press by press."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import offered, pressed
from bot.domain.procedures import ABSTAIN, Choices, read_rule

TABLE = [
    pytest.param((), 3, False, (3,), id="the first press"),
    pytest.param((3,), 1, False, (1, 3), id="approval is kept in the order of the options"),
    pytest.param((3,), 1, True, (3, 1), id="ranked is kept in the order of the presses"),
    pytest.param((1, 3), 3, False, (1, 3), id="an option twice is there once"),
    pytest.param((3, 1), 3, True, (3, 1), id="an option pressed again keeps its rank"),
    pytest.param((1, 3), ABSTAIN, False, (ABSTAIN,), id="an abstention takes the place of options"),
    pytest.param((ABSTAIN,), 2, True, (2,), id="an option takes the place of an abstention"),
    pytest.param((ABSTAIN,), ABSTAIN, False, (ABSTAIN,), id="an abstention twice"),
]


@pytest.mark.parametrize(("held", "choice", "ranked", "ballot"), TABLE)
def test_a_press(held: Choices, choice: int, ranked: bool, ballot: Choices) -> None:
    assert pressed(held, choice, ranked=ranked) == ballot


@given(st.lists(st.integers(0, 12), max_size=20), st.booleans())
def test_whatever_is_pressed_makes_a_ballot_that_can_be_cast(presses: list[int], ranked: bool) -> None:
    ballot: Choices = ()
    for choice in presses:
        ballot = pressed(ballot, choice, ranked=ranked)
        assert choice in ballot
        assert offered(ballot, read_rule("ranked" if ranked else "approval"), 12)
