"""Whether an alert says what another has said already."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit, urlunsplit

ALIKE: Final = 85  # of 100

_LINK = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


def resembles(text: str, link: str | None, others: Iterable[tuple[int, str, str | None]]) -> int | None:
    """The id of the (id, text, link) that is most alike, the first of equals; None if none is alike enough.

    The same link is as alike as can be; else the texts, folded and with their words in any order, decide. The caller
    chooses whom to compare with.
    """
    folded, target = fold(text), normalise_link(link)
    best, best_score = None, 0.0
    for other_id, other_text, other_link in others:
        if target and normalise_link(other_link) == target:
            return other_id
        score = _likeness(folded, fold(other_text))
        if score > best_score:
            best, best_score = other_id, score
    return best


def fold(text: str) -> str:
    """Words only: casefolded, without accents, punctuation, symbols and links (those are compared by themselves)."""
    decomposed = unicodedata.normalize("NFKD", _LINK.sub(" ", text).casefold())
    sorts = [(character, unicodedata.category(character)) for character in decomposed]
    kept = (" " if sort[0] in "PSZC" else character for character, sort in sorts if sort not in {"Mn", "Me"})
    return " ".join("".join(kept).split())


def normalise_link(link: str | None) -> str:
    """The link without what does not change where it leads; empty if there is none.

    Scheme and host in lower case, no trailing slash, no fragment, no utm_ parameters; all else as it stands.
    """
    try:
        parts = urlsplit((link or "").strip())
    except ValueError:  # such as an unclosed bracket in the host
        return (link or "").strip()
    user, at, host = parts.netloc.rpartition("@")
    query = "&".join(piece for piece in parts.query.split("&") if not piece.lower().startswith("utm_"))
    return urlunsplit((parts.scheme.lower(), user + at + host.lower(), parts.path.rstrip("/"), query, ""))


def _likeness(one: str, other: str) -> float:
    """0 below ALIKE, and for texts without words: nothing is not like nothing."""
    from rapidfuzz.fuzz import token_sort_ratio  # noqa: PLC0415 -- loaded when first used: a bot that only counts presses stays small

    return token_sort_ratio(one, other, score_cutoff=ALIKE) if one and other else 0.0
