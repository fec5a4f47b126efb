"""The comparisons each rule consists of, on heads and weights. Integers and cross-multiplication only."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.domain.rules import Base, Procedure, Quorum, Rule
from bot.domain.standing import Condition, ConditionKind, Side

_HALF, _TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
_HEADS_55, _HEADS_72, _WEIGHT_65 = Fraction(55, 100), Fraction(72, 100), Fraction(65, 100)

Conditions = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """Who stands where. `blocking`: the fewest members whose weights together exceed 35 % of everyone's."""

    everyone: Side
    blocking: int
    for_: Side
    against: Side
    abstain: Side


def conditions(rule: Rule, division: Division) -> Conditions:
    """The rule's comparisons, met or not, without the quorum's. Options play no part here: see judgement.

    Raises KeyError for approval and ranked, which are nothing but options.
    """
    return _RULES[rule.name](rule, division)


def in_the_way(found: Conditions) -> Conditions:
    """The unmet conditions that keep a text from being adopted.

    A double majority needs WEIGHT_65 or the lack of a blocking minority: either, once met, excuses the other.
    """
    kinds_met = {condition.kind for condition in found if condition.met}
    excused = _ALTERNATIVES if kinds_met & _ALTERNATIVES else frozenset()
    return tuple(condition for condition in found if not condition.met and condition.kind not in excused)


def quorum_conditions(quorum: Quorum | None, everyone: Side, cast: Side) -> Conditions:
    """`cast` counts abstentions."""
    if quorum is None:
        return ()
    if quorum.share is None:
        met = cast.heads >= quorum.heads
        return (Condition(ConditionKind.QUORUM_HEADS, cast.heads, quorum.heads, everyone.heads, met),)
    if quorum.of_weight:
        return (_share(ConditionKind.QUORUM_WEIGHT, cast.weight, quorum.share, everyone.weight),)
    return (_share(ConditionKind.QUORUM_HEADS, cast.heads, quorum.share, everyone.heads),)


def close_to_threshold(rule: Rule, division: Division) -> bool:
    """Whether published, rounded weights leave a double majority open: within 0.1 point of 65 %."""
    if rule.name not in {Procedure.QUALIFIED, Procedure.REINFORCED}:
        return False
    return abs(1000 * division.for_.weight - 650 * division.everyone.weight) <= division.everyone.weight


def blocking_number(weights: list[int]) -> int:
    """The fewest of these weights that together exceed 35 % of their sum: Art. 238(3)(a) TFEU without its "plus one".

    At least 1 for positive weights; 0 for no weights at all.
    """
    total, together = sum(weights), 0
    for number, weight in enumerate(sorted(weights, reverse=True), start=1):
        together += weight
        if 100 * together > 35 * total:
            return number
    return 0


