"""What cannot be put to the vote: people's mistakes, and ours."""

import pytest

from bot.domain.errors import Mistake
from bot.domain.procedures import ABSTAIN, FOR, Elector, Electorate, check_rule, count, read_quorum, read_rule
from tests.domain.builders import ballots, electorate

RULES = [
    "plurality", "majority", "absolute", "two-thirds", "unanimity", "consensus", "qualified", "reinforced",
    "silence", "approval", "ranked", "consent", "3/5 of cast", "3/5 of all", "3/5 of weight", "more than 1/2 of cast",
]  # fmt: skip
HALF_WEIGHTED = Electorate((Elector(1, "Berlin", 1849), Elector(2, "Paris", None)))
REFUSED = [
    ("majority", 0, Electorate(()), None, "electorate_empty", {}),
    ("unanimity", 2, electorate(3), None, "rule_without_options", {"rule": "unanimity"}),
    ("consensus", 2, electorate(3), None, "rule_without_options", {"rule": "consensus"}),
    ("silence", 2, electorate(3), None, "rule_without_options", {"rule": "silence"}),
    ("consent", 2, electorate(3), None, "rule_without_options", {"rule": "consent"}),
    ("approval", 0, electorate(3), None, "rule_needs_options", {"rule": "approval"}),
    ("ranked", 0, electorate(3), None, "rule_needs_options", {"rule": "ranked"}),
    ("silence", 0, electorate(3), "60%", "rule_without_quorum", {"rule": "silence"}),
    ("40% of cast", 2, electorate(3), None, "rule_without_options", {"rule": "2/5 of cast"}),
    ("qmv", 0, HALF_WEIGHTED, None, "weights_missing", {"names": ["Paris"]}),
    ("60% of weight", 0, HALF_WEIGHTED, None, "weights_missing", {"names": ["Paris"]}),
    ("majority", 0, HALF_WEIGHTED, "60% of weight", "weights_missing", {"names": ["Paris"]}),
]


@pytest.mark.parametrize(("rule", "options", "body", "quorum", "code", "facts"), REFUSED)
def test_what_cannot_be_put_so(rule, options, body, quorum, code, facts):
    with pytest.raises(Mistake) as caught:
        check_rule(read_rule(rule), options, body, read_quorum(quorum) if quorum else None)
    assert (caught.value.code, caught.value.facts) == (code, facts)


@pytest.mark.parametrize("rule", RULES)
def test_what_can_be_put_so(rule):
    quorum = read_quorum("60% of weight") if rule != "silence" else None
    if rule not in {"approval", "ranked"}:
        check_rule(read_rule(rule), 0, electorate(3), quorum)
    if rule not in {"unanimity", "consensus", "silence", "consent"}:
        check_rule(read_rule(rule), 12, electorate(3), quorum)


def test_rules_by_heads_need_no_weights():
    check_rule(read_rule("majority"), 0, HALF_WEIGHTED, read_quorum("60%"))


@pytest.mark.parametrize(
    ("rule", "cast", "options", "reason"),
    [
        ("majority", {2: (FOR,)}, 0, "outside the electorate"),
        ("majority", {0: (1,)}, 0, "not offered"),
        ("majority", {0: (FOR,)}, 3, "not offered"),
        ("majority", {0: (4,)}, 3, "not offered"),
        ("majority", {0: ()}, 3, "not offered"),
        ("majority", {0: (1, 2)}, 3, "not offered"),
        ("plurality", {0: (1, 2)}, 3, "not offered"),
        ("silence", {0: (FOR,)}, 0, "not offered"),
        ("silence", {0: (ABSTAIN,)}, 0, "not offered"),
        ("approval", {0: (1, 4)}, 3, "not offered"),
        ("approval", {0: (2, 1)}, 3, "not offered"),
        ("approval", {0: (1, 1)}, 3, "not offered"),
        ("approval", {0: (FOR,)}, 3, "not offered"),
        ("approval", {}, 0, "needs options"),
        ("ranked", {0: (2, 1, 2)}, 3, "not offered"),
        ("ranked", {0: (ABSTAIN, 1)}, 3, "not offered"),
        ("ranked", {}, 0, "needs options"),
        ("consent", {0: (1,)}, 0, "not offered"),
    ],
)
def test_impossible_ballots_are_our_error(rule, cast, options, reason):
    with pytest.raises(ValueError, match=reason):
        count(electorate(2), cast, read_rule(rule), options=options)


@pytest.mark.parametrize(("rule", "letters"), [("consent", "FA"), ("consent", ".A"), ("consensus", "AA")])
def test_only_an_objection_can_be_resolved(rule, letters):
    with pytest.raises(ValueError, match="not made"):
        count(electorate(2), ballots(letters), read_rule(rule), resolved={0})


def test_impossible_electorates_are_our_error():
    with pytest.raises(ValueError, match="twice"):
        Electorate((Elector(1, "Paris"), Elector(1, "Berlin")))
    with pytest.raises(ValueError, match="positive"):
        electorate([1, 0])
    with pytest.raises(ValueError, match="every weight"):
        count(HALF_WEIGHTED, {}, read_rule("qmv"))
