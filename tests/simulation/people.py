"""What people do in their groups, drawn at random: everything a member can, some of it wrong, late or forged."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.callbacks import AnswerCall, CastBallot, ConfirmSeat, SeeAlert, SetAlertState, UseDraft, WithdrawBallot
from bot.local.world import Chat, Message, Press, User, World

CAPITALS = ("Paris", "London", "Kyiv", "Brussels", "Rome", "Oslo", "Madrid", "Vienna", "Prague", "Lisbon", "Riga")
RULES = (
    "majority",
    "absolute",
    "two-thirds",
    "unanimity",
    "consensus",
    "plurality",
    "more than 1/3 of all",
    "qualified",
)
OPTION_RULES = ("plurality", "plurality", "plurality", "majority", "consensus")
VOTES = ("for", "for", "against", "abstain", "1", "1", "2", "2", "withdraw", "withdraw", "for because we must", "so")
CLOSING = ("in 10s", "in 40s", "in 2m", "in 10m", "in 1h", "in 5h", "in 2d", "tomorrow 18:00")
STARTING = ("in 20s", "in 2m", "in 15m", "in 3h", "tomorrow 18:00")
SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(eq=False)
class Deed:
    """Something somebody did that the bot has to answer for. `body` is the update it made, None if it made none."""

    kind: str  # alert, press, or the typed command
    user: User
    chat: Chat
    at: datetime
    body: dict[str, Any] | None
    text: str = ""  # the text an alert must have
    message: Message | None = None  # what was typed
    press: Press | None = None
    late: bool = False  # Telegram itself was late with it


@dataclass(eq=False)
class People:
    """Groups and the people in them; `act` lets one of them do something."""

    world: World
    rng: random.Random
    note: Callable[[str], None]
    groups: list[Chat] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    once_in: dict[int, set[int]] = field(default_factory=dict)  # chat id -> user ids of all who ever were in it
    gone: dict[int, set[int]] = field(default_factory=dict)  # chat id -> user ids of all who ever left it
    deleted: dict[tuple[int, int], datetime] = field(default_factory=dict)  # the bot's messages taken away, and when
    stale: list[tuple[Message, str]] = field(default_factory=list)  # buttons that stood somewhere once
    said: int = 0

    def settle(self) -> None:
        """Found one to three groups, with four to nine people between them, some in several."""
        rng, world = self.rng, self.world
        people = [world.add_user(name, username=name.lower()) for name in rng.sample(CAPITALS, rng.randint(4, 9))]
        for number in range(1, rng.choice((1, 1, 2, 3)) + 1):
            members = rng.sample(people, rng.randint(min(3, len(people)), len(people)))
            chat = world.add_group(f"Group {number}", *members, admins=members[:1])
            self.groups.append(chat)
            self.once_in[chat.id] = {user.id for user in members}
            world.add_bot(chat, members[0], administrator=rng.random() < 0.5)

    def act(self) -> None:
        """Somebody does something."""
        names, weights = zip(*ACTS.items(), strict=True)
        chat = self.rng.choice(self.groups)
        getattr(self, self.rng.choices(names, weights)[0])(chat)

    # --- who and what

    def member(self, chat: Chat) -> User:
        return self.rng.choice([user for user in self.world.members(chat) if not user.is_bot])

    def anyone(self) -> User:
        return self.rng.choice([user for user in self.world.users.values() if not user.is_bot])

    def founder(self, chat: Chat) -> User:
        return next(user for user in self.world.members(chat) if chat.status(user) == "creator")

    def unique(self, chat: Chat) -> str:
        self.said += 1
        return f"Incident {self.said} of {chat.title}"

    def says(
        self, user: User, chat: Chat, text: str, kind: str, *, alert: str = "", reply_to: Message | None = None
    ) -> None:
        before = self.world.updates._next_id
        message = self.world.send(user, chat, text, reply_to=reply_to)
        body = self.world.updates.pending[-1].body if self.world.updates._next_id > before else None
        late = bool(self.world.updates.lag)
        self.deeds.append(Deed(kind, user, chat, message.date, body, alert, message=message, late=late))
        self.note(f"{user.name} in {chat.title}: {text!r}")

    def presses(self, user: User, message: Message, data: str) -> None:
        before = self.world.updates._next_id
        press = self.world.press_data(user, message, data)
        body = self.world.updates.pending[-1].body if self.world.updates._next_id > before else None
        late = bool(self.world.updates.lag)
        self.deeds.append(Deed("press", user, message.chat, press.at, body, press=press, late=late))
        self.note(f"{user.name} in {message.chat.title} presses {data} on {message.id}")

    def some(self, kind: str, chat: Chat, *, beyond: int = 0) -> int:
        """The number of one that was asked for here, or of one `beyond` them."""
        count = sum(deed.kind == kind and deed.chat is chat for deed in self.deeds)
        return self.rng.randint(1, max(1, count + beyond))

    def standing(self, chat: Chat) -> list[Message]:
        """What the bot has said in the chat that still has buttons."""
        return [message for message in chat.messages if message.sender is self.world.bot and message.keyboard]

    # --- alerts

    def alert(self, chat: Chat) -> None:
        text, rng = self.unique(chat), self.rng
        if rng.random() < 0.05:
            text += " - " + "and so on " * rng.choice((150, 350))
            text = text.strip()
        lines = [f"/alert {text}"]
        if rng.random() < 0.6:
            lines[0] += f" !{rng.choice(SEVERITIES)}"
        if rng.random() < 0.3:
            lines.append(f"kind: {rng.choice(('words', 'action'))}")
        if rng.random() < 0.1:
            lines += ["confidence: B2", "source: https://example.org/news"]
        self.says(self.member(chat), chat, "\n".join(lines), "alert", alert=text)

    def alert_by_reply(self, chat: Chat) -> None:
        text, user = self.unique(chat), self.member(chat)
        told = self.world.send(self.member(chat), chat, text)
        self.says(user, chat, self.rng.choice(("/alert", "/alert !high from the wires")), "alert", alert=text,
                  reply_to=told)  # fmt: skip

    def about_alert(self, chat: Chat) -> None:
        verb = self.rng.choice(("ack", "ack", "resolve", "reopen"))
        self.says(self.member(chat), chat, f"/{verb} A-{self.rng.randint(1, 9)}", verb)

    # --- buttons

    def press(self, chat: Chat) -> None:
        """A button of a message that stands, by a member."""
        self.press_by(self.member(chat), chat)

    def press_by(self, user: User, chat: Chat) -> None:
        """A button of a message that stands, mostly of one of the newest."""
        if not (messages := self.standing(chat)):
            return
        message = self.rng.choice(messages[-4:] if self.rng.random() < 0.7 else messages)
        button = self.rng.choice([button for row in message.keyboard for button in row])
        if data := button.get("callback_data"):
            self.stale.append((message, data))
            self.presses(user, message, data)

    def press_stale(self, chat: Chat) -> None:
        """A button that stood there once, by whoever still sees it."""
        here = [(message, data) for message, data in self.stale if message.chat is chat]
        if here:
            gone = [
                user_id for user_id in sorted(self.gone.get(chat.id, ())) if not chat.has(self.world.users[user_id])
            ]
            who = gone if gone and self.rng.random() < 0.7 else sorted(self.once_in[chat.id])
            self.presses(self.world.users[self.rng.choice(who)], *self.rng.choice(here))

    def press_twice(self, chat: Chat) -> None:
        """An impatient member."""
        self.press(chat)
        if self.deeds and (press := self.deeds[-1].press):
            self.presses(press.user, press.message, press.data)

    def disagree(self, chat: Chat) -> None:
        """Two members choose differently, on the newest card that lets them."""
        for message in reversed(self.standing(chat)):
            data = [str(button.get("callback_data")) for row in message.keyboard for button in row]
            choices = [each for each in data if CastBallot.unpack(each)]
            if len(choices) > 1:
                one, other = self.rng.sample([user for user in self.world.members(chat) if not user.is_bot], 2)
                self.presses(one, message, choices[0])
                self.presses(other, message, choices[1])
                return

    def press_forged(self, chat: Chat) -> None:
        """A client that makes up what it sends: ids of other groups, choices there are not, rubbish."""
        if not (messages := self.standing(chat)):
            return
        some, rng = self.rng.randint(0, 12), self.rng
        data = rng.choice((
            CastBallot(some, rng.randint(-3, 9)).pack(), CastBallot(some, -1).pack(), WithdrawBallot(some).pack(),
            SeeAlert(some).pack(), SetAlertState(some, rng.choice(("resolved", "open", "deleted"))).pack(),
            AnswerCall(some, rng.choice(("yes", "perhaps"))).pack(), UseDraft(some, 0).pack(), ConfirmSeat(some).pack(),
            "1:pv:1", "2:pv:1:-1", "nonsense", "1:pv:99999999999999999999:1",
        ))  # fmt: skip
        self.presses(self.member(chat), rng.choice(messages), data)

    def press_elsewhere(self, chat: Chat) -> None:
        """A client that sends from one group what stands on a button of another."""
        others = [data for message, data in self.stale if message.chat is not chat]
        if others and (messages := self.standing(chat)):
            self.presses(self.member(chat), self.rng.choice(messages), self.rng.choice(others))

    # --- polls

    def poll(self, chat: Chat) -> None:
        rng = self.rng
        lines = [f"/poll Do we answer {self.unique(chat)}?"]
        if rng.random() < 0.5:
            lines += [f"- Option {letter} of {chat.title}" for letter in "ABC"[: rng.randint(2, 3)]]
        if rng.random() < 0.5:
            lines.append(f"rule: {rng.choice(RULES if len(lines) == 1 else OPTION_RULES)}")
        if rng.random() < 0.85:
            lines.append(f"closes: {rng.choice(CLOSING)}")
        if rng.random() < 0.2:
            lines.append(f"quorum: {rng.choice(('2', '60%'))}")
        if rng.random() < 0.2:
            lines.append(f"about: A-{rng.randint(1, 5)}")
        self.says(self.member(chat), chat, "\n".join(lines), "poll")

    def vote(self, chat: Chat) -> None:
        choice = self.rng.choice(VOTES)
        self.says(self.member(chat), chat, f"/vote P-{self.some('poll', chat, beyond=1)} {choice}", "vote")

    def end_poll(self, chat: Chat) -> None:
        handle = f"P-{self.some('poll', chat)}"
        self.says(self.member(chat), chat, self.rng.choice((f"/close {handle}", f"/cancel {handle} not now")), "end")

    # --- calls

    def call(self, chat: Chat) -> None:
        rng = self.rng
        lines = [f"/call About {self.unique(chat)}", f"when: {rng.choice(STARTING)}"]
        if rng.random() < 0.6:
            lines.append(f"remind: {rng.choice(('5s', '10s, 1m', '1h, 10m', '24h', 'none'))}")
        if rng.random() < 0.2:
            lines.append("about: A-1")
        self.says(self.member(chat), chat, "\n".join(lines), "call")

    def rsvp(self, chat: Chat) -> None:
        answer = self.rng.choice(("yes", "late", "no", "perhaps"))
        self.says(self.member(chat), chat, f"/rsvp C-{self.some('call', chat, beyond=1)} {answer}", "rsvp")

    def cancel_call(self, chat: Chat) -> None:
        self.says(self.member(chat), chat, f"/cancel C-{self.some('call', chat)} no room", "end")

    # --- forms, lists, private chats

    def begin(self, chat: Chat) -> None:
        self.says(self.member(chat), chat, self.rng.choice(("/alert", "/poll", "/call", "/call Follow-up")), "begin")

    def answer(self, chat: Chat) -> None:
        """An answer to one of the bot's questions, mostly by whoever was asked."""
        asked = [message for message in chat.messages if message.sender is self.world.bot and message.force_reply]
        if asked:
            question = self.rng.choice(asked[-3:])
            begun = question.reply_to.sender if question.reply_to else self.member(chat)
            user = begun if chat.has(begun) and self.rng.random() < 0.8 else self.member(chat)
            text = self.rng.choice((self.unique(chat), "in 2m", "tomorrow 18:00", "whenever", "03/04 18:00"))
            self.says(user, chat, text, "answer", reply_to=question)

    def ask(self, chat: Chat) -> None:
        text = self.rng.choice(("/members", "/digest", "/digest 3d", "/help poll", "/cancel", "/start", "/nonsense"))
        self.says(self.member(chat), chat, text, "ask")

    def delegate(self, chat: Chat) -> None:
        user = self.founder(chat) if self.rng.random() < 0.5 else self.member(chat)
        mate = self.member(chat).username
        line = self.rng.choice(("FR", "FR", "UK", "none", f"DE @{mate}", f"FR @{mate}", "FR weight 60", "DE weight 80"))
        self.says(user, chat, f"/delegation {line}", "delegate")

    def privately(self, chat: Chat) -> None:
        user = self.member(chat)
        self.says(
            user, self.world.private(user), self.rng.choice(("/start", "/start calendar", "/digest", "hi")), "ask"
        )

    def talk(self, chat: Chat) -> None:
        user = self.member(chat)
        self.world.send(user, chat, self.rng.choice(("Good evening", f"@{self.world.bot.username} hello")))

    def edit(self, chat: Chat) -> None:
        own = [deed for deed in self.deeds[-10:] if deed.message and deed.message.chat is chat]
        if own and (message := own[-1].message) and not message.deleted and chat.has(message.sender):
            self.world.edit(message.sender, message, f"{message.text} (edited)")

    # --- who is here

    def join(self, chat: Chat) -> None:
        outside = [user for user in self.world.users.values() if not user.is_bot and not chat.has(user)]
        new = self.rng.choice(outside) if outside else self.world.add_user(f"Capital {len(self.world.users)}")
        self.once_in[chat.id].add(new.id)
        self.note(f"{new.name} joins {chat.title}")
        self.world.unban(new, chat)
        self.world.join(new, chat)
        if self.rng.random() < 0.5:
            self.press_by(new, chat)

    def go(self, chat: Chat) -> None:
        """Somebody leaves, is thrown out, rises or falls; the founder stays."""
        ordinary = [user for user in self.world.members(chat) if not user.is_bot and chat.status(user) != "creator"]
        if len(ordinary) < 2:
            return
        user, world = self.rng.choice(ordinary), self.world
        what = self.rng.choice(("leaves", "is thrown out", "rises", "falls"))
        self.note(f"{user.name} {what} in {chat.title}")
        match what:
            case "leaves":
                self.gone.setdefault(chat.id, set()).add(user.id)
                world.leave(user, chat)
            case "is thrown out":
                self.gone.setdefault(chat.id, set()).add(user.id)
                world.set_status(chat, user, "kicked", by=self.founder(chat))
                world.post(chat, self.founder(chat), service="left_chat_member", subjects=[user])
            case "rises":
                world.promote(user, chat)
            case "falls":
                world.demote(user, chat)

    def bot_out(self, chat: Chat) -> None:
        """Somebody asks, and the founder throws the bot out, perhaps while the answer is on its way."""
        if chat.has(self.world.bot):
            self.about_alert(chat)
            asyncio.get_running_loop().call_later(self.rng.choice((0.0, 0.05, 0.2, 1.0)), self._throw_out, chat)

    def _throw_out(self, chat: Chat) -> None:
        if chat.has(self.world.bot):
            self.note(f"the bot is thrown out of {chat.title}")
            self.world.remove_bot(chat, self.founder(chat))

    def bot_in(self, chat: Chat) -> None:
        if not chat.has(self.world.bot):
            self.note(f"the bot is back in {chat.title}")
            self.world.add_bot(chat, self.founder(chat), administrator=self.rng.random() < 0.5)

    def take_away(self, chat: Chat) -> None:
        """An administrator deletes one of the bot's messages."""
        own = [message for message in chat.messages if message.sender is self.world.bot and not message.service]
        if own:
            message = self.rng.choice(own[-6:])
            self.note(f"message {message.id} of {chat.title} is deleted")
            self.deleted[chat.id, message.id] = self.world.now()
            self.world.delete(self.founder(chat), message)


ACTS = {
    "alert": 12, "alert_by_reply": 3, "about_alert": 4, "press": 40, "press_twice": 3, "disagree": 4, "press_stale": 6,
    "press_forged": 3, "press_elsewhere": 4, "poll": 8, "vote": 10, "end_poll": 3, "call": 4, "rsvp": 3, "cancel_call": 2.5, "begin": 3,
    "answer": 5, "ask": 3, "delegate": 1.5, "privately": 2, "talk": 3, "edit": 2, "join": 2.5, "go": 3.5, "bot_out": 1.8,
    "bot_in": 3, "take_away": 1.5,
}  # fmt: skip
"""How often each is done, against each other."""
