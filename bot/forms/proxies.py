"""/proxy as it is typed, and the end of a vote that is cast for another: "as France"."""

import re

from bot.domain.errors import Mistake
from bot.forms.folding import fold
from bot.forms.members import read_place

NOBODY = {"", "nobody", "none", "personne", "aucun", "aucune"}
BEHALF = re.compile(
    r"(?:(?:as|comme|au nom d[eu](?: la)?)\s+|au nom de l['’])(?P<place>[^:\n]{2,60}?)\s*(?::\s*(?P<reason>.*))?",
    re.IGNORECASE | re.DOTALL,
)


def read_proxy(text: str) -> str | None:
    """The code of the delegation that a vote is given to; None: it is taken back."""
    return None if fold(text or " ") in NOBODY or not text.strip() else read_place(text)[0]


def read_behalf(text: str) -> tuple[str, str] | None:
    """Code of the delegation that a vote is cast for and the reason, of `as France` or `as France: too costly`.

    None where the words are only a reason. Whether such a delegation votes is for the poll to say.
    """
    found = BEHALF.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return read_place(found["place"])[0], (found["reason"] or "").strip()
    except Mistake:
        return None
