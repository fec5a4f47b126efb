"""What a group or a person has chosen."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.presets import COLUMNS
from bot.services import decisions, digests, reminders
from storage.models import Group, LiveCard, Person
from storage.queries import cards, journal, outbox
from storage.queries.members import group_by_id

KNOWN = {column for columns in COLUMNS.values() for column in columns}


def set_group(session: Session, *, group_id: int, by: int, now: datetime, **values: Any) -> Group:
    """Change settings of the group, by their columns' names; what is due and what it shows changes with them.

    What is so already changes nothing.
    """
    group = group_by_id(session, group_id)
    changed = {name: value for name, value in values.items() if name in KNOWN and getattr(group, name) != value}
    cards.unfold(session, "settings", group_id, "")
    if not changed:
        return group
    for name, value in changed.items():
        setattr(group, name, value)
    session.add(group)
    session.flush()
    journal.record(session, group_id=group_id, at=now, kind="settings", actor_id=by, body=changed)
    if changed.keys() & {"digest_weekday", "digest_time"}:
        digests.schedule(session, group=group, now=now)
    elif "timezone" in changed:
        digests.reschedule(session, group=group, now=now)
    if "timezone" in changed:
        decisions.reschedule(session, group=group)
    if changed.keys() & {"unseen", "status_due"}:
        reminders.replan(session, group=group, now=now)
    if changed.keys() & {"language", "timezone"}:
        newest = select(LiveCard.kind, LiveCard.subject_id).where(LiveCard.group_id == group_id)
        for kind, subject_id in session.exec(newest.order_by(col(LiveCard.id).desc()).limit(5)).all():
            cards.mark_stale(session, kind, subject_id)
    return group


def show(session: Session, *, group_id: int, **_: Any) -> None:
    """The group's settings, at the bottom of the chat; whoever asks, also without being known."""
    if cards.exists(session, "settings", group_id):
        cards.unfold(session, "settings", group_id, "")
        cards.repost(session, "settings", group_id)
    else:
        cards.show(session, group_id=group_id, kind="settings", subject_id=group_id, priority=outbox.REPLY)


def unfold(session: Session, *, group_id: int, by: int, name: str, now: datetime) -> None:  # noqa: ARG001 -- as every verb
    """Unfold a setting's presets on the card; an empty name folds them again."""
    cards.unfold(session, "settings", group_id, name)


def set_own(
    session: Session, *, person_id: int, language: str | None = None, timezone: str | None = None, **_: Any
) -> None:
    """A person's own language or zone, wherever they are."""
    person = session.exec(select(Person).where(Person.id == person_id)).one()
    person.language, person.timezone = language or person.language, timezone or person.timezone
    session.add(person)


def nothing(session: Session, **_: Any) -> None:
    """Being here was all: whoever writes in private has opened the chat."""
