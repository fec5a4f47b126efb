"""What each procedure decides, row by row."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.procedures import (
    AGAINST,
    FOR,
    Outcome,
    Side,
    Verdict,
    decide,
    read_rule,
)
from bot.domain.rules import Procedure
from tests.domain.builders import standing

ADOPTED, REJECTED, TIED, NO_QUORUM = Verdict.ADOPTED, Verdict.REJECTED, Verdict.TIED, Verdict.NO_QUORUM

CHOOSING = {"approval", "ranked"}
# (ballots, verdict, the sentence): F for, A against, X abstains, "." has not voted.
TABLES: dict[str, list[tuple[str, Verdict, str]]] = {
    "plurality": [
        ("FFA", ADOPTED, "more for than against adopts"),
        ("FAA", REJECTED, "more against than for rejects"),
        ("FAX", TIED, "as many for as against ties"),
        ("F...", ADOPTED, "who has not voted is not counted"),
        ("XX", REJECTED, "abstentions alone adopt nothing"),
        ("...", REJECTED, "nobody voted"),
    ],
    "majority": [
        ("FFA", ADOPTED, "more for than against adopts"),
        ("FA", REJECTED, "as many for as against is not more"),
        ("FAA", REJECTED, "more against than for rejects"),
        ("FXXXX", ADOPTED, "abstentions are not counted"),
        ("F....", ADOPTED, "who has not voted is not counted"),
        ("XXX", REJECTED, "abstentions alone adopt nothing"),
        ("...", REJECTED, "nobody voted"),
    ],
    "absolute": [
        ("FFFAA", ADOPTED, "more than half of everyone adopts"),
        ("FFAA", REJECTED, "exactly half of everyone is not more than half"),
        ("FFXXX", REJECTED, "abstentions count as against"),
        ("FF...", REJECTED, "who has not voted counts as against"),
        ("FFF..", ADOPTED, "more than half suffices before all have voted"),
        ("F", ADOPTED, "one of one is more than half"),
        ("....", REJECTED, "nobody voted"),
    ],
    "two-thirds": [
        ("FFA", ADOPTED, "exactly two thirds of those cast adopts"),
        ("FFFAA", REJECTED, "three of five are less than two thirds"),
        ("FFAXXX", ADOPTED, "abstentions are not counted"),
        ("FFA...", ADOPTED, "who has not voted is not counted"),
        ("XX", REJECTED, "two thirds of nothing adopt nothing"),
        ("...", REJECTED, "nobody voted"),
    ],
    "unanimity": [
        ("FFF", ADOPTED, "everyone for adopts"),
        ("FXX", ADOPTED, "abstentions do not block"),
        ("FFA", REJECTED, "one against blocks"),
        ("FF.", REJECTED, "one who has not voted blocks"),
        ("XXX", REJECTED, "somebody must be for"),
        ("...", REJECTED, "nobody voted"),
    ],
    "consensus": [
        ("FFF", ADOPTED, "everyone for adopts"),
        ("F..", ADOPTED, "who has not voted does not block"),
        ("FXX", ADOPTED, "abstentions do not block"),
        ("FFA", REJECTED, "one against blocks"),
        ("XX.", REJECTED, "somebody must be for"),
        ("...", REJECTED, "nobody voted"),
    ],
    "qualified": [
        ("F", ADOPTED, "one of one"),
        (".", REJECTED, "none of one"),
        ("FFA", ADOPTED, "two of three have no blocking minority"),
        ("FAA", REJECTED, "one of three is under 55 %"),
        ("FFFAA", ADOPTED, "three of five have 60 % of heads, and two do not block"),
        ("FFFAAA", REJECTED, "three of six are under 55 %"),
        ("FFFXX", ADOPTED, "abstentions oppose, but two of five do not block"),
        ("FFXXX", REJECTED, "abstentions count as against"),
        ("FF...", REJECTED, "who has not voted counts as against"),
        ("...", REJECTED, "nobody voted"),
    ],
    "reinforced": [
        ("FFF", ADOPTED, "everyone for adopts"),
        ("FFA", REJECTED, "two of three are under 72 %"),
        ("FFFA", ADOPTED, "three of four are over 72 %"),
        ("FFFX", ADOPTED, "one abstention of four is outvoted"),
        ("FFX", REJECTED, "abstentions count as against"),
        ("FF.", REJECTED, "who has not voted counts as against"),
        ("...", REJECTED, "nobody voted"),
    ],
    "silence": [
        ("...", ADOPTED, "nobody broke it"),
        ("A..", REJECTED, "one delegation suffices to break it"),
        ("AAA", REJECTED, "everyone broke it"),
        (".", ADOPTED, "one of one kept it"),
    ],
    "consent": [
        ("FFF", ADOPTED, "everyone consents"),
        ("F..", ADOPTED, "who has not answered is not counted"),
        ("FXX", ADOPTED, "who stands aside does not block"),
        ("FFA", REJECTED, "one open objection blocks"),
        ("FFR", ADOPTED, "a resolved objection does not"),
        ("FRA", REJECTED, "another that is open still does"),
        ("RR.", REJECTED, "a resolved objection is no consent"),
        ("XX.", REJECTED, "somebody must consent"),
        ("...", REJECTED, "nobody answered"),
    ],
    "approval": [
        ("1,2 1 3", ADOPTED, "most approve of the first"),
        ("1,2 1,2 3", TIED, "two are approved of by as many"),
        ("1,2,3 1,2,3 2", ADOPTED, "one more approval decides"),
        ("1 0 0 . .", ADOPTED, "one approval suffices if nobody approves of another"),
        ("0 0 .", REJECTED, "abstentions alone adopt nothing"),
        (". . .", REJECTED, "nobody voted"),
    ],
    "ranked": [
        ("1 1 2", ADOPTED, "more than half of first preferences"),
        ("1 1 2 2", TIED, "two halves"),
        ("1 1 2 2 3>2", ADOPTED, "the ballot of the last goes to its second preference"),
        ("1 1 2 2 3", TIED, "a ballot exhausted leaves the count"),
        ("1 1 1 2 2 3 . 0", ADOPTED, "of five that still count three are more than half"),
        ("1>2 2>3 3>1", TIED, "each elimination of three equals crowns another"),
        ("1 . .", ADOPTED, "one ballot is all that counts"),
        ("0 0 .", REJECTED, "abstentions alone adopt nothing"),
        (". . .", REJECTED, "nobody voted"),
    ],
    "3/5 of cast": [
        ("FFFAA", ADOPTED, "exactly the share passes"),
        ("FFFAAA", REJECTED, "less than the share fails"),
        ("FXXX..", ADOPTED, "neither abstentions nor the absent are counted"),
        ("XX", REJECTED, "abstentions alone adopt nothing"),
    ],
    "more than 1/2 of cast": [
        ("FFA", ADOPTED, "more than half passes"),
        ("FFAA", REJECTED, "exactly half fails"),
        ("..", REJECTED, "nobody voted"),
    ],
    "3/5 of all": [
        ("FFFAA", ADOPTED, "exactly the share passes"),
        ("FFF..", ADOPTED, "the share suffices before all have voted"),
        ("FFX..", REJECTED, "abstentions and the absent count as against"),
        (".....", REJECTED, "nobody voted"),
    ],
    "3/5 of weight": [
        ("FFFAA", ADOPTED, "exactly the share passes"),
        ("FFAXX", REJECTED, "less than the share fails"),
        (".....", REJECTED, "nobody voted"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "letters", "verdict"),
    [
        pytest.param(rule, letters, verdict, id=f"{rule}: {sentence}")
        for rule, rows in TABLES.items()
        for letters, verdict, sentence in rows
    ],
)
def test_decision_table(rule, letters, verdict):
    assert standing(letters, rule, options=3 if rule in CHOOSING else 0).verdict_if_closed is verdict


def test_every_procedure_has_its_table():
    assert {read_rule(rule).name for rule in TABLES} == set(Procedure)


WEIGHED = [
    ("3/5 of weight", [6, 3, 1], "FAA", ADOPTED, "one with exactly the share of weight adopts alone"),
    ("3/5 of weight", [5, 4, 1], "FAF", ADOPTED, "weights add up"),
    ("3/5 of weight", [5, 4, 1], "F.A", REJECTED, "half of the weight is not three fifths"),
    ("reinforced", [40, 20, 20, 20], ".FFF", REJECTED, "enough heads without 65 % of the weight"),
    ("reinforced", [35, 25, 20, 20], ".FFF", ADOPTED, "exactly 65 % of the weight passes"),
    ("qualified", [40, 20, 20, 20], ".FFF", ADOPTED, "one who exceeds 35 % of the weight does not block alone"),
    ("qualified", [35, 30, 20, 15], ".FFF", ADOPTED, "exactly 65 % of the weight passes"),
    ("qualified", [36, 20, 20, 12, 12], ".FFF.", REJECTED, "two who exceed 35 % of the weight do block"),
    ("absolute", [90, 5, 5], ".FF", ADOPTED, "heads decide where the rule does not go by weight"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "weights", "letters", "verdict"),
    [pytest.param(*row[:4], id=f"{row[0]}: {row[4]}") for row in WEIGHED],
)
def test_weights(rule, weights, letters, verdict):
    assert standing(letters, rule, weights=weights).verdict_if_closed is verdict


OPTIONS = [
    ("plurality", "1123", ADOPTED, 1, (), "the option with most ballots wins"),
    ("plurality", "1122", TIED, None, (1, 2), "a shared lead is a tie"),
    ("plurality", "1X..", ADOPTED, 1, (), "abstentions and the absent are not counted"),
    ("plurality", "XX..", REJECTED, None, (), "nobody chose an option"),
    ("majority", "11123", ADOPTED, 1, (), "three for the leader, two against"),
    ("majority", "1123", REJECTED, None, (), "two for the leader, two against"),
    ("majority", "112X", ADOPTED, 1, (), "abstentions are not counted"),
    ("majority", "112233", TIED, None, (1, 2, 3), "three share the lead"),
    ("absolute", "111..", ADOPTED, 1, (), "more than half of everyone for one option"),
    ("absolute", "11X..", REJECTED, None, (), "the leader without half of everyone"),
    ("two-thirds", "112", ADOPTED, 1, (), "two thirds for the leader"),
    ("two-thirds", "11223", TIED, None, (1, 2), "a shared lead ties before the rule is asked"),
    ("qualified", "22233", ADOPTED, 2, (), "three of five for the leader"),
    ("reinforced", "22233", REJECTED, None, (), "three of five are under 72 %"),
    ("3/5 of cast", "11123", ADOPTED, 1, (), "exactly the share for the leader"),
    ("1/2 of cast", "1123", ADOPTED, 1, (), "exactly one half for the leader"),
    ("3/5 of weight", "3333.", ADOPTED, 3, (), "the weight of the leader"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "letters", "verdict", "winner", "tied"),
    [pytest.param(*row[:5], id=f"{row[0]} with options: {row[5]}") for row in OPTIONS],
)
def test_options(rule, letters, verdict, winner, tied):
    assert standing(letters, rule, options=3).outcome == Outcome(verdict, winner, tied)


def test_for_and_against_can_tie_under_plurality_only():
    assert standing("FA", "plurality").tied == (FOR, AGAINST)
    assert standing("FA", "majority").tied == ()


QUORUMS = [
    ("FFF..", "60%", ADOPTED, "60 % of five exactly met"),
    ("FF...", "60%", NO_QUORUM, "two of five miss 60 %"),
    ("FXX..", "60%", ADOPTED, "abstentions count for the quorum"),
    ("FFA", "3", ADOPTED, "three heads exactly met"),
    ("FF.", "3", NO_QUORUM, "two heads miss three"),
    ("AA...", "60%", NO_QUORUM, "a missed quorum comes before a rejection"),
    ("FA...", "60%", NO_QUORUM, "a missed quorum comes before a tie"),
    ("AAA..", "60%", REJECTED, "a met quorum adopts nothing by itself"),
    (".....", "60%", NO_QUORUM, "nobody voted"),
    ("FFFFF", "20", NO_QUORUM, "a quorum of more than everyone is never met"),
]


@pytest.mark.parametrize(
    ("letters", "quorum", "verdict"), [pytest.param(*row[:3], id=f"{row[1]}: {row[3]}") for row in QUORUMS]
)
def test_quorum(letters, quorum, verdict):
    assert standing(letters, "plurality", quorum=quorum).verdict_if_closed is verdict


def test_quorum_by_weight_counts_weight_and_not_heads():
    weights = [60, 30, 10]
    assert standing("F..", "majority", weights=weights, quorum="60% of weight").verdict_if_closed is ADOPTED
    assert standing(".FF", "majority", weights=weights, quorum="60% of weight").verdict_if_closed is NO_QUORUM
    assert standing("F..", "majority", weights=weights, quorum="60%").verdict_if_closed is NO_QUORUM


@pytest.mark.parametrize("rule", [rule for rule in TABLES if rule not in {"silence", *CHOOSING}])
def test_without_ballots_and_without_electors_nothing_is_adopted(rule):
    assert standing(".....", rule).verdict_if_closed is REJECTED
    assert standing("", rule).verdict_if_closed is REJECTED


def test_a_standing_tells_who_stands_where():
    found = standing("FFAX.", "qualified", weights=[5, 4, 3, 2, 1])
    assert (found.for_, found.against, found.abstain, found.not_cast) == (
        Side(2, 9), Side(1, 3), Side(1, 2), Side(1, 1),
    )  # fmt: skip
    assert (found.everyone, found.cast, found.weighted) == (Side(5, 15), Side(4, 14), True)


def test_weights_are_left_out_where_the_rule_does_not_go_by_weight():
    found = standing("FA", "majority", weights=[5, 4])
    assert (found.for_, found.against, found.everyone, found.weighted) == (Side(1), Side(1), Side(2), False)


def test_a_standing_tells_what_each_option_has_and_who_leads():
    found = standing("1122X", "majority", options=3)
    assert (found.tally, found.leading) == ((Side(2), Side(2), Side(0)), (1, 2))
    assert (found.for_, found.against, found.abstain) == (Side(0), Side(4), Side(1))


@pytest.mark.parametrize("weight", range(640, 661))
def test_close_means_within_a_tenth_of_a_point_of_65_percent(weight):
    found = standing("F.", "qualified", weights=[weight, 1000 - weight])
    assert found.close_to_threshold == (649 <= weight <= 651)


def test_only_double_majorities_are_ever_close():
    assert not standing("F.", "65% of weight", weights=[650, 350]).close_to_threshold


EMPTY_CHOICES = [(rule, options) for rule in sorted(CHOOSING) for options in (1, 2, 12)]


@pytest.mark.parametrize(("rule", "options"), EMPTY_CHOICES)
def test_without_ballots_no_option_is_adopted(rule, options):
    assert standing(".....", rule, options=options).outcome == Outcome(REJECTED)
    assert standing("", rule, options=options).outcome == Outcome(REJECTED)


def test_nobody_to_ask_is_no_silent_consent():
    assert standing("", "silence").verdict_if_closed is REJECTED


def test_a_consent_tells_who_stands_where():
    found = standing("FFXRRA.", "consent")
    assert (found.for_, found.against, found.stand_asides, found.resolved) == (Side(2), Side(1), 1, 2)
    assert (found.abstain, found.not_cast, found.silent) == (Side(3), Side(1), False)


@pytest.mark.parametrize(("letters", "silent"), [("...", True), ("A..", False)])
def test_a_silence_is_kept_or_broken(letters, silent):
    assert standing(letters, "silence").silent is silent


def test_an_approval_counts_a_ballot_for_each_of_its_options():
    found = standing("1,2 1,2,3 3 0 .", "approval", options=4)
    assert (found.tally, found.leading, found.tied) == (
        (Side(2), Side(2), Side(2), Side(0)), (1, 2, 3), (1, 2, 3),
    )  # fmt: skip
    assert (found.for_, found.against, found.abstain, found.not_cast) == (Side(0), Side(3), Side(1), Side(1))
    led = standing("1,2 1,3 3 1 0 .", "approval", options=3)
    assert (led.winner, led.for_, led.against, led.abstain, led.cast) == (1, Side(3), Side(1), Side(1), Side(5))


NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("letters", "seconds", "early", "expected"),
    [
        pytest.param("FF.", -1, False, None, id="before the deadline nothing is decided"),
        pytest.param("FF.", 0, False, Outcome(ADOPTED), id="at the deadline it is"),
        pytest.param("FA.", 1, False, Outcome(REJECTED), id="after the deadline it is"),
        pytest.param("FF.", -1, True, Outcome(ADOPTED), id="early once no ballot can change it"),
        pytest.param("F..", -1, True, None, id="not early while a ballot can change it"),
    ],
)
def test_decide(letters, seconds, early, expected):
    now = NOON + timedelta(seconds=seconds)
    assert decide(standing(letters, "majority"), closes_at=NOON, now=now, early=early) == expected


EARLY = [
    ("majority", "FF.", 0, False, True, "certain"),
    ("majority", "F..", 0, False, False, "not certain"),
    ("majority", "FF.", 0, True, False, "a secret poll with two ballots"),
    ("majority", "FFF..", 0, True, True, "a secret poll with three ballots"),
    ("majority", "FXA.", 0, True, False, "a secret poll with three ballots that is not certain"),
    ("silence", "A..", 0, False, False, "a silence, even broken: breaking it is an end of its own"),
    ("silence", "AAA", 0, False, False, "a silence that everyone broke"),
    ("consent", "A..", 0, False, False, "an open objection may yet be resolved"),
    ("consent", "FFA", 0, False, False, "an open objection, though all have answered"),
    ("consent", "FXR", 0, False, True, "all have answered, and the objection is resolved"),
    ("consent", "FR.", 0, False, False, "who has not answered may object"),
    ("approval", "1,2 1 1 .", 3, False, True, "no ballot makes up for two approvals"),
    ("approval", "1,2 1 1 . .", 3, False, False, "two ballots can tie the lead"),
    ("ranked", "1 1 1 2 .", 3, False, True, "three of five are more than half"),
    ("ranked", "1 1 2 3 .", 3, False, False, "the last ballot decides"),
]


@pytest.mark.parametrize(
    ("rule", "letters", "options", "secret", "closes"),
    [pytest.param(*row[:5], id=f"{row[0]}: {'early' if row[4] else 'not early'}: {row[5]}") for row in EARLY],
)
def test_closing_early(rule, letters, options, secret, closes):
    found = standing(letters, rule, options=options)
    ends = decide(found, closes_at=NOON, now=NOON - timedelta(hours=1), early=True, secret=secret)
    assert ends == (found.outcome if closes else None)
    assert decide(found, closes_at=NOON, now=NOON, early=False, secret=secret) == found.outcome
