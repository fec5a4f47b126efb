"""The languages the bot speaks: gettext catalogues, one folder each, and choosing among them."""

import gettext
import io
from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent
SOURCE = "en"  # the English sentence is the message id
LANGUAGES = (SOURCE, "fr")


class Texts:
    """Sentences in one language.

    Called with an English sentence it returns the translation as HTML, its {placeholders} filled in and escaped
    (values that are Markup already stay as they are).
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def __call__(self, sentence: str, /, **facts: object) -> Markup:
        return Markup(self._catalogue.gettext(sentence)).format(**facts)  # noqa: S704 -- our own sentences

    def plural(self, one: str, many: str, n: int, /, **facts: object) -> Markup:
        """The form for `n`, which is also the placeholder {n}."""
        return Markup(self._catalogue.ngettext(one, many, n)).format(n=n, **facts)  # noqa: S704 -- our own sentences


@cache
def texts(language: str) -> Texts:
    """The sentences of a language; English for one the bot does not speak."""
    return Texts(choose(language))


def choose(*wished: str | None) -> str:
    """The first language wished for that the bot speaks ("fr-CA" asks for French), else English."""
    return next((language for wish in wished if (language := spoken(wish))), SOURCE)


def spoken(wish: str | None) -> str | None:
    """The language wished for, if the bot speaks it."""
    language = (wish or "").partition("-")[0].casefold()
    return language if language in LANGUAGES else None


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- what English alone does without stays out of memory
    from babel.messages.pofile import read_po  # noqa: PLC0415 -- same

    compiled = io.BytesIO()
    with (FOLDER / language / "LC_MESSAGES" / "bot.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
