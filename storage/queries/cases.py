"""A case: what belongs together, and what the record tells of it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.handles import handle
from storage.models import Alert, Attachment, Call, CaseFacts, Doer, Found, JournalEntry, Poll, Step, Task
from storage.queries.cards import messages_of
from storage.queries.handles import row_of
from storage.queries.members import group_by_id, member_facts
from storage.queries.polls import poll_facts
from storage.queries.tasks import doers_of

PAGE = 12  # steps of a page
# What is no step of a case: every single ballot and answer, and what only reminded somebody.
ASIDE = (
    "ballot_cast", "ballot_withdrawn", "elector_entered", "poll_reminded", "poll_seen", "call_answered", "call_reminder",
    "calendar_sent", "card_shown", "alert_reminded", "alert_status_asked", "task_reminded", "outside_answers",
)  # fmt: skip
ALIKE = "alert_seen"  # of these, several in a row are one step
COUNTED = {"poll_closed", "poll_owner", "proxy_given", "proxy_withdrawn"}  # told with more of the poll than its row


def case_facts(session: Session, group_id: int, kind: str, subject_id: int, page: int) -> CaseFacts:
    """A page of the case that an alert, a poll, a call or a task belongs to; a page that is not there is the nearest one."""
    kind, root = root_of(session, kind, row_of(session, kind, subject_id))
    belonging = _belonging(session, kind, root)
    rows = {handle(each, row.number): (each, row) for each, row in belonging}
    steps = _steps(session, group_id, list(rows))
    pages = max(1, -(-len(steps) // PAGE))
    page = max(0, min(page, pages - 1))
    shown = steps[page * PAGE : (page + 1) * PAGE]
    polls = {step.entry.subject for step in shown if step.entry.kind in COUNTED}
    actors = sorted({actor for step in shown for actor in step.actors})
    links = messages_of(session, group_id)
    return CaseFacts(
        group=group_by_id(session, group_id),
        kind=kind,
        root=root,
        page=page,
        pages=pages,
        steps=tuple(shown),
        members=dict(zip(actors, member_facts(session, actors), strict=True)),
        polls={name: poll_facts(session, rows[name][1].id or 0) for name in polls},
        calls={name: row for name, (_kind, row) in rows.items() if isinstance(row, Call)},
        doers=_doers(session, [row for _kind, row in belonging if isinstance(row, Task)]),
        links={name: links[each, row.id or 0] for name, (each, row) in rows.items() if (each, row.id or 0) in links},
    )


def _doers(session: Session, tasks: Sequence[Task]) -> dict[str, Doer]:
    found = doers_of(session, tasks)
    return {handle("task", task.number): found[task.id or 0] for task in tasks if task.id in found}


def root_of(session: Session, kind: str, row: Found) -> tuple[str, Found]:
    """Kind and row of what the case began with: the alert behind it, the report's where that was moved to another."""
    followed = {(kind, row.id)}
    while above := _above(session, row):
        above_kind, above_id = above
        if above in followed:
            break
        followed.add((above_kind, above_id))
        kind, row = above_kind, row_of(session, above_kind, above_id)
    return kind, row


def _above(session: Session, row: Found) -> tuple[str, int] | None:
    if isinstance(row, Alert):
        moved = session.exec(select(Attachment.to_id).where(Attachment.alert_id == row.id)).first()
        return ("alert", moved) if moved else None
    if row.alert_id:
        return "alert", row.alert_id
    if isinstance(row, Poll):
        return ("poll", row.replaces_id) if row.replaces_id else None
    if row.poll_id:
        return "poll", row.poll_id
    return ("call", row.call_id) if isinstance(row, Task) and row.call_id else None


def _belonging(session: Session, kind: str, root: Found) -> list[tuple[str, Found]]:
    """Kind and row of everything that came of the root, itself included."""
    found: list[tuple[str, Found]] = [(kind, root)]
    seen = {(kind, root.id)}
    for each_kind, each in found:  # grows while it is walked
        for below in _below(session, each_kind, each.id or 0):
            if (below[0], below[1].id) not in seen:
                seen.add((below[0], below[1].id))
                found.append(below)
    return found


def _below(session: Session, kind: str, subject_id: int) -> list[tuple[str, Found]]:
    if kind == "alert":
        moved = select(Alert).join(Attachment, col(Attachment.alert_id) == col(Alert.id))
        return [
            *(("alert", alert) for alert in session.exec(moved.where(Attachment.to_id == subject_id))),
            *(("poll", poll) for poll in session.exec(select(Poll).where(Poll.alert_id == subject_id))),
            *(("call", call) for call in session.exec(select(Call).where(Call.alert_id == subject_id))),
            *(("task", task) for task in session.exec(select(Task).where(Task.alert_id == subject_id))),
        ]
    if kind == "poll":
        return [
            *(("poll", poll) for poll in session.exec(select(Poll).where(Poll.replaces_id == subject_id))),
            *(("call", call) for call in session.exec(select(Call).where(Call.poll_id == subject_id))),
            *(("task", task) for task in session.exec(select(Task).where(Task.poll_id == subject_id))),
        ]
    if kind == "call":
        return [("task", task) for task in session.exec(select(Task).where(Task.call_id == subject_id))]
    return []


def _steps(session: Session, group_id: int, handles: Sequence[str]) -> list[Step]:
    """What the record tells of these, the oldest first."""
    entries = session.exec(
        select(JournalEntry)
        .where(JournalEntry.group_id == group_id, col(JournalEntry.subject).in_(handles))
        .where(col(JournalEntry.kind).not_in(ASIDE))
        .order_by(col(JournalEntry.seq))
    )
    steps: list[Step] = []
    for entry in entries:
        actors = (entry.actor_id,) if entry.actor_id else ()
        last = steps[-1] if steps else None
        if last and entry.kind == ALIKE == last.entry.kind and entry.subject == last.entry.subject:
            steps[-1] = Step(last.entry, last.actors + actors)
        else:
            steps.append(Step(entry, actors))
    return steps
