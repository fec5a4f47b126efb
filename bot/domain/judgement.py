"""From a tally to the outcome it would have: who leads, what is put to the rule, and whether it is settled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.domain.arithmetic import Conditions, Division, conditions, in_the_way, quorum_conditions
from bot.domain.rules import Procedure, Quorum, Rule
from bot.domain.standing import ABSTAIN, AGAINST, FOR, Choice, Condition, ConditionKind, Outcome, Side, Verdict

_NOBODY = Side()


@dataclass(frozen=True)
class Tally:
    """Ballots added up per choice. `blocking` as in Division; `options` is 0 for a question without."""

    everyone: Side
    blocking: int
    options: int
    sides: Mapping[Choice, Side]

    def side(self, choice: Choice) -> Side:
        return self.sides.get(choice, _NOBODY)

    def plus(self, choice: Choice, further: Side) -> "Tally":
        """The tally if these others chose so too."""
        return replace(self, sides={**self.sides, choice: self.side(choice) + further})

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen besides abstaining."""
        return tuple(range(1, self.options + 1)) if self.options else (FOR, AGAINST)

    @cached_property
    def cast(self) -> Side:
        return sum(self.sides.values(), start=_NOBODY)

    @property
    def not_cast(self) -> Side:
        cast = self.cast
        return Side(self.everyone.heads - cast.heads, self.everyone.weight - cast.weight)

    @cached_property
    def leading(self) -> tuple[int, ...]:
        """The options with most ballots, by heads; none before the first ballot."""
        heads = [self.side(option).heads for option in range(1, self.options + 1)]
        most = max(heads, default=0)
        return tuple(option for option, number in enumerate(heads, start=1) if number == most > 0)


@dataclass(frozen=True, slots=True)
class Judgement:
    division: Division
    conditions: Conditions
    outcome: Outcome


def divide(tally: Tally) -> Division:
    """What is put to the rule: FOR and AGAINST as cast, or the sole leading option against all others together."""
    chosen = sum((tally.side(choice) for choice in tally.choices), start=_NOBODY)
    if not tally.options:
        pro = tally.side(FOR)
    elif len(tally.leading) == 1:
        pro = tally.side(tally.leading[0])
    else:
        pro = _NOBODY
    con = Side(chosen.heads - pro.heads, chosen.weight - pro.weight)
    return Division(tally.everyone, tally.blocking, pro, con, tally.side(ABSTAIN))


def judge(rule: Rule, quorum: Quorum | None, tally: Tally) -> Judgement:
    """The outcome were the question closed on this tally: the quorum first, whatever the tally; then the rule."""
    division = divide(tally)
    of_quorum = quorum_conditions(quorum, tally.everyone, tally.cast)
    of_rule = _put(rule, tally, division)
    return Judgement(division, of_quorum + of_rule, _outcome(rule, tally, division, of_quorum, of_rule))


def is_certain(rule: Rule, quorum: Quorum | None, tally: Tally, now: Outcome) -> bool:
    """Whether no ballot of those who have not voted could change `now`, its outcome; ballots cast stay as they are.

    Trying the extremes is enough. Every rule is monotone: a ballot for a choice never hurts it, one for another never
    helps it. So if closing now and everybody remaining on any single choice all end alike, what lies between does too,
    save one thing: a tie for the lead can lie strictly between two equal extremes.
    """
    absent = tally.not_cast
    if absent.heads == 0:
        return True
    if now.verdict is not Verdict.NO_QUORUM and _lead_can_tie(tally, absent.heads):
        return False
    return all(judge(rule, quorum, tally.plus(choice, absent)).outcome == now for choice in tally.choices)


def _put(rule: Rule, tally: Tally, division: Division) -> Conditions:
    if tally.options and (rule.name is Procedure.PLURALITY or len(tally.leading) > 1):
        return (_sole_lead(tally),)
    return conditions(rule, division)


def _outcome(rule: Rule, tally: Tally, division: Division, of_quorum: Conditions, of_rule: Conditions) -> Outcome:
    if in_the_way(of_quorum):
        return Outcome(Verdict.NO_QUORUM)
    if tied := _tied(rule, tally, division):
        return Outcome(Verdict.TIED, tied=tied)
    # No rule adopts without anybody in favour, an empty electorate included.
    if division.for_.heads == 0 or in_the_way(of_rule):
        return Outcome(Verdict.REJECTED)
    return Outcome(Verdict.ADOPTED, winner=tally.leading[0] if tally.options else None)


def _tied(rule: Rule, tally: Tally, division: Division) -> tuple[int, ...]:
    """The options that share the lead. FOR and AGAINST can tie under plurality only: a majority must exceed."""
    if tally.options:
        return tally.leading if len(tally.leading) > 1 else ()
    equal = division.for_.heads == division.against.heads > 0
    return (FOR, AGAINST) if equal and rule.name is Procedure.PLURALITY else ()


def _sole_lead(tally: Tally) -> Condition:
    heads = _most_first(tally)
    first, second = heads[0], (heads[1] if len(heads) > 1 else 0)
    return Condition(ConditionKind.SOLE_LEAD, first, second + 1, sum(heads), first > second)


def _lead_can_tie(tally: Tally, absent: int) -> bool:
    """Whether some of the absent can tie the lead with the rest of them holding back; one alone is an extreme."""
    heads = _most_first(tally)
    return absent > 1 and len(heads) > 1 and heads[0] - heads[1] <= absent


def _most_first(tally: Tally) -> list[int]:
    return sorted((tally.side(option).heads for option in range(1, tally.options + 1)), reverse=True)
