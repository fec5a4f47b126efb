"""Groups: basic ones, their move to a supergroup, their end; who is in, who may what."""

import pytest

from bot.local.errors import ApiError


def kinds(updates):
    return [next(kind for kind in update if kind != "update_id") for update in updates]


async def basic_group(town):
    chat = town.world.add_group("Quad", town.paris, town.london, admins=[town.paris], basic=True)
    town.world.add_bot(chat, town.paris)
    town.world.updates.clear()
    return chat


async def test_a_basic_group_is_a_group_of_its_own_kind(town):
    chat = await basic_group(town)
    assert (chat.id, (await town.call("getChat", chat_id=chat.id))["type"]) == (-4001, "group")
    assert town.world.add_group("Another", town.paris, basic=True).id == -4002
    assert town.world.add_group("Others", town.paris).id == -1001000000002


async def test_message_ids_of_basic_groups_count_with_the_private_chats(town):
    chat = await basic_group(town)
    first = town.world.send(town.paris, chat, "/poll").id
    assert town.world.send(town.paris, town.world.private(town.paris), "/start").id == first + 1
    assert town.world.send(town.paris, chat, "/poll").id == first + 2


async def test_a_migration_is_told_in_both_chats(town):
    old = await basic_group(town)
    new = town.world.migrate(old)
    updates = await town.fetch()
    assert kinds(updates) == ["message", "my_chat_member", "message"]
    to, member, fro = updates
    assert (to["message"]["chat"]["id"], to["message"]["migrate_to_chat_id"]) == (old.id, new.id)
    assert (member["my_chat_member"]["chat"]["id"], member["my_chat_member"]["new_chat_member"]["status"]) == (
        new.id,
        "member",
    )
    assert (fro["message"]["chat"]["id"], fro["message"]["migrate_from_chat_id"]) == (new.id, old.id)
    assert (fro["message"]["message_id"], fro["message"]["chat"]["type"]) == (1, "supergroup")


async def test_the_old_chat_refuses_and_names_the_new_one(town):
    old = await basic_group(town)
    said = await town.call("sendMessage", chat_id=old.id, text="A-1")
    new = town.world.migrate(old)
    for method, parameters in {
        "sendMessage": {"text": "A-2"},
        "editMessageText": {"text": "A-2", "message_id": said["message_id"]},
    }.items():
        with pytest.raises(ApiError) as caught:
            await town.call(method, chat_id=old.id, **parameters)
        assert caught.value.body() == {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": new.id},
        }
    assert (await town.call("getChat", chat_id=old.id))["type"] == "group"
    edit = {"chat_id": new.id, "message_id": said["message_id"], "text": "A-2"}
    assert await town.refusal("editMessageText", **edit) == "message to edit not found"
    await town.call("sendMessage", chat_id=new.id, text="A-2")


async def test_members_rights_and_old_buttons_survive_a_migration(town):
    old = await basic_group(town)
    town.world.promote(town.world.bot, old)
    await town.call(
        "sendMessage",
        chat_id=old.id,
        text="P-1",
        reply_markup='{"inline_keyboard":[[{"text":"For","callback_data":"for"}]]}',
    )
    card = town.world.last(old)
    new = town.world.migrate(old)
    statuses = [
        (await town.call("getChatMember", chat_id=new.id, user_id=user.id))["status"]
        for user in (town.paris, town.london, town.world.bot, town.kyiv)
    ]
    assert statuses == ["creator", "member", "administrator", "left"]
    town.world.press(town.london, card, "For")
    press = (await town.fetch(offset=-1))[0]["callback_query"]
    assert press["message"]["chat"]["id"] == old.id
    with pytest.raises(ValueError, match="has become"):
        town.world.send(town.paris, old, "hello")
    with pytest.raises(ValueError, match="no basic group"):
        town.world.migrate(old)
    with pytest.raises(ValueError, match="no basic group"):
        town.world.migrate(new)


ENDS = {
    "a basic group was deleted": ("basic", "delete", "the group chat was deleted"),
    "a supergroup was deleted": ("super", "delete", "bot is not a member of the supergroup chat"),
    "the bot was kicked from a basic group": ("basic", "ban", "bot was kicked from the group chat"),
    "the bot was kicked from a supergroup": ("super", "ban", "bot was kicked from the supergroup chat"),
    "the bot was removed from a basic group": ("basic", "kick", "bot is not a member of the group chat"),
    "the bot left a supergroup": ("super", "leave", "bot is not a member of the supergroup chat"),
}


@pytest.mark.parametrize(("kind", "end", "words"), ENDS.values(), ids=ENDS.keys())
async def test_writing_is_refused_when(town, kind, end, words):
    chat = await basic_group(town) if kind == "basic" else town.group
    world = town.world
    match end:
        case "delete":
            world.delete_group(chat)
        case "ban":
            world.remove_bot(chat, town.paris)
        case "kick":
            world.kick(world.bot, chat)
        case "leave":
            await town.call("leaveChat", chat_id=chat.id)
    with pytest.raises(ApiError) as caught:
        await town.call("sendMessage", chat_id=chat.id, text="A-1")
    assert (caught.value.code, caught.value.description) == (403, f"Forbidden: {words}")
    [told] = [update["my_chat_member"] for update in await town.fetch() if "my_chat_member" in update]
    assert told["new_chat_member"]["status"] == ("kicked" if end == "ban" else "left")


