"""Who is in which chat: joining, leaving, rights, and what the bot hears of it."""

from collections.abc import Iterable

from bot.local.model import MEMBERSHIPS, Chat, User
from bot.local.state import State
from bot.local.wire_members import PERMISSIONS, RIGHTS, member_change_json, member_json

FIRST_USER_ID = 101


class Membership(State):
    """The part of the world that makes users and changes who belongs where."""

    def add_user(
        self,
        name: str,
        *,
        username: str | None = None,
        language_code: str | None = "en",
        zone: str = "Europe/Brussels",
        hidden: bool = False,
    ) -> User:
        number = max((user_id for user_id in self.users if user_id != self.bot.id), default=FIRST_USER_ID - 1) + 1
        user = User(number, name, username, language_code, zone, hidden=hidden)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", user=user)
        return user

    def private(self, user: User) -> Chat:
        return self.chats[user.id]

    def members(self, chat: Chat) -> list[User]:
        if chat.user is not None:
            return [chat.user]
        return [self.users[user_id] for user_id in chat.statuses if chat.has(self.users[user_id])]

    def add_bot(self, chat: Chat, by: User, *, administrator: bool = False) -> None:
        """Add the bot, or let it back in."""
        self.set_status(chat, self.bot, "administrator" if administrator else "member", by=by)
        self.post(chat, by, service="new_chat_members", subjects=[self.bot])

    def remove_bot(self, chat: Chat, by: User) -> None:
        """Kick the bot. It hears of it as my_chat_member only: it no longer sees the chat."""
        self.ban(self.bot, chat, by=by)

    def join(self, user: User, chat: Chat) -> None:
        """Come in by oneself; raises ValueError for who is banned."""
        if chat.status(user) == "kicked":
            raise ValueError(f"{user.name} is banned from {chat!r}")
        self.set_status(chat, user, "member", by=user)
        self.post(chat, user, service="new_chat_members", subjects=[user])

    def invite(self, by: User, chat: Chat, *users: User) -> None:
        """Add people all at once; the chat is told in one message."""
        for user in users:
            self.set_status(chat, user, "member", by=by)
        self.post(chat, by, service="new_chat_members", subjects=list(users))

    def leave(self, user: User, chat: Chat) -> None:
        self.set_status(chat, user, "left", by=user)
        self.post(chat, user, service="left_chat_member", subjects=[user])

    def kick(self, user: User, chat: Chat, *, by: User | None = None) -> None:
        """Remove somebody, who may come back."""
        self._remove(user, chat, "left", by)

    def ban(self, user: User, chat: Chat, *, by: User | None = None) -> None:
        """Remove somebody for good."""
        self._remove(user, chat, "kicked", by)

    def _remove(self, user: User, chat: Chat, status: str, by: User | None) -> None:
        by = by or self._founder(chat)
        was_there = chat.has(user)
        self.set_status(chat, user, status, by=by)
        if was_there:
            self.post(chat, by, service="left_chat_member", subjects=[user])

    def unban(self, user: User, chat: Chat, *, by: User | None = None) -> None:
        """Let somebody come back; they are not in yet."""
        if chat.status(user) == "kicked":
            self.set_status(chat, user, "left", by=by or self._founder(chat))

    def promote(self, user: User, chat: Chat, *, without: Iterable[str] = (), anonymous: bool = False) -> None:
        """Make somebody administrator, or change what they may do: all rights but `without`."""
        withheld = _known(without, RIGHTS)
        status = "creator" if chat.status(user) == "creator" else "administrator"
        self.set_status(chat, user, status, by=self._founder(chat), withheld=withheld, anonymous=anonymous)

    def demote(self, user: User, chat: Chat) -> None:
        self.set_status(chat, user, "member", by=self._founder(chat))

    def restrict(self, user: User, chat: Chat, *denied: str) -> None:
        """Take permissions ("can_send_messages" ...) from one member; from an administrator its office first."""
        self.set_status(chat, user, "restricted", by=self._founder(chat), denied=_known(denied, PERMISSIONS))

    def unrestrict(self, user: User, chat: Chat) -> None:
        self.set_status(chat, user, "member", by=self._founder(chat))

    def set_permissions(self, chat: Chat, *denied: str) -> None:
        """What plain members of this chat may not do; no arguments: nothing is denied."""
        chat.denied = _known(denied, PERMISSIONS)

    def block(self, user: User) -> None:
        """The person blocks the bot: it may not write to them until they unblock it."""
        self.set_status(self.private(user), self.bot, "kicked", by=user)

    def unblock(self, user: User) -> None:
        self.set_status(self.private(user), self.bot, "member", by=user)

    def set_status(
        self,
        chat: Chat,
        subject: User,
        new: str,
        *,
        by: User,
        denied: frozenset[str] = frozenset(),
        withheld: frozenset[str] = frozenset(),
        anonymous: bool = False,
    ) -> None:
        """Change a membership. The bot hears of its own always, of others' only as administrator."""
        old = member_json(chat, subject)
        chat.statuses[subject.id] = new
        chat.restrictions[subject.id] = denied
        chat.withheld[subject.id] = withheld
        if anonymous:
            chat.anonymous.add(subject.id)
        else:
            chat.anonymous.discard(subject.id)
        changed = member_json(chat, subject)
        if old == changed:
            return
        kind = "my_chat_member" if subject is self.bot else "chat_member"
        if subject is self.bot or chat.is_administrator(self.bot):
            self.updates.put(kind, member_change_json(chat, by, old, changed, self.now()))
        self.changes.add("members", chat_id=chat.id, user_id=subject.id)

    def _founder(self, chat: Chat) -> User:
        """Who acts for a chat where nobody is named: its creator, else anybody in it."""
        ranked = [
            self.users[user_id]
            for status in ("creator", *MEMBERSHIPS)
            for user_id, has in chat.statuses.items()
            if has == status and user_id != self.bot.id
        ]
        return ranked[0] if ranked else self.bot


def _known(names: Iterable[str], known: tuple[str, ...]) -> frozenset[str]:
    if unknown := set(names) - set(known):
        raise ValueError(f"{', '.join(sorted(unknown))}: not among {', '.join(known)}")
    return frozenset(names)
