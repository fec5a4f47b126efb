"""Polls: open, cast, withdraw, close. There is one road to an outcome: `close`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from bot.domain.ballots import SEVERAL, write_choices
from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.procedures import Choices, Quorum, Rule, Verdict, check_rule, read_quorum, read_rule
from bot.domain.rules import Procedure
from bot.services import ballots, census, pictures, poll_clock, sense
from bot.services.answers import check_answer
from bot.services.electorate import PRINCIPAL, check_quorum, electorate, freeze, voice
from storage.models import Choosing, Poll, PollOption, Recorded
from storage.queries import cards, journal, outbox, timers
from storage.queries.attachments import mark_case_stale
from storage.queries.eras import era_of
from storage.queries.handles import find, next_number
from storage.queries.polls import (
    ballot_of,
    elector_by_id,
    electorate_of,
    follow,
    outranking,
    poll_by_id,
    poll_facts,
    poll_of,
    put_ballot,
    take_ballot,
)


def open_poll(
    session: Session,
    *,
    group_id: int,
    by: int,
    question: str,
    options: Sequence[str] = (),
    rule: Rule,
    quorum: Quorum | None = None,
    closes_at: datetime,
    about: str = "",
    opens_at: datetime | None = None,
    tg_message_id: int | None = None,
    becomes: int | None = None,
    now: datetime,
    **ways: Any,
) -> Poll:
    """Put a question to the group, now or at `opens_at`, perhaps about an alert (or what a poll is about): a handle.

    `tg_message_id` is the message it was typed in; `becomes` the one of the bot's own that its card is to take over;
    `ways` more columns of the poll: secret, hidden, early, choices, native, lasts; `text`, what silence
    adopts; `replaces_id`, the poll whose place it takes.
    """
    check_rule(rule, len(options), electorate_of(electorate(session, group_id)[0]), quorum)
    poll = Poll(
        group_id=group_id,
        number=next_number(session, Poll, group_id),
        question=question,
        rule=rule.key,
        quorum=quorum.key if quorum else "",
        author_id=by,
        alert_id=_alert_of(session, group_id, about) if about else None,
        opened_at=now,
        closes_at=closes_at,
        opens_at=opens_at,
        state="scheduled" if opens_at else "open",
        tg_message_id=tg_message_id,
        era=era_of(session, group_id),
        **ways,
    )
    _put(session, poll, options, becomes, now)
    return poll


def _put(session: Session, poll: Poll, options: Sequence[str], becomes: int | None, now: datetime) -> None:
    """A new poll is written and shown: it begins, or waits for its moment."""
    session.add(poll)
    session.flush()
    assert poll.id is not None  # noqa: S101 -- flushed rows have ids
    for index, text in enumerate(options, start=1):
        session.add(PollOption(poll_id=poll.id, number=index, text=text))
    group_id, by, opens_at = poll.group_id, poll.author_id, poll.opens_at
    cards.show(session, group_id=group_id, kind="poll", subject_id=poll.id, priority=outbox.RESULT, becomes=becomes)
    if opens_at:
        record(session, poll, by, now, "poll_scheduled", described(poll, options) | {"opens_at": opens_at.isoformat()})
        timers.schedule(session, kind="poll_open", subject_id=poll.id, due_at=opens_at)
    else:
        begin(session, poll, options, by, now)
    _mark_alert(session, poll)


def begin(session: Session, poll: Poll, options: Sequence[str], by: int | None, now: datetime) -> None:
    """A poll that is written begins: who may vote is frozen, its deadline runs. Raises what check_rule does."""
    electors, poll.by_delegation = electorate(session, poll.group_id)
    quorum = read_quorum(poll.quorum) if poll.quorum else None
    check_rule(read_rule(poll.rule), len(options), electorate_of(electors), quorum)
    if quorum:
        check_quorum(session, poll, quorum, len(electors))
    poll.state, poll.opened_at = "open", now
    session.add(poll)
    freeze(session, poll.id or 0, electors)
    record(session, poll, by, now, "poll_opened", described(poll, options))
    poll_clock.plan(session, poll, now)
    poll_clock.settle(session, poll, now)
    if poll.early and not poll.by_delegation:
        census.ask(session, group_id=poll.group_id, now=now)  # whether there are others who may enter it
    if poll.native:
        sense.send(session, poll, now)


def described(poll: Poll, options: Sequence[str]) -> dict[str, object]:
    """A poll as the record keeps it: its words, its rule, its deadline, and what else was asked for."""
    body: dict[str, object] = {"question": poll.question, "options": list(options)}
    body |= {"native": True} if poll.native else {"rule": poll.rule}
    body |= {"closes_at": poll.closes_at.isoformat()}
    more = {name: getattr(poll, name) for name in ("text", "quorum", "secret", "hidden", "early")}
    more["choices"] = poll.choices if poll.choices > 1 else 0
    return body | {name: value for name, value in more.items() if value}


def cast_ballot(
    session: Session, *, group_id: int, by: int, poll_id: int, choices: Choices, ranks: bool | None = None,
    adds: bool = False, reason: str = "", made: datetime, now: datetime,
) -> Recorded:  # fmt: skip
    """Record a ballot, replacing an earlier one; `adds`: where it may name several options, adding to it.

    `ranks`: whether several options were typed in order of preference; None where that cannot be told.

    `made` is the earliest moment the vote can have been made: a typed one has its date; a press has none, so for it
    the last moment Telegram was known to hold nothing. Votes made before the deadline count until the poll is closed.
    """
    poll = still_open(session, group_id, poll_id, made)
    check_answer(poll, choices, reason)
    own = voice(session, poll, by, now)
    choices, reason = ballots.chosen(session, poll, own, choices, reason=reason, adds=adds)
    choices, texts = ballots.checked(session, poll, choices, ranks=ranks)
    text = write_choices(choices, ranked=poll.rule == Procedure.RANKED)
    changed = put_ballot(session, Choosing(own.elector_id, own.rank, text, by, now, reason))
    body = {"elector": own.elector_id, "rank": own.rank} | ballots.told(poll, text, reason, changed=changed)
    followed = follow(session, own.elector_id) if own.holds else []
    record(session, poll, by, now, "ballot_cast", body | {"also": followed} if followed else body)
    poll_clock.settle(session, poll, now)
    cards.mark_stale(session, "poll", poll_id)
    return Recorded(
        choices,
        poll.rule,
        "" if poll.rule in SEVERAL else texts.get(choices[0], ""),
        reason,
        poll.secret,
        outranked=None if own.rank == PRINCIPAL else outranking(session, own.elector_id, own.rank),
        followed=elector_by_id(session, followed[0]) if followed else None,
    )


def withdraw_ballot(
    session: Session, *, group_id: int, by: int, poll_id: int, made: datetime, now: datetime
) -> int | None:
    """Take the choice back; a Mistake when there is none. Returns the rank of the ballot that stands now, if any."""
    poll = still_open(session, group_id, poll_id, made)
    own = voice(session, poll, by, now)
    if not take_ballot(session, own.elector_id, own.rank):
        raise Mistake("nothing_to_withdraw", handle=handle("poll", poll.number))
    body: dict[str, object] = {"elector": own.elector_id, "rank": own.rank}
    followed = follow(session, own.elector_id) if own.holds else []
    record(session, poll, by, now, "ballot_withdrawn", body | {"also": followed} if followed else body)
    poll_clock.settle(session, poll, now)
    cards.mark_stale(session, "poll", poll_id)
    standing = ballot_of(session, own.elector_id) if poll.by_delegation else None
    return standing.rank if standing else None


def close(session: Session, *, poll_id: int, now: datetime, by: int | None = None, early: bool = False) -> None:
    """Judge the ballots and say so; closing what is closed changes nothing. `early`: since the result is certain."""
    facts = poll_facts(session, poll_id)
    poll = facts.poll
    if poll.state == "closed":
        return
    if poll.native:  # which has no verdict
        _end(session, poll, None, now, by, counted=sense.counted(facts))
        return
    outcome = facts.standing.outcome
    entry = _end(session, poll, outcome.verdict, now, by, winner=outcome.winner, tied=list(outcome.tied), early=early)
    pictures.announce(session, facts, entry, now)


def close_certain(session: Session, *, poll_id: int, now: datetime) -> None:
    """The grace is over: a poll whose result is certain closes, unless that was taken back or is so no longer."""
    poll = poll_by_id(session, poll_id)
    poll_clock.settle(session, poll, now)
    if poll.closing_at and poll.closing_at <= now:
        close(session, poll_id=poll_id, now=now, early=True)


def close_early(session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, now: datetime) -> None:
    """Judge the ballots so far, at the author's or an administrator's word; a silence is kept until it expires."""
    poll = own_poll(session, group_id, by, poll_id, administrator=administrator)
    if poll.rule == Procedure.SILENCE:
        raise Mistake("silence_not_early", handle=handle("poll", poll.number))
    close(session, poll_id=poll.id or 0, now=now, by=by)


def withdraw(
    session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, reason: str, now: datetime
) -> None:
    """Take the question back, at the author's or an administrator's word."""
    poll = own_poll(session, group_id, by, poll_id, administrator=administrator, states=("open", "scheduled"))
    poll.reason = reason
    _end(session, poll, Verdict.WITHDRAWN, now, by, reason=reason)


def _end(
    session: Session, poll: Poll, verdict: Verdict | None, now: datetime, by: int | None, *, winner: int | None = None,
    tied: Sequence[int] = (), reason: str = "", early: bool = False, counted: Mapping[str, object] | None = None,
) -> int:  # fmt: skip
    """Close it with a verdict and say so; returns the journal's entry."""
    poll.state, poll.closed_at, poll.verdict, poll.winner = "closed", now, verdict.value if verdict else "", winner
    session.add(poll)
    body: dict[str, object] = {"verdict": poll.verdict, "winner": winner, "tied": list(tied), "reason": reason}
    body |= {"early": True} if early else counted or {}
    body |= ballots.seal(session, poll, tell=verdict is not Verdict.WITHDRAWN)
    entry = record(session, poll, by, now, "poll_closed", body)
    poll_clock.stop(session, poll)
    cards.mark_stale(session, "poll", poll.id or 0)
    _mark_alert(session, poll)
    if poll.native:
        sense.stop(session, poll, now)
    for kind in ("poll_result", *(["decision"] if verdict is Verdict.ADOPTED else [])):
        outbox.announce(session, group_id=poll.group_id, kind=kind, journal_id=entry, now=now, poll_id=poll.id)
    return entry


