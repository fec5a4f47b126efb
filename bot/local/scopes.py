"""Whom a command menu is for: the Bot API's rules for BotCommandScope."""

import re
from typing import Any

from bot.local.errors import bad_request
from bot.local.fields import an_object, kind_of, needed
from bot.local.lookups import Parameters, inside, known_chat
from bot.local.model import Chat
from bot.local.parameters import read_chat
from bot.local.world import World

WHAT = "BotCommandScope"
SCOPES: dict[str, set[str]] = {
    "default": set(), "all_private_chats": set(), "all_group_chats": set(), "all_chat_administrators": set(),
    "chat": {"chat_id"}, "chat_administrators": {"chat_id"}, "chat_member": {"chat_id", "user_id"},
}  # fmt: skip


def menu_key(world: World, p: Parameters) -> tuple[str, str]:
    """(scope as "type chat_id user_id", language), as World.menu looks it up. Raises ApiError."""
    language = p.get("language_code", "")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    scope = p.get("scope")
    return " ".join(map(str, ["default"] if scope is None else _parts(world, scope))), language


def _parts(world: World, scope: Any) -> list[str | int]:
    kind = kind_of(an_object(scope, WHAT, f"{WHAT} must be an Object"), SCOPES, WHAT, "Unsupported type specified")
    parts: list[str | int] = [kind]
    if "chat_id" in SCOPES[kind]:
        parts.append(_chat(world, scope, kind).id)
    if "user_id" in SCOPES[kind]:
        parts.append(_user_id(world, scope))
    return parts


def _chat(world: World, scope: dict[str, Any], kind: str) -> Chat:
    """A chat the bot knows and, if it is a group, is in."""
    named: type[Any] = str if isinstance(scope.get("chat_id"), str) else int
    chat_id = needed(scope, "chat_id", named, WHAT)
    try:
        chat = known_chat(world, read_chat(chat_id))
    except ValueError:
        raise bad_request("chat not found") from None
    if chat.type == "channel":
        raise bad_request("can't change commands in channel chats")
    if not chat.is_private:
        return inside(world, chat.id)
    if kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    return chat


def _user_id(world: World, scope: dict[str, Any]) -> int:
    user_id = needed(scope, "user_id", int, WHAT)
    if user_id not in world.users:
        raise bad_request("user not found")
    return user_id
