"""Everything on record of a group."""

from sqlmodel import Session, col, select

from storage.models import (
    Acknowledgement,
    Alert,
    Amendment,
    Attachment,
    Attendance,
    Call,
    Elector,
    Group,
    JournalEntry,
    Member,
    NativePoll,
    Objection,
    Origin,
    Poll,
    PollOption,
    Proxy,
    Reservation,
    Sighting,
    Task,
)
from storage.models.exports import ExportFacts
from storage.queries.decisions import owners_of
from storage.queries.members import delegations_of, group_by_id, member_facts
from storage.queries.polls import standing_ballots


def known_groups(session: Session) -> tuple[Group, ...]:
    """Every group on record, in the order the bot came to them."""
    return tuple(session.exec(select(Group).order_by(col(Group.id))))


def export_facts(session: Session, group_id: int) -> ExportFacts:
    """All there is to export of a group."""
    members = select(Member.id).where(Member.group_id == group_id).order_by(col(Member.id))
    alerts = select(Alert.id).where(Alert.group_id == group_id)
    polls = select(Poll.id).where(Poll.group_id == group_id)
    calls = select(Call.id).where(Call.group_id == group_id)
    electors = select(Elector).where(col(Elector.poll_id).in_(polls)).order_by(col(Elector.poll_id), col(Elector.id))
    seen = select(Acknowledgement).where(col(Acknowledgement.alert_id).in_(alerts))
    answers = select(Attendance).where(col(Attendance.call_id).in_(calls))
    options = select(PollOption).where(col(PollOption.poll_id).in_(polls))
    return ExportFacts(
        group=group_by_id(session, group_id),
        members=member_facts(session, [member_id for member_id in session.exec(members) if member_id]),
        delegations=delegations_of(session, group_id),
        alerts=tuple(session.exec(select(Alert).where(Alert.group_id == group_id).order_by(col(Alert.number)))),
        acknowledgements=tuple(session.exec(seen.order_by(col(Acknowledgement.at), col(Acknowledgement.member_id)))),
        polls=tuple(session.exec(select(Poll).where(Poll.group_id == group_id).order_by(col(Poll.number)))),
        options=tuple(session.exec(options.order_by(col(PollOption.poll_id), col(PollOption.number)))),
        electors=tuple(session.exec(electors)),
        ballots=standing_ballots(session, col(Elector.poll_id).in_(polls)),
        calls=tuple(session.exec(select(Call).where(Call.group_id == group_id).order_by(col(Call.number)))),
        attendances=tuple(session.exec(answers.order_by(col(Attendance.at), col(Attendance.member_id)))),
        owners=owners_of(session, session.exec(select(Poll).where(Poll.group_id == group_id, Poll.owner != "")).all()),
        tasks=tuple(session.exec(select(Task).where(Task.group_id == group_id).order_by(col(Task.number)))),
        journal=tuple(
            session.exec(select(JournalEntry).where(JournalEntry.group_id == group_id).order_by(col(JournalEntry.seq)))
        ),
        origins=tuple(
            session.exec(select(Origin).where(col(Origin.alert_id).in_(alerts)).order_by(col(Origin.alert_id)))
        ),
        amendments=tuple(
            session.exec(select(Amendment).where(col(Amendment.alert_id).in_(alerts)).order_by(col(Amendment.id)))
        ),
        proxies=tuple(session.exec(select(Proxy).where(col(Proxy.poll_id).in_(polls)).order_by(col(Proxy.id)))),
        attachments=tuple(
            session.exec(
                select(Attachment).where(col(Attachment.alert_id).in_(alerts)).order_by(col(Attachment.alert_id))
            )
        ),
        reservations=tuple(
            session.exec(
                select(Reservation).join(Elector).where(col(Elector.poll_id).in_(polls)).order_by(col(Elector.id))
            )
        ),
        sightings=tuple(
            session.exec(
                select(Sighting)
                .where(col(Sighting.poll_id).in_(polls))
                .order_by(col(Sighting.at), col(Sighting.member_id))
            )
        ),
        natives=tuple(session.exec(select(NativePoll).where(col(NativePoll.poll_id).in_(polls), col(NativePoll.sure)))),
        objections=tuple(
            session.exec(select(Objection).where(col(Objection.poll_id).in_(polls)).order_by(col(Objection.id)))
        ),
    )
