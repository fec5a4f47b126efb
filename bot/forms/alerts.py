"""/alert, /amend, /attach as they are typed."""

import re
from dataclasses import dataclass

from bot.domain.errors import Mistake
from bot.forms.folding import blank, fold
from bot.forms.form import Field, Form, Missing, take_apart

FORM = Form(
    "alert",
    (
        Field("severity", {"fr": ("gravité",)}),
        Field("kind", {"fr": ("genre", "nature")}),
        Field("topic", {"fr": ("sujet", "thème")}),
        Field("source", {}),
        Field("confidence", {"fr": ("confiance", "fiabilité")}),
    ),
)
SEVERITIES = {
    "low": "low", "medium": "medium", "high": "high", "critical": "critical",
    "faible": "low", "basse": "low", "moyenne": "medium", "elevee": "high", "haute": "high", "critique": "critical",
}  # fmt: skip
KINDS = {
    "words": "words", "action": "action", "actions": "action",
    "paroles": "words", "parole": "words", "actes": "action", "acte": "action",
}  # fmt: skip
SHORTHAND = re.compile(r"(?<!\S)!(\w+)")
TOPIC = re.compile(r"(?<!\S)#(\w{2,50})")
LINK = re.compile(r"https?://[^\s<>\"]+")
LONGEST = 4096  # characters of an alert: what Telegram takes in one message
JOINTS = {"to", "a", "au", "vers"}  # between the two handles of /attach
CONFIDENCE = re.compile(r"[A-F][1-6]")


@dataclass(frozen=True, slots=True)
class AlertRequest:
    """What /alert asks for; the names are those of services.alerts.log."""

    text: str
    note: str
    severity: str
    kind: str
    topic: str
    source: str
    confidence: str
    near: tuple[str, ...] = ()
    judged: bool = False  # whether severity or kind was said


def read_alert(text: str, *, quoted: str = "", language: str = "en") -> AlertRequest:
    """The alert typed; `quoted` is the message it replies to, which then is the alert, the words typed being a note."""
    typed = take_apart(FORM, text, language)
    words, severity = _shorthand(typed.text)
    body, note = (words, "") if blank(quoted) else (quoted.strip(), words)
    if not body:
        raise Missing("text")
    if len(body) > LONGEST:
        raise Mistake("text_long", length=len(body), most=LONGEST)
    topic, link = named_in(f"{words}\n{body}")
    return AlertRequest(
        text=body,
        note=note,
        severity=word_of("severity", typed.values.get("severity", ""), SEVERITIES, severity or "medium"),
        kind=word_of("kind", typed.values.get("kind", ""), KINDS, "action"),
        topic=typed.values.get("topic", topic).lstrip("#")[:50],
        source=typed.values.get("source", link)[:500],
        confidence=_confidence(typed.values.get("confidence", "")),
        near=typed.near,
        judged=bool(severity or {"severity", "kind"} & typed.values.keys()),
    )


def read_amendment(text: str) -> tuple[str, str]:
    """Handle and new text of /amend A-17 text; a Mistake when either is missing."""
    name, words = _handle_first(text, "/amend A-17 …")
    if blank(words):
        raise Mistake("amend_missing")
    if len(words) > LONGEST:
        raise Mistake("text_long", length=len(words), most=LONGEST)
    return name, words


def read_attachment(text: str) -> tuple[str, str]:
    """The two handles of /attach A-18 A-16 (a "to" between them is welcome): the report, and what it is about."""
    names = [word for word in text.split() if fold(word) not in JOINTS]
    if len(names) != 2:
        raise Mistake("handle_missing", example="/attach A-18 A-16")
    return names[0], names[1]


def named_in(text: str) -> tuple[str, str]:
    """The topic and the source that a text names: its first #word, its first link; empty where there is none."""
    topic, link = TOPIC.search(text), LINK.search(text)
    return topic[1] if topic else "", link[0].rstrip(".,;:!?)]»")[:500] if link else ""


def _handle_first(text: str, example: str) -> tuple[str, str]:
    parts = text.split(None, 1)
    if not parts:
        raise Mistake("handle_missing", example=example)
    return parts[0], "".join(parts[1:]).strip()


def _shorthand(text: str) -> tuple[str, str | None]:
    """The text without its `!high`, and the severity it names."""
    for found in SHORTHAND.finditer(text):
        if severity := SEVERITIES.get(fold(found[1]) or ""):
            return (text[: found.start()].rstrip(" ") + text[found.end() :]).strip(), severity
    return text, None


def word_of(key: str, typed: str, words: dict[str, str], default: str) -> str:
    """The value that a word typed for a key stands for, the default where none was typed."""
    if not typed:
        return default
    if value := words.get(fold(typed) or ""):
        return value
    raise Mistake("value_unknown", key=key, text=typed[:40], allowed=list(dict.fromkeys(words.values())))


def _confidence(typed: str) -> str:
    if typed and not CONFIDENCE.fullmatch(typed.strip().upper()):
        raise Mistake("confidence_unreadable", text=typed[:40])
    return typed.strip().upper()
