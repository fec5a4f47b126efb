"""What is said about a text beside voting on it: who has seen one under silence, what is objected to one and why."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Sighting(SQLModel, table=True):
    """A member has seen a text under silence, for the elector they speak for; None for who has no vote."""

    __tablename__ = "sightings"

    poll_id: int = Field(foreign_key="polls.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True)
    elector_id: int | None = Field(default=None, foreign_key="electors.id")
    at: datetime


class Objection(SQLModel, table=True):
    """What an objection led to: it belongs to one ballot Against (elector, rank, moment), whose reason it has.

    Under silence it is what broke it, with the amendment of whoever did. Under consent it is there once somebody has
    proposed an amendment, or the objection is resolved; an objection that is made anew is another ballot, so open.
    """

    __tablename__ = "objections"
    __table_args__ = (UniqueConstraint("elector_id", "rank", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="polls.id", index=True)
    elector_id: int = Field(foreign_key="electors.id")
    rank: int
    at: datetime
    amendment: str = ""
    proposals: int = 0  # how many amendments have been proposed: the last one is the one that can be accepted
    proposed_by_id: int | None = Field(default=None, foreign_key="members.id")
    resolved_by_id: int | None = Field(default=None, foreign_key="members.id")
    resolved_at: datetime | None = None
