"""What holds for every electorate, every rule and every ballot."""

import ast
import inspect
from dataclasses import fields, is_dataclass
from fractions import Fraction
from itertools import chain, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import arithmetic, ballots, judgement, procedures, rules, runoff, shortfalls, standing
from bot.domain.ballots import Cast, Rank, offered, that_stands
from bot.domain.procedures import (
    ABSTAIN,
    AGAINST,
    FOR,
    Choice,
    Choices,
    ConditionKind,
    Elector,
    Electorate,
    Outcome,
    Quorum,
    Rule,
    Standing,
    Verdict,
    count,
    may_close_early,
    read_quorum,
    read_rule,
)
from bot.domain.rules import Base, Procedure
from tests.domain.builders import electorate
from tests.domain.builders import standing as standing_of

NAMED = [Rule(name) for name in Procedure if name is not Procedure.SHARE]
SHARES = st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20)
RULES = st.one_of(
    st.sampled_from(NAMED),
    st.builds(lambda share, base: Rule(Procedure.SHARE, share, base), SHARES, st.sampled_from(Base)),
    st.just(read_rule("more than 1/2 of cast")),
)
QUORUMS = st.one_of(
    st.none(),
    st.builds(Quorum, heads=st.integers(1, 9)),
    st.builds(lambda share, by_weight: Quorum(share=share, of_weight=by_weight), SHARES, st.booleans()),
)
WEIGHTS = st.lists(st.integers(1, 40), min_size=1, max_size=9)


MONOTONE = RULES.filter(lambda rule: rule.name is not Procedure.RANKED)


def every_ballot(rule: Rule, options: int) -> list[Choices]:
    """All that somebody could cast."""
    words = chain.from_iterable(permutations([FOR, AGAINST, ABSTAIN, *range(1, options + 1)], r) for r in range(5))
    return [choices for choices in words if offered(choices, rule, options)]


@st.composite
def questions(draw, *, most_options=4, rules=RULES):
    """(weights, ballots, rule, options, quorum), all of them possible together."""
    rule, weights = draw(rules), draw(WEIGHTS)
    options = draw(st.integers(int(rule.needs_options), most_options)) if rule.takes_options else 0
    ballot = st.none() | st.sampled_from(every_ballot(rule, options))
    chosen = draw(st.lists(ballot, min_size=len(weights), max_size=len(weights)))
    ballots = {key: choices for key, choices in enumerate(chosen) if choices is not None}
    return weights, ballots, rule, options, draw(QUORUMS) if rule.takes_quorum else None


def counted(question) -> Standing:
    weights, ballots, rule, options, quorum = question
    return count(electorate(weights), ballots, rule, options=options, quorum=quorum)


@given(questions(rules=MONOTONE), st.data())
def test_one_more_for_never_unadopts(question, data):
    """Nor one more ballot for the option that leads. A run-off is not monotone, and has no such law."""
    before = counted(question)
    weights, ballots, *rest = question
    if before.verdict_if_closed is Verdict.ADOPTED and question[2].name is not Procedure.SILENCE:
        key = data.draw(st.integers(0, len(weights) - 1))
        assert counted((weights, {**ballots, key: (before.winner or FOR,)}, *rest)).outcome == before.outcome


@given(questions(), st.data())
def test_one_more_against_never_adopts_unless_it_makes_the_quorum(question, data):
    before = counted(question)
    weights, ballots, rule, options, quorum = question
    if not options and before.verdict_if_closed in {Verdict.REJECTED, Verdict.TIED}:
        key = data.draw(st.integers(0, len(weights) - 1))
        after = counted((weights, {**ballots, key: (AGAINST,)}, rule, options, quorum))
        assert after.verdict_if_closed in {Verdict.REJECTED, Verdict.TIED}


@given(questions(), st.randoms(use_true_random=False))
def test_neither_order_nor_keys_matter(question, random):
    weights, ballots, rule, options, quorum = question
    keys = random.sample(range(100), len(weights))
    electors = [Elector(keys[key], "", weight) for key, weight in enumerate(weights)]
    random.shuffle(electors)
    renamed = [(keys[key], choices) for key, choices in ballots.items()]
    random.shuffle(renamed)
    again = count(Electorate(tuple(electors)), dict(renamed), rule, options=options, quorum=quorum)
    assert again == counted(question)


