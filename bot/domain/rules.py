"""Decision rules and quorums as people name them, and as the database keeps them.

`read_rule(rule.key) == rule` and `read_quorum(quorum.key) == quorum` for every value: the key is what is stored.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.errors import Mistake


class Procedure(StrEnum):
    """The kinds of rule that can be counted; SHARE is any share of one's own."""

    PLURALITY = "plurality"
    MAJORITY = "majority"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two-thirds"
    UNANIMITY = "unanimity"
    CONSENSUS = "consensus"
    QUALIFIED = "qualified"
    REINFORCED = "reinforced"
    SILENCE = "silence"
    APPROVAL = "approval"
    RANKED = "ranked"
    CONSENT = "consent"
    SHARE = "share"


class Base(StrEnum):
    """What a share is a share of: ballots FOR or AGAINST, the whole electorate, or its whole weight."""

    CAST = "cast"
    ALL = "all"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision rule. `share` and `base` are set for Procedure.SHARE and only there; `strict`: exactly p fails."""

    name: Procedure
    share: Fraction | None = None
    base: Base | None = None
    strict: bool = False

    @property
    def key(self) -> str:
        """Canonical text: the procedure's name, or `[more than ]a/b of cast|all|weight` in lowest terms."""
        if self.share is None or self.base is None:
            return self.name.value
        return f"{'more than ' if self.strict else ''}{_fraction(self.share)} of {self.base}"

    def __str__(self) -> str:
        return self.key

    @property
    def needs_weights(self) -> bool:
        return self.name in {Procedure.QUALIFIED, Procedure.REINFORCED} or self.base is Base.WEIGHT

    @property
    def takes_options(self) -> bool:
        """Whether options of one's own can be put to it; a share below one half could be passed by two of them."""
        if self.share is not None:
            return self.share >= Fraction(1, 2)
        return self.name not in _YES_OR_NO

    @property
    def needs_options(self) -> bool:
        """Whether there is nothing to choose without them: a ballot may then name several."""
        return self.name in {Procedure.APPROVAL, Procedure.RANKED}

    @property
    def takes_quorum(self) -> bool:
        """Under the silence procedure not answering is consent: there is nothing a quorum could count."""
        return self.name is not Procedure.SILENCE


@dataclass(frozen=True, slots=True)
class Quorum:
    """Ballots that must be cast, abstentions included: either `heads` > 0, or a `share` of heads or of weight."""

    heads: int = 0
    share: Fraction | None = None
    of_weight: bool = False

    @property
    def key(self) -> str:
        """Canonical text: `20`, `60%`, `60% of weight`; a fraction where whole percents do not say it."""
        if self.share is None:
            return str(self.heads)
        percent = self.share * 100
        shown = f"{percent.numerator}%" if percent.denominator == 1 else _fraction(self.share)
        return f"{shown} of weight" if self.of_weight else shown

    def __str__(self) -> str:
        return self.key


_YES_OR_NO = {Procedure.UNANIMITY, Procedure.CONSENSUS, Procedure.SILENCE, Procedure.CONSENT}
# Keys are folded: casefolded, without accents, hyphens and underscores as spaces.
_NAMES: dict[str, Procedure] = {
    "plurality": Procedure.PLURALITY,
    "relative majority": Procedure.PLURALITY,
    "pluralite": Procedure.PLURALITY,
    "majorite relative": Procedure.PLURALITY,
    "majority": Procedure.MAJORITY,
    "simple": Procedure.MAJORITY,
    "simple majority": Procedure.MAJORITY,
    "majorite": Procedure.MAJORITY,
    "majorite simple": Procedure.MAJORITY,
    "absolute": Procedure.ABSOLUTE,
    "absolute majority": Procedure.ABSOLUTE,
    "absolue": Procedure.ABSOLUTE,
    "majorite absolue": Procedure.ABSOLUTE,
    "two thirds": Procedure.TWO_THIRDS,
    "2/3": Procedure.TWO_THIRDS,
    "deux tiers": Procedure.TWO_THIRDS,
    "unanimity": Procedure.UNANIMITY,
    "unanimous": Procedure.UNANIMITY,
    "unanimite": Procedure.UNANIMITY,
    "consensus": Procedure.CONSENSUS,
    "qualified": Procedure.QUALIFIED,
    "qmv": Procedure.QUALIFIED,
    "qualified majority": Procedure.QUALIFIED,
    "qualifiee": Procedure.QUALIFIED,
    "majorite qualifiee": Procedure.QUALIFIED,
    "reinforced": Procedure.REINFORCED,
    "reinforced majority": Procedure.REINFORCED,
    "renforcee": Procedure.REINFORCED,
    "majorite renforcee": Procedure.REINFORCED,
    "silence": Procedure.SILENCE,
    "silence procedure": Procedure.SILENCE,
    "procedure de silence": Procedure.SILENCE,
    "procedure du silence": Procedure.SILENCE,
    "approval": Procedure.APPROVAL,
    "approval voting": Procedure.APPROVAL,
    "approbation": Procedure.APPROVAL,
    "vote par approbation": Procedure.APPROVAL,
    "ranked": Procedure.RANKED,
    "ranked choice": Procedure.RANKED,
    "irv": Procedure.RANKED,
    "instant run off": Procedure.RANKED,
    "instant runoff": Procedure.RANKED,
    "preferentiel": Procedure.RANKED,
    "vote preferentiel": Procedure.RANKED,
    "vote alternatif": Procedure.RANKED,
    "consent": Procedure.CONSENT,
    "consentement": Procedure.CONSENT,
}
_BASES: dict[str, Base] = {
    "cast": Base.CAST,
    "votes": Base.CAST,
    "votes cast": Base.CAST,
    "exprimes": Base.CAST,
    "suffrages": Base.CAST,
    "suffrages exprimes": Base.CAST,
    "all": Base.ALL,
    "members": Base.ALL,
    "all members": Base.ALL,
    "tous": Base.ALL,
    "membres": Base.ALL,
    "weight": Base.WEIGHT,
    "poids": Base.WEIGHT,
}
_SHARE_WORDS = {"half": Fraction(1, 2), "la moitie": Fraction(1, 2)}

