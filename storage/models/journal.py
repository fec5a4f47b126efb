"""The record: append-only, one hash chain per group."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel


class JournalEntry(SQLModel, table=True):
    """What happened. `digest` = SHA-256(salt + canonical JSON of the body); `hash` chains it to the one before,
    so body and salt can be erased and the chain still verifies."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("group_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    seq: int
    at: datetime
    kind: str
    actor_id: int | None = Field(default=None, foreign_key="members.id")
    subject: str  # a handle, such as P-3, or empty
    body: dict[str, Any] | None = Field(default_factory=dict, sa_type=JSON)
    salt: str | None
    digest: str
    prev_hash: str
    hash: str
