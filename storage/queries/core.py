"""The hot path: statements built once, sent past the ORM. A press costs nine of them; built anew each time they are half
of its cost."""

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, Table
from sqlmodel import Session, SQLModel


def core(session: Session) -> Connection:
    """The session's connection, after what the session still holds has been written."""
    session.flush()
    return session.connection()


def table(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    found: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it when the class is made
    return found


@contextlib.contextmanager
def undone_by(session: Session, kind: type[Exception]) -> Iterator[None]:
    """What is done in here is undone when it ends with an exception of this kind; after any other, all of the session's
    transaction is its caller's to undo.

    A savepoint in plain SQL, which ends with the caller's: SQLAlchemy's own are compiled anew for every press.
    """
    core(session).exec_driver_sql("SAVEPOINT undone_by")
    try:
        yield
        session.flush()
    except kind:
        session.expunge_all()  # what was in hand is not so
        session.connection().exec_driver_sql("ROLLBACK TO SAVEPOINT undone_by")
        raise
