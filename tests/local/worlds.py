"""Things that happen in a world, by name, and whether two worlds are the same."""

import asyncio
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any

from bot.local import faults
from bot.local.errors import ApiError
from bot.local.methods import METHODS
from bot.local.model import Chat, Message, User
from bot.local.parameters import decode
from bot.local.restoring import KEPT, QUEUE_KEPT
from bot.local.rows import NOUNS
from bot.local.state import State
from bot.local.updates import Updates
from bot.local.world import World

ROWS = [[{"text": "For", "callback_data": "for"}, {"text": "Against", "callback_data": "against"}]]


class Town:
    """A world in which things happen by chance. What no client or bot may do is not done."""

    def __init__(self, world: World, chance: Random) -> None:
        self.world, self.chance = world, chance

    def any_user(self) -> User:
        return self.chance.choice([user for user in self.world.users.values() if not user.is_bot])

    def any_chat(self) -> Chat:
        """Groups more often than private chats, of which there are many."""
        groups = [chat for chat in self.world.chats.values() if not chat.is_private]
        return self.chance.choice([*groups, *groups, *groups, *groups, *self.world.chats.values()])

    def any_message(self, which: Callable[[Message], Any] = lambda _: True) -> Message:
        messages = [message for chat in self.world.chats.values() for message in chat.messages]
        return self.chance.choice([message for message in messages if which(message)])

    def calls(self, method: str, **parameters: Any) -> Any:
        """What a method answers."""
        return METHODS[method](self.world, decode(method, parameters))

    def does(self, name: str) -> bool:
        """One of HAPPENINGS, unless Telegram refuses it just now; says whether it was done."""
        try:
            HAPPENINGS[name](self)
        except (ValueError, LookupError, ApiError):
            return False
        return True


def _confirm(town: Town) -> None:
    pending = town.world.updates.pending
    asyncio.run(town.world.updates.poll(town.chance.choice(pending).update_id, 100, 0))


def _press(town: Town) -> None:
    message = town.any_message(lambda message: message.buttons)
    town.world.press(town.any_user(), message, town.chance.choice(message.buttons[0]))


def _answer(town: Town) -> None:
    press = town.chance.choice(list(town.world.presses))
    town.calls("answerCallbackQuery", callback_query_id=press, text="Seen", show_alert=town.chance.random() < 0.5)


def _bot_edits(town: Town) -> None:
    message = town.any_message(lambda message: message.buttons)
    town.calls("editMessageText", chat_id=message.chat.id, message_id=message.id, text=f"<b>{town.chance.random()}</b>",
               parse_mode="HTML", reply_markup={"inline_keyboard": ROWS})  # fmt: skip


def _reply(town: Town) -> None:
    message = town.any_message()
    town.world.send(town.any_user(), message.chat, "in reply", reply_to=message)


def _forget_then_answer(town: Town) -> None:
    """Somebody replies to a message that is gone before anybody could keep it."""
    chat, user = town.any_chat(), town.any_user()
    message = town.world.send(user, chat, "soon gone")
    town.world.send(user, chat, "to that", reply_to=message)
    town.world.delete(user, message)


def _topic(town: Town, deed: Callable[[World, User, Chat, Any], Any]) -> None:
    if not any(chat.topics for chat in town.world.chats.values()):
        town.world.make_forum(town.any_chat())
    chat = town.chance.choice([chat for chat in town.world.chats.values() if chat.topics])
    people = [user for user in town.world.members(chat) if not user.is_bot]
    deed(town.world, town.chance.choice(people), chat, town.chance.choice(list(chat.topics.values())[-2:]))


def _is_poll(message: Message) -> bool:
    return message.poll is not None


def _retract(town: Town) -> None:
    message = town.any_message(lambda message: message.poll and message.poll.votes)
    voters = message.poll.votes if message.poll else {}
    town.world.retract(town.world.users[town.chance.choice(list(voters))], message)


def _poll(town: Town) -> None:
    town.calls("sendPoll", chat_id=town.any_chat().id, question="Now?", options=["Yes", "No"], is_anonymous=False,
               open_period=town.chance.choice([60, 600]), allows_multiple_answers=True)  # fmt: skip


