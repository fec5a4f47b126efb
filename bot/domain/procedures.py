"""Counting a question by its rule: electorate and ballots in, standing and outcome out.

Choices, standings and verdicts are described in bot.domain.standing, rules and quorums in bot.domain.rules.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.domain.arithmetic import blocking_number, close_to_threshold
from bot.domain.ballots import abstains, offered
from bot.domain.errors import Mistake
from bot.domain.judgement import Tally, is_certain, judge
from bot.domain.rules import Procedure, Quorum, Rule, read_quorum, read_rule
from bot.domain.runoff import condorcet_winner
from bot.domain.shortfalls import Reserves, shortfalls
from bot.domain.standing import (
    ABSTAIN,
    AGAINST,
    FOR,
    Choice,
    Choices,
    Condition,
    ConditionKind,
    Outcome,
    Round,
    Shortfall,
    Side,
    Standing,
    Verdict,
)

__all__ = [
    "ABSTAIN",
    "AGAINST",
    "FOR",
    "Choice",
    "Choices",
    "Condition",
    "ConditionKind",
    "Elector",
    "Electorate",
    "Outcome",
    "Quorum",
    "Round",
    "Rule",
    "Shortfall",
    "Side",
    "Standing",
    "Verdict",
    "certain_whoever_enters",
    "check_rule",
    "count",
    "decide",
    "may_close_early",
    "read_quorum",
    "read_rule",
]

_FEWEST_SECRET = 3
_MOST_UNKNOWN = 100  # with more of them a result is not called certain


@dataclass(frozen=True, slots=True)
class Elector:
    """A delegation that may vote. `weight` is positive, in one unit for all, or None where none is known."""

    key: int
    name: str
    weight: int | None = None


@dataclass(frozen=True)
class Electorate:
    """Who may vote, each once. Raises ValueError for a key that comes twice or a weight that is not positive."""

    electors: tuple[Elector, ...]

    def __post_init__(self) -> None:
        if len(self.by_key) != len(self.electors):
            raise ValueError("an elector comes twice")
        if any(elector.weight is not None and elector.weight < 1 for elector in self.electors):
            raise ValueError("weights are positive")

    @cached_property
    def by_key(self) -> dict[int, Elector]:
        return {elector.key: elector for elector in self.electors}

    @property
    def n(self) -> int:
        return len(self.electors)

    @cached_property
    def unweighted(self) -> tuple[str, ...]:
        """Names of those without a weight, in the order given."""
        return tuple(elector.name for elector in self.electors if elector.weight is None)

    @cached_property
    def weight(self) -> int | None:
        """Everybody's weight together; None unless each has one."""
        return None if self.unweighted else sum(elector.weight or 0 for elector in self.electors)

    @cached_property
    def blocking(self) -> int:
        """The fewest members whose weights together exceed 35 % of everybody's; meaningful if each has one."""
        return blocking_number([elector.weight or 0 for elector in self.electors])


def check_rule(rule: Rule, options: int, electorate: Electorate, quorum: Quorum | None = None) -> None:
    """Whether a question can be put so. `options`: how many of its own it has, 0 for none.

    Raises Mistake: `electorate_empty`; `rule_without_options`, `rule_needs_options`, `rule_without_quorum` (rule: its key);
    `weights_missing` (names) where the rule or the quorum goes by weight and a delegation has none.
    """
    if not electorate.electors:
        raise Mistake("electorate_empty")
    if options and not rule.takes_options:
        raise Mistake("rule_without_options", rule=rule.key)
    if rule.needs_options and not options:
        raise Mistake("rule_needs_options", rule=rule.key)
    if quorum is not None and not rule.takes_quorum:
        raise Mistake("rule_without_quorum", rule=rule.key)
    if _by_weight(rule, quorum) and electorate.unweighted:
        raise Mistake("weights_missing", names=list(electorate.unweighted))


def count(
    electorate: Electorate,
    ballots: Mapping[int, Choices],
    rule: Rule,
    *,
    options: int = 0,
    quorum: Quorum | None = None,
    resolved: AbstractSet[int] = frozenset(),
) -> Standing:
    """How the question stands. `ballots`: elector's key -> choices, withdrawn ones left out.

    `resolved`: under consent, whose objection is resolved. Expects what check_rule checks, but counts an empty
    electorate as a rejection. Raises ValueError for a ballot from outside the electorate, for a ballot or an absence of
    options the question does not allow, for an objection resolved that nobody made, and for weights missing where they
    are needed.
    """
    weighted = _by_weight(rule, quorum)
    _check_ballots(electorate, ballots, rule, options)
    if not all(rule.name is Procedure.CONSENT and ballots.get(key) == (AGAINST,) for key in resolved):
        raise ValueError("an objection resolved that was not made")
    if weighted and electorate.unweighted:
        raise ValueError("a rule or quorum by weight needs every weight")
    weights = {elector.key: (elector.weight or 0) if weighted else 0 for elector in electorate.electors}
    standing_aside = dict.fromkeys(resolved, (ABSTAIN,))
    sides: dict[Choices, Side] = {}
    for key, choices in {**ballots, **standing_aside}.items():
        sides[choices] = sides.get(choices, Side()) + Side(1, weights[key])
    everyone = Side(len(weights), sum(weights.values()))
    blocking = electorate.blocking if weighted else 0
    tally = Tally(everyone, blocking, options, sides, ranked=rule.name is Procedure.RANKED)
    return _standing(rule, quorum, tally, weights, {**ballots, **standing_aside}, len(resolved))


