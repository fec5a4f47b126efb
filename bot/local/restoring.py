"""A world made of the rows that were kept of it."""

from typing import Any

from bot.local.model import Message
from bot.local.rows import KINDS, Index, Row, fill, values_of
from bot.local.updates import Pending
from bot.local.world import World
from bot.local.writing import ANONYMOUS

Rows = dict[tuple[str, str], Any]
KEPT = {
    "bot", "users", "chats", "files", "presses", "polls", "menus", "descriptions", "webhook", "updates",
    "last_private_id",
}  # fmt: skip
LEFT = {
    "now": "the clock's own",
    "token": "a constant of this machine",
    "calls": "the record of one process",
    "changes": "numbered for the pages of one process, which read everything anew from another",
    "down": "trouble made on purpose ends with the process",
    "faults": "the same",
    "latency": "the same",
    "flood_control": "a minute long",
    "online": "windows that are open now",
    "_working": "calls under way: a call that was not answered was not carried out for sure",
}
"""Every attribute of a world is in one of the two."""
QUEUE_KEPT = {"next_id", "pending", "allowed"}
QUEUE_LEFT = {
    "_now": "the clock's own",
    "_poll": "a connection",
    "_confirmed": "only faults deliver it again",
    "_again": "the same",
    "lag": "trouble made on purpose",
}
"""The same of its queue of updates."""


def restore(world: World, rows: Rows) -> dict[tuple[str, str], Message]:
    """Fill an empty world; returns its messages by place, those that are gone from their chats too.

    Raises ValueError, LookupError, TypeError or AttributeError for rows that make no world.
    """
    index: Index = {place: object.__new__(KINDS[place[0]]) for place in rows if place[0] in KINDS}
    index.setdefault(("user", str(ANONYMOUS.id)), ANONYMOUS)
    for place, noun in index.items():
        if noun is not ANONYMOUS:
            fill(noun, rows[place], index)
    state: Row = rows["world", "state"]
    world.users = {user_id: index["user", str(user_id)] for user_id in state["users"]}
    world.chats = {chat_id: index["chat", str(chat_id)] for chat_id in state["chats"]}
    world.files = {file.file_id: file for file in sorted(_all(index, "file"), key=lambda file: _number(file.file_id))}
    world.presses = {press.id: press for press in sorted(_all(index, "press"), key=lambda press: press.at)}
    world.polls = [index["poll", poll_id] for poll_id in state["polls"]]
    world.bot = index["user", state["bot"]]
    world.menus = {(scope, language): commands for scope, language, commands in state["menus"]}
    world.descriptions = {(field, language): said for field, language, said in state["descriptions"]}
    world.webhook = state["webhook"]
    world.last_private_id = state["last_private_id"]
    _restore_queue(world, state, rows)
    messages: list[Message] = sorted(_all(index, "message"), key=lambda message: message.id)
    for message in messages:
        if not message.deleted:
            message.chat.messages.append(message)
    return {("message", f"{message.chat.id}/{message.id}"): message for message in messages}


def _restore_queue(world: World, state: Row, rows: Rows) -> None:
    queue = world.updates
    queue.next_id, queue.allowed = state["next_update_id"], frozenset(state["allowed_updates"])
    queue.pending = [Pending(**values_of(Pending, rows["update", str(number)], {})) for number in state["pending"]]


def _all(index: Index, kind: str) -> list[Any]:
    return [noun for (found, _), noun in index.items() if found == kind]


def _number(file_id: str) -> int:
    return int(file_id.rpartition("-")[2])
