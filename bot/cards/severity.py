"""How bad and of what kind, in words: what several cards say."""

from markupsafe import Markup

from bot.cards.reader import Reader

SEVERITIES = ("low", "medium", "high", "critical")
EMOJI = {"low": "⚪", "medium": "🟡", "high": "🟠", "critical": "🔴"}


def severity_word(severity: str, reader: Reader) -> Markup:
    """A severity in words."""
    t = reader.t
    return {"low": t("low"), "medium": t("medium"), "high": t("high"), "critical": t("critical")}[severity]


def kind_word(kind: str, reader: Reader) -> Markup:
    """Words or action."""
    t = reader.t
    return {"words": t("words"), "action": t("action")}[kind]
