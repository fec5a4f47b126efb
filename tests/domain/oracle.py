"""The rules a second time: naive, from the texts, sharing nothing with the code but what the words mean.

Electors are positions. A ballot is "for", "against", "abstain", an option's number, options approved of or in order of
preference, "resolved" for an objection that was, or None for no ballot. Under silence "against" breaks it. Shares are
Fractions; what the code proves by bounds is found here by trying everything.
"""

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, permutations, product

FOR, AGAINST, ABSTAIN, RESOLVED = "for", "against", "abstain", "resolved"

Ballot = str | int | tuple[int, ...] | None
Result = tuple[str, int | None, tuple[str | int, ...]]


def outcome(
    weights: list[int], ballots: list[Ballot], rule: str, options: int = 0, quorum: str | None = None
) -> Result:
    """(verdict, winner, tied) if the question closed on these ballots."""
    if quorum is not None and not _quorate(weights, ballots, quorum):
        return ("no_quorum", None, ())
    if rule == "silence":
        return ("rejected" if AGAINST in ballots else "adopted", None, ())
    if rule in {"approval", "ranked"}:
        return _chosen((_approved if rule == "approval" else _last_left)(ballots, options))
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
    choices = [None, *every_ballot(rule, options)]
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


def every_ballot(rule: str, options: int) -> list[Ballot]:
    """All that somebody could cast."""
    own = range(1, options + 1)
    if rule == "silence":
        return [AGAINST]
    if rule in {"approval", "ranked"}:
        ways = combinations if rule == "approval" else permutations
        return list(chain.from_iterable(ways(own, number) for number in range(options + 1)))
    return [ABSTAIN, *(own if options else (FOR, AGAINST))]


def condorcet(ballots: list[Ballot], options: int) -> int | None:
    """The option that wins every duel, found duel by duel."""
    rankings = [ballot for ballot in ballots if isinstance(ballot, tuple) and ballot]

    def place(ballot: tuple[int, ...], option: int) -> int:
        return ballot.index(option) if option in ballot else options

    def margin(one: int, other: int) -> int:
        ahead = [place(ballot, other) - place(ballot, one) for ballot in rankings]
        return sum(step > 0 for step in ahead) - sum(step < 0 for step in ahead)

    own = range(1, options + 1)
    winners = [one for one in own if rankings and all(margin(one, other) > 0 for other in own if other != one)]
    return winners[0] if winners else None


def _chosen(best: set[int]) -> Result:
    if len(best) > 1:
        return ("tied", None, tuple(sorted(best)))
    return ("adopted", best.pop(), ()) if best else ("rejected", None, ())


def _approved(ballots: list[Ballot], options: int) -> set[int]:
    """Nobody has more approvals, and somebody approves."""
    behind = [
        sum(isinstance(ballot, tuple) and option in ballot for ballot in ballots) for option in range(options + 1)
    ]
    return {option for option in range(1, options + 1) if behind[option] == max(behind) > 0}


def _last_left(ballots: list[Ballot], options: int) -> set[int]:
    """Who can be the last one left. Round by round every set that could be left, down to one: whoever has more than
    half of the ballots still counting is never last, so stopping there, as the rule says, ends alike."""
    rankings = [ballot for ballot in ballots if isinstance(ballot, tuple) and ballot]
    if not rankings:
        return set()
    could_be_left = {frozenset(range(1, options + 1))}
    for _ in range(options - 1):
        could_be_left = {left - {last} for left in could_be_left for last in _last(rankings, left)}
    return set().union(*could_be_left)


def _last(rankings: list[tuple[int, ...]], left: frozenset[int]) -> list[int]:
    tops = [next((option for option in ballot if option in left), 0) for ballot in rankings]
    fewest = min(tops.count(option) for option in left)
    return [option for option in left if tops.count(option) == fewest]


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
    if rule in {"consensus", "consent"}:
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
