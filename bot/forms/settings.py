"""/language as it is typed."""

from bot.domain.errors import Mistake
from bot.forms.folding import fold
from bot.texts import LANGUAGES

NAMES = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr"}


def read_language(text: str) -> str:
    """The language named: its code, or its name in English or in itself."""
    word = fold(text) or ""
    if word in LANGUAGES:
        return word
    if word in NAMES:
        return NAMES[word]
    raise Mistake("language_unknown", text=text.strip()[:40], known=list(LANGUAGES))