def poll_in(session: Session, group_id: int, poll_id: int) -> Poll:
    """The group's poll; a Mistake where it has none with this id."""
    poll = poll_of(session, group_id, poll_id)
    if poll is None:
        raise Mistake("button_old")
    return poll


def still_open(session: Session, group_id: int, poll_id: int, made: datetime) -> Poll:
    """The poll, while what was `made` then counts in it; else a Mistake."""
    poll = poll_in(session, group_id, poll_id)
    if poll.state == "scheduled":
        raise Mistake("poll_not_open", handle=handle("poll", poll.number), at=poll.opens_at)
    if poll.state != "open" or made > poll_clock.ends_at(poll):
        raise Mistake("poll_closed", handle=handle("poll", poll.number), verdict=poll.verdict)
    if poll.native:
        raise Mistake("sense_vote", handle=handle("poll", poll.number))
    if poll.reworded_at and made < poll.reworded_at:
        raise Mistake("poll_reworded", handle=handle("poll", poll.number))
    return poll


def own_poll(
    session: Session, group_id: int, by: int, poll_id: int, *, administrator: bool, states: Sequence[str] = ("open",)
) -> Poll:
    """The poll, where it is the person's or they administer the group, and it is in one of the states; else a Mistake."""
    poll = poll_in(session, group_id, poll_id)
    if poll.state not in states:
        if poll.state == "scheduled":
            raise Mistake("poll_not_open", handle=handle("poll", poll.number), at=poll.opens_at)
        if poll.state == "open":
            raise Mistake("poll_open_already", handle=handle("poll", poll.number))
        raise Mistake("poll_closed", handle=handle("poll", poll.number), verdict=poll.verdict)
    if poll.author_id != by and not administrator:
        raise Mistake("not_yours", handle=handle("poll", poll.number))
    return poll


def _alert_of(session: Session, group_id: int, about: str) -> int | None:
    """The alert that a handle names, or that the poll it names is about."""
    kind, subject_id = find(session, group_id, about, "alert", "poll")
    if kind == "alert":
        return subject_id
    return session.exec(select(Poll.alert_id).where(Poll.id == subject_id)).one()


def _mark_alert(session: Session, poll: Poll) -> None:
    if poll.alert_id:
        mark_case_stale(session, poll.alert_id)


def record(session: Session, poll: Poll, by: int | None, now: datetime, kind: str, body: Mapping[str, object]) -> int:
    """An entry about a poll; returns its id."""
    subject = handle("poll", poll.number)
    return journal.record(session, group_id=poll.group_id, at=now, kind=kind, actor_id=by, subject=subject, body=body)
