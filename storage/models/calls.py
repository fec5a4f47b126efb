"""Calls and who comes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import one_of
from storage.models.members import Group, MemberFacts


class Call(SQLModel, table=True):
    """A follow-up call at a fixed moment."""

    __tablename__ = "calls"
    __table_args__ = (UniqueConstraint("group_id", "number"), one_of("state", "planned", "cancelled"))

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    number: int
    uid: str = Field(unique=True)  # of the calendar entry; never changes
    sequence: int = 0  # of the calendar entry; rises with every change
    title: str
    starts_at: datetime
    minutes: int
    link: str = ""
    remind: list[int] = Field(sa_type=JSON)  # seconds before the start
    author_id: int = Field(foreign_key="members.id")
    alert_id: int | None = Field(default=None, foreign_key="alerts.id", index=True)
    poll_id: int | None = Field(default=None, foreign_key="polls.id", index=True)
    created_at: datetime
    state: str = "planned"
    reason: str = ""


class Attendance(SQLModel, table=True):
    """A member's answer to a call."""

    __tablename__ = "attendances"
    __table_args__ = (one_of("answer", "yes", "late", "no"),)

    call_id: int = Field(foreign_key="calls.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True)
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call and everyone's answer."""

    group: Group
    call: Call
    author: MemberFacts
    answers: dict[str, tuple[MemberFacts, ...]]  # yes, late, no, and "" for those who have not answered
    alert_number: int | None
    poll_number: int | None
