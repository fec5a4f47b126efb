"""The rules a second time: naive, from the texts, sharing nothing with the code but what the words mean.

Electors are positions. A ballot is "for", "against", "abstain", an option's number, or None for no ballot. Shares are
Fractions; what the code proves by bounds is found here by trying everything.
"""

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations, product

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"

Ballot = str | int | None
Result = tuple[str, int | None, tuple[str | int, ...]]


def outcome(
    weights: list[int], ballots: list[Ballot], rule: str, options: int = 0, quorum: str | None = None
) -> Result:
    """(verdict, winner, tied) if the question closed on these ballots."""
    if quorum is not None and not _quorate(weights, ballots, quorum):
        return ("no_quorum", None, ())
    if not options:
        if rule == "plurality" and ballots.count(FOR) == ballots.count(AGAINST) > 0:
            return ("tied", None, (FOR, AGAINST))
        return ("adopted" if _adopted(weights, ballots, rule) else "rejected", None, ())
    votes = Counter(ballot for ballot in ballots if isinstance(ballot, int))
    if not votes:
        return ("rejected", None, ())
    leaders = sorted(option for option in votes if votes[option] == max(votes.values()))
    if len(leaders) > 1:
        return ("tied", None, tuple(leaders))
    if rule == "plurality":
        return ("adopted", leaders[0], ())
    as_question: list[Ballot] = [
        (FOR if ballot == leaders[0] else AGAINST) if isinstance(ballot, int) else ballot for ballot in ballots
    ]
    return ("adopted", leaders[0], ()) if _adopted(weights, as_question, rule) else ("rejected", None, ())


def settled(weights: list[int], ballots: list[Ballot], rule: str, options: int = 0, quorum: str | None = None) -> bool:
    """Whether every way in which those who have not voted might vote, or not, ends alike."""
    choices: list[Ballot] = [None, ABSTAIN, *(range(1, options + 1) if options else (FOR, AGAINST))]
    waiting = [position for position, ballot in enumerate(ballots) if ballot is None]
    ends = set()
    for completion in product(choices, repeat=len(waiting)):
        full = list(ballots)
        for position, choice in zip(waiting, completion, strict=True):
            full[position] = choice
        ends.add(outcome(weights, full, rule, options, quorum))
        if len(ends) > 1:
            return False
    return True


def _adopted(weights: list[int], ballots: list[Ballot], rule: str) -> bool:
    pro, con, everyone = ballots.count(FOR), ballots.count(AGAINST), len(ballots)
    if pro == 0:
        return False
    weight = Fraction(sum(w for w, ballot in zip(weights, ballots, strict=True) if ballot == FOR), sum(weights))
    if rule in {"plurality", "majority"}:
        return pro > con
    if rule == "absolute":
        return Fraction(pro, everyone) > Fraction(1, 2)
    if rule == "two-thirds":
        return Fraction(pro, pro + con) >= Fraction(2, 3)
    if rule == "unanimity":
        return all(ballot in {FOR, ABSTAIN} for ballot in ballots)
    if rule == "consensus":
        return con == 0
    if rule == "qualified":
        return _qualified(weights, ballots, weight)
    if rule == "reinforced":
        return Fraction(pro, everyone) >= Fraction("0.72") and weight >= Fraction("0.65")
    return _share(rule, {"cast": Fraction(pro, pro + con), "all": Fraction(pro, everyone), "weight": weight})


def _qualified(weights: list[int], ballots: list[Ballot], weight: Fraction) -> bool:
    """Art. 16(4) TEU, Art. 238(3)(a) TFEU, read literally.

    "At least 55 % of the members ... comprising at least 65 % of the population. A blocking minority must include at
    least the minimum number of members representing more than 35 % of the population, plus one member, failing which
    the qualified majority shall be deemed attained."
    """
    opposed = [ballot for ballot in ballots if ballot != FOR]
    if Fraction(ballots.count(FOR), len(ballots)) < Fraction("0.55"):
        return False
    return weight >= Fraction("0.65") or len(opposed) < _minimum_number(tuple(sorted(weights))) + 1


@cache
def _minimum_number(weights: tuple[int, ...]) -> int:
    for number in range(1, len(weights) + 1):
        if any(Fraction(sum(some), sum(weights)) > Fraction("0.35") for some in combinations(weights, number)):
            return number
    raise AssertionError("all together are more than 35 %")


def _share(rule: str, shares: dict[str, Fraction]) -> bool:
    strict = rule.startswith("more than ")
    share, base = rule.removeprefix("more than ").split(" of ")
    return shares[base] > Fraction(share) if strict else shares[base] >= Fraction(share)


def _quorate(weights: list[int], ballots: list[Ballot], quorum: str) -> bool:
    cast = [position for position, ballot in enumerate(ballots) if ballot is not None]
    if quorum.endswith("% of weight"):
        percent = Fraction(quorum.removesuffix("% of weight"))
        return Fraction(sum(weights[position] for position in cast), sum(weights)) >= percent / 100
    if quorum.endswith("%"):
        return Fraction(len(cast), len(ballots)) >= Fraction(quorum.removesuffix("%")) / 100
    return len(cast) >= int(quorum)
