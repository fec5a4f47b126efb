"""The code against the oracle, on random electorates and ballots."""

import random

import pytest

from bot.domain.procedures import (
    ABSTAIN,
    AGAINST,
    FOR,
    Choice,
    Choices,
    Outcome,
    Verdict,
    count,
    read_quorum,
    read_rule,
)
from tests.domain import oracle
from tests.domain.builders import electorate

RULES = [
    "plurality", "majority", "absolute", "two-thirds", "unanimity", "consensus", "qualified", "reinforced",
    "silence", "approval", "ranked", "consent", "3/5 of cast", "2/3 of all", "65/100 of weight", "more than 1/2 of cast",
]  # fmt: skip
WITHOUT_OPTIONS = {"unanimity", "consensus", "silence", "consent"}
SEVERAL = {"approval", "ranked"}
MOST_COMPLETIONS = 600  # of a question with several options on a ballot; others are tried whatever their number
NEVER: dict[str, set[Verdict]] = {
    **{rule: {Verdict.TIED} for rule in WITHOUT_OPTIONS},
    "silence": {Verdict.TIED, Verdict.NO_QUORUM},
}
QUORUMS = [None, None, None, "60%", "50%", "100%", "60% of weight", "3", "1"]
WORDS: dict[str, Choice] = {oracle.FOR: FOR, oracle.AGAINST: AGAINST, oracle.ABSTAIN: ABSTAIN, oracle.RESOLVED: AGAINST}
READ_RULES = {text: read_rule(text) for text in RULES}
READ_QUORUMS = {text: read_quorum(text) for text in QUORUMS if text}


def question(dice: random.Random, rule: str, most: int) -> tuple[list[int], list[oracle.Ballot], int, str | None]:
    """Few kinds of weights and lopsided houses, so that exact thresholds, unanimity and ties come up often."""
    n = dice.randint(1, most)
    weights = dice.choices(dice.choice(([1], [5, 10, 20], range(1, 100))), k=n)
    options = 0 if rule in WITHOUT_OPTIONS else dice.choice((2, 3, 4) if rule in SEVERAL else (0, 0, 2, 3, 5))
    choices = [*oracle.every_ballot(rule, options), None]
    if rule == "consent":
        choices.append(oracle.RESOLVED)
    if rule in SEVERAL:  # a few kinds of ballots, or thresholds and ties would never be met
        choices = [None, *dice.choices(choices, k=dice.randint(1, 5))]
    likely = [dice.choice((0, 1, 1, 5)) for _ in choices]
    if not any(likely):
        return weights, [None] * n, options, None
    ballots = dice.choices(choices, weights=likely, k=n)
    return weights, ballots, options, None if rule == "silence" else dice.choice(QUORUMS)


def chosen(word: str | int) -> Choice:
    return word if isinstance(word, int) else WORDS[word]


def cast_as(ballot: str | int | tuple[int, ...]) -> Choices:
    return ballot if isinstance(ballot, tuple) else (chosen(ballot),)


def agree(rule: str, asked: tuple[list[int], list[oracle.Ballot], int, str | None], *, settled: bool) -> Verdict:
    weights, ballots, options, quorum = asked
    found = count(
        electorate(weights),
        {key: cast_as(ballot) for key, ballot in enumerate(ballots) if ballot is not None},
        READ_RULES[rule],
        options=options,
        quorum=READ_QUORUMS[quorum] if quorum else None,
        resolved={key for key, ballot in enumerate(ballots) if ballot == oracle.RESOLVED},
    )
    verdict, winner, tied = oracle.outcome(weights, ballots, rule, options, quorum)
    expected = Outcome(Verdict(verdict), winner, tuple(chosen(choice) for choice in tied))
    assert found.outcome == expected, (rule, asked)
    if rule == "ranked":
        assert found.condorcet == oracle.condorcet(ballots, options), (rule, asked)
    if settled and (rule not in SEVERAL or completions(rule, options, ballots) <= MOST_COMPLETIONS):
        truly = oracle.settled(weights, ballots, rule, options, quorum)
        if rule == "ranked":  # called certain only where that is proved cheaply: never wrongly, not always
            assert truly or not found.certain, asked
        else:
            assert found.certain == truly, (rule, asked)
    return found.verdict_if_closed


def completions(rule: str, options: int, ballots: list[oracle.Ballot]) -> int:
    return int((1 + len(oracle.every_ballot(rule, options))) ** ballots.count(None))


def run(rule: str, seed: int, cases: int, most: int, *, settled: bool) -> set[Verdict]:
    dice = random.Random(f"{rule} {seed}")
    return {agree(rule, question(dice, rule, most), settled=settled) for _ in range(cases)}


@pytest.mark.parametrize("rule", RULES)
def test_outcomes_agree(rule):
    seen = run(rule, seed=1, cases=3_000, most=9, settled=False)
    assert seen == set(Verdict) - {Verdict.WITHDRAWN} - NEVER.get(rule, set())


@pytest.mark.parametrize("rule", RULES)
def test_certain_means_that_no_completion_changes_anything(rule):
    run(rule, seed=2, cases=400, most=5, settled=True)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30, 34))
@pytest.mark.parametrize("rule", RULES)
def test_outcomes_agree_at_length(rule, seed):
    """100,000 electorates of each rule, in four parts."""
    run(rule, seed=seed, cases=25_000, most=9, settled=False)


@pytest.mark.soak
@pytest.mark.parametrize("rule", RULES)
def test_certain_agrees_at_length(rule):
    run(rule, seed=4, cases=10_000, most=6, settled=True)
