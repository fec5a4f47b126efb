"""The scene on which every kind of principal meets every handler, and what becomes of it."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, select

from bot.domain.procedures import read_rule
from bot.domain.tasks import Assignee
from bot.local.entities import found_entities
from bot.local.model import Call as ApiCall
from bot.local.model import Chat, Message, User
from bot.local.wire import chat_json
from bot.payload import Payload
from bot.services import alerts, anonymous, calls, delegations, drafts, polls, red_lines, tasks, templates
from storage.models import Bundle, Bundled, Draft, Listing, Offer, Seat, Unsigned, metadata
from storage.queries.members import group_of_chat, member_of, person_of_user, present_members
from tests.handlers.examples import (
    ADMINISTRATOR,
    ANONYMOUS,
    BOT,
    CHANNEL,
    DEMOTED,
    ELSEWHERE,
    EX_MEMBER,
    IN_GROUP,
    IN_PRIVATE,
    MEMBER,
    OUTSIDER,
    Deed,
    Example,
)
from tests.handlers.texts import add_texts
from tests.stage import Stage

SECRET = ("SECRETALERT", "SECRETNOTE", "SECRETPOLL", "SECRETOPTION", "SECRETCALL", "SECRETNAME", "SECRETTITLE")
CHANNEL_BOT = User(136817688, "Channel", "Channel_Bot", is_bot=True)
WIPED = {"seen", "intake", "outbox", "people"}  # every update may leave something there
TIMED = {
    "poll": "polls",
    "call": "calls",
    "digest": "groups",
    "alert": "alerts",
    "task": "tasks",
}  # whose subject a timer's is


@dataclass(frozen=True)
class Done:
    """What a deed did to the group's rows, said to anybody, and showed to whom it should not."""

    changed: set[str]
    said: list[str]
    leaks: list[str]


