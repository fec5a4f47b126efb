"""How rules and quorums are read, kept and refused."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Mistake
from bot.domain.rules import Base, Procedure, Quorum, Rule, read_quorum, read_rule

NAMES = {
    "plurality": "plurality, Plurality, PLURALITÉ, pluralite",
    "majority": "majority, simple, Simple majority, majorité, majorité simple",
    "absolute": "absolute, Absolute Majority, majorité absolue, MAJORITÉ ABSOLUE",
    "two-thirds": "two-thirds, two thirds, Two_Thirds, two–thirds, 2/3, deux tiers, deux-tiers",
    "unanimity": "unanimity, unanimous, unanimité",
    "consensus": "consensus,  Consensus ",
    "qualified": "qualified, qmv, QMV, qualified majority, majorité qualifiée",
    "reinforced": "reinforced, reinforced majority, majorité renforcée",
    "silence": "silence, Silence, silence procedure, procédure de silence",
    "approval": "approval, approval voting, approbation, vote par approbation",
    "ranked": "ranked, IRV, irv, ranked choice, instant run-off, instant runoff, préférentiel, vote préférentiel",
    "consent": "consent, consentement",
    "3/5 of cast": "60% of cast, 60 % of cast, 3/5 of cast, 6 / 10 of the votes, 60.0% of cast, 60 % des exprimés",
    "5/8 of all": "62.5% of all, 62,5 % of members, 5/8 of all members, 62,5 % des membres",
    "2/3 of weight": "2/3 of weight, 2/3 of the weight, 2/3 du poids",
    "1/1 of all": "100% of all, 1/1 OF ALL",
    "more than 1/2 of cast": "more than 1/2 of cast, More than half of cast, plus de la moitié des suffrages exprimés",
    "more than 1/2 of weight": "more than 50% of weight, plus de 50 % du poids",
    "1/2 of all": "half of all",
}


@pytest.mark.parametrize(
    ("typed", "key"), [(typed, key) for key, typed_ways in NAMES.items() for typed in typed_ways.split(", ")]
)
def test_ways_to_name_a_rule(typed, key):
    assert read_rule(typed).key == key
    assert str(read_rule(typed)) == key


def test_a_custom_rule_in_parts():
    assert read_rule("62,5 % of weight") == Rule(Procedure.SHARE, Fraction(5, 8), Base.WEIGHT, strict=False)
    assert read_rule("more than 1/2 of cast") == Rule(Procedure.SHARE, Fraction(1, 2), Base.CAST, strict=True)


SHARES = st.fractions(min_value=Fraction(1, 10**6), max_value=1, max_denominator=10**6)


@given(SHARES, st.sampled_from(Base), st.booleans())
def test_every_custom_rule_is_read_back_from_its_key(share, base, strict):
    rule = Rule(Procedure.SHARE, share, base, strict and share < 1)
    assert read_rule(rule.key) == rule


@pytest.mark.parametrize("name", [name for name in Procedure if name is not Procedure.SHARE])
def test_every_procedure_is_read_back_from_its_key(name):
    assert read_rule(Rule(name).key) == Rule(name)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("majorty", ["majority", "plurality", "absolute"]),
        ("qualifed", ["qualified", "plurality", "unanimity"]),
        ("unanimous vote", ["unanimity", "absolute", "plurality"]),
        ("silense", ["silence", "majority", "consent"]),
        ("rankd", ["ranked", "reinforced", "unanimity"]),
        ("aproval", ["approval", "plurality", "absolute"]),
        ("concent", ["consent", "consensus", "silence"]),
    ],
)
def test_an_unknown_rule_comes_with_the_three_nearest(typed, nearest):
    with pytest.raises(Mistake) as caught:
        read_rule(f" {typed} ")
    assert (caught.value.code, caught.value.facts["text"]) == ("rule_unknown", typed)
    assert caught.value.facts["nearest"] == nearest


@pytest.mark.parametrize(
    "typed", ["", "?", "3/4", "60%", "60% of", "of cast", "60% of cats", "0.6 of cast", "٦٠% of all"]
)
def test_what_is_no_rule_is_unknown(typed):
    with pytest.raises(Mistake) as caught:
        read_rule(typed)
    names = caught.value.facts["nearest"]
    assert isinstance(names, list)
    assert (caught.value.code, len(names), len(set(names))) == ("rule_unknown", 3, 3)
    assert {read_rule(name).key for name in names} == set(names)


@pytest.mark.parametrize(
    "typed", ["0% of all", "101% of cast", "400 % of weight", "3/2 of cast", "1/0 of all", "more than 100% of all"]
)
def test_a_share_lies_above_nothing_and_within_the_whole(typed):
    with pytest.raises(Mistake) as caught:
        read_rule(typed)
    assert (caught.value.code, caught.value.facts) == ("rule_share", {"text": typed})


@pytest.mark.parametrize(
    ("rule", "needs_weights", "takes_options", "needs_options", "takes_quorum"),
    [
        ("plurality", False, True, False, True),
        ("majority", False, True, False, True),
        ("absolute", False, True, False, True),
        ("two-thirds", False, True, False, True),
        ("unanimity", False, False, False, True),
        ("consensus", False, False, False, True),
        ("qualified", True, True, False, True),
        ("reinforced", True, True, False, True),
        ("silence", False, False, False, False),
        ("approval", False, True, True, True),
        ("ranked", False, True, True, True),
        ("consent", False, False, False, True),
        ("50% of cast", False, True, False, True),
        ("49.99% of cast", False, False, False, True),
        ("more than 1/2 of all", False, True, False, True),
        ("60% of weight", True, True, False, True),
        ("40% of weight", True, False, False, True),
    ],
)
def test_what_a_rule_needs_and_takes(rule, needs_weights, takes_options, needs_options, takes_quorum):
    found = read_rule(rule)
    assert (found.needs_weights, found.takes_options) == (needs_weights, takes_options)
    assert (found.needs_options, found.takes_quorum) == (needs_options, takes_quorum)


@pytest.mark.parametrize(
    ("typed", "key", "quorum"),
    [
        ("60%", "60%", Quorum(share=Fraction(3, 5))),
        (" 60 % ", "60%", Quorum(share=Fraction(3, 5))),
        ("100%", "100%", Quorum(share=Fraction(1))),
        ("60% of all", "60%", Quorum(share=Fraction(3, 5))),
        ("2/3", "2/3", Quorum(share=Fraction(2, 3))),
        ("33.3%", "333/1000", Quorum(share=Fraction(333, 1000))),
        ("60% of weight", "60% of weight", Quorum(share=Fraction(3, 5), of_weight=True)),
        ("60 % du poids", "60% of weight", Quorum(share=Fraction(3, 5), of_weight=True)),
        ("2/3 of the weight", "2/3 of weight", Quorum(share=Fraction(2, 3), of_weight=True)),
        ("20", "20", Quorum(heads=20)),
        ("1", "1", Quorum(heads=1)),
    ],
)
def test_ways_to_name_a_quorum(typed, key, quorum):
    assert (read_quorum(typed), read_quorum(typed).key, str(quorum)) == (quorum, key, key)
    assert read_quorum(key) == quorum


@given(SHARES, st.booleans())
def test_every_quorum_is_read_back_from_its_key(share, of_weight):
    quorum = Quorum(share=share, of_weight=of_weight)
    assert read_quorum(quorum.key) == quorum


@pytest.mark.parametrize(
    "typed",
    [
        "", "0", "0%", "-3", "400 %", "101%", "3/2", "1/0", "lots", "2.5",
        "60% of cast", "60% of cats", "more than 60% of all", "20 of weight",
    ],
)  # fmt: skip
def test_what_is_no_quorum(typed):
    with pytest.raises(Mistake) as caught:
        read_quorum(typed)
    assert (caught.value.code, caught.value.facts) == ("quorum_unreadable", {"text": typed})


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text):
    for read in (read_rule, read_quorum):
        with contextlib.suppress(Mistake):
            assert read(read(text).key) == read(text)
