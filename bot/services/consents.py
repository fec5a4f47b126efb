"""Consent: objections with their reasons, resolved by whoever objects, or by an amendment that they accept."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.procedures import AGAINST
from bot.domain.rules import Procedure
from bot.services import drafts, poll_clock, polls
from bot.services.electorate import voice
from storage.models import PROXY, Ballot, Objection, Poll, Proxy
from storage.queries import cards, outbox
from storage.queries.objections import objection_to
from storage.queries.polls import ballot_of, elector_by_id, proxies_of, voice_of

Prompt = Callable[[int], dict[str, Any]]


def ask_why(
    session: Session, *, group_id: int, by: int, poll_id: int, prompt: Prompt, made: datetime, now: datetime
) -> None:
    """Ask whoever is about to object, and may, which risk they see."""
    poll = _under_consent(session, group_id, poll_id, made)
    voice(session, poll, by, now)
    _ask(session, poll, by, "object", handle("poll", poll.number), "reason", prompt, now)


def resolve(
    session: Session, *, group_id: int, by: int, poll_id: int, elector_id: int, prompt: Prompt, made: datetime,
    now: datetime,
) -> bool:  # fmt: skip
    """[Resolved]: whoever objects says so. The author is asked for an amendment to propose instead: False."""
    poll = _under_consent(session, group_id, poll_id, made)
    ballot = _open_objection(session, poll, elector_id)
    if not _speaks_for(session, poll, ballot, by):
        if by != poll.author_id:
            raise Mistake("not_your_objection", handle=handle("poll", poll.number))
        text = f"{handle('poll', poll.number)} {elector_id}"
        _ask(session, poll, by, "propose", text, "amendment", prompt, now)
        return False
    row = objection_to(session, ballot) or _row(poll, ballot)
    _resolve(session, poll, row, by, now, amendment="")
    return True


def propose(
    session: Session, *, group_id: int, by: int, poll_id: int, elector_id: int, amendment: str, made: datetime,
    now: datetime,
) -> None:  # fmt: skip
    """The author proposes an amendment to whoever objects, in place of the one before."""
    poll = _under_consent(session, group_id, poll_id, made)
    ballot = _open_objection(session, poll, elector_id)
    if by != poll.author_id:
        raise Mistake("not_your_objection", handle=handle("poll", poll.number))
    row = objection_to(session, ballot) or _row(poll, ballot)
    row.amendment, row.proposals, row.proposed_by_id = amendment, row.proposals + 1, by
    session.add(row)
    session.flush()
    body = {"elector": elector_id, "amendment": amendment, "objection": row.id, "proposal": row.proposals}
    entry = polls.record(session, poll, by, now, "amendment_proposed", body)
    cards.mark_stale(session, "poll", poll_id)
    outbox.announce(session, group_id=group_id, kind="amendment_proposed", journal_id=entry, now=now, poll_id=poll_id)


def accept(
    session: Session, *, group_id: int, by: int, objection_id: int, proposal: int, made: datetime, now: datetime
) -> bool:
    """[Accept]: the amendment becomes part of the text, and the objection is resolved. False when it was already."""
    row = session.exec(
        select(Objection)
        .join(Poll, col(Poll.id) == col(Objection.poll_id))
        .where(Objection.id == objection_id, Poll.group_id == group_id)
    ).first()
    if row is None:
        raise Mistake("button_old")
    poll = _under_consent(session, group_id, row.poll_id, made)
    ballot = ballot_of(session, row.elector_id)
    if ballot is None or (ballot.rank, ballot.at) != (row.rank, row.at) or not 0 < proposal == row.proposals:
        raise Mistake("button_old")
    if not _speaks_for(session, poll, ballot, by):
        raise Mistake("not_your_amendment", handle=handle("poll", poll.number))
    if row.resolved_at:
        return False
    poll.text = f"{poll.text}\n{row.amendment}".strip()
    poll.version += 1
    session.add(poll)
    entry = _resolve(session, poll, row, by, now, amendment=row.amendment)
    outbox.announce(
        session, group_id=group_id, kind="amendment_accepted", journal_id=entry, now=now, poll_id=row.poll_id
    )
    return True


def _resolve(session: Session, poll: Poll, row: Objection, by: int, now: datetime, *, amendment: str) -> int:
    row.resolved_by_id, row.resolved_at = by, now
    session.add(row)
    session.flush()
    cards.mark_stale(session, "poll", poll.id or 0)
    poll_clock.settle(session, poll, now)
    kind = "amendment_accepted" if amendment else "objection_resolved"
    return polls.record(session, poll, by, now, kind, {"elector": row.elector_id, "amendment": amendment})


def _under_consent(session: Session, group_id: int, poll_id: int, made: datetime) -> Poll:
    poll = polls.still_open(session, group_id, poll_id, made)
    if poll.rule != Procedure.CONSENT:
        raise Mistake("button_old")
    return poll


def _open_objection(session: Session, poll: Poll, elector_id: int) -> Ballot:
    """The ballot that objects for this elector; a Mistake where none does, or what it objects to is resolved."""
    ballot = ballot_of(session, elector_id)
    if ballot is None or ballot.choices != str(AGAINST) or elector_by_id(session, elector_id).poll_id != poll.id:
        raise Mistake("button_old")
    if _follows(session, poll, ballot):
        raise Mistake("button_old")  # it is resolved with the holder's own
    row = objection_to(session, ballot)
    if row and row.resolved_at:
        raise Mistake("objection_resolved_already", handle=handle("poll", poll.number))
    return ballot


def _speaks_for(session: Session, poll: Poll, ballot: Ballot, by: int) -> bool:
    """Whether a member can take back what the ballot says: in its rank or a higher one, or as who holds that vote."""
    own = voice_of(session, poll.id or 0, by, by_delegation=poll.by_delegation)
    if own is None:
        return False
    if own.elector_id == ballot.elector_id:
        return own.rank >= ballot.rank
    held = _proxy(session, poll, ballot)
    return held is not None and held.to_id == own.elector_id


def _follows(session: Session, poll: Poll, ballot: Ballot) -> bool:
    held = _proxy(session, poll, ballot)
    return held is not None and not held.apart


def _proxy(session: Session, poll: Poll, ballot: Ballot) -> Proxy | None:
    """By which proxy the ballot was cast; None where it is the elector's own."""
    if ballot.rank != PROXY:
        return None
    return next((each for each in proxies_of(session, poll.id or 0) if each.from_id == ballot.elector_id), None)


def _row(poll: Poll, ballot: Ballot) -> Objection:
    return Objection(poll_id=poll.id or 0, elector_id=ballot.elector_id, rank=ballot.rank, at=ballot.at)


def _ask(session: Session, poll: Poll, by: int, form: str, text: str, asks: str, prompt: Prompt, now: datetime) -> None:
    drafts.ask(
        session, group_id=poll.group_id, by=by, form=form, text=text, asks=asks, choices=[], prompt=prompt, now=now
    )
