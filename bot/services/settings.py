"""What a group or a person has chosen."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.services import digests
from storage.models import Group, LiveCard, Person
from storage.queries import cards, journal
from storage.queries.members import group_by_id


def set_group(
    session: Session, *, group_id: int, by: int, language: str | None = None, timezone: str | None = None, now: datetime
) -> Group:
    """The group's language or zone; what it shows changes with it, the digest keeps its wall time."""
    group = group_by_id(session, group_id)
    group.language, group.timezone = language or group.language, timezone or group.timezone
    session.add(group)
    session.flush()
    body = {"language": group.language, "timezone": group.timezone}
    journal.record(session, group_id=group_id, at=now, kind="settings", actor_id=by, body=body)
    digests.reschedule(session, group=group, now=now)
    newest = select(LiveCard.kind, LiveCard.subject_id).where(LiveCard.group_id == group_id)
    for kind, subject_id in session.exec(newest.order_by(col(LiveCard.id).desc()).limit(5)).all():
        cards.mark_stale(session, kind, subject_id)
    return group


def set_own(
    session: Session, *, person_id: int, language: str | None = None, timezone: str | None = None, **_: Any
) -> None:
    """A person's own language or zone, wherever they are."""
    person = session.exec(select(Person).where(Person.id == person_id)).one()
    person.language, person.timezone = language or person.language, timezone or person.timezone
    session.add(person)


def nothing(session: Session, **_: Any) -> None:
    """Being here was all: whoever writes in private has opened the chat."""
