"""The bot's standing in a group on record, asked of Telegram."""

from collections.abc import AsyncIterator, Collection

from babel import Locale
from telegram import Bot, ChatMemberRestricted
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.upkeep.findings import Finding, ok, problem, warning
from storage.models import Group

GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
ADMINISTRATORS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
NOT_ADMINISTRATOR = (
    "a member, not an administrator: it learns late who comes and goes and who administers, and nothing of reactions"
)
SENT = {
    "can_send_documents": "calendar files",
    "can_send_photos": "pictures of results",
    "can_send_polls": "sense checks",
}  # what the bot sends besides words
LANGUAGES = Locale("en").languages


async def of_group(bot: Bot, bot_id: int, group: Group, allowed: Collection[int]) -> AsyncIterator[Finding]:
    """Whether the bot is in the group, may write and administers it, and what follows from that."""
    about = f'group "{group.title}" ({group.tg_chat_id})'
    if allowed and group.tg_chat_id not in allowed:
        yield warning(about, "ALLOWED_CHATS does not name it: if the bot is removed and comes back, it leaves at once")
    try:
        yield await _standing(bot, bot_id, group, about)
    except ChatMigrated as moved:
        yield warning(about, f"it has become a supergroup, {moved.new_chat_id}: the bot follows with the next message")
    except (Forbidden, BadRequest) as error:
        yield warning(about, f"the bot is not in it ({error.message}); what it has to say there waits for a day")


async def _standing(bot: Bot, bot_id: int, group: Group, about: str) -> Finding:
    member = await bot.get_chat_member(group.tg_chat_id, bot_id)
    if member.status in GONE or (isinstance(member, ChatMemberRestricted) and not member.is_member):
        return warning(about, "the bot is not in it; what it has to say there waits for a day")
    place = f"{LANGUAGES.get(group.language, group.language)}, {group.timezone}"
    if member.status in ADMINISTRATORS:
        return ok(about, f"an administrator; {place}")
    rights = member if isinstance(member, ChatMemberRestricted) else (await bot.get_chat(group.tg_chat_id)).permissions
    if rights and not rights.can_send_messages:
        return problem(about, "the bot may not write in it: let its members write, or make the bot an administrator")
    barred = [what for right, what in SENT.items() if rights and not getattr(rights, right)]
    unsent = f"it may not send {', '.join(barred)}, which stay unsent: let its members; " if barred else ""
    return warning(about, f"{unsent}{NOT_ADMINISTRATOR}; {place}")
