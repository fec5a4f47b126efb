"""Entities: what Telegram finds in a text by itself, and how it tidies what a bot declared.

Offsets and lengths are UTF-16 units throughout.
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.local.errors import bad_request
from bot.local.fields import an_object, needed, only
from bot.local.model import Entity

DOMAINS = "com|org|net|int|eu|gov|edu|info|io|be|de|fr|uk|pl|ua|dk|es|it|nl|se|fi|no|gl|us|example|me"
FOUND = {
    "url": re.compile(
        rf"(?:https?|tg)://[^\s<>\"]+|(?<![\w@.-])(?:[\w-]+\.)+(?:{DOMAINS})(?![\w.-]*@)\b(?:/[^\s<>\"]*)?"
    ),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])", re.ASCII),
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])"),
}
OPAQUE = {"code", "pre", "text_link", "text_mention", "date_time", "custom_emoji"}
ORDER = ["expandable_blockquote", "blockquote", "bold", "italic", "underline", "strikethrough", "spoiler"]
DECLARED = {*ORDER, *OPAQUE, *FOUND, "cashtag", "phone_number"}
FIELDS = {
    "type", "offset", "length", "url", "user", "language", "custom_emoji_id", "unix_time", "date_time_format",
}  # fmt: skip
MORE: dict[str, tuple[str, type]] = {  # what an entity of some kinds says besides its place
    "text_link": ("url", str), "text_mention": ("user", dict), "custom_emoji": ("custom_emoji_id", str),
    "date_time": ("unix_time", int),
}  # fmt: skip


def utf16(text: str) -> int:
    """Length in UTF-16 units: what Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def slice16(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "ignore")


def found_entities(text: str) -> list[Entity]:
    """Commands, mentions, hashtags, links and addresses in a text, in order, none inside another."""
    taken: list[tuple[int, int]] = []
    found = []
    for kind, begin, end in _matches(text):
        if any(begin < other_end and other_begin < end for other_begin, other_end in taken):
            continue
        taken.append((begin, end))
        found.append({"type": kind, "offset": utf16(text[:begin]), "length": utf16(text[begin:end])})
    return sorted(found, key=lambda entity: entity["offset"])


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(text):
            value = match.group().rstrip(".,;:!?)'»") if kind == "url" else match.group()
            yield kind, match.start(), match.start() + len(value)


def finish(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim the text, cut the entities to it, add what Telegram finds by itself, and put all in Telegram's order."""
    left = utf16(text) - utf16(text.lstrip())
    trimmed = text.strip()
    total = utf16(trimmed)
    kept = []
    for entity in entities:
        begin = max(0, entity["offset"] - left)
        end = min(total, entity["offset"] + entity["length"] - left)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    kept = [entity for entity in kept if not _inside_code(entity, kept)]
    opaque = [entity for entity in kept if entity["type"] in OPAQUE]
    kept += [entity for entity in found_entities(trimmed) if not any(_overlap(entity, other) for other in opaque)]
    return trimmed, sorted(_distinct(kept), key=_order)


def declared_entities(text: str, entities: Any) -> tuple[str, list[Entity]]:
    """The `entities` parameter instead of a parse mode; raises ApiError 400 for what is no entity."""
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: Expected an Array of MessageEntity")
    for entity in entities:
        _check(entity)
    return finish(text, [dict(entity) for entity in entities])


def _check(entity: Any) -> None:
    what = "MessageEntity"
    only(an_object(entity, what), FIELDS, what)
    kind = needed(entity, "type", str, what)
    if kind not in DECLARED:
        raise bad_request(f"can't parse {what}: Unsupported type specified")
    for name in ("offset", "length"):
        needed(entity, name, int, what)
    if kind in MORE:
        needed(entity, *MORE[kind], what)
    if kind == "text_mention":
        needed(entity["user"], "id", int, what)


def _inside_code(entity: Entity, entities: list[Entity]) -> bool:
    """Code holds no other formatting; Telegram drops what is inside."""
    return any(
        other is not entity
        and other["type"] in {"code", "pre"}
        and _overlap(entity, other)
        and not _wider(entity, other)
        for other in entities
    )


def _wider(entity: Entity, other: Entity) -> bool:
    """Whether `entity` holds `other` rather than the reverse; code wins a tie, except against other code."""
    if entity["type"] in {"code", "pre"} and entity["length"] == other["length"]:
        return str(entity["type"]) == "pre"
    return bool(entity["length"] > other["length"])


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _distinct(entities: list[Entity]) -> list[Entity]:
    seen: dict[tuple[str, int, int], Entity] = {}
    for entity in entities:
        seen.setdefault((entity["type"], entity["offset"], entity["length"]), entity)
    return list(seen.values())


def _order(entity: Entity) -> tuple[int, int, int]:
    rank = ORDER.index(entity["type"]) if entity["type"] in ORDER else len(ORDER)
    return entity["offset"], -entity["length"], rank
