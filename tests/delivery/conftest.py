"""A database for the bench, open for as long as the tests run."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from sqlalchemy import event

from storage.database import Database
from storage.migrations import upgrade
from tests.delivery.bench import Kept


class AtOnce(Executor):
    """Does what it is given right there: nothing in these tests is about threads."""

    def __init__(self, _threads: int, _name: str) -> None:
        """Whatever is asked for."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 -- whoever waits is told
            done.set_exception(error)
        return done


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("bench")
    database = Database(f"sqlite:///{folder}/bot.db", executor=AtOnce)
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    upgrade(database)
    yield Kept(database, folder / "content.db")
    database.close()
