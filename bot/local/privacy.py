"""Privacy mode: which messages of a group a bot gets to see."""

from bot.local.entities import slice16
from bot.local.model import Message, User


def bot_receives(message: Message, bot: User) -> bool:
    """In private and as administrator everything; else commands, replies to it, mentions of it, service messages."""
    chat = message.chat
    if chat.is_private:
        return True
    if not chat.has(bot):
        return False
    if chat.is_administrator(bot) or message.service is not None:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    return _is_command(message, bot) or _mentions(message, bot)


def _is_command(message: Message, bot: User) -> bool:
    """A message that begins with a command, unless the command names another bot."""
    for entity in message.entities:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            _, _, addressee = slice16(message.text, 0, entity["length"]).partition("@")
            return not addressee or addressee.lower() == (bot.username or "").lower()
    return False


def _mentions(message: Message, bot: User) -> bool:
    name = f"@{bot.username}".lower()
    return any(
        entity["type"] == "mention" and slice16(message.text, entity["offset"], entity["length"]).lower() == name
        for entity in message.entities
    )
