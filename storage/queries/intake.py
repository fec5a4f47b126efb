"""Updates that are done."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from storage.models import Seen
from storage.queries.core import core, table

NOTE_SEEN = insert(table(Seen))


def note_seen(session: Session, *, update_id: int, at: datetime) -> None:
    """An update is done; IntegrityError when it was before."""
    core(session).execute(NOTE_SEEN, {"update_id": update_id, "at": at})
