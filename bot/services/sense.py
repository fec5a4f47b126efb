"""Sense checks: Telegram's own poll sent and stopped, and what comes back from it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce

from sqlmodel import Session, col, select

from bot.domain.ballots import read_choices, write_choices
from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.rules import Procedure
from bot.domain.sense import Told, is_later, read_answer
from bot.services.electorate import voice
from storage.models import Choosing, Group, JournalEntry, NativeAnswer, NativePoll, Poll, PollFacts
from storage.queries import cards, journal, outbox, sense
from storage.queries.eras import era_of
from storage.queries.members import group_by_id, present_members
from storage.queries.polls import held_ballot, option_texts, poll_by_id, poll_facts, poll_of, put_ballot, take_ballot

OUTSIDE = "outside_answers"
LATER = timedelta(seconds=3)  # a card that is shown again is there before the poll below it


def send(session: Session, poll: Poll, now: datetime, *, after: timedelta = timedelta()) -> None:
    """Have Telegram's poll posted, or forwarded where it stands in the chat already; its card, which rings, goes first."""
    if any(item.state in {"pending", "sending"} for item in sense.items_of(session, poll.id or 0)):
        return
    payload = {"poll_id": poll.id}
    outbox.post(
        session, payload=payload, kind=sense.POLL, group_id=poll.group_id, priority=outbox.REMINDER,
        not_before=now + after, now=now,
    )  # fmt: skip


def show(session: Session, *, poll_id: int, now: datetime) -> None:
    """An open sense check is shown again: Telegram's poll below its card, the same one where that still stands."""
    poll = poll_by_id(session, poll_id)
    if poll.native and poll.state == "open":
        send(session, poll, now, after=LATER)


def send_anew(session: Session, *, group_id: int, now: datetime) -> None:
    """The group's chat has become another, where none of its polls stand."""
    group, open_ = group_by_id(session, group_id), select(Poll).where(Poll.group_id == group_id, Poll.state == "open")
    for poll in session.exec(open_.where(col(Poll.native))).all():
        if sense.natives_of(session, poll.id or 0) and sense.standing_in(session, poll, group) is None:
            send(session, poll, now)


def arrived(session: Session, *, poll_id: int, tg_poll_id: str, tg_message_id: int, era: int, now: datetime) -> None:
    """Telegram's poll stands in the chat. Where ours was closed meanwhile it is stopped at once."""
    native = sense.native_of(session, tg_poll_id) or NativePoll(tg_poll_id=tg_poll_id, poll_id=poll_id)
    native.tg_message_id, native.era = tg_message_id, era
    poll = poll_by_id(session, poll_id)
    _make_sure(session, poll, native, now)
    if poll.state != "open":
        stop(session, poll, now)


def lost(session: Session, *, poll_id: int) -> None:
    """The messages with its poll are gone, or nobody may forward them: the next one is a poll of its own."""
    for native in sense.natives_of(session, poll_id):
        native.tg_message_id = None
        session.add(native)
    cards.mark_stale(session, "poll", poll_id)


def withheld(session: Session, *, poll_id: int) -> None:
    """Telegram's poll is not posted now, or not at all, which the card says."""
    cards.mark_stale(session, "poll", poll_id)


def stop(session: Session, poll: Poll, now: datetime) -> None:
    """It is over: what has not been sent is not, what stands in the chat of today is stopped."""
    for item in sense.items_of(session, poll.id or 0):
        if item.state == "pending":
            outbox.end(session, id=item.id, why="taken back", now=now)
    era = era_of(session, poll.group_id)
    for native in sense.natives_of(session, poll.id or 0):
        if native.tg_message_id and native.era == era:
            payload = {"edit": native.tg_message_id}
            outbox.post(
                session, payload=payload, kind=sense.STOP, group_id=poll.group_id, priority=outbox.CARD, now=now
            )


def place_of(session: Session, *, tg_poll_id: str) -> Group | None:
    """The group that an answer is about; of a poll that is not known, the group of the only one it can be."""
    if native := sense.native_of(session, tg_poll_id):
        return sense.group_of(session, native.poll_id)
    doubtful = sense.in_doubt(session)
    return sense.group_of(session, doubtful[0]) if len(doubtful) == 1 else None


