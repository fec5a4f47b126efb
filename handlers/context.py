"""What a handler has in hand: who, where, in which language; one transaction; three ways to answer."""

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from telegram import Message, Update
from telegram.ext import Application

from bot.cards import mistakes
from bot.cards.card import Card, toast
from bot.domain.errors import Mistake
from bot.points import reach
from bot.services import anonymous, drafts, members
from bot.services.origins import Told
from handlers.arrival import Arrival
from handlers.people import GROUPS
from storage.models import Draft as Draft  # noqa: PLC0414 -- handlers name rows through here
from storage.queries import outbox
from storage.queries.core import undone_by
from storage.queries.handles import find, has
from storage.queries.intake import note_seen
from storage.queries.members import member_of, person_of_user
from storage.queries.news import News, news_of
from storage.queries.topics import speak_in

P = ParamSpec("P")
T = TypeVar("T")


class BotContext(Arrival):
    """One update, from arrival to answer."""

    def __init__(self, application: "Application[Any, Any, Any, Any, Any, Any]", chat_id: int | None = None,
                 user_id: int | None = None) -> None:  # fmt: skip
        super().__init__(application, chat_id, user_id)
        self.finishing: int | None = None  # the draft this update brings to its end
        self.question: int | None = None  # Telegram's id of the question it answers, where nobody had noted that
        self.told: Told | None = None  # the message that is the alert, where that is not the one typed
        self.signing: int | None = None  # what was written as the group and is the presser's (bot.services.anonymous)
        self._answers: list[dict[str, Any]] = []
        self._toast: tuple[str | None, str | None, bool] | None = None
        self._written = False

    # Reading and writing

    @property
    def met(self) -> int | None:
        """Telegram's id of whoever did this, where the group did not know them before."""
        return self._user.tg_user_id if self._user and self.member is None else None

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the database, beside the writer."""
        return await self.house.batch.read(lambda session: query(session, *args, **kwargs))

    async def find(self, handle: str, *kinds: str) -> tuple[str, int]:
        """Kind and id of what a typed handle means in the group; in private, in the one of the person's that has it."""
        group_id = await self.find_group(lambda session, each: has(session, each, handle, *kinds), person=False)
        return await self.read(find, group_id, handle, *kinds)

    async def transact(
        self, use_case: Callable[..., T], *, answer: Callable[[T], Card | None] | None = None, **facts: Any
    ) -> T:
        """Run a use case in this update's one transaction, as the person, in the group (both made known first).

        `answer` turns its result into a reply posted in the same transaction. A Mistake undoes the use case, not the
        record that the update is done. An update seen before is not run again: AlreadySeen.
        """
        if self._written:
            raise RuntimeError("one transaction per update")
        if self._user is None and _needs_person(use_case):
            self.require_person()
        self._written = True
        try:
            done, news = await self.house.batch.write(lambda session: self._unit(session, use_case, answer, facts))
        except AlreadySeen:
            self._answers.clear()
            raise
        except BaseException:
            self._written = False
            raise
        self.house.batch.after(lambda: self.house.committed(news))
        if isinstance(done, Mistake):
            raise done
        return done

    def _unit(
        self,
        session: Session,
        use_case: Callable[..., T],
        answer: Callable[[T], Card | None] | None,
        facts: dict[str, Any],
    ) -> tuple[T | Mistake, News]:
        """All of this update that is kept: the use case's result, or the Mistake that undid it, and who is to hear of it."""
        self._note_seen(session)
        reach("unit.begun")
        who = self._learn(session)
        if self.signing is not None and not anonymous.sign(session, unsigned_id=self.signing, now=self.now):
            raise AlreadySeen
        speak_in(session, None if self.in_private else self.topic)
        done: T | Mistake
        try:
            with undone_by(session, Mistake):
                done = use_case(session, **who, now=self.now, **facts)
                self._end_form(session, who)
                if answer and (card := answer(done)):
                    self.reply(card)
        except Mistake as mistake:
            done = mistake
            self._answers.clear()
            self._answer_mistake(mistake)
        self._post_answers(session)
        return done, news_of(session)

    def _end_form(self, session: Session, who: dict[str, int]) -> None:
        if self.finishing is not None:
            form = {"draft_id": self.finishing, "question": self.question}
            drafts.drop(session, group_id=who["group_id"], by=who["by"], now=self.now, **form)

    def _note_seen(self, session: Session) -> None:
        assert self.source is not None  # noqa: S101 -- handlers are given updates
        try:
            note_seen(session, update_id=self.source.update_id, at=self.now)
        except IntegrityError as error:
            raise AlreadySeen from error

    def _learn(self, session: Session) -> dict[str, int]:
        """Make group, person and membership known; returns the ids that use cases take."""
        who: dict[str, int] = {}
        if self.group and self.member and self.person and self.group.state == "active" and not self._news():
            self.outcome.person_id = self.person.id
            return {"group_id": self.group.id or 0, "by": self.member.id or 0}
        if self.group is not None:
            away = self.group.id is None or (self.group.state != "active" and not self.from_former_chat)
            if self.placed:
                pass  # it says nothing of whether the bot is in the chat, or may write there
            elif not self.in_private and away:
                self.group = members.welcome(session, chat=self.group, allowed=self.may_serve(), now=self.now)
            elif not self.in_private and self.group.muted_until is not None:
                members.unmute(session, group_id=self.group.id or 0)
            who["group_id"] = self.group.id or 0
        if self._user is None or self._outside:
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

    def _post_answers(self, session: Session) -> None:
        for payload in self._answers:
            here = self.group.id if self.group and not self.in_private else None
            person_id = None if here else self.outcome.person_id
            outbox.post(session, payload=payload, now=self.now, group_id=here, person_id=person_id)
        self._answers.clear()

    def speak(self, message: dict[str, Any], unsigned_id: int) -> Update:
        """Go on as if whoever presses had written a message that waited for its author.

        It counts as made no earlier than the press can have been: a vote confirmed after the deadline is late.
        """
        assert self.press is not None  # noqa: S101 -- only a press tells who it is
        made = max(message["date"], int(self.outcome.made_after.timestamp()))
        own = {name: value for name, value in message.items() if name not in {"sender_chat", "author_signature"}}
        told = own | {"from": self.press.from_user.to_dict(), "date": made}
        written = Update.de_json({"update_id": self.source.update_id if self.source else 0, "message": told}, self.bot)
        self.source, self.signing = written, unsigned_id
        return written

    # Answering

    def toast(self, text: Markup, *, url: str | None = None, alert: bool = False) -> None:
        """Answer the press, as soon as what it did is on disk; only the person sees it. `alert`: until they close it."""
        self._toast = (toast(text), url, alert)

    def reply(self, card: Card, *, to_message: bool = True) -> None:
        """Answer with a message, as a reply to the one that asked; goes out with this update's transaction."""
        payload = card.payload()
        if self.finishing is not None:
            payload["draft"] = self.finishing  # a reply to what was wrong with an answer is another answer
        message = self.source.effective_message if self.source else None
        if to_message and message and not (self.source and self.source.callback_query) and not self.from_former_chat:
            payload["reply_to"] = message.message_id
        self._answers.append(payload)

    def edit(self, card: Card) -> None:
        """Answer a press by changing the message that was pressed; of a chat that is no more it is said anew."""
        payload = card.payload()
        if not self.from_former_chat:
            payload["edit"] = self.message.message_id
        self._answers.append(payload)

    def _answer_mistake(self, mistake: Mistake) -> None:
        if self.source and self.source.callback_query:
            self.toast(mistakes.sentence(mistake, self.own_reader))
            if mistake.code == "weights_missing":  # a button puts it right
                self.reply(mistakes.answer(mistake, [], self.reader))
        else:
            offered = self.offered if mistake.code == "which_group" else []
            self.reply(mistakes.answer(mistake, offered, self.reader))

    def fail(self, error: BaseException) -> None:
        """Leave the failure where the intake finds it."""
        self.outcome.error = error

    async def finish(self, mistake: Mistake | None = None) -> None:
        """At the end of the update: commit what is left to say or to learn, then answer the press."""
        repeated = False
        if not self._written:
            if mistake:
                self._answer_mistake(mistake)
            self.finishing = None  # a form is at its end only with a use case of its own
            if self._answers or self._news() or self.signing is not None:
                try:
                    await self.transact(nothing)
                except AlreadySeen:
                    repeated = True
        self.answer_press(repeated=repeated)

    def answer_press(self, *, repeated: bool = False) -> None:
        """Stop the button's spinner, with the toast there is."""
        if query := self.press:
            text, url, alert = self._toast or (None, None, False)
            if repeated:
                text = toast(mistakes.already_recorded(self.own_reader))
            self.house.batch.after(lambda: self.house.toast(query.id, text, url, alert))

    def _news(self) -> bool:
        """Whether somebody is new, renamed, or back; an update that teaches nothing writes nothing."""
        if self._user is None or self.chat.type not in GROUPS or self.group is None or self.group.state == "refused":
            return False
        if self._outside:
            return False
        known = self.person
        same = known is not None and (known.name, known.username) == (self._user.name, self._user.username)
        if known and not known.language and self._user.language:
            same = False  # Telegram tells it of whoever acts only
        away = self.group.id is None or self.group.state != "active" or self.group.muted_until is not None
        away = away and not self.placed
        return not same or away or self.member is None or self._status is not None

    @property
    def _outside(self) -> bool:
        """Whether somebody who was never in the group writes or presses there: nothing of theirs is kept."""
        return self._status == "left" and self.member is None

    @property
    def message(self) -> Message:
        """The message of the update."""
        assert self.source is not None  # noqa: S101 -- handlers of messages are given messages
        assert self.source.effective_message is not None  # noqa: S101 -- same
        return self.source.effective_message


class AlreadySeen(Exception):  # noqa: N818 -- it says what the update is
    """The update was done before: Telegram delivered it again."""


def _needs_person(use_case: Callable[..., Any]) -> bool:
    """Whether a use case cannot do without knowing by whom."""
    by = inspect.signature(use_case).parameters.get("by")
    return by is not None and by.default is inspect.Parameter.empty


def nothing(session: Session, **_: Any) -> None:
    """The use case of an update that only teaches or answers."""
