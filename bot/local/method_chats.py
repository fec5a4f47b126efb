"""The methods about chats, members and the bot itself."""

import re
from typing import Any

from bot.local.errors import WEBHOOK_ACTIVE, ApiError, bad_request
from bot.local.fields import an_object, needed, only
from bot.local.lookups import Parameters, inside, readable
from bot.local.scopes import menu_key
from bot.local.wire import Json, user_json
from bot.local.wire_chats import chat_full_json
from bot.local.wire_members import member_json
from bot.local.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
LEAST_CONNECTIONS, MOST_CONNECTIONS = 1, 100
DESCRIPTION_LIMITS = {"description": 512, "short_description": 120, "name": 64}


def get_me(world: World, _: Parameters) -> Json:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


# --- updates


async def get_updates(world: World, p: Parameters) -> list[Json]:
    if world.webhook["url"]:
        raise ApiError(409, WEBHOOK_ACTIVE)
    _allow(world, p)
    return await world.updates.poll(p.get("offset", 0), p.get("limit", 100), p.get("timeout", 0))


def set_webhook(world: World, p: Parameters) -> bool:
    """Only remembered, with connections as the nearest number allowed: nothing is ever delivered to it."""
    url = p.get("url", "")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", p.get("secret_token", "")):
        raise bad_request("secret token contains unallowed characters")
    _allow(world, p)
    world.webhook = {name: value for name, value in p.items() if name != "drop_pending_updates"} | {"url": url}
    if "max_connections" in p:
        world.webhook["max_connections"] = min(max(p["max_connections"], LEAST_CONNECTIONS), MOST_CONNECTIONS)
    return _dropped(world, p)


def _allow(world: World, p: Parameters) -> None:
    kinds = p.get("allowed_updates")
    if kinds is not None and not (isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds)):
        raise bad_request("can't parse allowed updates JSON object")
    world.updates.allow(kinds)


def delete_webhook(world: World, p: Parameters) -> bool:
    world.webhook = {"url": ""}
    return _dropped(world, p)


def _dropped(world: World, p: Parameters) -> bool:
    if p.get("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, _: Parameters) -> Json:
    body: Json = {
        "url": world.webhook["url"],
        "has_custom_certificate": "certificate" in world.webhook,
        "pending_update_count": len(world.updates.pending),
        "allowed_updates": sorted(world.updates.allowed),
    }
    optional = ("ip_address", "max_connections")
    return body | {name: world.webhook[name] for name in optional if name in world.webhook}


# --- chats and members


def get_chat(world: World, p: Parameters) -> Json:
    return chat_full_json(readable(world, p.get("chat_id")))


def get_chat_member(world: World, p: Parameters) -> Json:
    chat = readable(world, p.get("chat_id"))
    user = world.users.get(p.get("user_id", 0))
    if user is None:
        raise bad_request("member not found")
    return member_json(chat, user)


def get_chat_administrators(world: World, p: Parameters) -> list[Json]:
    """Other bots are left out unless asked for; this world has none, and the bot itself is always named."""
    chat = readable(world, p.get("chat_id"))
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [member_json(chat, user) for user in world.members(chat) if chat.is_administrator(user)]


def get_chat_member_count(world: World, p: Parameters) -> int:
    chat = readable(world, p.get("chat_id"))
    return 2 if chat.is_private else len(world.members(chat))


def leave_chat(world: World, p: Parameters) -> bool:
    chat = inside(world, p.get("chat_id"))
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_status(chat, world.bot, "left", by=world.bot)
    world.post(chat, world.bot, service="left_chat_member", subjects=[world.bot])
    return True


# --- the bot's own card


def set_my_commands(world: World, p: Parameters) -> bool:
    commands = p.get("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.menus[menu_key(world, p)] = commands
    world.changes.add("menu")
    return True


def _check_command(command: Any) -> None:
    only(an_object(command, "BotCommand"), {"command", "description"}, "BotCommand")
    if not COMMAND.fullmatch(needed(command, "command", str, "BotCommand")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(needed(command, "description", str, "BotCommand")) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def get_my_commands(world: World, p: Parameters) -> list[Any]:
    return list(world.menus.get(menu_key(world, p), []))


def delete_my_commands(world: World, p: Parameters) -> bool:
    world.menus.pop(menu_key(world, p), None)
    world.changes.add("menu")
    return True


def set_text(world: World, p: Parameters, field: str) -> bool:
    """Name, description or short description, one per language; an empty one takes it back."""
    if len(p.get(field, "")) > DESCRIPTION_LIMITS[field]:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    world.descriptions[field, p.get("language_code", "")] = p.get(field, "")
    return True


def get_text(world: World, p: Parameters, field: str) -> Json:
    default = world.bot.name if field == "name" else ""
    general = world.descriptions.get((field, ""), default)
    return {field: world.descriptions.get((field, p.get("language_code", ""))) or general}
