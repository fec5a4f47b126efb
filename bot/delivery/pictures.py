"""Pictures, drawn before they are claimed: while one is drawn, whatever else a chat is to be told goes its way."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from sqlmodel import Session, select

from bot.clock import Clock
from bot.delivery.claims import Job, Lane
from bot.delivery.render import render
from storage.database import Database, Unavailable
from storage.models import OutboxItem

log = logging.getLogger(__name__)
PAINTER = Path(__file__).with_name("painter.py")
PATIENCE = 15.0  # seconds for one picture, which takes a fraction of one
PNG = b"\x89PNG\r\n\x1a\n"
NEEDED = (
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
)  # what some Pythons do not start without; nothing else is a painter's business
Draw: TypeAlias = Callable[[str], Awaitable[bytes]]


class NotDrawn(Exception):  # noqa: N818 -- it says what happened
    """There is no picture, and why."""


async def paint(svg: str, *, program: Path = PAINTER, patience: float = PATIENCE) -> bytes:
    """Have a process of its own draw it; that is gone when this returns, however it does. NotDrawn where it fails."""
    environment = {name: os.environ[name] for name in NEEDED if name in os.environ}
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-OO", str(program), stdin=pipe, stdout=pipe, stderr=pipe, env=environment
        )
    except OSError as error:
        raise NotDrawn(f"no process for it: {error}") from error
    try:
        async with asyncio.timeout(patience):
            drawn, said = await process.communicate(svg.encode())
    except TimeoutError:
        raise NotDrawn(f"not drawn within {patience:g} seconds") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not drawn.startswith(PNG):
        told = said.decode(errors="replace").strip().rpartition("\n")[2]
        raise NotDrawn(f"the painter ended with {process.returncode}: {told}")
    return drawn


class Pictures:
    """What is being drawn and what is ready, by the id of its row in the outbox. `finished` is called with the chat."""

    def __init__(self, database: Database, clock: Clock, draw: Draw, *, finished: Callable[[Lane], None]) -> None:
        self._database, self._clock, self._draw, self._finished = database, clock, draw, finished
        self._drawing: dict[int, asyncio.Task[None]] = {}
        self._ready: dict[int, bytes | NotDrawn | None] = {}

    @property
    def ready(self) -> frozenset[int]:
        """What may be claimed: it is drawn, or is known not to be."""
        return frozenset(self._ready)

    def begin(self, lane: Lane, item_id: int) -> bool:
        """Draw it, beside everything else, unless that is under way or done; returns whether it has still to be waited for."""
        if item_id in self._ready:
            return False
        if item_id not in self._drawing:
            task = asyncio.get_running_loop().create_task(self._work(lane, item_id))
            self._drawing[item_id] = task
            task.add_done_callback(lambda _: self._done(lane, item_id))
        return True

    def take(self, item_id: int) -> bytes | None:
        """What has been drawn; None where nothing was wanted any more. NotDrawn where it failed."""
        drawn = self._ready.pop(item_id, None)
        if isinstance(drawn, NotDrawn):
            raise drawn
        return drawn

    async def settle(self) -> None:
        """Wait until nothing is being drawn any more."""
        while self._drawing:
            await asyncio.wait(self._drawing.values())

    async def stop(self) -> None:
        """Draw no more: what is not sent is drawn again after the next start."""
        for task in self._drawing.values():
            task.cancel()
        await self.settle()

    async def _work(self, lane: Lane, item_id: int) -> None:
        now = self._clock.now()
        try:
            svg = await self._database.read(lambda session: _wanted(session, lane, item_id, now))
            self._ready[item_id] = await self._draw(svg) if svg else None
        except Unavailable:  # said where the chat is looked at again; then it is begun anew
            pass
        except NotDrawn as error:
            self._ready[item_id] = error
        except Exception as error:
            log.exception("picture %s cannot be made", item_id)
            self._ready[item_id] = NotDrawn(repr(error))

    def _done(self, lane: Lane, item_id: int) -> None:
        del self._drawing[item_id]
        self._finished(lane)


def _wanted(session: Session, lane: Lane, item_id: int, now: datetime) -> str | None:
    """What is to be drawn, from the state of now; None where it is not wanted any more."""
    item = session.exec(select(OutboxItem).where(OutboxItem.id == item_id, OutboxItem.state == "pending")).first()
    payload = render(session, Job(lane, 0, item.priority, item=item), now) if item else None
    return payload["picture"] if payload else None
