"""The code against the oracle, on random electorates and ballots."""

import random

import pytest

from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Choice, Outcome, Verdict, count, read_quorum, read_rule
from tests.domain import oracle
from tests.domain.builders import electorate

RULES = [
    "plurality", "majority", "absolute", "two-thirds", "unanimity", "consensus", "qualified", "reinforced",
    "3/5 of cast", "2/3 of all", "65/100 of weight", "more than 1/2 of cast",
]  # fmt: skip
WITHOUT_OPTIONS = {"unanimity", "consensus"}
QUORUMS = [None, None, None, "60%", "50%", "100%", "60% of weight", "3", "1"]
WORDS: dict[str, Choice] = {oracle.FOR: FOR, oracle.AGAINST: AGAINST, oracle.ABSTAIN: ABSTAIN}
READ_RULES = {text: read_rule(text) for text in RULES}
READ_QUORUMS = {text: read_quorum(text) for text in QUORUMS if text}


def question(dice: random.Random, rule: str, most: int) -> tuple[list[int], list[oracle.Ballot], int, str | None]:
    """Few kinds of weights and lopsided houses, so that exact thresholds, unanimity and ties come up often."""
    n = dice.randint(1, most)
    weights = dice.choices(dice.choice(([1], [5, 10, 20], range(1, 100))), k=n)
    options = 0 if rule in WITHOUT_OPTIONS else dice.choice((0, 0, 2, 3, 5))
    choices: list[oracle.Ballot] = [*range(1, options + 1)] or [oracle.FOR, oracle.AGAINST]
    choices += [oracle.ABSTAIN, None]
    likely = [dice.choice((0, 1, 1, 5)) for _ in choices]
    if not any(likely):
        return weights, [None] * n, options, None
    ballots = dice.choices(choices, weights=likely, k=n)
    return weights, ballots, options, dice.choice(QUORUMS)


def chosen(word: str | int) -> Choice:
    return word if isinstance(word, int) else WORDS[word]


def agree(rule: str, asked: tuple[list[int], list[oracle.Ballot], int, str | None], *, settled: bool) -> Verdict:
    weights, ballots, options, quorum = asked
    cast = {key: (chosen(ballot),) for key, ballot in enumerate(ballots) if ballot is not None}
    found = count(
        electorate(weights), cast, READ_RULES[rule], options=options, quorum=READ_QUORUMS[quorum] if quorum else None
    )
    verdict, winner, tied = oracle.outcome(weights, ballots, rule, options, quorum)
    expected = Outcome(Verdict(verdict), winner, tuple(chosen(choice) for choice in tied))
    assert found.outcome == expected, (rule, asked)
    if settled:
        assert found.certain == oracle.settled(weights, ballots, rule, options, quorum), (rule, asked)
    return found.verdict_if_closed


def run(rule: str, seed: int, cases: int, most: int, *, settled: bool) -> set[Verdict]:
    dice = random.Random(f"{rule} {seed}")
    return {agree(rule, question(dice, rule, most), settled=settled) for _ in range(cases)}


@pytest.mark.parametrize("rule", RULES)
def test_outcomes_agree(rule):
    seen = run(rule, seed=1, cases=5_000, most=9, settled=False)
    tie = set() if rule in WITHOUT_OPTIONS else {Verdict.TIED}
    assert seen == {Verdict.ADOPTED, Verdict.REJECTED, Verdict.NO_QUORUM} | tie


@pytest.mark.parametrize("rule", RULES)
def test_certain_means_that_no_completion_changes_anything(rule):
    run(rule, seed=2, cases=400, most=5, settled=True)


@pytest.mark.soak
@pytest.mark.parametrize("rule", RULES)
def test_outcomes_agree_at_length(rule):
    run(rule, seed=3, cases=100_000, most=9, settled=False)


@pytest.mark.soak
@pytest.mark.parametrize("rule", RULES)
def test_certain_agrees_at_length(rule):
    run(rule, seed=4, cases=10_000, most=6, settled=True)
