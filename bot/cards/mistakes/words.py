"""What the sentences about mistakes are made of."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.cards.card import joined, visible
from bot.cards.reader import Reader
from bot.cards.severity import SEVERITIES, kind_word, severity_word

Facts = Mapping[str, Any]
Sentence = Callable[[Facts, Reader], Markup]


def quoted(facts: Facts) -> dict[str, Any]:
    """What somebody typed, quoted back without what could disturb the line."""
    return {**facts, "text": visible(str(facts["text"]))}


def listed(words: list[str]) -> Markup:
    """What somebody else has named, in a row."""
    return joined([visible(word) for word in words])


def value_word(value: str, reader: Reader) -> Markup:
    """One of the values a key may have."""
    if value in {"yes", "no"}:
        return {"yes": reader.t("yes"), "no": reader.t("no")}[value]
    return severity_word(value, reader) if value in SEVERITIES else kind_word(value, reader)


def key_word(key: str, reader: Reader) -> Markup | str:
    """A form's key by the name it has in the reader's language."""
    t = reader.t
    return {
        "severity": t("severity"),
        "kind": t("kind"),
        "topic": t("topic"),
        "source": t("source"),
        "confidence": t("confidence"),
        "rule": t("rule"),
        "closes": t("closes"),
        "opens": t("opens"),
        "quorum": t("quorum"),
        "secret": t("secret"),
        "hidden": t("hidden"),
        "early": t("early"),
        "choices": t("choices"),
        "native": t("native"),
        "about": t("about"),
        "when": t("when"),
        "lasts": t("lasts"),
        "link": t("link"),
        "remind": t("remind"),
        "who": t("who"),
        "due": t("due"),
        "owner": t("owner"),
    }.get(key, key)
