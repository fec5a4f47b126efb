"""/alert, /ack, /resolve, /reopen as they are typed."""

import re
from dataclasses import dataclass

from bot.domain.errors import Mistake
from bot.forms.folding import fold
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


def read_alert(text: str, *, quoted: str = "", language: str = "en") -> AlertRequest:
    """The alert typed; `quoted` is the message it replies to, which then is the alert, the words typed being a note."""
    typed = take_apart(FORM, text, language)
    words, severity = _shorthand(typed.text)
    body, note = (quoted.strip(), words) if quoted.strip() else (words, "")
    if not body:
        raise Missing("text")
    topic = TOPIC.search(f"{words}\n{body}")
    link = LINK.search(f"{words}\n{body}")
    return AlertRequest(
        text=body,
        note=note,
        severity=_word("severity", typed.values.get("severity", ""), SEVERITIES, severity or "medium"),
        kind=_word("kind", typed.values.get("kind", ""), KINDS, "action"),
        topic=typed.values.get("topic", topic[1] if topic else "").lstrip("#")[:50],
        source=typed.values.get("source", link[0].rstrip(".,;:!?)]»") if link else "")[:500],
        confidence=_confidence(typed.values.get("confidence", "")),
        near=typed.near,
    )


def _shorthand(text: str) -> tuple[str, str | None]:
    """The text without its `!high`, and the severity it names."""
    for found in SHORTHAND.finditer(text):
        if severity := SEVERITIES.get(fold(found[1]) or ""):
            return (text[: found.start()].rstrip(" ") + text[found.end() :]).strip(), severity
    return text, None


def _word(key: str, typed: str, words: dict[str, str], default: str) -> str:
    if not typed:
        return default
    if value := words.get(fold(typed) or ""):
        return value
    raise Mistake("value_unknown", key=key, text=typed[:40], allowed=list(dict.fromkeys(words.values())))


def _confidence(typed: str) -> str:
    if typed and not CONFIDENCE.fullmatch(typed.strip().upper()):
        raise Mistake("confidence_unreadable", text=typed[:40])
    return typed.strip().upper()