@given(questions(), st.data())
def test_options_are_equal_whatever_their_number(question, data):
    weights, ballots, rule, options, quorum = question
    new = data.draw(st.permutations(range(1, options + 1)))
    names = {**{choice: choice for choice in (FOR, AGAINST, ABSTAIN)}, **dict(enumerate(new, start=1))}

    def renamed(choices: Choices) -> Choices:
        found = [names[choice] for choice in choices]
        return tuple(sorted(found) if rule.name is Procedure.APPROVAL else found)

    before = counted(question)
    after = counted((weights, {key: renamed(choices) for key, choices in ballots.items()}, rule, options, quorum))
    winner = names[before.winner] if before.winner else None
    tied = tuple(sorted(names[option] for option in before.tied)) if options else before.tied
    assert after.outcome == Outcome(before.verdict_if_closed, winner, tied)
    assert after.condorcet == (names[before.condorcet] if before.condorcet else None)
    assert (after.certain, after.missing) == (before.certain, before.missing)
    assert [after.tally[new[number] - 1] for number in range(options)] == list(before.tally)


@given(questions(), st.data())
def test_a_ballot_withdrawn_equals_one_never_cast(question, data):
    weights, ballots, rule, options, quorum = question
    withdrawn = data.draw(st.sets(st.integers(0, len(weights) - 1)))
    left = {key: choices for key, choices in ballots.items() if key not in withdrawn}
    acts = {key: [Cast(Rank.PRINCIPAL, choices)] for key, choices in ballots.items()}
    for key in withdrawn:
        acts.setdefault(key, []).append(Cast(Rank.PRINCIPAL, None))
    stands = {key: that_stands(done) for key, done in acts.items()}
    after = {key: found.choices for key, found in stands.items() if found and found.choices is not None}
    assert counted((weights, after, rule, options, quorum)) == counted((weights, left, rule, options, quorum))


@given(questions())
def test_an_empty_ballot_and_a_said_abstention_are_one(question):
    weights, ballots, rule, options, quorum = question
    said = {key: choices or (ABSTAIN,) for key, choices in ballots.items()}
    assert counted((weights, said, rule, options, quorum)) == counted(question)


CONSENTING = st.lists(st.sampled_from("FAXR."), min_size=1, max_size=8).map("".join)


@given(CONSENTING)
def test_a_resolved_objection_counts_as_standing_aside(letters):
    aside, found = standing_of(letters.replace("R", "X"), "consent"), standing_of(letters, "consent")
    assert found.outcome == aside.outcome
    assert found.resolved + found.stand_asides == aside.stand_asides


@given(CONSENTING)
def test_resolving_one_more_objection_never_unadopts(letters):
    after = standing_of(letters.replace("A", "R", 1), "consent").verdict_if_closed
    assert standing_of(letters, "consent").verdict_if_closed in {Verdict.REJECTED, after}


@given(CONSENTING)
def test_consent_never_closes_early_while_an_objection_is_open(letters):
    found = standing_of(letters, "consent")
    assert may_close_early(found) == ("A" not in letters)


@given(questions(rules=MONOTONE), st.data())
def test_one_more_abstention_never_unmakes_a_quorum(question, data):
    weights, ballots, rule, *rest = question
    waiting = [key for key in range(len(weights)) if key not in ballots]
    if waiting and rule.name is not Procedure.SILENCE:
        after = counted((weights, {**ballots, data.draw(st.sampled_from(waiting)): (ABSTAIN,)}, rule, *rest))
        assert (after.verdict_if_closed is not Verdict.NO_QUORUM) or (
            counted(question).verdict_if_closed is Verdict.NO_QUORUM
        )


@given(questions())
def test_all_weight_and_all_heads_are_somewhere(question):
    found = counted(question)
    assert found.for_ + found.against + found.abstain + found.not_cast == found.everyone
    assert found.everyone.heads == len(question[0])
    assert len(found.tally) == question[3]


@given(questions())
def test_whoever_adopts_has_somebody_for_it(question):
    found = counted(question)
    if found.verdict_if_closed is Verdict.ADOPTED:
        assert found.for_.heads > 0 or found.rule.name is Procedure.SILENCE
        assert found.missing == ()
    else:
        assert found.missing or found.verdict_if_closed is Verdict.TIED


@given(questions())
def test_once_certain_always_certain_and_alike(question):
    found = counted(question)
    weights, ballots, rule, options, quorum = question
    if found.certain and len(ballots) < len(weights):
        key = next(key for key in range(len(weights)) if key not in ballots)
        for choices in every_ballot(rule, options):
            after = counted((weights, {**ballots, key: choices}, rule, options, quorum))
            assert (after.certain, after.outcome) == (True, found.outcome)


