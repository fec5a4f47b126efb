"""A batch: units of work done one after the other that share one COMMIT, each in a savepoint of its own."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

from bot.points import reach
from storage.database import Database, translated, watched

T = TypeVar("T")


class Batch:
    """Begins with the first question or change and lasts until `commit` or `roll_back`; then the next one may begin.

    Every unit sees what those before it have done. Units run where they are called, since they work in memory; what may
    wait for the disk (BEGIN and COMMIT) is done on the writer's thread. While a batch is open nobody else writes, so
    nothing of the network may be awaited in it: commit first. After an Unavailable, roll back: nothing of it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._begun: asyncio.Task[Connection] | None = None
        self._ended: asyncio.Task[None] | None = None
        self._after: list[Callable[[], None]] = []
        self._asking: Session | None = None  # one for all questions of a batch: each costs a tenth of a press to make

    async def read(self, query: Callable[[Session], T]) -> T:
        """Ask the database, what this batch has done included."""
        connection = await self._begin()
        if self._asking is None:
            self._asking = Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        try:
            with translated():
                return query(self._asking)
        finally:
            self._asking.expunge_all()  # the next question sees what has changed; the rows are the asker's

    async def write(self, unit: Callable[[Session], T]) -> T:
        """Do a unit of work; an exception undoes this unit and leaves the batch as it was before."""
        connection = await self._begin()
        with (
            watched(unit),
            translated(),
            Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session,
        ):
            result = unit(session)
            reach("unit.done")
            session.commit()  # of the savepoint
        return result

    def after(self, deed: Callable[[], None]) -> None:
        """What is to be done once everything so far is durable: telling people, waking others."""
        self._after.append(deed)

    async def commit(self) -> None:
        """Make all of it durable, then do what was put off. A cancelled caller does not cut it in two."""
        if self._ended is None:
            self._ended = asyncio.ensure_future(self._commit())
        ended = self._ended
        try:
            await asyncio.shield(ended)
        finally:
            if ended.done():
                self._ended = None

    async def roll_back(self) -> None:
        """Forget all of it."""
        self._after.clear()
        await self._end(Connection.rollback)

    async def _commit(self) -> None:
        deeds, self._after = self._after, []
        if self._begun is not None:
            reach("batch.committing")
            with translated():
                await self._end(Connection.commit)
            reach("batch.committed")
        for deed in deeds:
            deed()

    async def _begin(self) -> Connection:
        if self._begun is None:
            self._begun = asyncio.ensure_future(self._connect())
        begun = self._begun
        try:
            return await asyncio.shield(begun)
        except BaseException:
            if begun.done() and (begun.cancelled() or begun.exception()):  # else only the caller was cancelled
                self._begun = None
            raise

    async def _connect(self) -> Connection:
        await self._database.turn.acquire()
        try:
            return await self._database.on_writer(self._open)
        except BaseException:
            self._database.turn.release()
            raise

    def _open(self) -> Connection:
        with translated():
            self._database.check_file()
            connection = self._database.engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
        return connection

    async def _end(self, end: Callable[[Connection], None]) -> None:
        begun, self._begun = self._begun, None
        if self._asking is not None:
            self._asking.close()
            self._asking = None
        if begun is None:
            return
        connection = await begun

        def ended() -> None:
            with connection:  # closing it rolls back what was not committed
                end(connection)

        try:
            await self._database.on_writer(ended)
        finally:
            self._database.turn.release()
