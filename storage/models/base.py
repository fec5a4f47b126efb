"""What every table shares: constraint names (a migration must be able to name what it changes) and column kinds."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, MetaData
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

SQLModel.model_config["defer_build"] = True  # rows are never validated: pydantic need not prepare for it
metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def tg_id(**options: Any) -> Any:
    """A column for one of Telegram's ids, which do not fit 32 bits."""
    return Field(sa_type=BigInteger, **options)


def one_of(column: str, *values: str) -> CheckConstraint:
    """The check that a text column holds one of a few words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def share_types() -> None:
    """One type for all columns of a kind: SQLAlchemy makes a class for each type that a column has to itself."""
    kinds: dict[str, TypeEngine[Any]] = {}
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, TypeDecorator):
                column.type = kinds.setdefault(repr(column.type), column.type)
