"""The shapes a count is told in: plain numbers that a card can put into words.

A choice is a number. A question without options is answered FOR, AGAINST or ABSTAIN; one with options by the
option's number (1..12) or ABSTAIN. Nothing but these three constants is zero or negative, so a choice read back from
the database means the same whatever the poll.

A ballot is a tuple of choices: one choice under the rules that ask for one; under `approval` the options approved of, in
the order of the options; under `ranked` the options in order of preference. There a ballot of no options abstains.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from bot.domain.rules import Quorum, Rule

Choice: TypeAlias = int
Choices: TypeAlias = tuple[Choice, ...]  # one ballot

ABSTAIN: Final[Choice] = 0
FOR: Final[Choice] = -1
AGAINST: Final[Choice] = -2
# Under the silence procedure AGAINST breaks the silence, and there is nothing else to say. Under consent FOR consents,
# ABSTAIN stands aside and AGAINST objects.


class Verdict(StrEnum):
    """What became of a question. WITHDRAWN is its author's doing: no count returns it."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIED = "tied"
    NO_QUORUM = "no_quorum"
    WITHDRAWN = "withdrawn"


class ConditionKind(StrEnum):
    """What is compared. Unless said otherwise `have` are heads in favour, and `have >= need` is met."""

    QUORUM_HEADS = "quorum_heads"  # have: ballots cast, abstentions included; of: the electorate
    QUORUM_WEIGHT = "quorum_weight"  # the same by weight
    SOLE_LEAD = "sole_lead"  # have: ballots of the leading option; of: ballots for any option
    MORE_FOR_THAN_AGAINST = "more_for_than_against"  # of: FOR + AGAINST
    AT_LEAST_ONE_FOR = "at_least_one_for"  # of: the electorate
    SHARE_OF_CAST = "share_of_cast"  # of: FOR + AGAINST
    SHARE_OF_ALL = "share_of_all"  # of: the electorate
    SHARE_OF_WEIGHT = "share_of_weight"  # have: weight in favour; of: the electorate's weight
    HEADS_55 = "heads_55"  # of: the electorate
    HEADS_72 = "heads_72"  # of: the electorate
    WEIGHT_65 = "weight_65"  # have: weight in favour; of: the electorate's weight
    BLOCKING_MINORITY = "blocking_minority"  # have: who is not in favour; need: who could block; met: have < need
    NO_AGAINST = "no_against"  # have: ballots AGAINST; need 0; met: have == 0
    ALL_ANSWERED = "all_answered"  # have: ballots cast, abstentions included; of: the electorate
    LAST_ROUND = (
        "last_round"  # have: ballots of whoever has most in the last round; need: over half; of: those counting
    )
    NO_OBJECTION = "no_objection"  # have: open objections; need 0; met: have == 0; of: the electorate
    AT_LEAST_ONE_CONSENT = "at_least_one_consent"  # of: the electorate
    SILENCE_KEPT = "silence_kept"  # have: who broke the silence; need 0; met: have == 0; of: the electorate


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of the rule. `need` is rounded up to the next whole number that passes; `met` is exact."""

    kind: ConditionKind
    have: int
    need: int
    of: int
    met: bool


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The least that would meet one unmet condition; each number is 0 where it does not apply.

    `more_for`: further ballots FOR (or for the leading option) by those who have not voted or abstained, the heaviest
    first where weight decides. `against_to_change`: how many AGAINST must turn to FOR besides, since that is not
    enough. `more_cast`: further ballots of any kind. `weight`: the weight lacking.
    WEIGHT_65 and BLOCKING_MINORITY listed together are alternatives: meeting either is enough. All are 0 for
    LAST_ROUND: which ballots would make a winner is a matter of every round.
    """

    kind: ConditionKind
    more_for: int = 0
    against_to_change: int = 0
    more_cast: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """Delegations on one side, and their weight: 0 unless rule or quorum go by weight."""

    heads: int = 0
    weight: int = 0

    def __add__(self, other: "Side") -> "Side":
        return Side(self.heads + other.heads, self.weight + other.weight)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of an instant run-off: (option, its ballots) for those still in it, in the order of the options.

    `exhausted`: ballots whose options have all left before. `eliminated` leave after this round: the one with fewest
    ballots; of several with as few the one listed last, if it makes no difference which; all of those without any
    ballot at once. Empty in the last round told: one option has more than half, or which one is eliminated decides.
    """

    ballots: tuple[tuple[int, int], ...]
    exhausted: int
    eliminated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict; `winner` is the option adopted (None without options), `tied` the options that share the lead.

    A plurality between FOR and AGAINST can tie too: then `tied` is (FOR, AGAINST).
    """

    verdict: Verdict
    winner: int | None = None
    tied: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question stands if it closed now.

    `for_ + against + abstain + not_cast == everyone`. With options the leading one is put to the rule: its ballots are
    `for_`, those of all others `against`; while the lead is shared nothing is put to the rule, so `for_` is empty and
    `leading` and `tally` say the rest. Ranked: `tally` has first preferences, `leading` whoever would win or be tied,
    and `for_` the ballots that end with the winner. Approval: a ballot is in the tally of each option it approves of.
    Consent: `for_` consent, `against` have an open objection, `abstain` stand aside or have had theirs resolved.
    Silence: `against` have broken it.
    """

    rule: Rule
    quorum: Quorum | None
    weighted: bool
    everyone: Side
    for_: Side
    against: Side
    abstain: Side
    not_cast: Side
    tally: tuple[Side, ...]  # option i at index i - 1; empty without options
    leading: tuple[int, ...]  # the options with most ballots; empty while there are none
    conditions: tuple[Condition, ...]  # the quorum's first, then the rule's
    missing: tuple[Shortfall, ...]
    verdict_if_closed: Verdict
    winner: int | None
    tied: tuple[int, ...]
    certain: bool  # no ballot of those who have not voted could change the outcome
    close_to_threshold: bool  # a double majority whose weight is within 0.1 point of 65 %
    rounds: tuple[Round, ...] = ()  # ranked only
    condorcet: int | None = None  # ranked only: the option that beats each other one on its own
    resolved: int = 0  # consent only: objections that are resolved

    @property
    def cast(self) -> Side:
        """All ballots, abstentions included."""
        return self.for_ + self.against + self.abstain

    @property
    def stand_asides(self) -> int:
        """Under consent, who let it pass without consenting."""
        return self.abstain.heads - self.resolved

    @property
    def silent(self) -> bool:
        """Whether nobody has broken the silence, or said Against, or objects."""
        return self.against.heads == 0

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.verdict_if_closed, self.winner, self.tied)
