"""Tasks as cards and lists need them."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.handles import handle
from storage.models import (
    Alert,
    Assignable,
    Call,
    Delegation,
    Doer,
    FoundFacts,
    Listing,
    MemberFacts,
    Poll,
    Task,
    TaskFacts,
)
from storage.models.search import PAGE
from storage.queries.cards import messages_of
from storage.queries.members import delegations_of, group_by_id, member_facts, present_members

DONE = 10  # of those that are done a list shows the last ones


def task_facts(session: Session, task_id: int) -> TaskFacts:
    """A task with whoever it concerns."""
    task = session.exec(select(Task).where(Task.id == task_id)).one()
    (author,) = member_facts(session, [task.author_id])
    here = present_members(session, task.group_id)
    return TaskFacts(
        group=group_by_id(session, task.group_id),
        task=task,
        author=author,
        doer=doers_of(session, [task]).get(task_id),
        assignees=tuple(each for each in here if _is_to_do(each, task)),
        ended_by=member_facts(session, [task.ended_by_id])[0] if task.ended_by_id else None,
        about=_about(session, task),
    )


def doers_of(session: Session, tasks: Sequence[Task]) -> dict[int, Doer]:
    """By a task's id, who is to do it, also once they have left; those that are nobody's yet are not in it."""
    members = {task.member_id for task in tasks if task.member_id}
    known = {each.member.id: each for each in member_facts(session, sorted(members))}
    places = {task.delegation_id for task in tasks if task.delegation_id}
    named = {each.id: each for each in session.exec(select(Delegation).where(col(Delegation.id).in_(places)))}
    found: dict[int, Doer | None] = {
        task.id or 0: known.get(task.member_id) or named.get(task.delegation_id) for task in tasks
    }
    return {task_id: doer for task_id, doer in found.items() if doer}


def assignable(session: Session, group_id: int) -> Assignable:
    """Whom a task of the group can be given to."""
    return Assignable(delegations_of(session, group_id), present_members(session, group_id))


def tasks_listed(session: Session, listing: Listing, page: int) -> FoundFacts:
    """A page of a group's tasks: the open ones by deadline, those without one after them, then the last that were done.

    A page that is not there is the nearest one.
    """
    own = select(Task).where(Task.group_id == listing.group_id, Task.number <= listing.newest.get("task", 0))
    by_deadline = (col(Task.due_at).is_(None), col(Task.due_at), col(Task.number))
    done = own.where(Task.state == "done").order_by(col(Task.ended_at).desc(), col(Task.id).desc()).limit(DONE)
    tasks = [*session.exec(own.where(Task.state == "open").order_by(*by_deadline)), *session.exec(done)]
    page = max(0, min(page, (len(tasks) - 1) // PAGE))
    shown = tasks[page * PAGE : (page + 1) * PAGE]
    return FoundFacts(
        group=group_by_id(session, listing.group_id),
        listing=listing,
        page=page,
        total=len(tasks),
        entries=tuple(("task", task) for task in shown),
        links=messages_of(session, listing.group_id),
        doers=doers_of(session, shown),
    )


def _is_to_do(facts: MemberFacts, task: Task) -> bool:
    place = facts.delegation.id if facts.delegation else None
    return facts.member.id == task.member_id or (place is not None and place == task.delegation_id)


def _about(session: Session, task: Task) -> str:
    """The handle of what it came of; empty: of nothing."""
    sources: tuple[tuple[str, type[Alert | Poll | Call], int | None], ...] = (
        ("poll", Poll, task.poll_id), ("call", Call, task.call_id), ("alert", Alert, task.alert_id),
    )  # fmt: skip
    for kind, model, subject_id in sources:
        if subject_id is not None:
            return handle(kind, session.exec(select(model.number).where(model.id == subject_id)).one())
    return ""
