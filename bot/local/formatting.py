"""The texts of a request, parsed and measured."""

from typing import Any

from bot.local.entities import declared_entities, finish, utf16
from bot.local.errors import bad_request
from bot.local.fields import given, only
from bot.local.markup import parse_html
from bot.local.model import Entity
from bot.local.wire import user_json
from bot.local.world import World

LONGEST_CAPTION = 1024
MOST_ENTITIES = 100  # further ones are ignored
TOO_LONG = {"text": "message is too long", "caption": "message caption is too long"}
PREVIEW: dict[str, type] = {
    "is_disabled": bool, "url": str, "prefer_small_media": bool, "prefer_large_media": bool, "show_above_text": bool,
}  # fmt: skip
Text = tuple[str, list[Entity]]


def formatted(world: World, p: dict[str, Any], field: str = "text", limit: int = 4096) -> Text:
    """The parsed text or caption; refused when it is longer than `limit` UTF-16 units after parsing.

    Telegram may count characters instead of units: whoever keeps to units is safe either way.
    """
    prefix = "" if field in TOO_LONG else f"{field}_"
    declared = p.get("caption_entities" if field == "caption" else f"{prefix}entities")
    text, entities = parsed(world, p.get(field, ""), p.get(f"{prefix}parse_mode", ""), declared)
    if utf16(text) > limit:
        raise bad_request(TOO_LONG.get(field, f"poll {field} length must not exceed {limit}"))
    return text, entities


def parsed(world: World, source: str, mode: str, declared: Any) -> Text:
    """A text by its parse mode, or with the entities declared; raises ApiError 400 "can't parse entities: ..." ."""
    if mode.lower() not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    if mode:
        text, entities = parse_html(source)
    elif declared:
        text, entities = declared_entities(source, declared)
    else:
        text, entities = finish(source, [])
    return text, [entity for entity in entities if _resolve(world, entity)][:MOST_ENTITIES]


def check_preview(options: Any) -> None:
    """Previews are not made here; raises ApiError 400 for what is no LinkPreviewOptions."""
    what = "link preview options"
    if options is None:
        return
    if not isinstance(options, dict):
        raise bad_request(f"object expected as {what}")
    only(options, PREVIEW, what)
    for name, kind in PREVIEW.items():
        given(options, name, kind, what)


def _resolve(world: World, entity: Entity) -> bool:
    """Put the person into a text_mention; one the bot has never met stays plain text."""
    if entity["type"] != "text_mention":
        return True
    user = world.users.get((entity.get("user") or {}).get("id", 0))
    if user is not None:
        entity["user"] = user_json(user)
    return user is not None
