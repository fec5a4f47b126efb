"""The hot path: statements built once, sent past the ORM. A press costs nine of them; built anew each time they are half
of its cost."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Executable, Row, Table, select
from sqlalchemy.orm import class_mapper, make_transient_to_detached
from sqlmodel import Session, SQLModel

M = TypeVar("M", bound=SQLModel)


def core(session: Session) -> Connection:
    """The session's connection, after what the session still holds has been written."""
    session.flush()
    return session.connection()


def table(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    found: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it when the class is made
    return found


class Loaded(Generic[M]):
    """Rows of a model whose key is one column, the first, as the ORM would load them, from statements that begin with `all`.
    For single rows that every update needs: the ORM sets up a reader for each column of each query."""

    def __init__(self, model: type[M]) -> None:
        self.columns = tuple(table(model).c)
        self.all = select(*self.columns)
        self._mapper = class_mapper(model)
        self._names = [self._mapper.get_property_by_column(column).key for column in self.columns]

    def alone(self, values: Sequence[Any]) -> M | None:
        """The row, in nobody's session; None for the blanks of an outer join."""
        return None if values[0] is None else self._made(values)

    def _made(self, values: Sequence[Any]) -> M:
        row: M = self._mapper.class_manager.new_instance()
        vars(row).update(zip(self._names, values, strict=True))
        make_transient_to_detached(row)
        return row

    def first(self, session: Session, statement: Executable, place: dict[str, Any]) -> M | None:
        """What a statement finds first, as the session's own; None where there is none."""
        values = core(session).execute(statement, place).first()
        return None if values is None else self._own(session, values)

    def one(self, session: Session, statement: Executable, place: dict[str, Any]) -> M:
        """The one row that a statement finds; NoResultFound where there is none."""
        return self._own(session, core(session).execute(statement, place).one())

    def _own(self, session: Session, values: Row[Any]) -> M:
        known: M | None = session.identity_map.get(self._mapper.identity_key_from_primary_key((values[0],)))
        if known is not None:
            return known
        row = self._made(values)
        session.add(row)
        return row


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