def group_meant(session: Session, *, poll_id: int | None) -> Group | None:
    """The group of a poll, if there is one."""
    return sense.group_of(session, poll_id) if poll_id else None


def unsure(session: Session, *, tg_poll_id: str) -> list[PollFacts]:
    """The sense checks that an unknown poll of Telegram's may stand for; none where it is known."""
    native = sense.native_of(session, tg_poll_id)
    if native and native.sure:
        return []
    return [poll_facts(session, poll_id) for poll_id in sense.in_doubt(session)]


def recognise(session: Session, *, group_id: int, tg_poll_id: str, poll_id: int, now: datetime) -> None:
    """By its words a poll of Telegram's stands for this one of ours: what was answered in it counts."""
    poll, native = poll_of(session, group_id, poll_id), sense.native_of(session, tg_poll_id)
    if native and native.poll_id != poll_id:
        for row in _answers(session, NativeAnswer.tg_poll_id == tg_poll_id):
            session.delete(row)
        session.flush()
        session.delete(native)
        session.flush()
        native = None
    if poll is not None:
        era = era_of(session, group_id)
        _make_sure(session, poll, native or NativePoll(tg_poll_id=tg_poll_id, poll_id=poll_id, era=era), now)


def answer(
    session: Session, *, group_id: int, by: int | None = None, tg_poll_id: str, places: Sequence[int], update_id: int,
    present: bool, signed: bool = True, made: datetime, now: datetime,
) -> None:  # fmt: skip
    """What somebody chose in Telegram's poll (`places`), or took back (none), while ours is open.

    It is a ballot as any other: of the delegation, in the rank of whoever answers. Who is not `present` in the group is
    only counted, and so is who answers as the group, which nobody has `signed`; of members without a vote it is kept
    that they answered. Nobody is told of a mistake: there is nowhere to say it but the card.
    """
    native = sense.native_of(session, tg_poll_id) or _presumed(session, tg_poll_id, group_id)
    poll = poll_of(session, group_id, native.poll_id) if native else None
    if native is None or poll is None or poll.state != "open" or made > poll.closes_at:
        return
    several = poll.rule == Procedure.APPROVAL
    choices = read_answer(places, len(option_texts(session, native.poll_id)), several=several)
    if choices is None:
        return
    if by is not None and present and signed:
        _keep(session, poll, native, by, write_choices(choices), Told(update_id, now))
    elif by is None or session.get(NativeAnswer, (tg_poll_id, by)) is None:  # else they have left: what they said stays
        _count(session, poll, native, 1 if choices else -1, signed=signed, now=now)
    cards.mark_stale(session, "poll", native.poll_id)


def counted(facts: PollFacts) -> dict[str, object]:
    """What the record says of a sense check that is closed."""
    counts = dict(sorted(Counter(str(choice) for each in facts.choices for choice in each).items()))
    outside = facts.sense.outsiders if facts.sense else 0
    return {"counts": counts} | ({"outside": outside} if outside else {})


def _presumed(session: Session, tg_poll_id: str, group_id: int) -> NativePoll | None:
    """The poll that may be the copy nobody has answered for. Its answers wait until its words have been seen."""
    doubtful = sense.in_doubt(session)
    if len(doubtful) != 1 or poll_of(session, group_id, doubtful[0]) is None:
        return None
    native = NativePoll(tg_poll_id=tg_poll_id, poll_id=doubtful[0], era=era_of(session, group_id), sure=False)
    session.add(native)
    session.flush()
    return native


def _make_sure(session: Session, poll: Poll, native: NativePoll, now: datetime) -> None:
    """Nobody doubts any more whose poll it is: what waited for that counts."""
    native.sure = True
    session.add(native)
    session.flush()
    if poll.state == "open":
        answers = _answers(session, NativeAnswer.tg_poll_id == native.tg_poll_id)
        for elector_id, rank in sorted({(each.elector_id, each.rank) for each in answers if each.elector_id}):
            _recount(session, poll, elector_id, rank, None, now)
        if native.outsiders > 0:
            _tell(session, poll, now)
    cards.mark_stale(session, "poll", native.poll_id)


