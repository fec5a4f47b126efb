"""The silence procedure: circulate a text, see it, break the silence, object to the procedure, circulate it amended."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domain.ballots import write_choices
from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.procedures import AGAINST, Rule
from bot.domain.rules import Procedure
from bot.domain.silence import half_time
from bot.services import drafts, polls, sightings
from bot.services.electorate import voice
from bot.services.sightings import under_silence
from storage.models import Choosing, Objection, Poll
from storage.queries import cards, outbox
from storage.queries.polls import poll_facts, put_ballot

TITLE = 300  # characters of the text that stand for it in lists


def circulate(
    session: Session, *, group_id: int, by: int, text: str, closes_at: datetime, about: str = "",
    replaces_id: int | None = None, now: datetime,
) -> Poll:  # fmt: skip
    """Put a text under silence: it stands at `closes_at` unless somebody breaks the silence. Whoever does is its chair."""
    words = " ".join(text.split())
    title = words if len(words) <= TITLE else f"{words[: TITLE - 1].rstrip()}…"
    poll = polls.open_poll(
        session, group_id=group_id, by=by, question=title, rule=Rule(Procedure.SILENCE), closes_at=closes_at,
        about=about, text=text, replaces_id=replaces_id, now=now,
    )  # fmt: skip
    sightings.note(session, by=by, poll=poll, now=now)  # whoever circulates a text has read it
    return poll


def see(session: Session, *, group_id: int, by: int, poll_id: int, made: datetime, now: datetime) -> bool:
    """A member has seen the text; False when they had already."""
    poll = under_silence(polls.still_open(session, group_id, poll_id, made))
    return sightings.see(session, by=by, poll=poll, now=now)


def ask_why(
    session: Session, *, group_id: int, by: int, poll_id: int, prompt: Callable[[int], dict[str, Any]],
    made: datetime, now: datetime,
) -> None:  # fmt: skip
    """Ask whoever is about to break the silence, and may, for the reason."""
    poll = under_silence(polls.still_open(session, group_id, poll_id, made))
    voice(session, poll, by, now)
    drafts.ask(
        session, group_id=group_id, by=by, form="break", text=handle("poll", poll.number), asks="reason", choices=[],
        prompt=prompt, now=now,
    )  # fmt: skip


def break_silence(
    session: Session, *, group_id: int, by: int, poll_id: int, reason: str, amendment: str = "", made: datetime,
    now: datetime,
) -> Poll:  # fmt: skip
    """One delegation does not let the text pass: it is rejected at once. Expects a reason; the amendment may be empty."""
    poll = under_silence(polls.still_open(session, group_id, poll_id, made))
    own = voice(session, poll, by, now)
    ballot = Choosing(own.elector_id, own.rank, write_choices((AGAINST,)), by, now, reason)
    put_ballot(session, ballot)
    session.add(
        Objection(poll_id=poll_id, elector_id=own.elector_id, rank=own.rank, at=now, amendment=amendment,
                  proposed_by_id=by if amendment else None)
    )  # fmt: skip
    body = {"elector": own.elector_id, "rank": own.rank, "choices": ballot.choices, "reason": reason}
    polls.record(session, poll, by, now, "ballot_cast", body | {"amendment": amendment})
    session.flush()
    polls.close(session, poll_id=poll_id, now=now, by=by)
    return poll


def object_to_procedure(
    session: Session, *, group_id: int, by: int, poll_id: int, made: datetime, now: datetime
) -> Poll:
    """One delegation wants the text put to the vote: until the same moment it is decided by consensus."""
    poll = under_silence(polls.still_open(session, group_id, poll_id, made))
    own = voice(session, poll, by, now)
    if made >= half_time(poll.opened_at, poll.closes_at):
        raise Mistake("procedure_late", handle=handle("poll", poll.number))
    poll.rule = Procedure.CONSENSUS.value
    session.add(poll)
    entry = polls.record(session, poll, by, now, "procedure_objected", {"elector": own.elector_id, "rule": poll.rule})
    cards.mark_stale(session, "poll", poll_id)
    outbox.announce(session, group_id=group_id, kind="procedure_objected", journal_id=entry, now=now, poll_id=poll_id)
    return poll


def recirculate(session: Session, *, group_id: int, by: int, poll_id: int, opener: bool, now: datetime) -> Poll:
    """Put the amendment of whoever broke the silence under silence for as long, once.

    By the chair of the first, or (`opener`) whoever may open polls here.
    """
    poll = polls.poll_in(session, group_id, poll_id)
    facts = poll_facts(session, poll_id)
    amendment = next((each.amendment for each in facts.objections.values()), "")
    if poll.state != "closed" or not amendment:
        raise Mistake("button_old")
    if facts.replaced_by:
        raise Mistake("step_taken", handle=handle("poll", facts.replaced_by))
    if by != poll.author_id and not opener:
        raise Mistake("polls_by_administrators")
    after = circulate(
        session, group_id=group_id, by=by, text=amendment, closes_at=now + (poll.closes_at - poll.opened_at),
        about=handle("poll", poll.number), replaces_id=poll_id, now=now,
    )  # fmt: skip
    cards.mark_stale(session, "poll", poll_id)
    return after


def show_later_half(session: Session, *, poll_id: int) -> None:
    """The first half is over: the card no longer offers to object to the procedure."""
    cards.mark_stale(session, "poll", poll_id)
