"""How ballots are kept, and which of those cast for a delegation stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import Cast, Rank, read_choices, replaces, that_stands, write_choices
from bot.domain.procedures import ABSTAIN, AGAINST, FOR

OPTIONS = st.lists(st.integers(1, 12), unique=True, max_size=12)
SINGLE = st.sampled_from([(FOR,), (AGAINST,), (ABSTAIN,)])
PRINCIPAL, DEPUTY, PROXY = Rank.PRINCIPAL, Rank.DEPUTY, Rank.PROXY


@given(SINGLE | OPTIONS.map(sorted).map(tuple))
def test_every_ballot_is_read_back_from_its_text(choices):
    assert read_choices(write_choices(choices)) == choices


@given(SINGLE | OPTIONS.map(tuple))
def test_every_order_of_preference_is_read_back_from_its_text(choices):
    assert read_choices(write_choices(choices, ranked=True)) == choices


@pytest.mark.parametrize(
    ("choices", "ranked", "text"),
    [
        pytest.param((FOR,), False, "-1", id="for"),
        pytest.param((AGAINST,), False, "-2", id="against"),
        pytest.param((ABSTAIN,), False, "0", id="abstain"),
        pytest.param((2,), False, "2", id="one option"),
        pytest.param((1, 3), False, "1,3", id="two options approved of"),
        pytest.param((2, 1, 3), True, "2>1>3", id="three options in order of preference"),
        pytest.param((2,), True, "2", id="one preference"),
        pytest.param((), True, "", id="a ballot that names no option"),
    ],
)
def test_how_a_ballot_is_written(choices, ranked, text):
    assert write_choices(choices, ranked=ranked) == text


@pytest.mark.parametrize(
    "text", ["3,1", "1,1", "2>2", "1>2,3", "0,1", "-1,2", "-3", "01", " 1", "1,", ">1", "100", "one", "١", "1\n"]
)
def test_no_ballot_is_written_so(text):
    with pytest.raises(ValueError, match="written so"):
        read_choices(text)


@given(st.text(alphabet="0123-,> ", max_size=9))
def test_whatever_is_read_was_written_so(text):
    try:
        choices = read_choices(text)
    except ValueError:
        return
    assert write_choices(choices, ranked=">" in text) == text


STANDS = [
    ([], None, "nothing was cast"),
    ([(PRINCIPAL, FOR)], FOR, "the principal's own ballot"),
    ([(PROXY, FOR), (PRINCIPAL, AGAINST)], AGAINST, "the principal's own overrides the proxy's"),
    ([(PRINCIPAL, AGAINST), (PROXY, FOR)], AGAINST, "a proxy never replaces the principal's own"),
    ([(PRINCIPAL, AGAINST), (DEPUTY, FOR)], AGAINST, "a deputy never replaces the principal's own"),
    ([(DEPUTY, AGAINST), (PROXY, FOR)], AGAINST, "a proxy never replaces a deputy's"),
    ([(DEPUTY, FOR), (DEPUTY, AGAINST)], AGAINST, "of equal ranks the later"),
    ([(PROXY, FOR), (PRINCIPAL, AGAINST), (PRINCIPAL, None)], FOR, "a higher one withdrawn lets the lower stand again"),
    ([(PRINCIPAL, AGAINST), (PROXY, FOR), (PRINCIPAL, None)], FOR, "a lower one cast meanwhile stands after that"),
    ([(DEPUTY, FOR), (DEPUTY, AGAINST), (DEPUTY, None)], None, "withdrawing brings no earlier ballot of its rank back"),
    ([(PRINCIPAL, FOR), (PROXY, AGAINST), (PROXY, None)], FOR, "withdrawing a lower one changes nothing"),
    ([(PRINCIPAL, FOR), (PRINCIPAL, None), (PRINCIPAL, AGAINST)], AGAINST, "after withdrawing one may vote again"),
]


@pytest.mark.parametrize(("acts", "stands"), [pytest.param(*row[:2], id=row[2]) for row in STANDS])
def test_the_ballot_that_stands(acts, stands):
    found = that_stands(Cast(rank, None if choice is None else (choice,)) for rank, choice in acts)
    assert (found and found.choices) == (None if stands is None else (stands,))


RANKED_ACTS = st.lists(st.builds(Cast, st.sampled_from(Rank), st.none() | SINGLE), max_size=8)


@given(RANKED_ACTS, st.builds(Cast, st.sampled_from(Rank), SINGLE))
def test_a_new_ballot_stands_unless_a_higher_one_does(acts, new):
    before = that_stands(acts)
    after = that_stands([*acts, new])
    assert after == (new if replaces(new.rank, before.rank if before else None) else before)


@given(RANKED_ACTS, st.sampled_from(Rank))
def test_a_ballot_cast_and_withdrawn_equals_none_of_that_rank(acts, rank):
    without = that_stands(act for act in acts if act.rank is not rank)
    assert that_stands([*acts, Cast(rank, (FOR,)), Cast(rank, None)]) == without
