"""Instant run-off: its rounds, ties followed, the Condorcet winner, and when a result is certain."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.procedures import Outcome, Round, Side, Verdict, count, read_rule
from bot.domain.runoff import condorcet_winner, holds, run_off
from tests.domain.builders import electorate, standing

RANKED = read_rule("ranked")


def ranked(text: str, options: int = 3):
    return standing(text, "ranked", options=options)


def test_a_run_off_is_told_round_by_round():
    found = ranked("1 1 1 1 2 2 2>1 3>2 3>2 3 4>3 0 .", options=4)
    assert found.rounds == (
        Round(((1, 4), (2, 3), (3, 3), (4, 1)), exhausted=0, eliminated=(4,)),
        Round(((1, 4), (2, 3), (3, 4)), exhausted=0, eliminated=(2,)),
        Round(((1, 5), (3, 4)), exhausted=2, eliminated=()),
    )
    assert found.outcome == Outcome(Verdict.ADOPTED, winner=1)
    assert (found.for_, found.against, found.abstain, found.not_cast) == (Side(5), Side(6), Side(1), Side(1))
    assert (found.tally, found.leading) == ((Side(4), Side(3), Side(3), Side(1)), (1,))


def test_the_winner_of_a_run_off_need_not_have_led_at_first():
    found = ranked("1 1 1 1 2 2 2 3>2 3>2")
    assert (found.tally[0], found.winner, found.for_) == (Side(4), 2, Side(5))


def test_options_without_a_ballot_leave_together():
    found = ranked("1 1 2 2 3>1", options=6)
    assert [each.eliminated for each in found.rounds] == [(4, 5, 6), (3,), ()]
    assert found.winner == 1


def test_of_several_last_the_one_listed_last_is_told_where_it_makes_no_difference():
    found = ranked("1 1 1 2 3 4>1", options=4)
    assert found.rounds[0].eliminated == (4,)
    assert found.winner == 1


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        pytest.param("1 2", (1, 2), id="two with one ballot each"),
        pytest.param("1>2 2>3 3>1", (1, 2, 3), id="a circle of three"),
        pytest.param("1 1 1 2>3 2>3 3>2 3>2", (2, 3), id="whichever of the last two stays beats the leader"),
        pytest.param("1 1 1 2 2 2 3>1 3>2", (1, 2), id="the last ballots are shared out evenly"),
    ],
)
def test_a_tie_lies_between_those_who_could_win(text, tied):
    found = ranked(text)
    assert found.outcome == Outcome(Verdict.TIED, tied=tied)
    assert (found.rounds[-1].eliminated, found.for_, found.leading) == ((), Side(0), tied)


def test_the_one_who_beats_each_other_may_be_eliminated_first():
    found = ranked("1>3 1>3 1>3 1>3 2>3 2>3 2>3 3>2 3>2")
    assert (found.winner, found.condorcet) == (2, 3)


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        pytest.param("1>2>3 2>3>1 3>1>2", None, id="in a circle nobody beats everybody"),
        pytest.param("1 2", None, id="a duel can be even"),
        pytest.param("2 2 1>2", 2, id="whom a ballot leaves out comes after those it names"),
        pytest.param(". .", None, id="nobody voted"),
        pytest.param("0 .", None, id="nobody ranked an option"),
    ],
)
def test_condorcet(text, winner):
    assert ranked(text).condorcet == winner


def test_further_first_preferences_can_lose_a_run_off():
    """Why it has no law of monotony: without those who come over to the first, the second leaves before the third."""
    before = ["1>2>3"] * 6 + ["2>3>1"] * 6 + ["3>1>2"] * 5
    after = ["1>2>3"] * 8 + ["2>3>1"] * 4 + ["3>1>2"] * 5
    assert (ranked(" ".join(before)).winner, ranked(" ".join(after)).winner) == (1, 3)


RANKINGS = st.permutations(range(1, 6)).flatmap(lambda order: st.integers(0, 5).map(lambda cut: tuple(order[:cut])))
PROFILES = st.dictionaries(RANKINGS, st.integers(1, 4), max_size=7)


@given(PROFILES)
def test_more_than_half_of_first_preferences_wins_at_once(profile):
    voted = sum(number for ranking, number in profile.items() if ranking)
    for option in range(1, 6):
        first = sum(number for ranking, number in profile.items() if ranking[:1] == (option,))
        if 2 * first > voted:
            found = run_off(profile, 5)
            assert (found.winners, len(found.rounds)) == ((option,), 1)
            assert condorcet_winner(profile, 5) == option


@given(PROFILES)
def test_rounds_account_for_every_ballot_and_end_with_the_winner(profile):
    found, voted = run_off(profile, 5), sum(number for ranking, number in profile.items() if ranking)
    left = set(range(1, 6))
    for number, each in enumerate(found.rounds, start=1):
        assert set(dict(each.ballots)) == left
        assert sum(dict(each.ballots).values()) + each.exhausted == voted
        assert bool(each.eliminated) == (number < len(found.rounds))
        assert not left.intersection(found.winners) <= set(each.eliminated)
        left -= set(each.eliminated)
    if len(found.winners) == 1:
        ballots = dict(found.rounds[-1].ballots)
        assert 2 * ballots[found.winners[0]] > sum(ballots.values())


@given(PROFILES)
def test_as_many_for_a_second_candidate_of_the_same_ballots_ties(profile):
    """Every ballot once as it is and once with options 1 and 2 exchanged: neither of the two can win alone."""
    other = {1: 2, 2: 1}
    doubled: dict[tuple[int, ...], int] = {}
    for ranking, number in profile.items():
        for each in (ranking, tuple(other.get(option, option) for option in ranking)):
            doubled[each] = doubled.get(each, 0) + number
    found = run_off(doubled, 5).winners
    assert (1 in found) == (2 in found)


@given(PROFILES, st.integers(0, 4))
def test_once_it_holds_it_holds_for_fewer_absent(profile, absent):
    found = run_off(profile, 5)
    if len(found.winners) == 1 and holds(profile, 5, found.winners[0], absent + 1):
        assert holds(profile, 5, found.winners[0], absent)


def test_a_winner_far_ahead_after_transfers_is_certain():
    """Not only more than half of first preferences: here four of ten, with the rest split and their second ones his."""
    text = "1 1 1 1 2>1 2>1 3>1 3>1 4>1 ."
    found = ranked(text, options=4)
    assert (found.winner, found.certain) == (1, True)


LARGE = [
    ("all alike", lambda dice: tuple(range(1, 13))),
    ("all orders", lambda dice: tuple(dice.sample(range(1, 13), 12))),
    ("partial", lambda dice: tuple(dice.sample(range(1, 13), dice.randint(0, 4)))),
    ("two camps", lambda dice: dice.choice([(1, 3, 5, 7), (2, 4, 6, 8)])),
    ("a circle", lambda dice: tuple((start + step) % 12 + 1 for start in [dice.randrange(12)] for step in range(12))),
]


@pytest.mark.parametrize(
    ("ballot", "absent"),
    [pytest.param(make, k, id=f"{name}, {k} absent") for name, make in LARGE for k in (0, 1, 5, 20)],
)
def test_thirty_five_delegations_and_twelve_options_are_counted_at_once(ballot, absent):
    dice = random.Random(7)
    cast = {key: ballot(dice) for key in range(35 - absent)}
    body = electorate(35)
    started = time.process_time()
    count(body, cast, RANKED, options=12)
    assert time.process_time() - started < 1


def test_twelve_equal_options_are_followed_every_way():
    """The most sets there can be: a full circle, each option last as often as any other in each of them."""
    cast = {key: tuple((key + step) % 12 + 1 for step in range(12)) for key in range(24)}
    started = time.process_time()
    assert count(electorate(35), cast, RANKED, options=12).tied == tuple(range(1, 13))
    assert time.process_time() - started < 1
