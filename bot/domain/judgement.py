"""From a tally to the outcome it would have: who leads, what is put to the rule, and whether it is settled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.domain.arithmetic import Conditions, Division, conditions, in_the_way, quorum_conditions
from bot.domain.ballots import abstains
from bot.domain.rules import Procedure, Quorum, Rule
from bot.domain.runoff import RunOff, holds, run_off
from bot.domain.standing import ABSTAIN, AGAINST, FOR, Choice, Choices, Condition, ConditionKind, Outcome, Side, Verdict

_NOBODY = Side()


@dataclass(frozen=True)
class Tally:
    """Ballots added up by what they say. `blocking` as in Division; `options` is 0 for a question without."""

    everyone: Side
    blocking: int
    options: int
    ballots: Mapping[Choices, Side]
    ranked: bool = False  # whether a ballot counts for one of its choices at a time

    @cached_property
    def sides(self) -> Mapping[Choice, Side]:
        """Who is behind each choice: whoever names it, or names it first where ballots are ranked."""
        found: dict[Choice, Side] = {}
        for choices, side in self.ballots.items():
            for choice in choices[:1] if self.ranked else choices:
                found[choice] = found.get(choice, _NOBODY) + side
        return found

    def side(self, choice: Choice) -> Side:
        return self.sides.get(choice, _NOBODY)

    def plus(self, choice: Choice, further: Side) -> "Tally":
        """The tally if these others chose so too."""
        return replace(self, ballots={**self.ballots, (choice,): self.ballots.get((choice,), _NOBODY) + further})

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen besides abstaining."""
        return tuple(range(1, self.options + 1)) if self.options else (FOR, AGAINST)

    @cached_property
    def cast(self) -> Side:
        return sum(self.ballots.values(), start=_NOBODY)

    @cached_property
    def abstaining(self) -> Side:
        return sum((side for choices, side in self.ballots.items() if abstains(choices)), start=_NOBODY)

    @property
    def not_cast(self) -> Side:
        cast = self.cast
        return Side(self.everyone.heads - cast.heads, self.everyone.weight - cast.weight)

    @cached_property
    def leading(self) -> tuple[int, ...]:
        """The options with most ballots, by heads, or that would win a run-off; none before the first ballot."""
        if self.ranked:
            return self.run_off.winners
        heads = [self.side(option).heads for option in range(1, self.options + 1)]
        most = max(heads, default=0)
        return tuple(option for option, number in enumerate(heads, start=1) if number == most > 0)

    @cached_property
    def rankings(self) -> dict[Choices, int]:
        """How many rank the options so, abstentions left out."""
        return {choices: side.heads for choices, side in self.ballots.items() if not abstains(choices)}

    @cached_property
    def run_off(self) -> RunOff:
        return run_off(self.rankings, self.options)

    def behind(self, option: int) -> Side:
        """Whose ballots count for the option: in a run-off, in its last round."""
        if not self.ranked:
            return self.side(option)
        left = dict(self.run_off.rounds[-1].ballots)
        ends = {choices: next((choice for choice in choices if choice in left), ABSTAIN) for choices in self.ballots}
        return sum((side for choices, side in self.ballots.items() if ends[choices] == option), start=_NOBODY)


@dataclass(frozen=True, slots=True)
class Judgement:
    division: Division
    conditions: Conditions
    outcome: Outcome


def divide(tally: Tally) -> Division:
    """What is put to the rule: FOR and AGAINST as cast, or the sole leading option against all others together."""
    if not tally.options:
        pro = tally.side(FOR)
    else:
        pro = tally.behind(tally.leading[0]) if len(tally.leading) == 1 else _NOBODY
    cast, abstaining = tally.cast, tally.abstaining
    con = Side(cast.heads - abstaining.heads - pro.heads, cast.weight - abstaining.weight - pro.weight)
    return Division(tally.everyone, tally.blocking, pro, con, abstaining)


def judge(rule: Rule, quorum: Quorum | None, tally: Tally) -> Judgement:
    """The outcome were the question closed on this tally: the quorum first, whatever the tally; then the rule."""
    division = divide(tally)
    of_quorum = quorum_conditions(quorum, tally.everyone, tally.cast)
    of_rule = _put(rule, tally, division)
    return Judgement(division, of_quorum + of_rule, _outcome(rule, tally, division, of_quorum, of_rule))


