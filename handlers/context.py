"""What a handler has in hand: who, where, in which language; one transaction; three ways to answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, insert
from telegram import Chat, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationHandlerStop, CallbackContext, ExtBot

from bot.cards import mistakes
from bot.cards.card import Card, toast
from bot.cards.reader import Reader
from bot.clock import Clock
from bot.domain.errors import Mistake
from bot.intake import Outcome, current
from bot.services import drafts, members
from bot.settings import Settings
from bot.texts import choose
from storage.database import Database
from storage.models import Draft as Draft  # noqa: PLC0414 -- handlers name rows through here
from storage.models import Group, Member, Person, Seen
from storage.queries import outbox, timers
from storage.queries.handles import find
from storage.queries.members import group_of_chat, groups_of_person, member_of, person_of_user, scene

P = ParamSpec("P")
T = TypeVar("T")
GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
ADMINISTRATORS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
ABSENT = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


@dataclass(frozen=True, slots=True)
class House:
    """What every update shares."""

    database: Database
    clock: Clock
    settings: Settings
    toast: Callable[[str, str | None, str | None], None]  # answers a press: its id, a text, a link to open
    committed: Callable[[bool], None]  # something was written: there may be things to deliver; True: and to wake for


class BotContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """One update, from arrival to answer."""

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
        self.finishing: int | None = None  # the draft this update brings to its end
        self._status: str | None = None  # membership to be recorded
        self._user: Person | None = None  # as Telegram describes them now
        self._answers: list[dict[str, Any]] = []
        self._toast: tuple[str | None, str | None] | None = None
        self._written = False

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> "BotContext":
        """PTB's way to build a context; the first one of an update is where its outcome is kept."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.source = update
        if not context.outcome.started:
            context.outcome.started, context.outcome.context = True, context
        return context

    # Where and who

    @property
    def chat(self) -> Chat:
        """The chat the update came from."""
        assert self.source is not None  # noqa: S101 -- handlers are given updates
        assert self.source.effective_chat is not None  # noqa: S101 -- of kinds that have a chat
        return self.source.effective_chat

    @property
    def in_private(self) -> bool:
        """Whether this is somebody's private chat with the bot."""
        return self.chat.type == ChatType.PRIVATE

    @property
    def described(self) -> Person:
        """The person as Telegram describes them now."""
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

    async def arrive(self) -> None:
        """Learn where the update comes from and who sent it; asks Telegram only about somebody never seen there."""
        user = self.source.effective_user if self.source else None
        self._user = described(user) if user and not user.is_bot else None
        await self.house.database.read(self._load)
        if self.chat.type in GROUPS and self.group is None:
            owners = self.house.settings.owners
            if owners and not self._added and self._user and self._user.tg_user_id not in owners:
                raise ApplicationHandlerStop  # who added the bot here is not known: it keeps silent until an owner does
            self.group = described_group(self.chat, self.house.settings, self.now)
        if self.chat.type in GROUPS and self._user and (self.member is None or self.member.status == "left"):
            await self._ask_membership()

    def _load(self, session: Session) -> None:
        user_id = self._user.tg_user_id if self._user else 0
        if self.chat.type in GROUPS:
            self.group, self.person, self.member = scene(session, self.chat.id, user_id)
        if self.person is None:
            self.person = person_of_user(session, user_id)
        message = self.source.message if self.source else None
        if self.group is None and message and message.migrate_from_chat_id:
            self.group = group_of_chat(session, message.migrate_from_chat_id)

    async def _ask_membership(self) -> None:
        assert self._user is not None  # noqa: S101 -- the caller has looked
        try:
            asked = await self.bot.get_chat_member(self.chat.id, self._user.tg_user_id)
        except TelegramError:
            pressed = bool(self.source and self.source.callback_query)
            # In a private group whoever can press or write is in it; in a public one anybody can press.
            self._status = "left" if pressed and (self.chat.username or self.member is not None) else "member"
            return
        gone = asked.status in ABSENT or not getattr(asked, "is_member", True)
        self._status = "left" if gone else "administrator" if asked.status in ADMINISTRATORS else "member"

    async def require_group(self) -> int:
        """The id of the group this is about: this one, or in private the only one the person is in."""
        if self.in_private:
            person = self.person
            mine = await self.house.database.read(
                lambda session: groups_of_person(session, (person and person.id) or 0)
            )
            if len(mine) != 1:
                raise Mistake("no_group" if not mine else "which_group", titles=[group.title for group in mine])
            self.group = mine[0]
        if self.group is None or self.group.state == "refused":
            raise Mistake("no_group", titles=[])
        if self._status == "left":
            raise Mistake("not_a_member")
        if self._user is None:
            raise Mistake("anonymous")
        return self.group.id or 0

    async def is_administrator(self) -> bool:
        """Whether the person administers the group now; asked of Telegram each time, and no where it does not say."""
        if self.group is None or self._user is None:
            return False
        try:
            asked = await self.bot.get_chat_member(self.group.tg_chat_id, self._user.tg_user_id)
        except TelegramError:
            return False
        return asked.status in ADMINISTRATORS

    async def require_administrator(self) -> None:
        """A Mistake unless the person administers the group."""
        await self.require_group()
        if not await self.is_administrator():
            raise Mistake("administrators_only")

    # Reading and writing

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the database, beside the writer."""
        return await self.house.database.read(lambda session: query(session, *args, **kwargs))

    async def find(self, handle: str, *kinds: str) -> tuple[str, int]:
        """Kind and id of what a typed handle means in the group."""
        return await self.read(find, await self.require_group(), handle, *kinds)

    async def transact(
        self, use_case: Callable[..., T], *, answer: Callable[[T], Card | None] | None = None, **facts: Any
    ) -> T:
        """Run a use case in this update's one transaction, as the person, in the group (both made known first).

        `answer` turns its result into a reply posted in the same transaction. A Mistake undoes the use case, not the
        record that the update is done. An update seen before is not run again: AlreadySeen.
        """
        assert not self._written, "one transaction per update"  # noqa: S101 -- a bug, not a condition
        outcome: dict[str, Any] = {}

        def work(session: Session) -> None:
            self._note_seen(session)
            who = self._learn(session)
            try:
                with session.begin_nested():
                    outcome["result"] = use_case(session, **who, now=self.now, **facts)
                    if self.finishing is not None:
                        drafts.drop(
                            session, group_id=who["group_id"], by=who["by"], draft_id=self.finishing, now=self.now
                        )
                    if answer and (card := answer(outcome["result"])):
                        self.reply(card)
            except Mistake as mistake:
                outcome["mistake"] = mistake
                self._answer_mistake(mistake)
            self._post_answers(session)
            outcome["timers"] = timers.changed(session)

        self._written = True
        try:
            await self.house.database.write(work)
        except AlreadySeen:
            self._answers.clear()
            raise
        except BaseException:
            self._written = False
            raise
        self.house.committed(outcome["timers"])
        if "mistake" in outcome:
            raise outcome["mistake"]
        return outcome["result"]  # type: ignore[no-any-return]

    def _note_seen(self, session: Session) -> None:
        assert self.source is not None  # noqa: S101 -- handlers are given updates
        try:
            session.exec(insert(Seen).values(update_id=self.source.update_id, at=self.now))
        except IntegrityError as error:
            raise AlreadySeen from error

    def _learn(self, session: Session) -> dict[str, int]:
        """Make group, person and membership known; returns the ids that use cases take."""
        who: dict[str, int] = {}
        if self.group and self.member and self.person and self.group.state == "active" and not self._news():
            self.outcome.person_id = self.person.id
            return {"group_id": self.group.id or 0, "by": self.member.id or 0}
        if self.group is not None:
            if not self.in_private and (self.group.id is None or self.group.state != "active"):
                self.group = members.welcome(session, chat=self.group, allowed=self._allowed(), now=self.now)
            who["group_id"] = self.group.id or 0
        if self._user is None:
            return who
        if self.group is not None and not self.in_private:
            status = self._status or (self.member.status if self.member else "member")
            member = members.enter(session, group_id=who["group_id"], seen=self._user, status=status, now=self.now)
            who["by"], person_id = member.id or 0, member.person_id
            self.person = person_of_user(session, self._user.tg_user_id)
        else:
            self.person = members.meet(session, seen=self._user)
            person_id = self.person.id or 0
            if self.in_private and not self.person.private_open:
                members.private_chat(session, person_id=person_id, is_open=True)
            if self.group is not None:
                known = member_of(session, who["group_id"], person_id)
                who["by"] = known.id or 0 if known else 0
            else:
                who["person_id"] = person_id
        self.outcome.person_id = person_id
        return who

    @property
    def _added(self) -> bool:
        """Whether this update says that somebody has just added the bot."""
        return bool(self.source and self.source.my_chat_member)

    def _allowed(self) -> bool:
        """Whether the bot may serve this chat; a group it served before needs no second permission to be written in."""
        settings, adder = self.house.settings, self._user.tg_user_id if self._user else 0
        if settings.allowed_chats:
            return self.chat.id in settings.allowed_chats
        known = self.group is not None and self.group.id is not None
        return not settings.owners or adder in settings.owners or (known and not self._added)

    def _post_answers(self, session: Session) -> None:
        for payload in self._answers:
            here = self.group.id if self.group and not self.in_private else None
            person_id = None if here else self.outcome.person_id
            outbox.post(session, payload=payload, now=self.now, group_id=here, person_id=person_id)
        self._answers.clear()

    # Answering

    def toast(self, text: Markup, *, url: str | None = None) -> None:
        """Answer the press, right after the commit; only the person sees it."""
        self._toast = (toast(text), url)

    def reply(self, card: Card, *, to_message: bool = True) -> None:
        """Answer with a message, as a reply to the one that asked; goes out with this update's transaction."""
        payload = card.payload()
        message = self.source.effective_message if self.source else None
        if to_message and message and not (self.source and self.source.callback_query):
            payload["reply_to"] = message.message_id
        self._answers.append(payload)

    def _answer_mistake(self, mistake: Mistake) -> None:
        if self.source and self.source.callback_query:
            self.toast(mistakes.sentence(mistake, self.own_reader))
        else:
            self.reply(Card(mistakes.sentence(mistake, self.reader)))

    def fail(self, error: BaseException) -> None:
        """Leave the failure where the intake finds it."""
        self.outcome.error = error

    async def finish(self, mistake: Mistake | None = None) -> None:
        """At the end of the update: commit what is left to say or to learn, then answer the press."""
        repeated = False
        if not self._written:
            self.finishing = None  # a form is at its end only with a use case of its own
            if mistake:
                self._answer_mistake(mistake)
            if self._answers or self._news():
                try:
                    await self.transact(nothing)
                except AlreadySeen:
                    repeated = True
        self.answer_press(repeated=repeated)

    def answer_press(self, *, repeated: bool = False) -> None:
        """Stop the button's spinner, with the toast there is."""
        if query := self.source.callback_query if self.source else None:
            text, url = self._toast or (None, None)
            if repeated:
                text = toast(mistakes.already_recorded(self.own_reader))
            self.house.toast(query.id, text, url)

    def _news(self) -> bool:
        """Whether somebody is new, renamed, or back; an update that teaches nothing writes nothing."""
        if self._user is None or self.chat.type not in GROUPS or self.group is None or self.group.state == "refused":
            return False
        if self._status == "left" and self.member is None:
            return False  # somebody from outside pressed a button: nothing of theirs is kept
        known = self.person
        same = known and (known.name, known.username) == (self._user.name, self._user.username)
        return not same or self.member is None or self._status is not None or self.group.id is None

    @property
    def message(self) -> Message:
        """The message of the update."""
        assert self.source is not None  # noqa: S101 -- handlers of messages are given messages
        assert self.source.effective_message is not None  # noqa: S101 -- same
        return self.source.effective_message


class AlreadySeen(Exception):  # noqa: N818 -- it says what the update is
    """The update was done before: Telegram delivered it again."""


def nothing(session: Session, **_: Any) -> None:
    """The use case of an update that only teaches or answers."""


def described(user: User) -> Person:
    """A user of Telegram's as a person not yet kept."""
    return Person(
        tg_user_id=user.id,
        name=user.full_name,
        username=user.username,
        language=choose(user.language_code) if user.language_code else None,
    )


def described_group(chat: Chat, settings: Settings, now: datetime) -> Group:
    """A chat of Telegram's as a group not yet kept."""
    return Group(
        tg_chat_id=chat.id,
        title=chat.title or "",
        public=bool(chat.username),
        language=settings.default_language,
        timezone=settings.default_timezone,
        created_at=now,
        state="left",
    )
