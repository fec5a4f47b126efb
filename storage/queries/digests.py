"""What happened in a span of time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, or_, select

from storage.models import Acknowledgement, Alert, Attachment, Call, DigestFacts, Group, Poll, Task
from storage.queries.cards import messages_of
from storage.queries.decisions import owners_of
from storage.queries.members import group_by_id, present_members
from storage.queries.tasks import doers_of

A_WEEK = timedelta(days=7)


def digest_facts(session: Session, group_id: int, since: datetime, until: datetime) -> DigestFacts:
    """Everything the digest of `since` to `until` tells."""
    alerts = session.exec(
        select(Alert)
        .where(Alert.group_id == group_id, Alert.created_at <= until)
        .where(col(Alert.id).not_in(select(Attachment.alert_id)))  # a report is told with the alert it was moved to
        .where(or_(col(Alert.created_at) > since, col(Alert.state) == "open"))
        .order_by(col(Alert.number))
    ).all()
    polls = session.exec(
        select(Poll)
        .where(Poll.group_id == group_id, Poll.opened_at <= until)
        .where(or_(col(Poll.state) == "open", col(Poll.closed_at) > since))
        .order_by(col(Poll.number))
    ).all()
    calls = session.exec(
        select(Call).where(Call.group_id == group_id, Call.starts_at > since).order_by(col(Call.starts_at))
    ).all()
    tasks = session.exec(
        select(Task)
        .where(Task.group_id == group_id, Task.created_at <= until)
        .where(or_(col(Task.state) == "open", (col(Task.state) == "done") & (col(Task.ended_at) > since)))
        .order_by(col(Task.due_at).is_(None), col(Task.due_at), col(Task.number))
    ).all()
    decided = tuple(poll for poll in polls if poll.state == "closed" and not poll.native)
    group = group_by_id(session, group_id)
    reviews = _reviews(session, group, until)
    present = {each.member.id for each in present_members(session, group_id)}
    counts = select(Acknowledgement.alert_id, func.count()).where(
        col(Acknowledgement.alert_id).in_([alert.id for alert in alerts]), col(Acknowledgement.member_id).in_(present)
    )
    return DigestFacts(
        group=group,
        since=since,
        until=until,
        members=len(present),
        new_alerts=tuple(alert for alert in alerts if alert.created_at > since),
        old_alerts=tuple(alert for alert in alerts if alert.created_at <= since),
        seen=dict(session.exec(counts.group_by(col(Acknowledgement.alert_id))).all()),
        decided=decided,
        sensed=tuple(poll for poll in polls if poll.state == "closed" and poll.native),
        open_polls=tuple(poll for poll in polls if poll.state == "open"),
        held=tuple(call for call in calls if call.state == "planned" and call.starts_at <= until),
        coming=tuple(call for call in calls if call.state == "planned" and call.starts_at > until),
        cancelled=tuple(call for call in calls if call.state == "cancelled"),
        open_tasks=tuple(task for task in tasks if task.state == "open"),
        done=tuple(task for task in tasks if task.state == "done"),
        doers=doers_of(session, tasks),
        owners=owners_of(session, [*decided, *reviews]),
        reviews=reviews,
        links=messages_of(session, group_id),
    )


def _reviews(session: Session, group: Group, until: datetime) -> tuple[Poll, ...]:
    """What is to be looked at again in the week from then on."""
    today = until.astimezone(ZoneInfo(group.timezone)).date()
    near = select(Poll).where(Poll.group_id == group.id, Poll.verdict == "adopted", col(Poll.review_on) >= today)
    return tuple(session.exec(near.where(col(Poll.review_on) < today + A_WEEK).order_by(col(Poll.review_on))))