@given(questions())
def test_what_is_missing_is_enough_and_no_less_would_be(question):
    found = counted(question)
    if found.leading and len(found.leading) > 1:
        return
    for lack in found.missing:
        if lack.kind in MET_BY_FOR:
            assert is_met(question, lack.kind, lack.more_for, lack.against_to_change)
            if lack.more_for:
                assert not is_met(question, lack.kind, lack.more_for - 1, lack.against_to_change)
            if lack.against_to_change:
                assert not is_met(question, lack.kind, len(question[0]), lack.against_to_change - 1)


MET_BY_FOR = set(ConditionKind) - {
    ConditionKind.QUORUM_HEADS,
    ConditionKind.QUORUM_WEIGHT,
    ConditionKind.ALL_ANSWERED,
    ConditionKind.SOLE_LEAD,
    ConditionKind.LAST_ROUND,
    ConditionKind.SILENCE_KEPT,
}


def is_met(question, kind: ConditionKind, more_for: int, changed: int) -> bool:
    """Whether the condition holds once so many, the heaviest first, have come to FOR or to the leading option."""
    weights, ballots, rule, options, quorum = question
    before = counted(question)
    target: Choice = before.leading[0] if before.leading else (1 if options else FOR)
    by_weight = sorted(range(len(weights)), key=lambda key: -weights[key])
    free = [key for key in by_weight if ballots.get(key, (ABSTAIN,)) == (ABSTAIN,)]
    others = [key for key in by_weight if ballots.get(key, (ABSTAIN,)) not in {(ABSTAIN,), (target,)}]
    moved = {**ballots, **dict.fromkeys(free[:more_for] + others[:changed], (target,))}
    after = counted((weights, moved, rule, options, quorum))
    return next(condition.met for condition in after.conditions if condition.kind is kind)


@given(questions())
def test_a_missed_quorum_says_how_many_ballots_would_make_it(question):
    weights, ballots, *rest = question
    lacks = [lack for lack in counted(question).missing if lack.kind.name.startswith("QUORUM")]
    waiting = sorted((key for key in range(len(weights)) if key not in ballots), key=lambda key: -weights[key])
    if lacks and lacks[0].more_cast <= len(waiting):
        more = dict.fromkeys(waiting[: lacks[0].more_cast], (ABSTAIN,))
        assert counted((weights, {**ballots, **more}, *rest)).verdict_if_closed is not Verdict.NO_QUORUM
        more.popitem()
        assert counted((weights, {**ballots, **more}, *rest)).verdict_if_closed is Verdict.NO_QUORUM


@given(questions())
def test_a_need_is_the_first_number_that_is_enough(question):
    """`need` is shown, `met` is exact: they never contradict each other."""
    for condition in counted(question).conditions:
        if condition.kind is ConditionKind.BLOCKING_MINORITY:
            assert condition.met == (condition.have < condition.need)
        elif condition.kind in {ConditionKind.NO_AGAINST, ConditionKind.NO_OBJECTION, ConditionKind.SILENCE_KEPT}:
            assert condition.met == (condition.have == condition.need)
        else:
            assert condition.met == (condition.have >= condition.need)


def plain_numbers(value: object) -> bool:
    """Whether nothing in it is a float, nor any text but a name of ours."""
    if is_dataclass(value) and not isinstance(value, type):
        return all(plain_numbers(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return all(plain_numbers(item) for item in value)
    return isinstance(value, int | Fraction | Verdict | ConditionKind | Procedure | Base | None)


@given(questions())
def test_a_standing_holds_plain_numbers_only(question):
    assert plain_numbers(counted(question))


@pytest.mark.parametrize("module", [arithmetic, ballots, judgement, procedures, rules, runoff, shortfalls, standing])
def test_no_float_is_written_and_nothing_divided_with_a_remainder_lost(module):
    nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
    assert not [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    assert not [node for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)]
    assert not [node.id for node in nodes if isinstance(node, ast.Name) and node.id in {"float", "round"}]


def test_shares_that_floats_get_wrong():
    """math.ceil(0.55 * 100) is 56."""
    hundred = electorate(100)
    for heads, verdict in ((55, Verdict.ADOPTED), (54, Verdict.REJECTED)):
        found = count(hundred, dict.fromkeys(range(heads), (FOR,)), read_rule("55% of all"), quorum=read_quorum("54%"))
        assert (found.verdict_if_closed, found.conditions[-1].need) == (verdict, 55)
