"""Proxies: a delegation gives its vote in one poll to another, which may act for one at most (Art. 239 TFEU)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from bot.domain.ballots import SEVERAL, write_choices
from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.procedures import Choices
from bot.domain.rules import Procedure
from bot.services import ballots, poll_clock
from bot.services.answers import check_answer
from bot.services.electorate import voice
from bot.services.polls import cast_ballot, record, still_open, withdraw_ballot
from storage.models import PROXY, Choosing, Elector, Given, Poll, Proxy, Recorded
from storage.queries import cards
from storage.queries.polls import elector_by_id, follow, outranking, proxies_of, put_ballot, take_ballot


def give(session: Session, *, group_id: int, by: int, poll_id: int, code: str, made: datetime, now: datetime) -> Given:
    """Give one's delegation's vote to another, by its code, in place of whoever held it before."""
    poll, own = _giver(session, group_id, by, poll_id, made, now)
    holder = _find(session, poll, code)
    if holder is None:
        raise Mistake("proxy_outside", handle=handle("poll", poll.number), name=code)
    _check(session, poll, own, holder)
    given = Given(own, holder, votes=outranking(session, own.id or 0, PROXY) is not None)
    before = _held_from(session, poll_id, own)
    if before and before.to_id == holder.id:
        return given
    if before:
        _end(session, before, now)
    session.add(Proxy(poll_id=poll_id, from_id=own.id or 0, to_id=holder.id or 0, given_by_id=by, at=now))
    session.flush()
    also = follow(session, holder.id or 0)
    body = {"from": own.id, "to": holder.id, "before": before.to_id if before else None, "also": also}
    record(session, poll, by, now, "proxy_given", body)
    poll_clock.settle(session, poll, now)
    cards.mark_stale(session, "poll", poll_id)
    return given


def take_back(session: Session, *, group_id: int, by: int, poll_id: int, made: datetime, now: datetime) -> Given:
    """The vote is the delegation's own again; a ballot cast by proxy goes with it."""
    poll, own = _giver(session, group_id, by, poll_id, made, now)
    held = _held_from(session, poll_id, own)
    if held is None:
        raise Mistake("proxy_none", handle=handle("poll", poll.number))
    _end(session, held, now)
    record(session, poll, by, now, "proxy_withdrawn", {"from": own.id, "to": held.to_id})
    poll_clock.settle(session, poll, now)
    cards.mark_stale(session, "poll", poll_id)
    return Given(own, None)


def cast_as(
    session: Session, *, group_id: int, by: int, poll_id: int, code: str, choices: Choices | None,
    ranks: bool | None = None, reason: str = "", words: str = "", made: datetime, now: datetime,
) -> tuple[Elector | None, Recorded | int | None]:  # fmt: skip
    """Vote, or withdraw (choices None), as the delegation of this code: one's own, or one whose vote one holds.

    A code of no delegation there was only a part of the reason, `words`. Returns for which other one, and what became.
    """
    poll = still_open(session, group_id, poll_id, made)
    found = _find(session, poll, code)
    if found is None and _is_country(code):
        raise Mistake("proxy_outside", handle=handle("poll", poll.number), name=code)
    own = voice(session, poll, by, now).elector_id
    if found is None or found.id == own:
        vote: dict[str, Any] = {"group_id": group_id, "by": by, "poll_id": poll_id, "made": made, "now": now}
        if choices is None:
            return None, withdraw_ballot(session, **vote)
        said = reason if found else words
        return None, cast_ballot(session, choices=choices, ranks=ranks, reason=said, **vote)
    held = _held_from(session, poll_id, found)
    if held is None or held.to_id != own:
        raise Mistake("proxy_not_held", handle=handle("poll", poll.number), name=_name(found))
    if poll.secret and reason:
        raise Mistake("reason_secret", handle=handle("poll", poll.number))
    cards.mark_stale(session, "poll", poll_id)
    ballot = Choosing(held.from_id, PROXY, "", by, now, reason)
    done = _cast_apart(session, poll, held, ballot, choices, ranks)
    poll_clock.settle(session, poll, now)
    return found, done


def _cast_apart(
    session: Session, poll: Poll, held: Proxy, ballot: Choosing, choices: Choices | None, ranks: bool | None
) -> Recorded | None:
    """Cast the ballot for another, apart from the holder's own; without choices it follows that again."""
    by, now, elector_id = ballot.cast_by_id, ballot.at, ballot.elector_id
    body: dict[str, object] = {"elector": elector_id, "rank": PROXY, "by": held.to_id}
    held.apart = choices is not None
    session.add(held)
    session.flush()
    if choices is None:
        take_ballot(session, elector_id, PROXY)
        record(session, poll, by, now, "ballot_withdrawn", body | {"also": follow(session, held.to_id)})
        return None
    check_answer(poll, choices, ballot.reason)
    choices, texts = ballots.checked(session, poll, choices, ranks=ranks)
    ballot = replace(ballot, choices=write_choices(choices, ranked=poll.rule == Procedure.RANKED))
    changed = put_ballot(session, ballot)
    told = ballots.told(poll, ballot.choices, ballot.reason, changed=changed)
    record(session, poll, by, now, "ballot_cast", body | told)
    option = "" if poll.rule in SEVERAL else texts.get(choices[0], "")
    outranked = outranking(session, elector_id, PROXY)
    return Recorded(choices, poll.rule, option, ballot.reason, poll.secret, outranked=outranked)


def _giver(
    session: Session, group_id: int, by: int, poll_id: int, made: datetime, now: datetime
) -> tuple[Poll, Elector]:
    poll = still_open(session, group_id, poll_id, made)
    if poll.rule == Procedure.SILENCE:
        raise Mistake("proxy_silence", handle=handle("poll", poll.number))
    if not poll.by_delegation:
        raise Mistake("proxy_members", handle=handle("poll", poll.number))
    own = voice(session, poll, by, now).elector_id
    return poll, elector_by_id(session, own)


def _find(session: Session, poll: Poll, code: str) -> Elector | None:
    named = select(Elector).where(Elector.poll_id == poll.id, Elector.code == code)
    return session.exec(named).first() if code else None


def _is_country(code: str) -> bool:
    """Whether a code is an ISO one, so that a delegation is meant whatever the poll."""
    return len(code) == 2 and code.isascii() and code.isupper()


def _check(session: Session, poll: Poll, own: Elector, holder: Elector) -> None:
    """A Mistake where the vote cannot be given: to itself, in a chain, to one that holds a vote already."""
    if holder.id == own.id:
        raise Mistake("proxy_self")
    electors = {each.id: each for each in session.exec(select(Elector).where(Elector.poll_id == poll.id))}
    for each in proxies_of(session, poll.id or 0):
        giver, to = _name(electors[each.from_id]), _name(electors[each.to_id])
        if each.to_id == holder.id and each.from_id != own.id:
            raise Mistake("proxy_taken", name=to, from_=giver)
        if each.from_id == holder.id:
            raise Mistake("proxy_passed_on", name=giver, to=to)
        if each.to_id == own.id:
            raise Mistake("proxy_chain", from_=giver)


def _held_from(session: Session, poll_id: int, elector: Elector) -> Proxy | None:
    return next((each for each in proxies_of(session, poll_id) if each.from_id == elector.id), None)


def _end(session: Session, proxy: Proxy, now: datetime) -> None:
    proxy.withdrawn_at = now
    session.add(proxy)
    session.flush()
    take_ballot(session, proxy.from_id, PROXY)


def _name(elector: Elector) -> str:
    return elector.name or elector.code