def certain_whoever_enters(
    electorate: Electorate,
    ballots: Mapping[int, Choices],
    rule: Rule,
    *,
    options: int = 0,
    quorum: Quorum | None = None,
    resolved: AbstractSet[int] = frozenset(),
    unknown: int,
) -> bool:
    """Whether the outcome is certain also where up to `unknown` others, of weight 1, may still become electors by voting."""
    if unknown > _MOST_UNKNOWN:
        return False
    lowest = min(electorate.by_key, default=0)
    entering = tuple(Elector(min(lowest, 0) - number, "", 1) for number in range(1, unknown + 1))
    outcome = None
    for more in range(unknown, -1, -1):
        grown = Electorate((*electorate.electors, *entering[:more]))
        standing = count(grown, ballots, rule, options=options, quorum=quorum, resolved=resolved)
        if not standing.certain or standing.outcome != (outcome or standing.outcome):
            return False
        outcome = standing.outcome
    return True


def decide(
    standing: Standing, *, closes_at: datetime, now: datetime, early: bool, secret: bool = False
) -> Outcome | None:
    """The outcome if the question is to close now, else None: at the deadline, or `early` once it is certain.

    Grace periods are the caller's; so is withdrawing, which comes before this.
    """
    settled = early and standing.certain and may_close_early(standing, secret=secret)
    return standing.outcome if settled or now >= closes_at else None


def may_close_early(standing: Standing, *, secret: bool = False) -> bool:
    """Whether such a question can close before its deadline at all, certain or not.

    A silence is kept until it expires. Under consent an objection that is open may yet be resolved. A secret poll with
    fewer than three ballots would tell who cast them.
    """
    objected = standing.rule.name is Procedure.CONSENT and not standing.silent
    too_few = secret and standing.cast.heads < _FEWEST_SECRET
    return standing.rule.name is not Procedure.SILENCE and not objected and not too_few


def _by_weight(rule: Rule, quorum: Quorum | None) -> bool:
    return rule.needs_weights or (quorum is not None and quorum.of_weight)


def _check_ballots(electorate: Electorate, ballots: Mapping[int, Choices], rule: Rule, options: int) -> None:
    if not ballots.keys() <= electorate.by_key.keys():
        raise ValueError("a ballot from outside the electorate")
    if rule.needs_options and not options:
        raise ValueError("a rule that needs options")
    if not all(offered(choices, rule, options) for choices in set(ballots.values())):
        raise ValueError("a choice that is not offered")


def _standing(
    rule: Rule,
    quorum: Quorum | None,
    tally: Tally,
    weights: Mapping[int, int],
    ballots: Mapping[int, Choices],
    resolved: int,
) -> Standing:
    judgement = judge(rule, quorum, tally)
    division, outcome = judgement.division, judgement.outcome
    reserves = _reserves(tally, weights, ballots)
    return Standing(
        rule=rule,
        quorum=quorum,
        weighted=_by_weight(rule, quorum),
        everyone=tally.everyone,
        for_=division.for_,
        against=division.against,
        abstain=division.abstain,
        not_cast=tally.not_cast,
        tally=tuple(tally.side(option) for option in range(1, tally.options + 1)),
        leading=tally.leading,
        conditions=judgement.conditions,
        missing=shortfalls(rule, division, judgement.conditions, reserves),
        verdict_if_closed=outcome.verdict,
        winner=outcome.winner,
        tied=outcome.tied,
        certain=is_certain(rule, quorum, tally, outcome),
        close_to_threshold=close_to_threshold(rule, division),
        rounds=tally.run_off.rounds if tally.ranked else (),
        condorcet=condorcet_winner(tally.rankings, tally.options) if tally.ranked else None,
        resolved=resolved,
    )


def _reserves(tally: Tally, weights: Mapping[int, int], ballots: Mapping[int, Choices]) -> Reserves:
    """Who could still come to the leading option, or to FOR."""
    pro = set(tally.leading if len(tally.leading) == 1 else ()) if tally.options else {FOR}
    return Reserves(
        not_cast=[weight for key, weight in weights.items() if key not in ballots],
        abstaining=[weights[key] for key, choices in ballots.items() if abstains(choices)],
        against=[weights[key] for key, choices in ballots.items() if not abstains(choices) and pro.isdisjoint(choices)],
    )
