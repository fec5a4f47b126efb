"""A database for the bench, open for as long as the tests run."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from storage.database import Database
from storage.migrations import upgrade
from tests.delivery.bench import Kept
from tests.inline import Inline


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("bench")
    database = Database(f"sqlite:///{folder}/bot.db", executor=Inline)
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    upgrade(database)
    yield Kept(database, folder / "content.db")
    database.close()
