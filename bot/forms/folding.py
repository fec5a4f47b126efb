"""One spelling for every way of typing the same word."""

import unicodedata

_INVISIBLE = {"Cf"}  # direction marks and joiners that come along when something is pasted
_BROKEN = {"Cc", "Cs", "Co", "Cn"}  # control characters, surrogates, private and unassigned ones
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})


def blank(text: str) -> bool:
    """Whether nobody could see anything of the text: white space and invisible characters only."""
    return not any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def fold(text: str) -> str | None:
    """`text` without case, accents, full-width forms and superfluous white space; digits of any script become 0-9.

    None when it holds characters nobody types (control characters, halves of surrogate pairs).
    """
    decomposed = unicodedata.normalize("NFKD", " ".join(text.split()).translate(_APOSTROPHES).casefold())
    letters: list[str] = []
    for letter in decomposed:
        category = unicodedata.category(letter)
        if category in _BROKEN:
            return None
        if category == "Nd":
            letters.append(str(unicodedata.decimal(letter)))
        elif category != "Mn" and category not in _INVISIBLE:
            letters.append(letter)
    return " ".join("".join(letters).split())