HAPPENINGS: dict[str, Callable[[Town], object]] = {
    "somebody writes": lambda t: t.world.send(t.any_user(), t.any_chat(), "hello /help @paris"),
    "somebody writes as the group": lambda t: t.world.send(t.any_user(), t.any_chat(), "we", anonymous=True),
    "somebody replies": _reply,
    "what is replied to is gone": _forget_then_answer,
    "somebody sends a photo": lambda t: t.world.send_photo(t.any_user(), t.any_chat(), "a photo"),
    "somebody sends a file": lambda t: t.world.send_document(t.any_user(), t.any_chat(), "a.pdf", b"\x00\xff", "a file"),
    "somebody sends an album": lambda t: t.world.send_album(t.any_user(), t.any_chat(), ["one", ""]),
    "somebody forwards": lambda t: t.world.forward(t.any_user(), t.any_chat(), t.any_message(lambda m: not m.service)),
    "somebody edits": lambda t: t.world.edit(t.any_user(), t.any_message(), "edited"),
    "somebody deletes": lambda t: t.world.delete(t.any_user(), t.any_message()),
    "somebody pins": lambda t: t.world.pin(t.any_user(), t.any_message()),
    "somebody unpins": lambda t: t.world.unpin(t.any_user(), t.any_message()),
    "somebody reacts": lambda t: t.world.react(t.any_user(), t.any_message(), *t.chance.choice([("👀",), ("👍", "👀"), ()])),
    "somebody presses": _press,
    "somebody votes": lambda t: t.world.vote(t.any_user(), t.any_message(_is_poll), *t.chance.choice([(0,), (0, 1)])),
    "somebody takes a vote back": _retract,
    "somebody comes": lambda t: t.world.join(t.any_user(), t.any_chat()),
    "two are invited": lambda t: t.world.invite(t.any_user(), t.any_chat(), t.any_user(), t.any_user()),
    "somebody leaves": lambda t: t.world.leave(t.any_user(), t.any_chat()),
    "somebody is banned": lambda t: t.world.ban(t.any_user(), t.any_chat()),
    "somebody rises": lambda t: t.world.promote(t.any_user(), t.any_chat(), without=["can_pin_messages"], anonymous=True),
    "somebody is restricted": lambda t: t.world.restrict(t.any_user(), t.any_chat(), "can_send_photos"),
    "a permission is taken from all": lambda t: t.world.set_permissions(t.any_chat(), "can_send_polls"),
    "somebody blocks the bot": lambda t: t.world.block(t.any_user()),
    "a person appears": lambda t: t.world.add_user("New", username="newcomer", hidden=True, zone="Europe/Kyiv"),
    "a group appears": lambda t: t.world.add_group("Another", t.any_user(), basic=t.chance.random() < 0.5),
    "a channel appears": lambda t: t.world.send(owner := t.any_user(), t.world.add_channel("News", owner), "news"),
    "the bot is added": lambda t: t.world.add_bot(t.any_chat(), t.any_user(), administrator=t.chance.random() < 0.5),
    "a group migrates": lambda t: t.world.migrate(t.any_chat()),
    "a group is deleted": lambda t: t.world.delete_group(t.any_chat()),
    "a group becomes a forum": lambda t: t.world.make_forum(t.any_chat()),
    "a topic is made": lambda t: _topic(t, lambda w, user, chat, _: w.create_topic(user, chat, "Trade")),
    "a topic is written in": lambda t: _topic(t, lambda w, user, chat, topic: w.send(user, chat, "here", topic=topic)),
    "a topic is renamed": lambda t: _topic(t, lambda w, user, chat, topic: w.rename_topic(user, chat, topic, "Ice")),
    "a topic is closed": lambda t: _topic(t, lambda w, user, chat, topic: w.close_topic(user, chat, topic)),
    "a topic is deleted": lambda t: _topic(t, lambda w, user, chat, topic: w.delete_topic(user, chat, topic)),
    "the bot writes": lambda t: t.calls("sendMessage", chat_id=t.any_chat().id, text="<b>A-1</b>", parse_mode="HTML",
                                        reply_markup={"inline_keyboard": ROWS}, protect_content=True),
    "the bot edits": _bot_edits,
    "the bot deletes": lambda t: t.calls("deleteMessage", chat_id=(m := t.any_message()).chat.id, message_id=m.id),
    "the bot asks in a poll": _poll,
    "the bot stops a poll": lambda t: t.calls("stopPoll", chat_id=(m := t.any_message(_is_poll)).chat.id, message_id=m.id),
    "the bot answers a press": _answer,
    "the bot says what it does": lambda t: t.calls("setMyDescription", description="keeps", language_code="fr"),
    "the bot says its commands": lambda t: t.calls("setMyCommands", commands=[{"command": "poll", "description": "vote"}]),
    "the bot wants a webhook": lambda t: t.calls("setWebhook", url="https://example.org/", max_connections=3),
    "the bot wants reactions": lambda t: t.world.updates.allow(["message", "callback_query", "message_reaction"]),
    "the bot confirms updates": _confirm,
    "polls close in time": lambda t: t.world.close_polls(),
    "something goes wrong": lambda t: t.world.fail("sendMessage", faults.flood(3)),
}  # fmt: skip


def differences(one: State, other: State) -> list[str]:
    """Where two worlds are not the same, whatever points to whatever; nothing for worlds that are."""
    pairs: list[tuple[str, Any, Any]] = [(name, getattr(one, name), getattr(other, name)) for name in sorted(KEPT)]
    met: dict[int, Any] = {}
    found = []
    while pairs:
        path, left, right = pairs.pop()
        if type(left) is not type(right):
            found.append(f"{path}: {left!r} became {right!r}")
        elif isinstance(left, Updates):
            pairs += [(f"{path}.{name}", getattr(left, name), getattr(right, name)) for name in sorted(QUEUE_KEPT)]
        elif is_dataclass(left):
            if id(left) not in met:
                met[id(left)] = right
                pairs += [(f"{path}.{f.name}", getattr(left, f.name), getattr(right, f.name)) for f in fields(left)]
            elif type(left) in NOUNS and met[id(left)] is not right:
                found.append(f"{path}: one thing became two")
        elif isinstance(left, list | tuple):
            found += [f"{path}: {len(left)} became {len(right)}"] if len(left) != len(right) else []
            pairs += [(f"{path}[{n}]", *both) for n, both in enumerate(zip(left, right, strict=False))]
        elif isinstance(left, dict):
            found += [f"{path}: {list(left)} became {list(right)}"] if list(left) != list(right) else []
            pairs += [(f"{path}[{key!r}]", left[key], right[key]) for key in left.keys() & right.keys()]
        elif left != right:
            found.append(f"{path}: {left!r} became {right!r}")
    return found
