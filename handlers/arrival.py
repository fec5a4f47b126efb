"""Where an update comes from and who sent it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import CallbackQuery, Chat, ChatMember, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationHandlerStop, CallbackContext, ExtBot

from bot.cards.reader import Reader
from bot.domain.errors import Mistake
from bot.intake import Outcome, current
from bot.texts import choose
from handlers.house import House
from handlers.people import GROUPS, described, described_group, status_of
from storage.models import Account, Group, Member, Person
from storage.models import Draft as Draft  # noqa: PLC0414 -- handlers name rows through here
from storage.queries.members import groups_of_person, person_of_user, scene

GOOD_FOR = timedelta(minutes=1)  # what Telegram has said of a member of a public group


class Arrival(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """An update as it arrives: the place it comes from, the person who sent it, and what they may do."""

    def __init__(self, application: "Application[Any, Any, Any, Any, Any, Any]", chat_id: int | None = None,
                 user_id: int | None = None) -> None:  # fmt: skip
        super().__init__(application, chat_id, user_id)
        self.house: House = application.bot_data["house"]
        self.outcome: Outcome = current.get()
        self.source: Update | None = None
        self.now: datetime = self.house.clock.now()
        self.group: Group | None = None
        self.person: Person | None = None
        self.member: Member | None = None
        self.offered: list[Group] = []  # in private: the person's groups, where more than one may be meant
        self.press: CallbackQuery | None = None  # to be answered, whatever else this update becomes
        self._place: Chat | None = None  # the group's, of what Telegram tells without a chat
        self._status: str | None = None  # membership to be recorded
        self._user: Account | None = None  # as Telegram describes them now

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> Self:
        """PTB's way to build a context; the first one of an update is where its outcome is kept."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.source, context.press = update, update.callback_query
        if not context.outcome.started:
            context.outcome.started, context.outcome.context = True, context
        return context

    @property
    def chat(self) -> Chat:
        """The chat the update came from, or is about."""
        if self._place is not None:
            return self._place
        assert self.source is not None  # noqa: S101 -- handlers are given updates
        assert self.source.effective_chat is not None  # noqa: S101 -- of kinds that have a chat
        return self.source.effective_chat

    def place(self, group: Group) -> None:
        """An update that names no chat is about a poll of this group's."""
        self._place = Chat(group.tg_chat_id, ChatType.SUPERGROUP, username="?" if group.public else None)

    @property
    def placed(self) -> bool:
        """Whether the update came from no chat: whoever it tells of need not be in the group, nor need the bot."""
        return self._place is not None

    @property
    def present(self) -> bool:
        """Whether whoever did this is in the group, once Telegram was asked about somebody never seen there."""
        return self._status != "left"

    @property
    def in_private(self) -> bool:
        """Whether this is somebody's private chat with the bot."""
        return self.chat.type == ChatType.PRIVATE

    @property
    def topic(self) -> int | None:
        """The topic of a forum the update comes from, by Telegram's id; None for General and for other chats."""
        message = self.source.effective_message if self.source else None
        return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None

    @property
    def from_former_chat(self) -> bool:
        """Whether the update comes from what the chat was before it became a supergroup."""
        return self.group is not None and not self.in_private and self.chat.id == self.group.tg_former_chat_id

    @property
    def era(self) -> int:
        """Of the chat the update comes from: message ids in it are of that."""
        return (self.group.era if self.group else 0) - self.from_former_chat

    @property
    def described(self) -> Account:
        """The person as Telegram describes them now; a Mistake where that is nobody."""
        if self._user is None:
            raise Mistake("anonymous")
        return self._user

    @property
    def zone(self) -> ZoneInfo:
        """In whose wall time the person speaks: their own, else the group's."""
        name = (self.person and self.person.timezone) or (self.group and self.group.timezone)
        return ZoneInfo(name or self.house.settings.default_timezone)

    @property
    def language(self) -> str:
        """The language of the place: the group's, or in private the person's."""
        if self.group and not self.in_private:
            return choose(self.group.language)
        return self.own_language

    @property
    def own_language(self) -> str:
        """The person's language, for what only they see."""
        return choose(self.person.language if self.person else None, self.group.language if self.group else None)

    @property
    def reader(self) -> Reader:
        """Whoever reads an answer posted here."""
        return Reader(self.language, ZoneInfo(self.group.timezone) if self.group else self.zone, self.now)

    @property
    def own_reader(self) -> Reader:
        """The person alone, for toasts and private messages."""
        return Reader(self.own_language, self.zone, self.now)

    def require_person(self) -> None:
        """A Mistake where an administrator wrote as the group: whoever does this must be somebody."""
        if self._user is None:
            raise Mistake("anonymous")

    async def arrive(self) -> None:
        """Learn where the update comes from and who sent it; asks Telegram only about somebody never seen there."""
        user = self.source.effective_user if self.source else None
        self._user = described(user) if user and not user.is_bot else None
        await self.house.batch.read(self._load)
        if self.chat.type in GROUPS and self.group is None:
            owners = self.house.settings.owners
            if owners and not self._added and self._user and self._user.tg_user_id not in owners:
                raise ApplicationHandlerStop  # who added the bot here is not known: it keeps silent until an owner does
            self.group = described_group(self.chat, self.house.settings, self.now)
        if self.chat.type in GROUPS and self._user and not self._present:
            await self._ask_membership()

    @property
    def _present(self) -> bool:
        """Whether the person is in the group, for all the bot can know.

        In a public group anybody can press and, often, write; a bot that does not administer it is not told of everyone
        who leaves, so what it knows is good for a minute.
        """
        if self.group is None or self.member is None or self.member.status == "left":
            return False
        if not self.chat.username or self.group.administrator:
            return True
        asked_at = self.house.asked.get(self.member.id or 0)
        return asked_at is not None and self.now - asked_at < GOOD_FOR

    def _load(self, session: Session) -> None:
        user_id = self._user.tg_user_id if self._user else 0
        message = self.source.message if self.source else None
        if message and message.migrate_from_chat_id:  # where something else of the new chat came first, it has a group
            self.group, self.person, self.member = scene(session, message.migrate_from_chat_id, user_id)
        if self.group is None and self.chat.type in GROUPS:
            self.group, self.person, self.member = scene(session, self.chat.id, user_id)
        if self.person is None:
            self.person = person_of_user(session, user_id)

    async def _ask_membership(self) -> None:
        assert self._user is not None  # noqa: S101 -- the caller has looked
        group_id, user_id = (self.group.id if self.group else None) or 0, self._user.tg_user_id
        if self.placed and self.member is None and self.house.strangers.are(group_id, user_id, self.now):
            self._status = "left"
            return
        try:
            asked = await self._membership(self.group.tg_chat_id if self.group else self.chat.id)
        except TelegramError:
            if self.member is not None and self.member.status != "left":
                return  # what was known stands
            # In a private group whoever can press or write is in it; in a public one anybody can, and a press may come
            # from a card that somebody who has left still sees, and a poll can be forwarded to anybody.
            away = self.placed or self.chat.username or (self.press and self.member is not None)
            self._status = "left" if away else "member"
            return
        status = status_of(asked)
        if self.placed and status == "left":
            self.house.strangers.note(group_id, user_id, self.now)
        if status == "left" or self.member is None or self.member.status != status:
            self._status = status
        else:
            self.house.asked[self.member.id or 0] = self.now

    async def _membership(self, tg_chat_id: int) -> ChatMember:
        """What Telegram says of the person in a chat. What has been done so far is committed first: nobody else's
        message is to wait for an answer from the network."""
        await self.house.batch.commit()
        return await self.bot.get_chat_member(tg_chat_id, self.described.tg_user_id)

    async def require_group(self, *, person: bool = True) -> int:
        """The id of the group this is about: this one, or in private the only one the person is in.

        `person`: whoever does this must be somebody, not an anonymous administrator.
        """
        if self.in_private and self.group is None:
            self.group = await self._group_from_private()
        if self.group is None or self.group.state == "refused":
            raise Mistake("no_group", titles=[])
        if self._status == "left":
            raise Mistake("not_a_member")
        if person:
            self.require_person()
        return self.group.id or 0

    async def _group_from_private(self, holds: Callable[[Session, int], bool] | None = None) -> Group:
        """The person's only group, or the only one of theirs that `holds` what is meant."""
        mine = await self.own_groups()
        if len(mine) > 1 and holds is not None:
            group_ids = [group.id or 0 for group in mine]
            having = await self.house.batch.read(lambda session: {each for each in group_ids if holds(session, each)})
            mine = [group for group in mine if group.id in having] or mine
        self.offered = mine
        if len(mine) != 1:
            raise Mistake("no_group" if not mine else "which_group", titles=[group.title for group in mine])
        await self._require_membership(mine[0])
        return mine[0]

    async def own_groups(self) -> list[Group]:
        """The groups the bot serves in which it knows the person to be."""
        person_id = (self.person and self.person.id) or 0
        return await self.house.batch.read(lambda session: groups_of_person(session, person_id))

    async def find_group(self, holds: Callable[[Session, int], bool], *, person: bool = True) -> int:
        """The id of the group this is about: this one, or in private the one of the person's that `holds` what is meant."""
        if self.in_private and self.group is None:
            self.group = await self._group_from_private(holds)
        return await self.require_group(person=person)

    async def enter(self, group_id: int | None) -> None:
        """In private: what follows is about this one of the person's groups; a Mistake when it is none of theirs."""
        group = next((each for each in await self.own_groups() if each.id == group_id), None)
        if group is None:
            raise Mistake("not_a_member")
        await self._require_membership(group)
        self.group = group

    async def _require_membership(self, group: Group) -> None:
        """A Mistake unless Telegram says that the person is still in the group: nobody may have told the bot."""
        try:
            asked = await self._membership(group.tg_chat_id)
        except TelegramError as error:
            raise Mistake("write_in_group") from error
        if status_of(asked) == "left":
            raise Mistake("not_a_member")

    async def is_administrator(self) -> bool:
        """Whether the person administers the group now; asked of Telegram each time, and no where it does not say."""
        if self.group is None or self._user is None:
            return False
        try:
            asked = await self._membership(self.group.tg_chat_id)
        except TelegramError:
            return False
        return status_of(asked) == "administrator"

    async def require_administrator(self) -> None:
        """A Mistake unless the person administers the group."""
        await self.require_group()
        if not await self.is_administrator():
            raise Mistake("administrators_only")

    @property
    def _added(self) -> bool:
        """Whether this update says that somebody has just added the bot."""
        return bool(self.source and self.source.my_chat_member)

    def may_serve(self) -> bool:
        """Whether the bot may serve this chat; a group it served before needs no second permission to be written in."""
        settings, adder = self.house.settings, self._user.tg_user_id if self._user else 0
        if settings.allowed_chats:
            return self.chat.id in settings.allowed_chats
        known = self.group is not None and self.group.id is not None
        return not settings.owners or adder in settings.owners or (known and not self._added)