_PERCENT = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,4}))? ?%")
_RATIO = re.compile(r"([0-9]{1,7}) ?/ ?([0-9]{1,7})")
_SHARE_OF = re.compile(r"(?P<strict>more than |plus de |plus d')?(?P<share>.+?) (?:of|des|de|du) (?:the )?(?P<base>.+)")
_HEADS = re.compile(r"[0-9]{1,4}")


def read_rule(text: str) -> Rule:
    """The rule a person names, in English or French, any case, with or without accents and hyphens.

    Raises Mistake: `rule_share` (text) for a share
    outside 0 < p <= 1 (or one that nothing can exceed), `rule_unknown` (text, nearest: three canonical names).
    """
    folded = _fold(text)
    if folded in _NAMES:
        return Rule(_NAMES[folded])
    custom = _read_custom(folded, text)
    if custom is None:
        raise Mistake("rule_unknown", text=text.strip(), nearest=_nearest(folded))
    return custom


def read_quorum(text: str) -> Quorum:
    """`60%`, `60% of weight`, a fraction in place of the percentage, or a number of ballots such as `20`.

    Raises Mistake `quorum_unreadable` (text), also for nothing at all and for more than everybody (400 %).
    """
    folded = _fold(text)
    if _HEADS.fullmatch(folded) and int(folded) > 0:
        return Quorum(heads=int(folded))
    stem, base = folded, Base.ALL
    if match := _SHARE_OF.fullmatch(folded):
        stem = (match["strict"] or "") + match["share"]
        base = _BASES.get(match["base"], Base.CAST)
    share = _read_share(stem)
    # Of the ballots cast all are cast: such a quorum would always be met.
    if share is None or not 0 < share <= 1 or base is Base.CAST:
        raise Mistake("quorum_unreadable", text=text.strip())
    return Quorum(share=share, of_weight=base is Base.WEIGHT)


def _read_custom(folded: str, text: str) -> Rule | None:
    match = _SHARE_OF.fullmatch(folded)
    if match is None or match["base"] not in _BASES:
        return None
    share, strict = _read_share(match["share"]), match["strict"] is not None
    if share is None:
        return None
    if not 0 < share <= 1 or (strict and share == 1):
        raise Mistake("rule_share", text=text.strip())
    return Rule(Procedure.SHARE, share, _BASES[match["base"]], strict)


def _read_share(folded: str) -> Fraction | None:
    """A fraction or percentage, exactly; None if it is neither. A zero denominator reads as nothing, so as 0."""
    if folded in _SHARE_WORDS:
        return _SHARE_WORDS[folded]
    if match := _PERCENT.fullmatch(folded):
        decimals = match[2] or ""
        return Fraction(int(match[1] + decimals), 100 * 10 ** len(decimals))
    if match := _RATIO.fullmatch(folded):
        return Fraction(int(match[1]), int(match[2])) if int(match[2]) else Fraction(0)
    return None


def _nearest(folded: str) -> list[str]:
    """The three procedures whose names, in either language, look most like the text; nearest first."""
    ranked = difflib.get_close_matches(folded[:40], _NAMES, n=len(_NAMES), cutoff=0)
    return list(dict.fromkeys(_NAMES[name].value for name in ranked))[:3]


def _fold(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    # A hyphen joins words; before a number it is a minus and stays.
    spaced = re.sub(r"(?<=\w)[_\-\u2010-\u2015](?=\w)", " ", plain.replace("\u2019", "'"))
    return " ".join(spaced.split())


def _fraction(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
