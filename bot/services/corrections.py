"""Putting a poll's words right: freely until somebody has voted, after that as a new version on which all vote again."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.rules import Procedure
from bot.services import poll_clock, polls
from storage.models import Ballot, Elector, Group, Poll, PollOption, Rewording
from storage.queries import cards, outbox
from storage.queries.attachments import mark_case_stale
from storage.queries.polls import option_texts

OPEN = ("open", "scheduled")


def correct(
    session: Session,
    *,
    group_id: int,
    by: int,
    poll_id: int,
    question: str,
    options: Sequence[str],
    administrator: bool,
    now: datetime,
) -> Poll:
    """Change the question and, where any are given, the words of the options, at the author's or an administrator's word.

    Ballots that were cast on the words before are void: a new version begins, and who had voted is told.
    """
    poll = polls.own_poll(session, group_id, by, poll_id, administrator=administrator, states=OPEN)
    if poll.rule == Procedure.SILENCE:
        raise Mistake("silence_fixed", handle=handle("poll", poll.number))
    if poll.native and poll.state == "open":
        raise Mistake("sense_fixed", handle=handle("poll", poll.number))
    before = list(option_texts(session, poll_id).values())
    after = list(options) or before
    if len(after) != len(before):
        raise Mistake("correct_options", handle=handle("poll", poll.number), options=len(before))
    if (question, after) == (poll.question, before):
        raise Mistake("amend_same", handle=handle("poll", poll.number))
    _reword(session, poll, question, before, after, by, now)
    return poll


def follow(
    session: Session, *, group_id: int, by: int, poll_id: int, question: str, options: Sequence[str], now: datetime
) -> tuple[Poll, str]:
    """Its author has edited the message that a poll was typed in. Returns the poll, and what became of that:

    "corrected"; "voted": there are votes, so it is for /amend; "": nothing to change, or it is not theirs or over.
    """
    poll = session.exec(select(Poll).where(Poll.id == poll_id, Poll.group_id == group_id)).one()
    before = list(option_texts(session, poll_id).values())
    if poll.author_id != by or poll.state not in OPEN or (question, list(options)) == (poll.question, before):
        return poll, ""
    if has_ballots(session, poll_id=poll_id):
        return poll, "voted"
    correct(session, group_id=group_id, by=by, poll_id=poll_id, question=question, options=options,
            administrator=False, now=now)  # fmt: skip
    return poll, "corrected"


def typed_in(session: Session, *, tg_chat_id: int, tg_message_id: int) -> int | None:
    """The id of the poll that was typed in this message; None for every other message."""
    here = (col(Group.id) == col(Poll.group_id)) & (col(Group.era) == col(Poll.era))
    found = select(Poll.id).join(Group, here).where(Group.tg_chat_id == tg_chat_id, Poll.tg_message_id == tg_message_id)
    return session.exec(found).first()


def has_ballots(session: Session, *, poll_id: int) -> bool:
    """Whether anybody's vote stands."""
    own = select(Ballot.elector_id).join(Elector, col(Elector.id) == col(Ballot.elector_id))
    return session.exec(own.where(Elector.poll_id == poll_id).limit(1)).first() is not None


def _reword(
    session: Session, poll: Poll, question: str, before: list[str], after: list[str], by: int, now: datetime
) -> None:
    poll_id = poll.id or 0
    own = (
        select(Ballot.elector_id, Ballot.cast_by_id)
        .join(Elector, col(Elector.id) == col(Ballot.elector_id))
        .where(Elector.poll_id == poll_id)
    )
    cast = session.exec(own).all()
    void, voters = sorted({elector_id for elector_id, _ in cast}), sorted({member_id for _, member_id in cast})
    kept = Rewording(
        poll_id=poll_id, by_id=by, at=now, version=poll.version, question=poll.question, options=before,
        voided=len(void),
    )  # fmt: skip
    session.add(kept)
    body: dict[str, object] = {"before": [poll.question, *before], "question": question, "options": after}
    poll.question = question
    for number, text in enumerate(after, start=1):
        which = (col(PollOption.poll_id) == poll_id, col(PollOption.number) == number)
        session.exec(update(PollOption).where(*which).values(text=text))
    if void:
        poll.version, poll.reworded_at = poll.version + 1, now
        body |= {"version": poll.version, "void": void, "voted": voters}
        session.exec(delete(Ballot).where(col(Ballot.elector_id).in_(void)))
    session.add(poll)
    entry = polls.record(session, poll, by, now, "poll_amended", body)
    poll_clock.settle(session, poll, now)
    cards.mark_stale(session, "poll", poll_id)
    if poll.alert_id:
        mark_case_stale(session, poll.alert_id)
    if void:
        outbox.announce(
            session, group_id=poll.group_id, kind="poll_amended", journal_id=entry, now=now, poll_id=poll_id
        )