class Scene:
    """A stage on which a group has secrets, seen by one kind of principal from one place."""

    def __init__(self, stage: Stage, who: str, place: str) -> None:
        self.stage, self.world, self.who, self.place = stage, stage.world, who, place
        self.harmless: frozenset[str] = frozenset()
        if who == ANONYMOUS and place == IN_GROUP:
            self.harmless = frozenset({"unsigned"})
        self.on = SimpleNamespace(alert=1, poll=1, call=1, draft=1, seat=1)
        self.before: dict[str, list[Row[Any]]] = {}
        self._stored: dict[str, list[Any]] = {}

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, folder: Path, who: str, place: str) -> AsyncIterator["Scene"]:
        """Everybody known, every subject there, the principal in their place."""
        stage = Stage(folder)
        stage.group.title, stage.kyiv.name = "SECRETTITLE", "SECRETNAME"
        scene = cls(stage, who, place)
        scene.cast()
        stage.world.add_bot(stage.group, stage.paris)
        async with stage.playing():
            await scene.set_up()
            yield scene
            stage.sound = False  # what somebody else's chats hold is not the group's to account for

    def cast(self) -> None:
        """People of every kind, members at first."""
        world, group = self.world, self.stage.group
        self.rome, self.oslo, self.berlin = (world.add_user(name) for name in ("Rome", "Oslo", "Berlin"))
        self.robot = User(4242, "Robot", "other_bot", is_bot=True)
        world.users[self.robot.id] = self.robot
        group.statuses |= {self.rome.id: "administrator", self.oslo.id: "member", self.robot.id: "member"}
        group.statuses[self.berlin.id] = "administrator"
        self.channel = world.add_channel("Channel", self.stage.outsider)

    @property
    def user(self) -> User:
        """Whose account it is; a channel and an anonymous administrator have somebody behind them."""
        stage = self.stage
        return {
            MEMBER: stage.london, ADMINISTRATOR: stage.paris, DEMOTED: self.rome, EX_MEMBER: self.oslo,
            OUTSIDER: stage.outsider, ANONYMOUS: self.berlin, CHANNEL: stage.outsider, BOT: self.robot,
        }[self.who]  # fmt: skip

    async def set_up(self) -> None:
        """They write once, one leaves, one is demoted without a word; then the group has its secrets."""
        stage, hello = self.stage, f"@{self.world.bot.username} hello"
        for user in (stage.paris, stage.london, stage.kyiv, self.rome, self.oslo, self.berlin):
            self.world.send(user, stage.group, hello)
        await stage.settle()
        if self.place == IN_PRIVATE:  # where Telegram is asked each time: nobody has told the bot
            stage.group.statuses[self.oslo.id] = "left"
        else:
            self.world.leave(self.oslo, stage.group)
        stage.group.statuses[self.rome.id] = "member"
        if self.place == ELSEWHERE:
            self.other = self.world.add_group("Other Group", stage.outsider, admins=[stage.outsider])
            self.other.statuses |= {user.id: "member" for user in self.world.users.values() if user.id != stage.kyiv.id}
            self.other.statuses[self.world.bot.id] = "left"
            self.world.add_bot(self.other, stage.outsider)
        elif not self.user.is_bot:
            self.world.send(self.user, self.world.private(self.user), "/start")
        await stage.settle()
        self.on = stage.write(self._secrets)
        await stage.settle()
        self.before = self._touching()

    def _secrets(self, session: Session, now: datetime) -> SimpleNamespace:
        """Two alerts, polls and calls, a form begun and a seat asked for, all of somebody else's."""
        group, person = group_of_chat(session, self.stage.group.id), person_of_user(session, self.stage.kyiv.id)
        assert group
        assert group.id
        assert person
        assert person.id
        member = member_of(session, group.id, person.id)
        assert member
        assert member.id
        own: dict[str, Any] = {"group_id": group.id, "by": member.id, "now": now}
        on = SimpleNamespace(handles={}, group=group.id)
        agreed: dict[str, Any] = {"severity": "critical", "poll": "SECRETPOLL?\ncloses: in 4h", "call_within": 120}
        on.red_line = red_lines.draw(session, text="SECRETALERT", advice="SECRETNOTE", **agreed, **own).id
        for length in (220, 0):
            alert = alerts.log(session, text=f"SECRETALERT {'long ' * length}", note="SECRETNOTE", **own)
            poll = polls.open_poll(
                session, question="SECRETPOLL", options=("SECRETOPTION", "Two"), rule=read_rule("plurality"),
                closes_at=now + timedelta(days=20), **own,
            )  # fmt: skip
            starts_at = now + timedelta(days=20)
            call = calls.plan(session, title="SECRETCALL", starts_at=starts_at, minutes=30, remind=[], **own)
            on.handles = {"alert": f"A-{alert.number}", "poll": f"P-{poll.number}", "call": f"C-{call.number}"}
            if length:
                on.alert, on.poll, on.call = alert.id, poll.id, call.id
        self._more_alerts(session, on, own)
        self._to_come(session, on, own)
        drafts.ask(
            session, form="call", text="SECRETCALL", asks="when", choices=["in 1h"],
            prompt=lambda _: {"html": "SECRETNAME, when?"}, **own,
        )  # fmt: skip
        written = {"message_id": 1, "date": 0, "chat": chat_json(self.stage.group), "text": "/call Talks\nwhen: in 4h"}
        anonymous.ask(session, message=written, prompt=lambda _: {"html": "Who?"}, **own)
        self._delegates(session, on, own)
        delegations.claim_seat(session, code="UA", name="", **own)
        asked = select(Seat.id).where(Seat.member_id == own["by"], Seat.state == "asked")
        on.draft, on.unsigned, on.seat = (
            session.exec(query).one() for query in (select(Draft.id), select(Unsigned.id), asked)
        )
        return on

    def _delegates(self, session: Session, on: SimpleNamespace, own: dict[str, Any]) -> None:
        """Everybody speaks for France but Kyiv, who speaks for Denmark; then a poll of theirs. A second seat is asked for."""
        for facts in present_members(session, own["group_id"]):
            code = "DK" if facts.member.id == own["by"] else "FR"
            delegations.seat(session, code=code, name="", **(own | {"by": facts.member.id}))
        closes_at = own["now"] + timedelta(days=20)
        poll = polls.open_poll(session, question="SECRETPOLL", rule=read_rule("majority"), closes_at=closes_at, **own)
        on.handles["delegates"] = f"P-{poll.number}"
        ended = polls.open_poll(session, question="SECRETPOLL", rule=read_rule("majority"), closes_at=closes_at, **own)
        ended.state, ended.verdict, ended.closed_at = "closed", "adopted", own["now"]
        on.handles["decided"] = f"P-{ended.number}"
        asks = session.exec(select(Seat).where(Seat.member_id != own["by"])).first()
        assert asks
        seat = Seat(member_id=asks.member_id, delegation_id=asks.delegation_id, state="asked", role="deputy")
        session.add(seat)
        session.flush()
        on.second_seat = seat.id
        theirs = Assignee("delegation", asks.delegation_id)
        set_ = [tasks.set_task(session, text="SECRETNOTE", assignee=who, **own) for who in (theirs, theirs, None)]
        on.task, typed, on.free_task = set_[0].id, set_[1], set_[2].id
        on.handles["task"] = f"T-{typed.number}"
        add_texts(session, on, own, asks.member_id)

    def _to_come(self, session: Session, on: SimpleNamespace, own: dict[str, Any]) -> None:
        """Two polls that open later, and a template."""
        later = {"opens_at": own["now"] + timedelta(days=10), "closes_at": own["now"] + timedelta(days=20)}
        asked = [
            polls.open_poll(session, question="SECRETPOLL", rule=read_rule("majority"), **later, **own) for _ in "ab"
        ]
        on.scheduled, on.dropped = (poll.id for poll in asked)
        kept: dict[str, Any] = {"name": "SECRETNAME", "folded": "secret", "text": "SECRETPOLL?", "shown_in": None}
        on.template = templates.save(session, **kept, **own).id

    def _more_alerts(self, session: Session, on: SimpleNamespace, own: dict[str, Any]) -> None:
        """Alerts that look alike, one of a bundle, one whose message was edited, and a list of what was looked for."""
        said = [
            f"SECRETALERT {words}" for words in ("alpha beta gamma", "alpha beta gamma", "delta", "alpha beta gamma")
        ]
        first, kept, report, alike = (alerts.log(session, text=text, **own) for text in said)
        on.kept, on.alike = kept.id, alike.id
        on.handles["report"] = f"A-{report.number}"
        bundle = Bundle(group_id=own["group_id"], created_at=own["now"])
        offer = Offer(alert_id=first.id or 0, at=own["now"], text="SECRETALERT put right")
        listing = Listing(group_id=own["group_id"], scope="alerts", created_at=own["now"])
        session.add_all([bundle, offer, listing])
        session.flush()
        session.add(Bundled(alert_id=first.id or 0, bundle_id=bundle.id or 0))
        on.bundle, on.offer, on.listing = bundle.id, offer.id, listing.id

    # What the principal may and does

    def can_use(self, name: str | type[Payload]) -> bool:
        """Channels and bots do not press."""
        return isinstance(name, str) or not (self.user.is_bot or self.who == CHANNEL)

    def may(self, example: Example) -> bool:
        """Whether the deed is theirs to do in this place."""
        if self.place == ELSEWHERE or (self.place == IN_PRIVATE and not example.private):
            return False
        if self.who == ANONYMOUS and self.place == IN_GROUP and isinstance(example.deed, str):
            return example.unsigned
        return self.who in example.by

    def filled(self, deed: Deed | Payload) -> str | Payload:
        """The deed about the subjects there are now."""
        if isinstance(deed, Payload):
            return deed
        return deed.format(**self.on.handles) if isinstance(deed, str) else deed(self.on)

    async def does(self, deed: Deed | Payload) -> Done:
        """Do it and see what it did."""
        what, so_far = self.filled(deed), len(self.world.calls)
        if isinstance(what, str):
            self._says(what)
        else:
            self.world.press_data(self.user, self._message(), what.pack())
        await self.stage.settle()
        after, heard = self._touching(), self.world.calls[so_far:]
        changed = {table for table in after if after[table] != self.before[table]}
        self.before = after
        return Done(changed, [str(call.parameters.get("text")) for call in heard], list(self._leaks(heard)))

    @property
    def chat(self) -> Chat:
        """Where the principal is."""
        if self.place == IN_PRIVATE:
            return (
                self.world.private(self.user) if not self.user.is_bot else Chat(self.user.id, "private", user=self.user)
            )
        return self.other if self.place == ELSEWHERE else self.stage.group

    def _says(self, text: str) -> None:
        hidden = self.who == ANONYMOUS and self.place == IN_GROUP
        if self.who == CHANNEL and self.place != IN_PRIVATE:
            self.world.post(self.chat, CHANNEL_BOT, text, found_entities(text), sender_chat=self.channel)
        elif hidden:
            self.world.send(self.user, self.chat, text, anonymous=True)
        else:  # as who only comments there does, too, without being in it
            self.world.post(self.chat, self.user, text, found_entities(text))

    def _message(self) -> Message:
        mine = [message for message in self.chat.messages if message.sender is self.world.bot]
        return mine[0]

    # What became of it

    def _leaks(self, heard: list[ApiCall]) -> Iterator[str]:
        """Secrets in what the bot said to anybody but the group and those who are in it."""
        for call in heard:
            to = call.parameters.get("chat_id")
            if call.method == "answerCallbackQuery":
                to = self.world.presses[call.parameters["callback_query_id"]].user.id
            if to == self.stage.group.id or (to in self.world.users and self.stage.group.has(self.world.users[to])):
                continue
            said = repr(call.parameters)
            yield from (f"{secret} to {to}: {said[:200]}" for secret in SECRET if secret in said)

    def _touching(self) -> dict[str, list[Row[Any]]]:
        """By table, the rows that are the group's or lead to it, as they are now."""
        kept = {name: table for name, table in metadata.tables.items() if name not in WIPED}

        def as_they_are(session: Session) -> dict[str, list[Any]]:
            connection = session.connection().connection.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in kept}  # noqa: S608

        def typed(session: Session) -> dict[str, list[Row[Any]]]:
            connection = session.connection()
            return {name: list(connection.execute(table.select())) for name, table in kept.items()}

        if (stored := self.stage.read(as_they_are)) == self._stored:  # most of what is refused: nothing to look through
            return self.before
        self._stored = stored
        rows: dict[str, list[Row[Any]]] = self.stage.read(typed)
        groups = Groups(rows, self.stage.group.id)
        return {name: [line for line in each if groups.touches(name, line)] for name, each in rows.items()}


