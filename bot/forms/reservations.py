"""/reserve as it is typed."""

from bot.domain.errors import Mistake
from bot.forms.folding import blank, fold

LONGEST = 500  # characters
WITHDRAW = {"withdraw", "retirer", "none", "aucune"}


def read_reservation(typed: str) -> str:
    """What is stated, "" to take it back, of what follows the handle."""
    text = typed.strip()
    if not text or blank(text):
        raise Mistake("reservation_missing")
    if fold(text) in WITHDRAW:
        return ""
    if len(text) > LONGEST:
        raise Mistake("reservation_long", length=len(text), most=LONGEST)
    return text