def is_certain(rule: Rule, quorum: Quorum | None, tally: Tally, now: Outcome) -> bool:
    """Whether no ballot of those who have not voted could change `now`, its outcome; ballots cast stay as they are.

    Trying the extremes is enough. Every rule but a run-off is monotone: a ballot for a choice never hurts it, one for
    another never helps it. So if closing now and everybody remaining on any single choice all end alike, what lies
    between does too, save one thing: a tie for the lead can lie strictly between two equal extremes.
    A run-off is certain only where it can be proved cheaply: see runoff.holds.
    """
    absent = tally.not_cast
    if absent.heads == 0:
        return True
    if tally.ranked:
        return _run_off_is_certain(rule, quorum, tally, now)
    if now.verdict is not Verdict.NO_QUORUM and _lead_can_tie(tally, absent.heads):
        return False
    return all(judge(rule, quorum, tally.plus(choice, absent)).outcome == now for choice in tally.choices)


def _run_off_is_certain(rule: Rule, quorum: Quorum | None, tally: Tally, now: Outcome) -> bool:
    if now.verdict is Verdict.NO_QUORUM:
        return judge(rule, quorum, tally.plus(ABSTAIN, tally.not_cast)).outcome == now
    return now.winner is not None and holds(tally.rankings, tally.options, now.winner, tally.not_cast.heads)


def _put(rule: Rule, tally: Tally, division: Division) -> Conditions:
    if tally.ranked:
        return (_last_round(tally),)
    if tally.options and (rule.name in {Procedure.PLURALITY, Procedure.APPROVAL} or len(tally.leading) > 1):
        return (_sole_lead(tally, division),)
    return conditions(rule, division)


def _outcome(rule: Rule, tally: Tally, division: Division, of_quorum: Conditions, of_rule: Conditions) -> Outcome:
    if in_the_way(of_quorum):
        return Outcome(Verdict.NO_QUORUM)
    if tied := _tied(rule, tally, division):
        return Outcome(Verdict.TIED, tied=tied)
    # No rule but silence adopts without anybody in favour, and none where there is nobody to ask.
    backed = division.everyone.heads > 0 if rule.name is Procedure.SILENCE else division.for_.heads > 0
    if not backed or in_the_way(of_rule):
        return Outcome(Verdict.REJECTED)
    return Outcome(Verdict.ADOPTED, winner=tally.leading[0] if tally.options else None)


def _tied(rule: Rule, tally: Tally, division: Division) -> tuple[int, ...]:
    """The options that share the lead. FOR and AGAINST can tie under plurality only: a majority must exceed."""
    if tally.options:
        return tally.leading if len(tally.leading) > 1 else ()
    equal = division.for_.heads == division.against.heads > 0
    return (FOR, AGAINST) if equal and rule.name is Procedure.PLURALITY else ()


def _sole_lead(tally: Tally, division: Division) -> Condition:
    heads = _most_first(tally)
    first, second = heads[0], (heads[1] if len(heads) > 1 else 0)
    chosen = division.for_.heads + division.against.heads
    return Condition(ConditionKind.SOLE_LEAD, first, second + 1, chosen, first > second)


def _last_round(tally: Tally) -> Condition:
    rounds = tally.run_off.rounds
    ballots = [number for _, number in rounds[-1].ballots] if rounds else [0]
    most, counting = max(ballots), sum(ballots)
    return Condition(ConditionKind.LAST_ROUND, most, counting // 2 + 1, counting, 2 * most > counting)


def _lead_can_tie(tally: Tally, absent: int) -> bool:
    """Whether some of the absent can tie the lead with the rest of them holding back; one alone is an extreme."""
    heads = _most_first(tally)
    return absent > 1 and len(heads) > 1 and heads[0] - heads[1] <= absent


def _most_first(tally: Tally) -> list[int]:
    return sorted((tally.side(option).heads for option in range(1, tally.options + 1)), reverse=True)
