"""Tasks: set, take, finish, reopen, cancel, remind."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.tasks import Assignee, may_settle
from storage.models import Assignable, OutboxItem, Task, TaskFacts
from storage.queries import cards, journal, outbox, tasks, timers
from storage.queries.attachments import mark_case_stale
from storage.queries.handles import find, next_number
from storage.queries.members import member_of
from storage.queries.tasks import task_facts

DUE = "task_due"  # kind of timer, and of what it says in the group
PRIVATE = "task_due_private"


def assignable(session: Session, *, group_id: int) -> Assignable:
    """Whom a task of the group can be given to."""
    return tasks.assignable(session, group_id)


def set_task(
    session: Session,
    *,
    group_id: int,
    by: int,
    text: str,
    assignee: Assignee | None = None,
    due_at: datetime | None = None,
    about: str = "",
    becomes: int | None = None,
    now: datetime,
) -> Task:
    """Set a task, for somebody or for nobody yet. `about` is the handle of what it comes of.

    `becomes`: Telegram's id of a message of the bot's own that its card is to take over.
    """
    kind, source_id = find(session, group_id, about, "alert", "poll", "call") if about else ("", None)
    task = Task(
        group_id=group_id,
        number=next_number(session, Task, group_id),
        text=text,
        member_id=assignee.id if assignee and assignee.kind == "member" else None,
        delegation_id=assignee.id if assignee and assignee.kind == "delegation" else None,
        due_at=due_at,
        author_id=by,
        alert_id=source_id if kind == "alert" else None,
        poll_id=source_id if kind == "poll" else None,
        call_id=source_id if kind == "call" else None,
        created_at=now,
    )
    session.add(task)
    session.flush()
    assert task.id is not None  # noqa: S101 -- flushed rows have ids
    body = {"text": text, "member": task.member_id, "delegation": task.delegation_id,
            "due_at": due_at.isoformat() if due_at else None}  # fmt: skip
    _record(session, task, by, now, "task_set", {name: value for name, value in body.items() if value})
    cards.show(session, group_id=group_id, kind="task", subject_id=task.id, priority=outbox.RESULT, becomes=becomes)
    _schedule(session, task, now)
    _mark_source(session, task)
    return task


def take(session: Session, *, group_id: int, by: int, task_id: int, now: datetime) -> Task:
    """The member does what is nobody's yet."""
    task = _open(session, group_id, task_id)
    if task.member_id or task.delegation_id:
        raise Mistake("task_taken", handle=handle("task", task.number))
    task.member_id = by
    _changed(session, task, by, now, "task_taken", {})
    return task


def finish(session: Session, *, group_id: int, by: int, task_id: int, administrator: bool, now: datetime) -> Task:
    """It is done, says whoever was to do it, whoever set it, or an administrator."""
    task = _open(session, group_id, task_id)
    _require(session, task, by, administrator=administrator)
    task.state, task.ended_at, task.ended_by_id = "done", now, by
    timers.cancel(session, DUE, subject_id=task_id)
    _changed(session, task, by, now, "task_done", {})
    return task


def reopen(session: Session, *, group_id: int, by: int, task_id: int, administrator: bool, now: datetime) -> Task:
    """It is not done after all; a deadline that is still to come holds again."""
    task = _in(session, group_id, task_id)
    if task.state == "open":
        raise Mistake("task_over", handle=handle("task", task.number), state=task.state)
    _require(session, task, by, administrator=administrator)
    task.state, task.ended_at, task.ended_by_id, task.reason = "open", None, None, ""
    _schedule(session, task, now)
    _changed(session, task, by, now, "task_reopened", {})
    return task


def cancel(
    session: Session, *, group_id: int, by: int, task_id: int, administrator: bool, reason: str, now: datetime
) -> None:
    """Nobody needs to do it any more, at the word of whoever set it or of an administrator."""
    task = _open(session, group_id, task_id)
    if task.author_id != by and not administrator:
        raise Mistake("not_yours", handle=handle("task", task.number))
    task.state, task.ended_at, task.ended_by_id, task.reason = "cancelled", now, by, reason
    timers.cancel(session, DUE, subject_id=task_id)
    _changed(session, task, by, now, "task_cancelled", {"reason": reason})


