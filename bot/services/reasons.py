"""Why somebody voted as they did, given afterwards: as a reply to the card, where a press has asked for it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.procedures import AGAINST
from bot.services.polls import cast_ballot
from storage.models import Ballot, Poll
from storage.queries.cards import shown_in
from storage.queries.polls import ballot_of, poll_of, voice_of

ASKED = timedelta(hours=1)  # after a vote Against that long its reason is asked for; what is said later is talk


def poll_shown(session: Session, *, group_id: int, era: int, tg_message_id: int) -> int | None:
    """The poll whose live card a message is, in the chat of that era."""
    return shown_in(session, "poll", group_id=group_id, era=era, tg_message_id=tg_message_id)


def asked(session: Session, *, group_id: int, by: int, poll_id: int, now: datetime) -> bool:
    """Whether a reason is awaited of somebody: the ballot that stands is their own, new, Against, and gives none."""
    poll = poll_of(session, group_id, poll_id)
    if poll is None or poll.secret or poll.state != "open":
        return False
    voice = voice_of(session, poll_id, by, by_delegation=poll.by_delegation)
    held = ballot_of(session, voice.elector_id) if voice else None
    return held is not None and _lacks(held, by, now)


def _lacks(held: Ballot, by: int, now: datetime) -> bool:
    return (held.choices, held.reason, held.cast_by_id) == (str(AGAINST), "", by) and now - held.at <= ASKED


def give(
    session: Session, *, group_id: int, by: int, poll_id: int, reason: str, made: datetime, now: datetime
) -> Poll | None:
    """Add the reason to the ballot, which is cast again with it; None, and nothing done, where none is awaited."""
    if not asked(session, group_id=group_id, by=by, poll_id=poll_id, now=now):
        return None
    cast_ballot(
        session, group_id=group_id, by=by, poll_id=poll_id, choices=(AGAINST,), reason=reason, made=made, now=now
    )
    return poll_of(session, group_id, poll_id)
