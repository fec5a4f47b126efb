"""The hot path: statements built once, sent past the ORM. A press costs nine of them; built anew each time they are half
of its cost."""

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