async def test_the_bot_can_come_back(town):
    town.world.remove_bot(town.group, town.paris)
    town.world.add_bot(town.group, town.paris)
    await town.say("A-1")


# --- people


async def test_kicked_people_may_come_back_banned_ones_may_not(town):
    world = town.world
    world.promote(world.bot, town.group)
    await town.fetch(offset=-1, allowed_updates='["message", "chat_member"]')
    world.kick(town.london, town.group)
    world.join(town.london, town.group)
    world.ban(town.london, town.group)
    with pytest.raises(ValueError, match="London is banned"):
        world.join(town.london, town.group)
    with pytest.raises(ValueError, match="not in"):
        world.send(town.london, town.group, "hello")
    world.unban(town.london, town.group)
    world.join(town.london, town.group)
    changes = [update["chat_member"] for update in await town.fetch() if "chat_member" in update]
    assert [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes] == [
        ("member", "left"), ("left", "member"), ("member", "kicked"), ("kicked", "left"), ("left", "member"),
    ]  # fmt: skip


SENDS = {
    "text messages": ("can_send_messages", "sendMessage", {"text": "A-1"}),
    "documents": ("can_send_documents", "sendDocument", {"document": "x"}),
    "photos": ("can_send_photos", "sendPhoto", {"photo": "x"}),
    "polls": ("can_send_polls", "sendPoll", {"question": "When?", "options": '["Today"]'}),
}


@pytest.mark.parametrize("how", ["restrict", "set_permissions"])
@pytest.mark.parametrize(("what", "row"), SENDS.items(), ids=SENDS.keys())
async def test_the_bot_may_not_send(town, what, row, how):
    permission, method, parameters = row
    if how == "restrict":
        town.world.restrict(town.world.bot, town.group, permission)
    else:
        town.world.set_permissions(town.group, permission)
    words = f"not enough rights to send {what} to the chat"
    assert await town.refusal(method, chat_id=town.group.id, **parameters) == words
    if how == "restrict":
        town.world.unrestrict(town.world.bot, town.group)
    else:
        town.world.promote(town.world.bot, town.group)  # an administrator may always
    if method == "sendMessage":
        await town.say("A-1")


async def test_the_bot_hears_that_it_was_restricted(town):
    town.world.restrict(town.world.bot, town.group, "can_send_messages")
    member = (await town.fetch(offset=-1))[0]["my_chat_member"]["new_chat_member"]
    assert (member["status"], member["is_member"], member["can_send_messages"], member["can_send_photos"]) == (
        "restricted",
        True,
        False,
        True,
    )


async def test_people_without_the_permission_cannot_write(town):
    town.world.restrict(town.london, town.group, "can_send_photos")
    town.world.send(town.london, town.group, "words")
    with pytest.raises(ValueError, match="may not write"):
        town.world.send_photo(town.london, town.group)
    with pytest.raises(ValueError, match="can_sing"):
        town.world.restrict(town.london, town.group, "can_sing")


RIGHTS = {
    "pinning": ("can_pin_messages", "pinChatMessage", "not enough rights to manage pinned messages in the chat"),
    "deleting what others wrote": ("can_delete_messages", "deleteMessage", "message can't be deleted"),
}


@pytest.mark.parametrize(("right", "method", "words"), RIGHTS.values(), ids=RIGHTS.keys())
async def test_an_administrator_without_the_right_is_refused(town, right, method, words):
    message = town.world.send(town.london, town.group, "words")
    where = {"chat_id": town.group.id, "message_id": message.id}
    town.world.promote(town.world.bot, town.group, without=[right])
    assert await town.refusal(method, **where) == words
    town.world.promote(town.world.bot, town.group)
    await town.call(method, **where)


async def test_changed_rights_are_told(town):
    town.world.promote(town.world.bot, town.group)
    await town.fetch(allowed_updates='["chat_member"]', offset=-1)
    town.world.promote(town.london, town.group, without=["can_pin_messages"])
    town.world.promote(town.london, town.group, anonymous=True)
    town.world.promote(town.paris, town.group, anonymous=True)
    changes = [update["chat_member"]["new_chat_member"] for update in await town.fetch() if "chat_member" in update]
    assert [(change["status"], change["is_anonymous"], change.get("can_pin_messages")) for change in changes] == [
        ("administrator", False, False), ("administrator", True, True), ("creator", True, None),
    ]  # fmt: skip


async def test_only_an_administrator_hides_behind_the_group(town):
    town.world.send(town.paris, town.group, "/poll", anonymous=True)
    with pytest.raises(ValueError, match="cannot hide"):
        town.world.send(town.london, town.group, "/poll", anonymous=True)


async def test_people_have_a_language_and_a_zone_only_one_of_them_told(town):
    town.world.send(town.kyiv, town.world.private(town.kyiv), "/start")
    sender = (await town.fetch(offset=-1))[0]["message"]["from"]
    assert (sender["language_code"], town.kyiv.zone, "zone" in sender) == ("uk", "Europe/Kyiv", False)
