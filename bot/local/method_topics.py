"""The methods about topics of forums."""

from bot.local.errors import bad_request
from bot.local.lookups import Parameters, inside
from bot.local.model import GENERAL, Chat, Topic
from bot.local.wire import Json
from bot.local.world import World

LONGEST_NAME = 128  # longer names are cut
COLORS = {0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F}
NOT_MODIFIED = "TOPIC_NOT_MODIFIED"


def create_forum_topic(world: World, p: Parameters) -> Json:
    chat = _forum(world, p)
    if not chat.can(world.bot, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = _name(p)
    color = p.get("icon_color", min(COLORS))
    if color not in COLORS:
        raise bad_request("invalid icon color specified")
    emoji = p.get("icon_custom_emoji_id")
    topic = world.create_topic(world.bot, chat, name, icon_color=color, icon_custom_emoji_id=emoji)
    body = {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}
    return body | ({"icon_custom_emoji_id": emoji} if emoji else {})


def edit_forum_topic(world: World, p: Parameters) -> bool:
    chat, topic = _own(world, p, "edit")
    name = _name(p) if p.get("name") else topic.name
    emoji = p.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    if (name, emoji) == (topic.name, topic.icon_custom_emoji_id):
        raise bad_request(NOT_MODIFIED)
    topic.icon_custom_emoji_id = emoji
    world.rename_topic(world.bot, chat, topic, name)
    return True


def close_forum_topic(world: World, p: Parameters) -> bool:
    chat, topic = _own(world, p, "edit")
    if topic.closed:
        raise bad_request(NOT_MODIFIED)
    world.close_topic(world.bot, chat, topic)
    return True


def reopen_forum_topic(world: World, p: Parameters) -> bool:
    chat, topic = _own(world, p, "edit")
    if not topic.closed:
        raise bad_request(NOT_MODIFIED)
    world.reopen_topic(world.bot, chat, topic)
    return True


def delete_forum_topic(world: World, p: Parameters) -> bool:
    chat = _forum(world, p)
    if not chat.can(world.bot, "can_delete_messages"):
        raise bad_request("not enough rights to delete the topic")
    world.delete_topic(world.bot, chat, _topic(chat, p))
    return True


def _forum(world: World, p: Parameters) -> Chat:
    chat = inside(world, p.get("chat_id"))
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(chat: Chat, p: Parameters) -> Topic:
    topic = chat.topics.get(p.get("message_thread_id", 0))
    if topic is None or topic.id == GENERAL:  # General has methods of its own
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _own(world: World, p: Parameters, verb: str) -> tuple[Chat, Topic]:
    """The topic, if the bot may change it: with the right to, or because it made it."""
    chat = _forum(world, p)
    topic = _topic(chat, p)
    if not chat.can(world.bot, "can_manage_topics") and topic.creator is not world.bot:
        raise bad_request(f"not enough rights to {verb} the topic")
    return chat, topic


def _name(p: Parameters) -> str:
    name: str = p.get("name", "").strip()[:LONGEST_NAME]
    if not name:
        raise bad_request("title must be non-empty")
    return name
