"""Moments at which something is due."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.models.base import one_of


class Timer(SQLModel, table=True):
    """One occurrence of something due; fires exactly once."""

    __tablename__ = "timers"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "occurrence"),
        one_of("state", "pending", "fired", "cancelled", "parked"),
        Index("ix_timers_due", "due_at", sqlite_where=text("state = 'pending'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject_id: int
    occurrence: str = ""
    due_at: datetime
    state: str = "pending"
    attempts: int = 0
    error: str = ""
