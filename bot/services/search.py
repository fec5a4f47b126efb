"""Finding what is on record."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from storage.models import FoundFacts, Listing
from storage.models.search import PAGE
from storage.queries import search
from storage.queries.tasks import tasks_listed

KEPT = timedelta(days=8)  # how long pages can be turned


def look(
    session: Session,
    *,
    group_id: int,
    by: int | None = None,  # noqa: ARG001 -- as every verb
    scope: str,
    words: str = "",
    topic: str = "",
    severity: str = "",
    state: str = "",
    span: timedelta = timedelta(),
    now: datetime,
) -> FoundFacts:
    """The first page of what the group has on record. What has more pages is kept, so that they can be turned."""
    listing = Listing(
        group_id=group_id,
        scope=scope,
        words=words,
        topic=topic,
        severity=severity,
        state=state,
        seconds=int(span.total_seconds()),
        newest=search.newest_numbers(session, group_id),
        created_at=now,
    )
    facts = _page(session, listing, 0)
    if facts.total > PAGE:
        session.add(listing)
        session.flush()  # before others go: SQLite would give it the number of one that older buttons name
        session.exec(delete(Listing).where(col(Listing.created_at) < now - KEPT))
    return facts


def turn(session: Session, *, group_id: int, listing_id: int, page: int) -> FoundFacts:
    """Another page of it."""
    return _page(session, search.listing_of(session, group_id=group_id, listing_id=listing_id), page)


def has(session: Session, *, group_id: int, listing_id: int) -> bool:
    """Whether a list is the group's."""
    owned = select(Listing.id).where(Listing.id == listing_id, Listing.group_id == group_id)
    return session.exec(owned).first() is not None


def _page(session: Session, listing: Listing, page: int) -> FoundFacts:
    find = tasks_listed if listing.scope == "tasks" else search.found
    return find(session, listing, page)
