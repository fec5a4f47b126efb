"""What somebody has to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import one_of
from storage.models.members import Delegation, Group, MemberFacts


class Task(SQLModel, table=True):
    """Something to be done, by a member, by a delegation, or by nobody yet."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        one_of("state", "open", "done", "cancelled"),
        CheckConstraint("member_id IS NULL OR delegation_id IS NULL", name="one_assignee"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    number: int
    text: str
    member_id: int | None = Field(default=None, foreign_key="members.id")  # who is to do it
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")  # or for which delegation
    due_at: datetime | None = None
    author_id: int = Field(foreign_key="members.id")
    alert_id: int | None = Field(default=None, foreign_key="alerts.id", index=True)
    poll_id: int | None = Field(default=None, foreign_key="polls.id", index=True)
    call_id: int | None = Field(default=None, foreign_key="calls.id", index=True)
    created_at: datetime
    state: str = "open"
    ended_at: datetime | None = None  # when it was done or cancelled
    ended_by_id: int | None = Field(default=None, foreign_key="members.id")
    reason: str = ""  # why it was cancelled


Doer: TypeAlias = MemberFacts | Delegation
Owner: TypeAlias = Doer | str  # or somebody who is not in the group, by name


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task with whoever it concerns."""

    group: Group
    task: Task
    author: MemberFacts
    doer: Doer | None  # who is to do it, also once they have left; None: nobody yet
    assignees: tuple[MemberFacts, ...]  # who of those present that is: one, or all who speak for the delegation
    ended_by: MemberFacts | None
    about: str  # the handle of what it came of; empty: of nothing


@dataclass(frozen=True, slots=True)
class Assignable:
    """Whom a task can be given to."""

    delegations: tuple[Delegation, ...]
    members: tuple[MemberFacts, ...]
