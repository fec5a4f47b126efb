"""/delegation, /delegations as they are typed."""

import re
from dataclasses import dataclass
from functools import cache

from bot.domain.errors import Mistake
from bot.domain.weights import normalise_code
from bot.forms.folding import fold
from bot.texts import LANGUAGES
from bot.texts.locales import locale

SEATS = {"principal": "principal", "titulaire": "principal", "deputy": "deputy", "suppleant": "deputy"}
ROLES = {"observer": "observer", "observateur": "observer", "voting": "voting", "votant": "voting"}
LINE = re.compile(
    r"(?P<place>.+?)(?:\s+(?:"
    r"(?:@(?P<username>\w{3,40})\s+)?(?P<word>principal|titulaire|deputy|suppl[ée]ant|observer|observateur|voting|votant)"
    r"|@(?P<alone>\w{3,40})|(?:weight|poids)\s+(?P<weight>\d{1,9})))?",
    re.IGNORECASE,
)
NO_NAME = re.compile(r"@|\b(weight|poids|deputy|suppl[ée]ant|titulaire)\b|\d{3}", re.IGNORECASE)
LONGEST_NAME = 40
NEAR = 80  # of 100: so like a country's name that nothing else was meant
PRESETS = ("eu27", "equal")


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """A delegation, and what to do: seat somebody, set its weight or its role, or (none of these) ask for it oneself."""

    code: str
    name: str  # empty for a country, which is named in each reader's language
    username: str | None = None
    weight: int | None = None
    seat: str = "principal"  # or deputy: as what to be seated
    role: str = ""  # voting or observer: what the delegation is to be

    @property
    def administers(self) -> bool:
        """Whether only an administrator may do that."""
        return bool(self.username or self.weight or self.role)


def leaves(text: str) -> bool:
    """Whether somebody gives their place back."""
    return fold(text) in {"none", "aucune", "aucun"}


def read_delegations(text: str) -> list[DelegationLine]:
    """The lines typed after /delegation."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise Mistake("delegation_missing")
    return [_line(line) for line in lines[:60]]


def read_preset(text: str) -> str:
    """The key of the preset named."""
    key = (fold(text) or "").replace(" ", "").replace("-", "")
    if key not in PRESETS:
        raise Mistake("preset_unknown", text=text.strip()[:40])
    return key


def read_place(text: str) -> tuple[str, str]:
    """Code and name of a delegation: a country by code or name, or any other name of up to 40 characters."""
    typed = " ".join(text.split())
    known = countries()
    code = normalise_code(typed)
    if code in known.values():
        return code, ""
    if code := known.get(fold(typed) or "", ""):
        return code, ""
    readable = 1 < len(typed) <= LONGEST_NAME and not NO_NAME.search(typed) and any(char.isalpha() for char in typed)
    if not readable:
        raise Mistake("delegation_unreadable", text=typed[:40])
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- loaded when first used: a bot that only counts presses stays small

    if near := process.extractOne(fold(typed) or "", list(known), scorer=fuzz.ratio, score_cutoff=NEAR):
        raise Mistake("delegation_near", text=typed, nearest=near[0].title())
    return (fold(typed) or typed)[:LONGEST_NAME], typed


def _line(line: str) -> DelegationLine:
    found = LINE.fullmatch(line)
    assert found is not None  # noqa: S101 -- every non-empty line is a place at least
    code, name = read_place(found["place"])
    weight = int(found["weight"]) if found["weight"] else None
    if weight == 0:
        raise Mistake("weight_zero")
    word, username = fold(found["word"] or "") or "", found["username"] or found["alone"]
    if username and word in ROLES:
        raise Mistake("delegation_unreadable", text=line[:40])
    return DelegationLine(code, name, username, weight, SEATS.get(word, "principal"), ROLES.get(word, ""))


@cache
def countries() -> dict[str, str]:
    """Folded country names in every language spoken -> ISO codes."""
    names = {}
    for language in LANGUAGES:
        for code, name in locale(language).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in {"UN", "EZ", "XA", "XB", "ZZ", "QO"}:
                names[fold(name) or name] = code
    return names
