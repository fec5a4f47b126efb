"""How an update finds its handler: commands as typed, buttons by their payload's class."""

import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from sqlmodel import Session
from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.domain.errors import Mistake
from bot.payload import Payload
from handlers.context import BotContext

B = TypeVar("B", bound=Payload)
Callback = Callable[[Update, BotContext], Coroutine[Any, Any, None]]
Handler = BaseHandler[Any, BotContext, Any]
FEATURES = 0  # the group of handlers of which the first that fits is the one
TYPED = re.compile(r"/(\w{1,32})(?:@(\w+))?(\s.*)?", re.DOTALL)


class Command(BaseHandler[Update, BotContext, None]):
    """A command in a new message or a caption, not in an edit nor a forward, not meant for another bot.

    (PTB's own CommandHandler also fires on edits and forwards, and ignores captions.)
    """

    def __init__(self, name: str, callback: Callback) -> None:
        super().__init__(callback, block=True)
        self.name = name

    def check_update(self, update: object) -> bool:
        """Whether the update is this command."""
        found = typed(update)
        return bool(found and found[0] == self.name)


class AnyCommand(BaseHandler[Update, BotContext, None]):
    """A command for this bot that it does not know."""

    def check_update(self, update: object) -> bool:
        """Whether the update is a command."""
        return typed(update) is not None


def typed(update: object) -> tuple[str, str] | None:
    """The command's name and what follows it; None for everything else."""
    return command_of(update.message if isinstance(update, Update) else None)


def command_of(message: Message | None) -> tuple[str, str] | None:
    """The same of a message, new or edited."""
    if message is None or message.forward_origin is not None:
        return None
    found = TYPED.fullmatch(message.text or message.caption or "")
    if not found:
        return None
    bot = message.get_bot().username
    if found[2] and found[2].casefold() != bot.casefold():
        return None
    return found[1].casefold(), (found[3] or "").lstrip(" \t").rstrip()


def words(update: Update) -> str:
    """What follows the command."""
    found = typed(update)
    return found[1] if found else ""


async def subject(update: Update, context: BotContext, example: str, *kinds: str) -> tuple[str, int, str]:
    """Kind and id of what a command names by its handle, and the words after that; `example` is shown where none is."""
    parts = words(update).split(None, 1)
    if not parts:
        raise Mistake("handle_missing", example=example)
    kind, subject_id = await context.find(parts[0], *kinds)
    return kind, subject_id, "".join(parts[1:])


def fitting(
    context: BotContext, update: Update, kind: type[BaseHandler[Any, Any, Any]] = BaseHandler
) -> Handler | None:
    """The first of the features' handlers, of a kind, that takes an update: who hands one over asks as PTB does."""
    features: list[BaseHandler[Any, Any, Any]] = context.application.handlers[FEATURES]
    fit = (each for each in features if isinstance(each, kind) and each.check_update(update) not in (None, False))
    return next(fit, None)


class Press(CallbackQueryHandler[BotContext, None]):
    """A press on a button of one payload class."""

    def __init__(self, payload: type[Payload], callback: Callback) -> None:
        super().__init__(callback, pattern=lambda data: payload.unpack(data) is not None, block=True)
        self.payload = payload


def pressed(
    payload: type[B],
    callback: Callable[[B, BotContext], Awaitable[None]],
    *,
    holds: Callable[[B, Session, int], bool] | None = None,
    anywhere: bool = False,
) -> Press:
    """The handler of a button: its callback is given the payload, unpacked.

    `holds`: whether a group has what the button is about; in private that is the group meant, of several. `anywhere`: in
    private it is about no group, or the callback finds out which one.
    """

    async def press(update: Update, context: BotContext) -> None:
        assert update.callback_query is not None  # noqa: S101 -- the pattern has looked
        button = payload.unpack(update.callback_query.data)
        assert button is not None  # noqa: S101 -- same
        if holds:
            await context.find_group(lambda session, group_id: holds(button, session, group_id))
        elif not (anywhere and context.in_private):
            await context.require_group()
        await callback(button, context)

    return Press(payload, press)
