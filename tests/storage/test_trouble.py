"""Trouble with the machine: nothing is confirmed, one clear line says why, and all goes on by itself when it is over."""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from storage.database import Unavailable
from storage.models import Alert, DeadLetter, Member
from tests.processes import until
from tests.stage import Stage

LONG = "Tariffs announced " + "é" * 4000  # needs new pages in the file

Trouble = Callable[[Stage], contextlib.AbstractContextManager[None]]


def texts(session: Session) -> list[str]:
    return list(session.exec(select(Alert.text)))


def pragma(stage: Stage, statement: str) -> Any:
    """Say something to the writing connection itself."""
    with contextlib.closing(stage.database.engine.raw_connection()) as connection:
        return connection.cursor().execute(f"PRAGMA {statement}").fetchone()


@contextlib.contextmanager
def full(stage: Stage) -> Iterator[None]:
    (pages,) = pragma(stage, "page_count")
    pragma(stage, f"max_page_count = {pages}")
    yield
    pragma(stage, "max_page_count = 1000000")


@contextlib.contextmanager
def locked(stage: Stage) -> Iterator[None]:
    pragma(stage, "busy_timeout = 20")
    with contextlib.closing(sqlite3.connect(stage.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def read_only(stage: Stage) -> Iterator[None]:
    pragma(stage, "query_only = ON")
    yield
    pragma(stage, "query_only = OFF")


@contextlib.contextmanager
def folder_gone(stage: Stage) -> Iterator[None]:
    away = stage.folder.with_name("away")
    stage.folder.rename(away)
    yield
    away.rename(stage.folder)


@contextlib.contextmanager
def replaced(stage: Stage) -> Iterator[None]:
    path = stage.database.path
    away = path.with_name("away.db")
    path.rename(away)
    path.write_bytes(b"another file")
    yield
    away.rename(path)


@contextlib.asynccontextmanager
async def fetching(stage: Stage) -> AsyncIterator[None]:
    """The intake by itself, as it runs in earnest."""
    running = asyncio.create_task(stage.app.intake.run(lambda: None))
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        pytest.param(full, "database or disk is full", id="the disk is full"),
        pytest.param(locked, "database is locked", id="another program holds the lock"),
        pytest.param(read_only, "attempt to write a readonly database", id="the file system is read-only"),
        pytest.param(folder_gone, "is gone and cannot be written anew", id="the folder is gone"),
        pytest.param(replaced, "was replaced by another file", id="another file is in its place"),
    ],
)
async def test_trouble_is_said_and_over_when_it_is_over(
    stage: Stage, trouble: Trouble, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with fetching(stage):
        with trouble(stage):
            offset = stage.app.intake.offset
            stage.world.send(stage.london, stage.group, f"/alert {LONG}")
            stage.world.send(stage.kyiv, stage.group, "/status")
            await until(lambda: said in stage.app.trouble)
            assert stage.app.trouble.startswith("database: ")
            await asyncio.sleep(0.3)
            assert stage.app.intake.offset == offset
            await until(lambda: not stage.database.turn.locked())  # the writing connection is free to be spoken to
        await until(lambda: stage.read(texts) == [LONG])
        await until(lambda: not stage.app.trouble)
    assert [record.levelname for record in caplog.records if said in record.getMessage()] == ["WARNING"]
    assert stage.read(lambda session: session.exec(select(DeadLetter)).all()) == []
    await stage.settle()
    assert stage.card("A-1")
    status = stage.world.find(stage.group, "All is well.").text
    assert "Not all was well from" in status
    assert said in status


async def test_a_file_that_is_deleted_is_written_anew(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.says(stage.london, "/alert Border closed")
    for path in stage.folder.glob("bot.db*"):
        path.unlink()
    await stage.says(stage.london, f"/alert {LONG}")
    assert stage.read(texts) == ["Border closed", LONG]
    assert "written anew" in caplog.text
    async with stage.playing():  # a restart reads the file, not what was open
        assert stage.read(texts) == ["Border closed", LONG]
        await stage.says(stage.kyiv, "/ack A-1")


async def test_the_courier_waits_for_the_database_too(stage: Stage) -> None:
    await stage.says(stage.london, "/alert Border closed")
    await stage.says(stage.kyiv, "/ack A-1")
    with full(stage), contextlib.suppress(Unavailable):
        stage.world.send(stage.paris, stage.group, f"/alert {LONG}")
        await stage.app.step()
    await stage.settle()
    assert stage.read(texts) == ["Border closed", LONG]


async def test_what_is_to_be_said_is_asked_for_again_a_second_after_the_database_could_not_be_read(
    stage: Stage,
) -> None:
    away = stage.database.path.with_name("away.db")
    stage.database.path.rename(away)
    stage.database._readers.dispose()
    assert await stage.app.courier.deliver_due() == stage.clock.now() + timedelta(seconds=1)
    away.rename(stage.database.path)
    assert await stage.app.courier.deliver_due() is None


async def test_a_reader_never_makes_an_empty_file(stage: Stage) -> None:
    away = stage.database.path.with_name("away.db")
    stage.database.path.rename(away)
    stage.database._readers.dispose()
    with pytest.raises(Unavailable, match="unable to open database file"):
        stage.read(texts)
    assert not stage.database.path.exists()
    away.rename(stage.database.path)


async def test_a_commit_that_fails_leaves_nothing_behind(stage: Stage) -> None:
    """SQLite leaves the transaction open after some of them; the next one could not begin."""

    def refused(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        session.add(Member(group_id=99, person_id=99))

    with pytest.raises(IntegrityError):
        await stage.database.write(refused)
    members = await stage.database.write(lambda session: session.exec(select(Member.group_id)).all())
    assert 99 not in members
