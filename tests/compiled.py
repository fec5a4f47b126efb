"""What SQLAlchemy has compiled serves all databases of a run of the tests.

It keeps compiled statements per engine and dialect, and every test opens a database of its own: a third of a test's time
went into compiling anew what the one before had compiled.
"""

import functools

from sqlalchemy import Engine, create_engine

from storage.database import Database, plain_savepoints, share_compiled

STATEMENTS = 3000  # all that the bot and the tests' own questions have, and more


@functools.cache
def _common() -> Engine:
    engine = plain_savepoints(create_engine("sqlite:///", query_cache_size=STATEMENTS))
    engine.connect().close()  # it asks SQLite what it can
    return engine


def sharing(database: Database) -> Database:
    """The database, with what was compiled for those before it."""
    for engine in (database._writer, database._readers):
        share_compiled(engine, _common())
    return database
