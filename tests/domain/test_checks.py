"""What cannot be put to the vote: people's mistakes, and ours."""

import pytest

from bot.domain.errors import Mistake
from bot.domain.procedures import Elector, Electorate, check_rule, count, read_quorum, read_rule
from tests.domain.builders import ballots, electorate

RULES = [
    "plurality", "majority", "absolute", "two-thirds", "unanimity", "consensus", "qualified", "reinforced",
    "3/5 of cast", "3/5 of all", "3/5 of weight", "more than 1/2 of cast",
]  # fmt: skip
HALF_WEIGHTED = Electorate((Elector(1, "Berlin", 1849), Elector(2, "Paris", None)))
REFUSED = [
    ("majority", 0, Electorate(()), None, "electorate_empty", {}),
    ("unanimity", 2, electorate(3), None, "rule_without_options", {"rule": "unanimity"}),
    ("consensus", 2, electorate(3), None, "rule_without_options", {"rule": "consensus"}),
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
    check_rule(read_rule(rule), 0, electorate(3), read_quorum("60% of weight"))
    if rule not in {"unanimity", "consensus"}:
        check_rule(read_rule(rule), 12, electorate(3))


def test_rules_by_heads_need_no_weights():
    check_rule(read_rule("majority"), 0, HALF_WEIGHTED, read_quorum("60%"))


@pytest.mark.parametrize(
    ("letters", "options", "reason"),
    [
        ("FFF", 0, "outside the electorate"),
        ("1", 0, "not offered"),
        ("F", 3, "not offered"),
        ("4", 3, "not offered"),
    ],
)
def test_impossible_ballots_are_our_error(letters, options, reason):
    with pytest.raises(ValueError, match=reason):
        count(electorate(2), ballots(letters), read_rule("majority"), options=options)


def test_impossible_electorates_are_our_error():
    with pytest.raises(ValueError, match="twice"):
        Electorate((Elector(1, "Paris"), Elector(1, "Berlin")))
    with pytest.raises(ValueError, match="positive"):
        electorate([1, 0])
    with pytest.raises(ValueError, match="every weight"):
        count(HALF_WEIGHTED, {}, read_rule("qmv"))
