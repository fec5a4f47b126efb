"""The record: written with what it records, verified by anyone."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, select

from bot.domain import chain
from storage.models import JournalEntry
from storage.queries.core import core, table

ENTRIES = table(JournalEntry)
LAST = (
    select(ENTRIES.c.seq, ENTRIES.c.hash)
    .where(ENTRIES.c.group_id == bindparam("group"))
    .order_by(ENTRIES.c.seq.desc())
    .limit(1)
)
APPEND = insert(ENTRIES).returning(ENTRIES.c.id)


def record(
    session: Session,
    *,
    group_id: int,
    at: datetime,
    kind: str,
    actor_id: int | None = None,
    subject: str = "",
    body: Mapping[str, Any] | None = None,
) -> int:
    """Append an entry to the group's chain and return its id."""
    connection = core(session)
    last = connection.execute(LAST, {"group": group_id}).first()
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, chain.START)
    salt, told = secrets.token_hex(16), dict(body or {})
    sealed = chain.digest(salt, told)
    entry = {
        "group_id": group_id,
        "seq": seq,
        "at": at,
        "kind": kind,
        "actor_id": actor_id,
        "subject": subject,
        "body": told,
        "salt": salt,
        "digest": sealed,
        "prev_hash": prev_hash,
        "hash": chain.link(prev_hash, seq=seq, at=at, kind=kind, digest=sealed),
    }
    return int(connection.execute(APPEND, entry).scalar_one())


def first_broken(session: Session, group_id: int) -> int | None:
    """The sequence number of the first entry that does not fit the group's chain; None when all fit."""
    prev_hash = chain.START
    entries = session.exec(
        select(JournalEntry).where(JournalEntry.group_id == group_id).order_by(col(JournalEntry.seq))
    )
    for expected, entry in enumerate(entries, start=1):
        erased = entry.body is None or entry.salt is None
        intact = erased or chain.digest(entry.salt or "", entry.body or {}) == entry.digest
        hashed = chain.link(prev_hash, seq=entry.seq, at=entry.at, kind=entry.kind, digest=entry.digest)
        if entry.seq != expected or entry.prev_hash != prev_hash or entry.hash != hashed or not intact:
            return expected
        prev_hash = entry.hash
    return None
