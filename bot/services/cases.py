"""Cases: their timeline, and their cards shown again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlmodel import Session, col, select, update

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.services import sense
from storage.models import AlertFacts, CallFacts, CaseFacts, LiveCard, PollFacts, TaskFacts
from storage.queries import cards, journal, outbox
from storage.queries.alerts import alert_facts
from storage.queries.calls import call_facts
from storage.queries.cases import case_facts
from storage.queries.eras import era_of
from storage.queries.handles import MODELS
from storage.queries.polls import poll_facts
from storage.queries.tasks import task_facts

PAUSE = timedelta(seconds=10)  # between two times that a card is shown again
LATER = timedelta(seconds=3)  # the older message gets its pointer once the new one is there
AnyFacts: TypeAlias = AlertFacts | PollFacts | CallFacts | TaskFacts
FACTS: dict[str, Callable[[Session, int], AnyFacts]] = {
    "alert": alert_facts,
    "poll": poll_facts,
    "call": call_facts,
    "task": task_facts,
}


def timeline(session: Session, *, group_id: int, kind: str, subject_id: int, page: int = 0) -> CaseFacts:
    """A page of what came of an alert, a poll or a call; a Mistake where it is none of the group's."""
    _number(session, group_id, kind, subject_id)
    return case_facts(session, group_id, kind, subject_id, page)


def card_facts(session: Session, *, group_id: int, kind: str, subject_id: int) -> AnyFacts:
    """What the card of one of the group's subjects shows."""
    _number(session, group_id, kind, subject_id)
    return FACTS[kind](session, subject_id)


def show(session: Session, *, group_id: int, by: int | None = None, kind: str, subject_id: int, now: datetime) -> str:
    """Post the live card again, silently, at the bottom; returns the handle. The older message becomes a pointer to it."""
    name = handle(kind, _number(session, group_id, kind, subject_id))
    card = cards.own_card(session, kind, subject_id)
    if card is None:  # one of a bundle
        cards.show(session, group_id=group_id, kind=kind, subject_id=subject_id, silent=True)
        cards.mark_stale(session, kind, subject_id)
    else:
        if card.shown_at and now - card.shown_at < PAUSE:
            raise Mistake("shown_just_now", handle=name)
        _post_below(session, card, by, now, priority=outbox.CARD, silent=True)
        if kind == "poll":
            sense.show(session, poll_id=subject_id, now=now)
    shown = (col(LiveCard.kind) == kind, col(LiveCard.subject_id) == subject_id)
    session.exec(update(LiveCard).where(*shown).values(shown_at=now))
    return name


def move_down(session: Session, kind: str, subject_id: int, *, by: int | None, now: datetime) -> None:
    """Post the live card of something that begins only now at the bottom, so that it rings; the older one points to it."""
    if card := cards.own_card(session, kind, subject_id):
        _post_below(session, card, by, now, priority=outbox.RESULT, silent=False)


def _post_below(
    session: Session, card: LiveCard, by: int | None, now: datetime, *, priority: int, silent: bool
) -> None:
    older, era = card.tg_message_id, card.era
    group_id, kind, subject_id = card.group_id, card.kind, card.subject_id
    cards.repost(session, kind, subject_id, priority=priority, silent=silent)
    if older and era == era_of(session, group_id):
        _point(session, group_id=group_id, by=by, kind=kind, subject_id=subject_id, older=older, now=now)


def _point(
    session: Session, *, group_id: int, by: int | None, kind: str, subject_id: int, older: int, now: datetime
) -> None:
    name = handle(kind, _number(session, group_id, kind, subject_id))
    entry = journal.record(session, group_id=group_id, at=now, kind="card_shown", actor_id=by, subject=name)
    subject = {f"{kind}_id": subject_id}
    outbox.announce(
        session, group_id=group_id, kind="card_shown", journal_id=entry, now=now + LATER, priority=outbox.CARD,
        edit=older, handle=name, **subject,
    )  # fmt: skip


def has(session: Session, *, group_id: int, kind: str, subject_id: int) -> bool:
    """Whether something is the group's."""
    return _find(session, group_id, kind, subject_id) is not None


def _number(session: Session, group_id: int, kind: str, subject_id: int) -> int:
    number = _find(session, group_id, kind, subject_id)
    if number is None:
        raise Mistake("button_old")
    return number


def _find(session: Session, group_id: int, kind: str, subject_id: int) -> int | None:
    if (model := MODELS.get(kind)) is None:
        return None
    return session.exec(select(model.number).where(model.id == subject_id, model.group_id == group_id)).first()
