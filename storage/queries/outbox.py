"""Things to be said: every message to a chat starts as one of these rows."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from bot.points import reach
from storage.models import OutboxItem
from storage.queries.eras import era_of
from storage.queries.news import to_say
from storage.queries.topics import place_of, topic_of

URGENT, REPLY, RESULT, REMINDER, CARD, DIGEST = range(-1, 5)  # priorities: the lower goes first
PICTURE = "poll_picture"  # a kind that is drawn before it is claimed
FREE = {"leave", "delete", "census"}  # kinds that Telegram's message limits do not count, and that may be done twice
SUBJECTS = ("alert", "poll", "call", "task")


def post(
    session: Session,
    *,
    payload: dict[str, Any],
    now: datetime,
    group_id: int | None = None,
    person_id: int | None = None,
    kind: str = "reply",
    priority: int = REPLY,
    not_before: datetime | None = None,
) -> int:
    """Say something already rendered, to a group (in the topic where that was asked for) or to a person; returns the
    row's id. `payload` is what a card gives (bot.cards.card), besides `reply_to` and `edit`: Telegram's ids of messages.
    """
    item = OutboxItem(
        group_id=group_id,
        person_id=person_id,
        priority=priority,
        kind=kind,
        payload=payload,
        era=era_of(session, group_id) if group_id is not None else 0,
        tg_topic_id=topic_of(session) if group_id is not None else None,
        not_before=not_before or now,
        created_at=now,
    )
    session.add(item)
    session.flush()
    to_say(session, REPLY if kind in FREE else priority)  # what is free waits for nothing
    reach("outbox.written")
    assert item.id is not None  # noqa: S101 -- flushed rows have ids
    return item.id


def announce(
    session: Session,
    *,
    group_id: int,
    kind: str,
    journal_id: int,
    now: datetime,
    priority: int = RESULT,
    person_id: int | None = None,
    **payload: Any,
) -> None:
    """Tell a group (or one person of it) what the journal entry records; rendered when it is sent.

    The pair of kind, journal entry and reader is said once. `payload` names its subject (poll_id=...): it goes where the
    card of that is.
    """
    session.add(
        OutboxItem(
            group_id=None if person_id else group_id,
            person_id=person_id,
            priority=priority,
            kind=kind,
            payload=payload,
            journal_id=journal_id,
            dedupe_key=f"{kind}:{journal_id}:{person_id or 0}",
            era=0 if person_id else era_of(session, group_id),
            tg_topic_id=None if person_id else place_of(session, group_id),
            not_before=now,
            created_at=now,
        )
    )
    to_say(session, priority)
    reach("outbox.written")


def end(session: Session, *, why: str, now: datetime, **which: int | None) -> None:
    """What still waits of `which` (id=..., person_id=..., group_id=...) is not said any more."""
    waiting = [
        col(OutboxItem.state) == "pending",
        *(getattr(OutboxItem, name) == value for name, value in which.items()),
    ]
    session.exec(update(OutboxItem).where(*waiting).values(state="failed", error=why, settled_at=now))


def subject_of(item: OutboxItem) -> tuple[str, int] | None:
    """What an announcement is about: the kind and id of what has a card."""
    named = ((kind, item.payload.get(f"{kind}_id")) for kind in SUBJECTS)
    return next(((kind, subject_id) for kind, subject_id in named if subject_id), None)


def announced_in(session: Session, *, group_id: int, era: int, tg_message_id: int) -> tuple[str, int] | None:
    """What a message of the group's chat announces, as `subject_of` says it; `era` is the message's."""
    sent = select(OutboxItem).where(OutboxItem.group_id == group_id, OutboxItem.era == era)
    item = session.exec(sent.where(OutboxItem.tg_message_id == tg_message_id)).first()
    return subject_of(item) if item else None


def adopt(session: Session, item_id: int, *, tg_message_id: int, now: datetime) -> None:
    """A message whose arrival nobody had noted has been seen in the chat: it is not sent again."""
    item = session.exec(select(OutboxItem).where(OutboxItem.id == item_id)).first()
    if item is not None and item.tg_message_id is None:
        item.state, item.tg_message_id, item.settled_at, item.error = "sent", tg_message_id, now, ""
        session.add(item)
