"""Finding by words, in whatever way the database does it: the one file that speaks of its full-text index.

SQLite's FTS5 (migrations 0004 and 0012): case and accents folded as in `unicode61 remove_diacritics 2`, kept up by triggers.
"""

import unicodedata
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, SelectBase, column, literal, table, union_all
from sqlmodel import Session, col, func, select

from bot.domain.errors import Mistake
from storage.models import Alert, Call, FoundFacts, Listing, Poll, Task
from storage.models.search import PAGE
from storage.queries.cards import messages_of
from storage.queries.handles import row_of
from storage.queries.members import group_by_id
from storage.queries.tasks import doers_of

INDEX = "search_index"
WORDS = table(INDEX, column("rowid", Integer), column(INDEX))
PLACES = {"alert": 0, "poll": 1, "call": 2, "task": 3}  # a row's place in the index: its id times eight, and this
TIMES = 8
MODELS: dict[str, tuple[type[Alert | Poll | Call | Task], Any]] = {
    "alert": (Alert, col(Alert.created_at)),
    "poll": (Poll, col(Poll.opened_at)),
    "call": (Call, col(Call.created_at)),
    "task": (Task, col(Task.created_at)),
}


def matching(words: str, topic: str = "") -> str:
    """The index's question: every word, the last one perhaps only begun; and the topic. Nothing typed is an operator."""
    phrases = [phrase for word in words.split() if (phrase := _phrase(word))]
    asked = [f"({' '.join(phrases)} *)"] if phrases else []
    if topic and (phrase := _phrase(topic)):
        asked.append(f"({{topic}} : {phrase})")
    return " AND ".join(asked)


def found(session: Session, listing: Listing, page: int) -> FoundFacts:
    """A page of what the listing asks for, the newest first; a page that is not there is the nearest one."""
    asked = matching(listing.words, listing.topic)
    kinds = ("alert",) if listing.scope == "alerts" else tuple(MODELS)
    hits = union_all(*(_hits(kind, listing, asked) for kind in kinds)).subquery()
    total = session.exec(select(func.count()).select_from(hits)).one()
    page = max(0, min(page, (total - 1) // PAGE))
    ordered = select(hits.c.kind, hits.c.id).order_by(hits.c.at.desc(), hits.c.kind, hits.c.id.desc())
    shown = session.exec(ordered.offset(page * PAGE).limit(PAGE)).all()
    entries = tuple((kind, row_of(session, kind, subject_id)) for kind, subject_id in shown)
    return FoundFacts(
        group=group_by_id(session, listing.group_id),
        listing=listing,
        page=page,
        total=total,
        entries=entries,
        links=messages_of(session, listing.group_id),
        doers=doers_of(session, [row for _, row in entries if isinstance(row, Task)]),
    )


def newest_numbers(session: Session, group_id: int) -> dict[str, int]:
    """Kind -> the last number the group has given."""
    last = {
        kind: session.exec(select(func.max(model.number)).where(model.group_id == group_id)).one()
        for kind, (model, _at) in MODELS.items()
    }
    return {kind: number or 0 for kind, number in last.items()}


def listing_of(session: Session, *, group_id: int, listing_id: int) -> Listing:
    """The group's listing; a Mistake when it is not there (any more)."""
    listing = session.exec(select(Listing).where(Listing.id == listing_id, Listing.group_id == group_id)).first()
    if listing is None:
        raise Mistake("button_old")
    return listing


def _hits(kind: str, listing: Listing, asked: str) -> SelectBase:
    model, at = MODELS[kind]
    wanted: list[ColumnElement[bool] | bool] = [
        col(model.group_id) == listing.group_id,
        col(model.number) <= listing.newest.get(kind, 0),
    ]
    if asked:
        place = WORDS.c.rowid % TIMES == PLACES[kind]
        rows = select(WORDS.c.rowid // TIMES).where(WORDS.c[INDEX].op("MATCH")(asked), place)
        wanted.append(col(model.id).in_(rows))
    if listing.seconds:
        wanted.append(at > listing.created_at - timedelta(seconds=listing.seconds))
    if kind == "alert" and listing.severity:
        wanted.append(col(Alert.severity) == listing.severity)
    if kind == "alert" and listing.state:
        wanted.append(col(Alert.state) == listing.state)
    return select(literal(kind).label("kind"), col(model.id).label("id"), at.label("at")).where(*wanted)


def _phrase(word: str) -> str:
    """A word as the index takes it literally; empty where it holds neither letter nor digit."""
    kept = "".join(" " if letter == '"' or unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in word)
    return f'"{kept.strip()}"' if any(unicodedata.category(letter)[0] in "LN" for letter in kept) else ""