class Groups:
    """Which rows belong or lead to a group, by way of their foreign keys."""

    def __init__(self, rows: dict[str, list[Row[Any]]], tg_chat_id: int) -> None:
        self._by_id = {name: {line.id: line for line in each if hasattr(line, "id")} for name, each in rows.items()}
        self._group_id = next(line.id for line in rows["groups"] if line.tg_chat_id == tg_chat_id)
        self._known: dict[tuple[str, int], bool] = {}

    def touches(self, table: str, line: Row[Any]) -> bool:
        """Whether the row is the group's, or has to do with something that is."""
        if table == "groups":
            return bool(line.id == self._group_id)
        if hasattr(line, "group_id"):
            return bool(line.group_id == self._group_id)
        if table == "timers":
            return self._leads(TIMED[line.kind.partition("_")[0]], line.subject_id)
        keys = ((key.column.table.name, getattr(line, key.parent.name)) for key in metadata.tables[table].foreign_keys)
        return any(self._leads(target, value) for target, value in keys if value is not None and target in self._by_id)

    def _leads(self, table: str, row_id: int) -> bool:
        if (table, row_id) not in self._known:
            line = self._by_id[table].get(row_id)
            self._known[table, row_id] = line is not None and self.touches(table, line)
        return self._known[table, row_id]
