"""Who is in which chat: joining, leaving, rights, and what the bot hears of it."""

from collections.abc import Iterable

from bot.local.model import Chat, User
from bot.local.state import State
from bot.local.wire import member_change_json

FIRST_USER_ID = 101
FIRST_GROUP_ID = -1001000000001


class Membership(State):
    """The part of the world that makes users and groups and changes who belongs where."""

    def add_user(
        self,
        name: str,
        *,
        username: str | None = None,
        language_code: str | None = "en",
        zone: str = "Europe/Brussels",
    ) -> User:
        number = max((user_id for user_id in self.users if user_id != self.bot.id), default=FIRST_USER_ID - 1) + 1
        user = User(number, name, username, language_code, zone)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", user=user)
        return user

    def add_group(self, title: str, *members: User, admins: Iterable[User] = (), username: str | None = None) -> Chat:
        """A supergroup without the bot. The first administrator created it, or else the first member."""
        groups = [chat_id for chat_id in self.chats if chat_id < 0]
        chat = Chat(min(groups, default=FIRST_GROUP_ID + 1) - 1, "supergroup", title, username)
        admins = list(admins)
        chat.statuses |= {user.id: "member" for user in members}
        chat.statuses |= {user.id: "administrator" for user in admins}
        founder = next(iter([*admins, *members]), None)
        if founder is not None:
            chat.statuses[founder.id] = "creator"
        self.chats[chat.id] = chat
        self.changes.add("members", chat_id=chat.id)
        return chat

    def private(self, user: User) -> Chat:
        return self.chats[user.id]

    def members(self, chat: Chat) -> list[User]:
        if chat.user is not None:
            return [chat.user]
        return [self.users[user_id] for user_id in chat.statuses if chat.has(self.users[user_id])]

    def add_bot(self, chat: Chat, by: User, *, administrator: bool = False) -> None:
        self.set_status(chat, self.bot, "administrator" if administrator else "member", by=by)
        self.post(chat, by, service="new_chat_members", subjects=[self.bot])

    def remove_bot(self, chat: Chat, by: User) -> None:
        """Kick the bot. It hears of it as my_chat_member only: it no longer sees the chat."""
        self.set_status(chat, self.bot, "kicked", by=by)
        self.post(chat, by, service="left_chat_member", subjects=[self.bot])

    def join(self, user: User, chat: Chat) -> None:
        self.set_status(chat, user, "member", by=user)
        self.post(chat, user, service="new_chat_members", subjects=[user])

    def leave(self, user: User, chat: Chat) -> None:
        self.set_status(chat, user, "left", by=user)
        self.post(chat, user, service="left_chat_member", subjects=[user])

    def promote(self, user: User, chat: Chat) -> None:
        self.set_status(chat, user, "administrator", by=self._founder(chat))

    def demote(self, user: User, chat: Chat) -> None:
        self.set_status(chat, user, "member", by=self._founder(chat))

    def block(self, user: User) -> None:
        """The person blocks the bot: it may not write to them until they unblock it."""
        self.set_status(self.private(user), self.bot, "kicked", by=user)

    def unblock(self, user: User) -> None:
        self.set_status(self.private(user), self.bot, "member", by=user)

    def set_status(self, chat: Chat, subject: User, new: str, *, by: User) -> None:
        """Change a membership. The bot hears of its own always, of others' only as administrator."""
        old = "member" if chat.is_private and subject.id not in chat.statuses else chat.status(subject)
        chat.statuses[subject.id] = new
        if old == new:
            return
        kind = "my_chat_member" if subject is self.bot else "chat_member"
        if subject is self.bot or chat.is_administrator(self.bot):
            self.updates.put(kind, member_change_json(chat, by, subject, old, new, self.now()))
        self.changes.add("members", chat_id=chat.id, user_id=subject.id)

    def _founder(self, chat: Chat) -> User:
        return next(self.users[user_id] for user_id, status in chat.statuses.items() if status == "creator")