def _share(kind: ConditionKind, have: int, share: Fraction, of: int, *, strict: bool = False) -> Condition:
    """`have` against a share of `of`; exactly the share passes unless strict."""
    scaled, wanted = have * share.denominator, of * share.numerator
    if strict:
        return Condition(kind, have, wanted // share.denominator + 1, of, scaled > wanted)
    return Condition(kind, have, -(-wanted // share.denominator), of, scaled >= wanted)


def _at_least_one_for(division: Division) -> Condition:
    heads = division.for_.heads
    return Condition(ConditionKind.AT_LEAST_ONE_FOR, heads, 1, division.everyone.heads, heads >= 1)


def _no_against(division: Division) -> Condition:
    heads = division.against.heads
    return Condition(ConditionKind.NO_AGAINST, heads, 0, division.everyone.heads, heads == 0)


def _of_cast(division: Division, share: Fraction, *, strict: bool = False) -> Conditions:
    """Of no ballots at all every share is reached: hence the second condition."""
    heads, cast = division.for_.heads, division.for_.heads + division.against.heads
    share_met = _share(ConditionKind.SHARE_OF_CAST, heads, share, cast, strict=strict)
    return (share_met, _at_least_one_for(division))


def _majority(_rule: Rule, division: Division) -> Conditions:
    pro, con = division.for_.heads, division.against.heads
    return (Condition(ConditionKind.MORE_FOR_THAN_AGAINST, pro, con + 1, pro + con, pro > con),)


def _absolute(_rule: Rule, division: Division) -> Conditions:
    return (_share(ConditionKind.SHARE_OF_ALL, division.for_.heads, _HALF, division.everyone.heads, strict=True),)


def _two_thirds(_rule: Rule, division: Division) -> Conditions:
    return _of_cast(division, _TWO_THIRDS)


def _unanimity(_rule: Rule, division: Division) -> Conditions:
    """Art. 238(4) TFEU: abstentions do not prevent unanimity; an absent vote is no abstention."""
    cast, heads = division.for_.heads + division.against.heads + division.abstain.heads, division.everyone.heads
    answered = Condition(ConditionKind.ALL_ANSWERED, cast, heads, heads, cast == heads)
    return (_no_against(division), answered, _at_least_one_for(division))


def _consensus(_rule: Rule, division: Division) -> Conditions:
    return (_no_against(division), _at_least_one_for(division))


def _consent(_rule: Rule, division: Division) -> Conditions:
    """Objections that are resolved are no longer against; those who stand aside never were."""
    heads, everyone = division.for_.heads, division.everyone.heads
    return (
        replace(_no_against(division), kind=ConditionKind.NO_OBJECTION),
        Condition(ConditionKind.AT_LEAST_ONE_CONSENT, heads, 1, everyone, heads >= 1),
    )


def _silence(_rule: Rule, division: Division) -> Conditions:
    """OSCE MC.DOC/1/06, Annex 1(A): adopted unless somebody has broken the silence; nobody need be in favour."""
    return (replace(_no_against(division), kind=ConditionKind.SILENCE_KEPT),)


def _qualified(_rule: Rule, division: Division) -> Conditions:
    """Art. 16(4) TEU and Art. 238(3)(a) TFEU: 55 % of members and 65 % of weight, or no blocking minority.

    A blocking minority has one member more than the fewest who together exceed 35 %; on the EU-27 that is four.
    """
    heads, everyone = division.for_.heads, division.everyone
    others, blockers = everyone.heads - heads, division.blocking + 1
    return (
        _share(ConditionKind.HEADS_55, heads, _HEADS_55, everyone.heads),
        _share(ConditionKind.WEIGHT_65, division.for_.weight, _WEIGHT_65, everyone.weight),
        Condition(ConditionKind.BLOCKING_MINORITY, others, blockers, everyone.heads, others < blockers),
    )


def _reinforced(_rule: Rule, division: Division) -> Conditions:
    """Art. 238(2) and (3)(b) TFEU: 72 % of members and 65 % of weight; here nothing stands in for the weight."""
    return (
        _share(ConditionKind.HEADS_72, division.for_.heads, _HEADS_72, division.everyone.heads),
        _share(ConditionKind.WEIGHT_65, division.for_.weight, _WEIGHT_65, division.everyone.weight),
    )


def _custom(rule: Rule, division: Division) -> Conditions:
    share = rule.share or _HALF
    if rule.base is Base.CAST:
        return _of_cast(division, share, strict=rule.strict)
    if rule.base is Base.WEIGHT:
        weight, total = division.for_.weight, division.everyone.weight
        return (_share(ConditionKind.SHARE_OF_WEIGHT, weight, share, total, strict=rule.strict),)
    return (
        _share(ConditionKind.SHARE_OF_ALL, division.for_.heads, share, division.everyone.heads, strict=rule.strict),
    )


_ALTERNATIVES = frozenset({ConditionKind.WEIGHT_65, ConditionKind.BLOCKING_MINORITY})
_RULES: dict[Procedure, Callable[[Rule, Division], Conditions]] = {
    Procedure.PLURALITY: _majority,
    Procedure.MAJORITY: _majority,
    Procedure.ABSOLUTE: _absolute,
    Procedure.TWO_THIRDS: _two_thirds,
    Procedure.UNANIMITY: _unanimity,
    Procedure.CONSENSUS: _consensus,
    Procedure.QUALIFIED: _qualified,
    Procedure.REINFORCED: _reinforced,
    Procedure.SILENCE: _silence,
    Procedure.CONSENT: _consent,
    Procedure.SHARE: _custom,
}
