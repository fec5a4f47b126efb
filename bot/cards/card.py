"""A card: text, buttons, perhaps a file. The one place that escapes, isolates names and cuts at Telegram's limits."""

import base64
import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape
from telegram.constants import CallbackQueryLimit, MessageLimit, PollLimit

from bot.payload import Payload

NAME_LENGTH = 32
LABEL_LENGTH = 40
ELLIPSIS = "…"
# What may reverse, hide or break a line: bidirectional controls, zero-width characters, line and paragraph separators.
INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Cs"}
JOINER = "\u200d"  # inside an emoji of several parts the one invisible character that is content
BLANK = set("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")  # letters and signs that show nothing
MARKS = 3  # on one letter; more would cover the lines above and below


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: a label and what it means (or where it leads)."""

    label: str
    payload: Payload | None = None
    style: str | None = None  # Telegram's: primary, success, danger
    url: str | None = None

    def keyboard(self) -> dict[str, Any]:
        """Telegram's InlineKeyboardButton."""
        button: dict[str, Any] = {"text": cut(self.label, LABEL_LENGTH)}
        if self.payload:
            button["callback_data"] = self.payload.pack()
        if self.url:
            button["url"] = self.url
        if self.style:
            button["style"] = self.style
        return button


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes with a card."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """A poll of Telegram's own, in which everybody sees who chose what. Its question is cut where that is too long."""

    text: str
    options: tuple[str, ...]
    several: bool  # whether one may choose more than one
    mark: str = ""  # a remark at the question's end

    def payload(self) -> dict[str, Any]:
        """As JSON, for the outbox."""
        mark = f" {self.mark}" if self.mark else ""
        question = cut_units(self.text, PollLimit.MAX_QUESTION_LENGTH - units(mark)) + mark
        return {"question": question, "options": list(self.options), "several": self.several}


@dataclass(frozen=True, slots=True)
class Card:
    """What one message shows."""

    text: Markup
    rows: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    asks: str = ""  # opens the reader's reply field, with this in it as a hint
    document: Document | None = None
    poll: Question | None = None  # instead of a text
    picture: str = ""  # as SVG; whoever sends the card draws it

    def payload(self) -> dict[str, Any]:
        """The card as JSON, for the outbox: `html`, and where present `keyboard`, `silent`, `asks`, `document`, `poll`, `picture`."""
        payload: dict[str, Any] = {"html": str(fitted(self.text, most=self.most))}
        if self.rows:
            payload["keyboard"] = [[button.keyboard() for button in row] for row in self.rows if row]
        if self.silent:
            payload["silent"] = True
        if self.asks:
            payload["asks"] = cut(self.asks, 64)
        if self.document:
            content = base64.b64encode(self.document.content).decode()
            payload["document"] = {"name": self.document.name, "mime": self.document.mime_type, "content": content}
        if self.poll:
            payload["poll"] = self.poll.payload()
        if self.picture:
            payload["picture"] = self.picture
        return payload

    @property
    def most(self) -> int:
        """How long its text may be: of a file or a picture it is the caption."""
        return MessageLimit.CAPTION_LENGTH if self.document or self.picture else MessageLimit.MAX_TEXT_LENGTH

    def marked(self, mark: Markup) -> "Card":
        """The same card with a remark at its end, for which a long text makes room: its first line stays first."""
        if self.poll:
            return replace(self, poll=replace(self.poll, mark=plain(mark)))
        return replace(self, text=lines(fitted(self.text, spare=units(plain(mark)) + 1, most=self.most), mark))


def lines(*parts: Markup | str | None) -> Markup:
    """The parts that are there, one per line; "" keeps an empty line between two that are."""
    kept = [part for part in parts if part is not None]
    while kept and not kept[-1]:
        kept.pop()
    return Markup("\n").join(kept)


def joined(parts: Iterable[Markup | str], separator: str = ", ") -> Markup:
    """The parts in a row."""
    return Markup(escape(separator)).join(parts)  # noqa: S704 -- escaped


def bold(text: object) -> Markup:
    """Bold."""
    return Markup("<b>{}</b>").format(text)


def italic(text: object) -> Markup:
    """Italic."""
    return Markup("<i>{}</i>").format(text)