def _keep(session: Session, poll: Poll, native: NativePoll, by: int, choices: str, told: Told) -> None:
    """Set what a member chose, unless what came before was told of later."""
    row = session.get(NativeAnswer, (native.tg_poll_id, by))
    if row and not is_later(told, Told(row.update_id, row.at)):
        return
    before = (row.elector_id, row.rank) if row else (None, 0)
    row = row or NativeAnswer(tg_poll_id=native.tg_poll_id, member_id=by, update_id=0, at=told.at)
    row.choices, row.update_id, row.at = choices, told.number, told.at
    if choices:
        try:
            own = voice(session, poll, by, told.at)
            row.elector_id, row.rank = own.elector_id, own.rank
        except Mistake:  # they have no vote, which the card says
            row.elector_id, row.rank = None, 0
    session.add(row)
    session.flush()
    for elector_id, rank in {before, (row.elector_id, row.rank)}:
        if elector_id and native.sure:
            _recount(session, poll, elector_id, rank, by, told.at)


def _recount(session: Session, poll: Poll, elector_id: int, rank: int, by: int | None, now: datetime) -> None:
    """The ballot of this rank becomes the latest answer that stands, of whoever answers in it, in whichever copy."""
    mine = (NativeAnswer.elector_id == elector_id, NativeAnswer.rank == rank, NativeAnswer.choices != "")
    standing = _answers(session, *mine, NativePoll.poll_id == poll.id, col(NativePoll.sure))
    held = held_ballot(session, elector_id, rank)
    body: dict[str, object] = {"elector": elector_id, "rank": rank}
    if not standing:
        if take_ballot(session, elector_id, rank):
            _record(session, poll, by, now, "ballot_withdrawn", body)
        return
    last = reduce(_later, standing)
    if held is None or held[0] != read_choices(last.choices):
        put_ballot(session, Choosing(elector_id, rank, last.choices, last.member_id, now))
        body |= {"choices": last.choices, "reason": ""}
        _record(session, poll, by or last.member_id, now, "ballot_cast", body)


def _later(one: NativeAnswer, other: NativeAnswer) -> NativeAnswer:
    return one if is_later(Told(one.update_id, one.at), Told(other.update_id, other.at)) else other


def _answers(session: Session, *conditions: object) -> Sequence[NativeAnswer]:
    joined = select(NativeAnswer).join(NativePoll, col(NativePoll.tg_poll_id) == col(NativeAnswer.tg_poll_id))
    return session.exec(joined.where(*conditions).order_by(col(NativeAnswer.member_id))).all()  # type: ignore[arg-type]


def _count(session: Session, poll: Poll, native: NativePoll, more: int, *, signed: bool, now: datetime) -> None:
    """One more, or one less, of nobody known: sums come out right in whatever order they come."""
    if signed:
        native.outsiders += more
    else:
        native.unsigned += more
    session.add(native)
    if signed and native.sure and native.outsiders > 0:
        _tell(session, poll, now)


def _tell(session: Session, poll: Poll, now: datetime) -> None:
    """That outsiders answer, once for each poll: the administrators in private, the group where none can be reached."""
    told = select(JournalEntry.id).where(JournalEntry.group_id == poll.group_id, JournalEntry.kind == OUTSIDE)
    if session.exec(told.where(JournalEntry.subject == handle("poll", poll.number))).first():
        return
    entry = _record(session, poll, None, now, OUTSIDE, {})
    heads = [each for each in present_members(session, poll.group_id) if each.member.status == "administrator"]
    readers = [each.person.id for each in heads if each.person.private_open]
    for person_id in readers or [None]:
        outbox.announce(
            session, group_id=poll.group_id, kind=OUTSIDE, journal_id=entry, now=now, priority=outbox.REMINDER,
            person_id=person_id, poll_id=poll.id,
        )  # fmt: skip


def _record(session: Session, poll: Poll, by: int | None, now: datetime, kind: str, body: dict[str, object]) -> int:
    subject = handle("poll", poll.number)
    return journal.record(session, group_id=poll.group_id, at=now, kind=kind, actor_id=by, subject=subject, body=body)
