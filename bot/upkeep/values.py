"""What an export writes values as: moments, places, columns."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from babel import Locale
from sqlmodel import SQLModel

from storage.models import Delegation, Elector, MemberFacts, Owner

T = TypeVar("T")
Row = dict[str, Any]
COUNTRIES = Locale("en").territories


def moment(at: datetime | None) -> str | None:
    """A moment as the export writes it, and as the journal's hashes take it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None


def place(of: Delegation | Elector) -> str:
    """A delegation's or an elector's name; a country's in English."""
    return of.name or str(COUNTRIES.get(of.code, of.code))


def owner(of: Owner | None) -> str | None:
    """Who carries out what was decided."""
    if isinstance(of, MemberFacts):
        return of.person.name
    return place(of) if isinstance(of, Delegation) else of


def same(row: SQLModel, *names: str) -> Row:
    """Some columns of a row, by name."""
    return {name: getattr(row, name) for name in names}


def by(rows: Iterable[T], key: Callable[[T], int]) -> defaultdict[int | None, list[T]]:
    """Rows by what they belong to, each list in the order given."""
    grouped: defaultdict[int | None, list[T]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped
