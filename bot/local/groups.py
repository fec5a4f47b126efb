"""Groups as such: made, moved to a supergroup, deleted."""

from collections.abc import Iterable

from bot.local.membership import Membership
from bot.local.model import GENERAL, Chat, Topic, User
from bot.local.wire_members import member_change_json, member_json

FIRST_BASIC_ID = -4001
FIRST_SUPERGROUP_ID = -1001000000001


class Groups(Membership):
    """The part of the world that makes and unmakes groups and channels."""

    def add_group(
        self,
        title: str,
        *members: User,
        admins: Iterable[User] = (),
        username: str | None = None,
        basic: bool = False,
        forum: bool = False,
    ) -> Chat:
        """A supergroup without the bot, or a basic group. The first administrator created it, else the first member."""
        chat = Chat(self._new_id(basic=basic), "group" if basic else "supergroup", title, username)
        admins = list(admins)
        chat.statuses |= {user.id: "member" for user in members}
        chat.statuses |= {user.id: "administrator" for user in admins}
        founder = next(iter([*admins, *members]), None)
        if founder is not None:
            chat.statuses[founder.id] = "creator"
        if forum:
            chat.topics[GENERAL] = Topic(GENERAL, "General", creator=founder, chat=chat)
        self.chats[chat.id] = chat
        self.changes.add("members", chat_id=chat.id)
        return chat

    def add_channel(self, title: str, owner: User, *, username: str | None = None) -> Chat:
        """A channel, which only its owner writes in: something to forward from."""
        chat = Chat(self._new_id(basic=False), "channel", title, username, statuses={owner.id: "creator"})
        self.chats[chat.id] = chat
        return chat

    def _new_id(self, *, basic: bool) -> int:
        first = FIRST_BASIC_ID if basic else FIRST_SUPERGROUP_ID
        same = [chat_id for chat_id in self.chats if chat_id < 0 and (chat_id > FIRST_SUPERGROUP_ID + 1) is basic]
        return min(same, default=first + 1) - 1

    def migrate(self, chat: Chat) -> Chat:
        """Turn a basic group into a supergroup: a new chat with a new id, whose message ids start anew.

        The bot hears migrate_to_chat_id in the old one, then that it is in the new one, then migrate_from_chat_id
        there; never that it left the old one (tdlib/telegram-bot-api#266).
        """
        if chat.type != "group" or chat.migrated_to or chat.deleted:
            raise ValueError(f"{chat!r} is no basic group")
        new = Chat(self._new_id(basic=False), "supergroup", chat.title, statuses=dict(chat.statuses))
        new.denied, new.withheld, new.anonymous = chat.denied, dict(chat.withheld), set(chat.anonymous)
        self.chats[new.id] = new
        by = self._founder(chat)
        self.post(chat, by, service="migrate_to_chat_id", detail=new.id)
        chat.migrated_to = new
        if new.has(self.bot):
            outside = member_json(Chat(new.id, new.type, new.title), self.bot)
            change = member_change_json(new, by, outside, member_json(new, self.bot), self.now())
            self.updates.put("my_chat_member", change)
        self.post(new, by, service="migrate_from_chat_id", detail=chat.id)
        self.changes.add("members", chat_id=new.id)
        return new

    def delete_group(self, chat: Chat) -> None:
        """Delete a group for everyone. The bot hears that it has left it."""
        by = self._founder(chat)
        self.set_status(chat, self.bot, "left", by=by)
        chat.deleted = True
        for user_id in chat.statuses:
            chat.statuses[user_id] = "left"
        self.changes.add("members", chat_id=chat.id)