def remind(session: Session, *, task_id: int, now: datetime) -> None:
    """It is due: who is to do it is told in private where that chat is open, else by name in the group."""
    facts = task_facts(session, task_id)
    if facts.task.state != "open":
        return
    cards.mark_stale(session, "task", task_id)
    if facts.group.state != "active":
        return
    entry = _record(session, facts.task, None, now, "task_reminded", {})
    for each in facts.assignees:
        if each.person.private_open:
            _announce(session, facts.task, PRIVATE, entry, now, person_id=each.person.id)
    if unreached(facts):
        _announce(session, facts.task, DUE, entry, now)


def unreached(facts: TaskFacts) -> bool:
    """Whether somebody, or nobody at all, is to do it whom no private message reaches."""
    return not facts.assignees or any(not each.person.private_open for each in facts.assignees)


def tell_group_instead(session: Session, *, person_id: int, now: datetime) -> None:
    """A private chat has turned out to be closed: what was due there is said in the group."""
    lost = select(OutboxItem).where(OutboxItem.person_id == person_id, OutboxItem.kind == PRIVATE)
    for item in session.exec(lost.where(OutboxItem.state == "failed", OutboxItem.settled_at == now)).all():
        task = session.exec(select(Task).where(Task.id == item.payload["task_id"])).one()
        about = select(OutboxItem.id).where(OutboxItem.kind == DUE, OutboxItem.group_id == task.group_id)
        waiting = about.where(OutboxItem.state == "pending", col(OutboxItem.journal_id) >= item.journal_id)
        if task.state == "open" and session.exec(waiting).first() is None:
            _announce(session, task, DUE, _record(session, task, None, now, "task_reminded", {}), now)


def is_own(session: Session, *, group_id: int, person_id: int | None, task_id: int) -> bool:
    """Whether somebody may say that it is done without administering the group."""
    task = session.exec(select(Task).where(Task.id == task_id, Task.group_id == group_id)).first()
    member = member_of(session, group_id, person_id) if person_id else None
    return bool(task and member and _may(session, task, member.id or 0, administrator=False))


def has(session: Session, *, group_id: int, task_id: int) -> bool:
    """Whether a task is the group's."""
    owned = select(Task.id).where(Task.id == task_id, Task.group_id == group_id)
    return session.exec(owned).first() is not None


def _may(session: Session, task: Task, by: int, *, administrator: bool) -> bool:
    assignees = [each.member.id or 0 for each in task_facts(session, task.id or 0).assignees]
    return may_settle(by, author=task.author_id, assignees=assignees, administrator=administrator)


def _require(session: Session, task: Task, by: int, *, administrator: bool) -> None:
    if not _may(session, task, by, administrator=administrator):
        taken = bool(task.member_id or task.delegation_id)
        raise Mistake("not_your_task" if taken else "task_nobodys", handle=handle("task", task.number))


def _in(session: Session, group_id: int, task_id: int) -> Task:
    task = session.exec(select(Task).where(Task.id == task_id, Task.group_id == group_id)).first()
    if task is None:
        raise Mistake("button_old")
    return task


def _open(session: Session, group_id: int, task_id: int) -> Task:
    task = _in(session, group_id, task_id)
    if task.state != "open":
        raise Mistake("task_over", handle=handle("task", task.number), state=task.state)
    return task


def _schedule(session: Session, task: Task, now: datetime) -> None:
    if task.due_at and task.due_at > now:
        timers.schedule(session, kind=DUE, subject_id=task.id or 0, due_at=task.due_at)


def _changed(session: Session, task: Task, by: int, now: datetime, kind: str, body: Mapping[str, object]) -> None:
    session.add(task)
    _record(session, task, by, now, kind, body)
    cards.mark_stale(session, "task", task.id or 0)
    _mark_source(session, task)


def _mark_source(session: Session, task: Task) -> None:
    if task.alert_id:
        mark_case_stale(session, task.alert_id)
    if task.poll_id:
        cards.mark_stale(session, "poll", task.poll_id)


def _announce(
    session: Session, task: Task, kind: str, entry: int, now: datetime, *, person_id: int | None = None
) -> None:
    outbox.announce(
        session, group_id=task.group_id, kind=kind, journal_id=entry, now=now, priority=outbox.REMINDER,
        person_id=person_id, task_id=task.id,
    )  # fmt: skip


def _record(session: Session, task: Task, by: int | None, now: datetime, kind: str, body: Mapping[str, object]) -> int:
    subject = handle("task", task.number)
    return journal.record(session, group_id=task.group_id, at=now, kind=kind, actor_id=by, subject=subject, body=body)
