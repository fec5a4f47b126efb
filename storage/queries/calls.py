"""Calls as cards need them."""

from sqlmodel import Session, col, select

from storage.models import Alert, Attendance, Call, CallFacts, Poll
from storage.queries.members import group_by_id, member_facts, present_members


def call_facts(session: Session, call_id: int) -> CallFacts:
    """A call with everyone's answer; "" gathers the members present who have not answered."""
    call = session.exec(select(Call).where(Call.id == call_id)).one()
    rows = session.exec(select(Attendance).where(Attendance.call_id == call_id).order_by(col(Attendance.at))).all()
    given = {row.member_id: row.answer for row in rows}
    known = {facts.member.id: facts for facts in member_facts(session, list(given))}
    answers = {
        answer: tuple(known[member_id] for member_id, theirs in given.items() if theirs == answer)
        for answer in ("yes", "late", "no")
    }
    answers[""] = tuple(each for each in present_members(session, call.group_id) if each.member.id not in given)
    (author,) = member_facts(session, [call.author_id])
    return CallFacts(
        group=group_by_id(session, call.group_id),
        call=call,
        author=author,
        answers=answers,
        alert_number=session.exec(select(Alert.number).where(Alert.id == call.alert_id)).first(),
        poll_number=session.exec(select(Poll.number).where(Poll.id == call.poll_id)).first(),
    )
