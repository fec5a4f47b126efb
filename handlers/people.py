"""Telegram's users, chats and memberships, told in our own nouns."""

from datetime import datetime

from telegram import Chat, ChatMember, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.settings import Settings
from bot.texts import spoken
from storage.models import Account, Group

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
ADMINISTRATORS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
ABSENT = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


def described(user: User) -> Account:
    """A user as their account says."""
    return Account(
        tg_user_id=user.id,
        name=user.full_name,
        username=user.username,
        language=spoken(user.language_code),
    )


def described_group(chat: Chat, settings: Settings, now: datetime) -> Group:
    """A chat as a group not yet kept."""
    return Group(
        tg_chat_id=chat.id,
        title=chat.title or "",
        public=bool(chat.username),
        language=settings.default_language,
        timezone=settings.default_timezone,
        created_at=now,
        state="left",
    )


def status_of(member: ChatMember) -> str:
    """A membership as it is kept: administrator, member or left."""
    if member.status in ABSENT or not getattr(member, "is_member", True):
        return "left"
    return "administrator" if member.status in ADMINISTRATORS else "member"