def quote(text: object) -> Markup:
    """A block quotation."""
    return Markup("<blockquote>{}</blockquote>").format(text)


def folded(text: object) -> Markup:
    """A block quotation of which a phone shows the first lines until it is touched."""
    return Markup("<blockquote expandable>{}</blockquote>").format(text)


@functools.lru_cache(maxsize=1024)  # a card names everybody, and is made anew for every vote
def person(name: str) -> Markup:
    """A name as others may safely read it: isolated from the text around it, nothing invisible, cut."""
    return Markup("\u2068{}\u2069").format(cut(_flat(visible(name)), NAME_LENGTH) or "?")


def isolated(text: str) -> str:
    """A text that keeps its own direction within a line of ours: what is written from left to right needs no marks."""
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text):
        return f"\u2068{text}\u2069"
    return text


def mention(name: str, tg_user_id: int) -> Markup:
    """A name that notifies its bearer."""
    return Markup('<a href="tg://user?id={}">{}</a>').format(tg_user_id, person(name))


def visible(text: str, *, keep_lines: bool = False) -> str:
    """Text without characters that reverse, hide or break what stands around them."""
    line = text if keep_lines else " ".join(text.split())
    if line.isprintable() and BLANK.isdisjoint(line):  # nearly every text; Python's "printable" has none of INVISIBLE
        return line.strip()
    kept = (
        char
        for index, char in enumerate(line)
        if (keep_lines and char == "\n")
        or (char == JOINER and _joins(line, index))
        or (unicodedata.category(char) not in INVISIBLE and char not in BLANK)
    )
    return "".join(kept).strip()


def _joins(text: str, index: int) -> bool:
    """Whether a joiner is content: after a sign or a mark, as in emoji of several parts and in some scripts' letters."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    return bool(before and after) and (
        unicodedata.category(before) in {"So", "Sk", "Mn"} and unicodedata.category(after) in {"So", "Lo"}
    )


def _flat(name: str) -> str:
    """A name without marks stacked on one another, and without those that stand on nothing."""
    kept = ""
    for char in name:
        if unicodedata.combining(char) and (not kept or all(map(unicodedata.combining, kept[-MARKS:]))):
            continue
        kept += char
    return kept.strip()


def cut(text: str, length: int) -> str:
    """At most `length` characters, an ellipsis for what is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + ELLIPSIS


def plain(text: Markup) -> str:
    """The text without markup, for toasts and labels."""
    return text.striptags() if "\n" not in text else "\n".join(Markup(line).striptags() for line in text.split("\n"))  # noqa: S704 -- ours


def toast(text: Markup) -> str:
    """The text as an answer to a press, at most what Telegram shows."""
    return cut(plain(text), CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)


def fitted(text: Markup, *, spare: int = 0, most: int = MessageLimit.MAX_TEXT_LENGTH) -> Markup:
    """The text within Telegram's limit, with room for `spare` characters; too long a one loses markup and end."""
    return text if fits(text, spare=spare, most=most) else escape(cut_units(plain(text), max(most - spare, 1)))


def first_fitting(cards: Iterable[Card], *, spare: int = 0) -> Card:
    """Of these, the fullest first, the first that Telegram takes as one message; the last where none is. No more are made
    than are looked at."""
    rest = iter(cards)
    card = next(rest)
    while not fits(card.text, spare=spare, most=card.most) and (briefer := next(rest, None)):
        card = briefer
    return card


def fits(text: Markup, *, spare: int = 0, most: int = MessageLimit.MAX_TEXT_LENGTH) -> bool:
    """Whether Telegram takes the text as one message; counted in UTF-16 units, where an emoji is two."""
    return units(plain(text)) + spare <= most


def units(text: str) -> int:
    """How long Telegram takes a text to be."""
    return len(text.encode("utf-16-le")) // 2


def cut_units(text: str, length: int) -> str:
    """At most so many UTF-16 units, an ellipsis for what is left out."""
    if units(text) <= length:
        return text
    return text.encode("utf-16-le")[: 2 * (length - 1)].decode("utf-16-le", "ignore").rstrip() + ELLIPSIS
