"""Where a world is kept while its process is gone: one SQLite file, whose rows are JSON that people can read."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from bot.local.model import Message
from bot.local.restoring import restore
from bot.local.rows import Row, address, pointed_to, row_of
from bot.local.state import ANSWER_WINDOW
from bot.local.world import World

VERSION = 1  # of what the rows say; a field more with a default is no other version
MARK = 0x57474457  # SQLite's application_id: a world, not somebody else's database
TABLE = (
    "CREATE TABLE IF NOT EXISTS rows (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID"
)
PUT = "INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body"
PASSING = {"press", "update"}  # what a world forgets by itself
Key = tuple[str, str]


class Unreadable(Exception):  # noqa: N818 -- it says what the file is
    """A file that is no world, or one of another version."""


class Keeper:
    """Keeps a world in a file: everything that changed since the last time, in one transaction, on the disk at the end.

    `notes` is asked for what else has to outlive the process, by name and in plain JSON, whenever the world is kept;
    `noted` is what it said last time. Raises Unreadable, and sqlite3.Error for trouble with the disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: Callable[[], dict[str, Any]] = dict
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._kept: dict[Key, str] = {}  # what stands in the file of what is looked through every time
        self._messages: dict[Key, Message] = {}
        self._once: set[Key] = set()  # what stands there besides, written again when it is said to have changed
        self._files = self._seen = 0
        self.fresh, self.noted = True, {}
        try:
            if self._there():
                self.fresh, self.noted = False, self._notes()
        except sqlite3.OperationalError:
            self.close()
            raise  # the disk's trouble, not the file's
        except (sqlite3.DatabaseError, ValueError) as error:
            self.close()
            raise Unreadable(f"{path} cannot be read ({error})") from error
        except Unreadable:
            self.close()
            raise

    def _there(self) -> bool:
        ask = self._connection.execute
        version, mark = ask("PRAGMA user_version").fetchone()[0], ask("PRAGMA application_id").fetchone()[0]
        if not (version or mark or ask("SELECT 1 FROM sqlite_schema").fetchone()):
            return False
        if mark != MARK:
            raise Unreadable(f"{self.path} is no world of the demo")
        if version != VERSION:
            raise Unreadable(f"{self.path} was written by another version of the demo")
        if not ask("SELECT 1 FROM sqlite_schema WHERE name = 'rows'").fetchone():
            raise Unreadable(f"{self.path} is broken (it has no rows)")
        return True

    def _notes(self) -> dict[str, Any]:
        found = self._connection.execute("SELECT key, body FROM rows WHERE kind = 'note'")
        return {name: json.loads(body) for name, body in found}

    def restore(self, world: World) -> None:
        """Fill a new world with what was kept; Unreadable where that makes no sense."""
        try:
            rows = {(kind, key): json.loads(body) for kind, key, body in self._connection.execute("SELECT * FROM rows")}
            self._messages = restore(world, rows)
        except (sqlite3.DatabaseError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise Unreadable(f"{self.path} is broken ({error!r})") from error
        self._kept = {address: text(row) for address, row in rows.items() if address[0] not in {"message", "file"}}
        self._once = {address for address in rows if address[0] in {"message", "file"}}
        self._files, self._seen = len(world.files), world.changes.last

    def keep(self, world: World) -> None:
        """Put what is new on the disk; nothing is written where nothing is."""
        seen, files = world.changes.last, len(world.files)
        nouns = {address(noun): noun for noun in _small(world)}
        small = {place: text(row_of(noun)) for place, noun in nouns.items()} | self._others(world)
        changed = {place: body for place, body in small.items() if self._kept.get(place) != body}
        large = {address(noun): noun for noun in self._large(world)}
        self._follow(large, [nouns[place] for place in changed if place in nouns], small)
        gone = [place for place in self._kept if place[0] in PASSING and place not in small]
        if changed or large or gone:
            self._write(changed | {place: text(row_of(noun)) for place, noun in large.items()}, gone)
        for place in gone:
            del self._kept[place]
        self._kept |= changed
        self._once |= large.keys()
        self._files, self._seen = files, seen

    def news(self, world: World) -> bool:
        """Whether anything a page shows has changed since the world was kept."""
        return world.changes.last != self._seen

    def close(self) -> None:
        """Nothing is kept from here on."""
        self._connection.close()

    def _others(self, world: World) -> dict[Key, str]:
        """Updates nobody has confirmed, what is one of a kind, and the notes."""
        rows: dict[Key, Any] = {("update", str(each.update_id)): row_of(each) for each in world.updates.pending}
        rows["world", "state"] = _state(world)
        rows |= {("note", name): value for name, value in self.notes().items()}
        return {place: text(row) for place, row in rows.items()}

    def _large(self, world: World) -> Iterator[Any]:
        """What there is much of: what is new, and the messages that are said to look different."""
        yield from islice(world.files.values(), self._files, None)
        for change in world.changes.log[self._seen :]:
            if change.message_id is not None:
                place = ("message", f"{change.chat_id}/{change.message_id}")
                messages = world.chats[change.chat_id or 0].messages
                fresh = (each for each in reversed(messages) if each.id == change.message_id)
                message = self._messages.get(place) or next(fresh, None)  # one that came and went leaves nothing
                if message is not None:
                    self._messages[place] = message
                    yield message

    def _follow(self, large: dict[Key, Any], changed: list[Any], small: dict[Key, str]) -> None:
        """Whatever a row points to stands in the file as well, also if it is gone from its chat."""
        waiting = [*large.values(), *changed]
        while waiting:
            for noun in pointed_to(waiting.pop()):
                place = address(noun)
                if not any(place in there for there in (large, self._once, small, self._kept)):
                    large[place] = noun
                    waiting.append(noun)

    def _write(self, rows: dict[Key, str], gone: list[Key]) -> None:
        execute = self._connection.execute
        if self.fresh:
            execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")
        execute("BEGIN IMMEDIATE")
        try:
            if self.fresh:
                execute(TABLE)
                execute(f"PRAGMA application_id = {MARK}")
                execute(f"PRAGMA user_version = {VERSION}")
            self._connection.executemany(PUT, [(kind, key, body) for (kind, key), body in rows.items()])
            self._connection.executemany("DELETE FROM rows WHERE kind = ? AND key = ?", gone)
            execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has ended it already
                execute("ROLLBACK")
            raise
        self.fresh = False


def text(row: Any) -> str:
    """A row as it stands in the file."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _small(world: World) -> Iterator[Any]:
    """The nouns there are few of: looked through every time."""
    yield from world.users.values()
    yield from world.chats.values()
    yield from world.polls
    for chat in world.chats.values():
        yield from chat.topics.values()
    open_from = world.now() - ANSWER_WINDOW
    for press in reversed(world.presses.values()):
        if press.at < open_from:
            break  # older ones cannot be answered any more
        yield press


def _state(world: World) -> Row:
    """What is one of a kind."""
    hook = {name: value if name != "certificate" else True for name, value in world.webhook.items()}
    return {
        "bot": str(world.bot.id),
        "users": list(world.users),
        "chats": list(world.chats),
        "polls": [poll.id for poll in world.polls],
        "menus": [[scope, language, commands] for (scope, language), commands in world.menus.items()],
        "descriptions": [[field, language, said] for (field, language), said in world.descriptions.items()],
        "webhook": hook,
        "last_private_id": world.last_private_id,
        "next_update_id": world.updates.next_id,
        "allowed_updates": sorted(world.updates.allowed),
        "pending": [update.update_id for update in world.updates.pending],
    }


class KeptFirst:
    """Nothing leaves the server before what it may tell of is kept: an answer to the bot, to the page, a streamed event."""

    def __init__(self, app: ASGIApp, keeper: Keeper, world: World) -> None:
        self._app, self._keeper, self._world = app, keeper, world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def send_kept(event: Event) -> None:
            if event["type"] == "http.response.start" or self._keeper.news(self._world):
                self._keeper.keep(self._world)
            await send(event)

        await self._app(scope, receive, send_kept)
