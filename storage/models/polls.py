"""Polls, who may vote in them, and the ballots."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.procedures import Standing
from storage.models.base import one_of
from storage.models.members import Delegation, Group, MemberFacts


class Poll(SQLModel, table=True):
    """A question put to the group, decided by a procedure when it closes."""

    __tablename__ = "polls"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        one_of("state", "open", "closed"),
        one_of("verdict", "", "adopted", "rejected", "tied", "no_quorum", "withdrawn"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    number: int
    question: str
    rule: str
    quorum: str = ""
    author_id: int = Field(foreign_key="members.id")
    alert_id: int | None = Field(default=None, foreign_key="alerts.id", index=True)
    by_delegation: bool = False
    opened_at: datetime
    closes_at: datetime
    state: str = "open"
    closed_at: datetime | None = None
    verdict: str = ""
    winner: int | None = None  # the adopted option, where there are options
    reason: str = ""  # why it was withdrawn


class PollOption(SQLModel, table=True):
    """One of a poll's own options, numbered from 1."""

    __tablename__ = "poll_options"

    poll_id: int = Field(foreign_key="polls.id", primary_key=True)
    number: int = Field(primary_key=True)
    text: str


class Elector(SQLModel, table=True):
    """Who may vote in a poll, frozen at its opening: a delegation, or a member of a group without delegations."""

    __tablename__ = "electors"
    __table_args__ = (UniqueConstraint("poll_id", "delegation_id"), UniqueConstraint("poll_id", "member_id"))

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="polls.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
    member_id: int | None = Field(default=None, foreign_key="members.id")
    name: str
    code: str = ""
    weight: int | None = None


class Ballot(SQLModel, table=True):
    """An elector's choice as it stands; changing it replaces it, withdrawing deletes it."""

    __tablename__ = "ballots"

    elector_id: int = Field(foreign_key="electors.id", primary_key=True)
    choice: int  # bot.domain.standing says what the numbers mean
    reason: str = ""
    cast_by_id: int = Field(foreign_key="members.id")
    at: datetime


@dataclass(frozen=True, slots=True)
class PollFacts:
    """A poll, its electorate and what has been cast."""

    group: Group
    poll: Poll
    options: tuple[PollOption, ...]
    electors: tuple[Elector, ...]
    ballots: tuple[Ballot, ...]
    author: MemberFacts
    outside: tuple[MemberFacts, ...]  # members without a delegation, where delegations vote
    empty: tuple[Delegation, ...]  # delegations that nobody spoke for when the poll opened
    alert_number: int | None
    members: tuple[MemberFacts, ...]
    standing: Standing
