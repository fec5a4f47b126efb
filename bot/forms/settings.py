"""/language, /settings as they are typed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.domain.errors import Mistake
from bot.domain.presets import COLUMNS, HERE
from bot.forms.folding import fold
from bot.forms.parts import Contradiction, scan
from bot.forms.polls import read_offered_rule
from bot.forms.spans import read_span
from bot.forms.zones import find_zone
from bot.texts import LANGUAGES

NAMES = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr"}
# What a setting is called, folded, words joined by hyphens: in English, then in French; both are read everywhere.
SETTINGS = {
    "language": ("language", "langue"),
    "timezone": ("timezone", "time-zone", "fuseau", "fuseau-horaire"),
    "digest": ("digest", "synthese"),
    "rule": ("rule", "regle"),
    "polls_by": ("who-opens-polls", "qui-ouvre-les-sondages"),
    "unseen": ("unseen", "non-vus", "non-vu"),
    "status_due": ("status-due", "point-attendu"),
    "topic": ("topic", "sujet"),
    "pictures": ("pictures", "images"),
}
OWN = ("language", "timezone")  # what a person has of their own
LONGEST_NAME = 4  # words
OFF = {"off", "none", "never", "no", "non", "jamais", "aucun", "aucune"}
ON = {"on", "yes", "oui"}
OPENERS = {
    **dict.fromkeys(("everyone", "all", "tous", "tout le monde"), "everyone"),
    **dict.fromkeys(("admins", "administrators", "administrateurs"), "administrators"),
}
PLACES: dict[str, int | None] = {"here": HERE, "ici": HERE, **dict.fromkeys(OFF)}
EVERY = re.compile(r"^(?:on|every|each|le|chaque|tous les) ")
MOST_REMINDERS = 2
SOONEST, LATEST = timedelta(minutes=1), timedelta(days=7)
OFTENEST = timedelta(minutes=5)  # a question how an alert stands


def read_language(text: str) -> str:
    """The language named: its code, or its name in English or in itself."""
    word = fold(text) or ""
    if word in LANGUAGES:
        return word
    if word in NAMES:
        return NAMES[word]
    raise Mistake("language_unknown", text=text.strip()[:40], known=list(LANGUAGES))


def read_settings(text: str, *, own: bool = False) -> dict[str, Any]:
    """The settings typed, one a line, by the names of their columns; `own`: a person's, who have only two.

    `tg_topic_id` may be bot.domain.presets.HERE.
    """
    values: dict[str, Any] = {}
    for line in filter(str.strip, text.splitlines()):
        name, typed = _name(line.strip(), own=own)
        if not typed:
            raise Mistake("setting_missing", name=name)
        read = READERS[name](typed)
        values |= dict(zip(COLUMNS[name], read if isinstance(read, tuple) else (read,), strict=True))
    return values


def _name(line: str, *, own: bool) -> tuple[str, str]:
    """The setting a line names, and what stands after it."""
    known = {alias: name for name, aliases in SETTINGS.items() if not own or name in OWN for alias in aliases}
    parts = re.split(r"([\s_:=-]+)", line)  # words, with what joins them in between
    for words in range(LONGEST_NAME, 0, -1):
        alias = fold("-".join(parts[: 2 * words : 2])) or ""
        if alias in known:
            return known[alias], "".join(parts[2 * words :]).strip()
    raise Mistake("setting_unknown", text=line[:40], names=[name for name in SETTINGS if not own or name in OWN])


def _digest(text: str) -> tuple[int, str]:
    try:
        parts = scan(EVERY.sub("", fold(text) or ""))
    except Contradiction:
        raise _unreadable("digest", text) from None
    known = parts.weekday is not None and parts.clock is not None and not parts.clock.second
    doubtful = parts.left or parts.bare or parts.midnight or parts.half or parts.zone or parts.date or parts.days
    if not known or doubtful or parts.weekday is None or parts.clock is None:
        raise _unreadable("digest", text)
    return parts.weekday, f"{parts.clock:%H:%M}"


def _rule(text: str) -> str:
    return "" if fold(text) in OFF else read_offered_rule(text).key


def _opener(text: str) -> str:
    if (word := fold(text) or "") not in OPENERS:
        raise _unreadable("polls_by", text)
    return OPENERS[word]


def _unseen(text: str) -> str:
    if fold(text) in OFF:
        return ""
    spans = {_minutes("unseen", part, SOONEST) for part in re.split(r"[,;]| and | et ", text) if part.strip()}
    if not 1 <= len(spans) <= MOST_REMINDERS:
        raise _unreadable("unseen", text)
    return ",".join(str(span) for span in sorted(spans))


def _status_due(text: str) -> int:
    return 0 if fold(text) in OFF else _minutes("status_due", text, OFTENEST)


def _pictures(text: str) -> bool:
    if (word := fold(text) or "") not in ON | OFF:
        raise _unreadable("pictures", text)
    return word in ON


def _topic(text: str) -> int | None:
    if (word := fold(text) or "") not in PLACES:
        raise _unreadable("topic", text)
    return PLACES[word]


def _minutes(name: str, text: str, least: timedelta) -> int:
    span = read_span(text)
    if not least <= span <= LATEST or span % timedelta(minutes=1):
        raise _unreadable(name, text)
    return span // timedelta(minutes=1)


def _unreadable(name: str, text: str) -> Mistake:
    return Mistake("setting_unreadable", text=text.strip()[:40], name=name)


READERS: dict[str, Callable[[str], Any]] = {
    "language": read_language,
    "timezone": lambda text: find_zone(text).key,
    "digest": _digest,
    "rule": _rule,
    "polls_by": _opener,
    "unseen": _unseen,
    "status_due": _status_due,
    "topic": _topic,
    "pictures": _pictures,
}
