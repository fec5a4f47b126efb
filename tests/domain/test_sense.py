"""What a sense check makes of answers, in whatever order they come."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.procedures import ABSTAIN, AGAINST, FOR
from bot.domain.sense import Told, is_later, most_chosen, read_answer

NOON = datetime(2026, 1, 17, 12, tzinfo=UTC)
DAYS = timedelta(days=1)


@pytest.mark.parametrize(
    ("places", "options", "several", "choices"),
    [
        pytest.param([0], 0, False, (FOR,), id="the first of the plain answers is For"),
        pytest.param([1], 0, False, (AGAINST,), id="the second is Against"),
        pytest.param([2], 0, False, (ABSTAIN,), id="the third abstains"),
        pytest.param([3], 0, False, None, id="there is no fourth"),
        pytest.param([], 0, False, (), id="none takes the answer back"),
        pytest.param([1], 3, False, (2,), id="options of one's own count from one"),
        pytest.param([3], 3, False, None, id="an option that is none"),
        pytest.param([-1], 3, False, None, id="a place before the first"),
        pytest.param([2, 0], 3, True, (1, 3), id="several, in the order of the options"),
        pytest.param([0, 1, 2], 3, True, (1, 2, 3), id="all of them"),
        pytest.param([1, 1], 3, True, (2,), id="one named twice is one"),
        pytest.param([0, 1], 3, False, None, id="several where one is asked for"),
    ],
)
def test_an_answer_is_read(places, options, several, choices) -> None:
    assert read_answer(places, options, several=several) == choices


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        pytest.param((7, 0), (6, 0), True, id="the higher number is later"),
        pytest.param((6, 1), (7, 0), False, id="also when it was handled before"),
        pytest.param((6, 0), (6, 0), False, id="the same is not later than itself"),
        pytest.param((2, 8), (9000, 0), True, id="after a quiet week the numbers begin anew"),
        pytest.param((9000, 0), (2, 8), False, id="and what was before that stays before"),
    ],
)
def test_which_came_later(one, other, later) -> None:
    assert is_later(*(Told(number, NOON + days * DAYS) for number, days in (one, other))) is later


@pytest.mark.parametrize(
    ("answers", "leading"),
    [
        pytest.param([], ((), 0), id="nobody has answered"),
        pytest.param([(FOR,), (AGAINST,), (FOR,)], ((FOR,), 2), id="one leads"),
        pytest.param([(ABSTAIN,), (FOR,)], ((FOR, ABSTAIN), 1), id="two lead, in the order they are offered"),
        pytest.param([(1, 3), (3,), (2, 3)], ((3,), 3), id="of several on an answer each counts"),
        pytest.param([(12,), (2,)], ((2, 12), 1), id="options in their order"),
    ],
)
def test_what_was_chosen_most(answers, leading) -> None:
    assert most_chosen(answers) == leading


@given(st.lists(st.integers(1, 10**9), unique=True, min_size=1), st.randoms(use_true_random=False))
def test_whatever_the_order_the_same_answer_is_the_last(numbers, random) -> None:
    told = [Told(number, NOON + timedelta(hours=random.randrange(24))) for number in numbers]
    random.shuffle(told)
    last = told[0]
    for each in told[1:]:
        last = each if is_later(each, last) else last
    assert last.number == max(numbers)
