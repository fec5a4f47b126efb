"""Alerts and who has seen them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import one_of
from storage.models.calls import Call
from storage.models.members import Group, MemberFacts
from storage.models.polls import Poll


class Alert(SQLModel, table=True):
    """ "X did Y", logged."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        one_of("severity", "low", "medium", "high", "critical"),
        one_of("kind", "words", "action"),
        one_of("state", "open", "resolved"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    number: int
    text: str
    note: str = ""
    severity: str = "medium"
    kind: str = "action"
    topic: str = ""
    source: str = ""
    confidence: str = ""
    reporter_id: int = Field(foreign_key="members.id")
    created_at: datetime
    state: str = "open"
    changed_by_id: int | None = Field(default=None, foreign_key="members.id")  # who last changed kind, severity, state
    resolution: str = ""


class Acknowledgement(SQLModel, table=True):
    """A member has seen an alert."""

    __tablename__ = "acknowledgements"

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True)
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """An alert and all that came of it."""

    group: Group
    alert: Alert
    reporter: MemberFacts
    changed_by: MemberFacts | None
    seen: tuple[MemberFacts, ...]
    unseen: tuple[MemberFacts, ...]
    polls: tuple[Poll, ...]
    calls: tuple[Call, ...]
