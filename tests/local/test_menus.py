"""Command menus of one chat, of its administrators, of one member: who sees them, and which scopes there are not."""

import json

import pytest


async def set_menu(town, command, kind, **ids):
    menu = json.dumps([{"command": command, "description": "x"}])
    await town.call("setMyCommands", commands=menu, scope=json.dumps({"type": kind, **ids}))


def seen(town, user, chat):
    return [command["command"] for command in town.world.menu(user, chat)]


async def test_the_narrowest_menu_is_the_one_seen(town):
    town.world.join(town.kyiv, town.group)
    group = {"chat_id": town.group.id}
    await set_menu(town, "help", "default")
    await set_menu(town, "poll", "chat", **group)
    await set_menu(town, "settings", "chat_administrators", **group)
    await set_menu(town, "vote", "chat_member", user_id=town.kyiv.id, **group)
    people = (town.paris, town.london, town.kyiv)
    assert [seen(town, person, town.group) for person in people] == [["settings"], ["poll"], ["vote"]]
    assert seen(town, town.kyiv, town.world.private(town.kyiv)) == ["help"]
    await town.call("deleteMyCommands", scope=json.dumps({"type": "chat_member", "user_id": town.kyiv.id, **group}))
    assert seen(town, town.kyiv, town.group) == ["poll"]


async def test_a_private_chat_has_a_menu_of_its_own(town):
    await set_menu(town, "start", "chat", chat_id=town.paris.id)
    assert seen(town, town.paris, town.world.private(town.paris)) == ["start"]
    assert seen(town, town.london, town.world.private(town.london)) == []


async def test_a_chat_can_be_named_by_its_public_name_or_its_number_as_text(town):
    forum = town.world.add_group("Forum", town.paris, username="forum")
    town.world.add_bot(forum, town.paris)
    await set_menu(town, "poll", "chat", chat_id="@forum")
    assert seen(town, town.london, forum) == ["poll"]
    scope = json.dumps({"type": "chat", "chat_id": str(forum.id)})
    assert (await town.call("getMyCommands", scope=scope))[0]["command"] == "poll"


SCOPES = {
    "a chat that does not exist": ({"type": "chat", "chat_id": -100999}, "chat not found"),
    "a name nobody has": ({"type": "chat_administrators", "chat_id": "@nobody"}, "chat not found"),
    "a name that is none": ({"type": "chat", "chat_id": "group"}, "chat not found"),
    "a group without the bot": ({"type": "chat", "chat_id": -1001000000002}, "chat not found"),
    "a member of a group without the bot": (
        {"type": "chat_member", "chat_id": -1001000000002, "user_id": 101}, "chat not found",
    ),
    "a group the bot has left": (
        {"type": "chat_administrators", "chat_id": -1001000000003}, "bot is not a member of the supergroup chat",
    ),
    "a channel": ({"type": "chat", "chat_id": "@statements"}, "can't change commands in channel chats"),
    "administrators of a private chat": (
        {"type": "chat_administrators", "chat_id": 101}, "can't use specified scope in private chats",
    ),
    "a member who does not exist": (
        {"type": "chat_member", "chat_id": -1001000000001, "user_id": 999}, "user not found",
    ),
    "a member who is not named": (
        {"type": "chat_member", "chat_id": -1001000000001},
        'can\'t parse BotCommandScope: Can\'t find field "user_id"',
    ),
    "a member where there is none": ({"type": "chat", "chat_id": 101, "user_id": 101}, "unknown field user_id of BotCommandScope"),
    "a chat where there is none": ({"type": "default", "chat_id": 101}, "unknown field chat_id of BotCommandScope"),
    "a typing mistake": ({"type": "default", "typ": "x"}, "unknown field typ of BotCommandScope"),
}  # fmt: skip


@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands", "deleteMyCommands"])
@pytest.mark.parametrize(("scope", "words"), SCOPES.values(), ids=SCOPES.keys())
async def test_a_scope_is_refused_for(town, method, scope, words):
    town.world.add_group("Others", town.paris)
    town.world.add_bot(town.world.add_group("Former", town.paris), town.paris)
    await town.call("leaveChat", chat_id=-1001000000003)
    town.world.add_channel("Statements", town.paris, username="statements")
    commands = {"commands": "[]"} if method == "setMyCommands" else {}
    assert await town.refusal(method, scope=json.dumps(scope), **commands) == words
