"""Forms half filled in: rows, so that they survive a restart."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel


class Draft(SQLModel, table=True):
    """What a person has typed of a form so far, and the field they were asked for."""

    __tablename__ = "drafts"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id", index=True)
    person_id: int = Field(foreign_key="people.id")
    form: str
    text: str = ""
    asks: str
    choices: list[str] = Field(default_factory=list, sa_type=JSON)  # answers offered by buttons
    prompt_id: int | None = Field(default=None, foreign_key="outbox.id")
    panel_id: int | None = Field(default=None, foreign_key="outbox.id")  # the message that is edited from step to step
    expires_at: datetime
    private: bool = (
        False  # begun in the private chat; while `asks` is "group", `choices` are groups and group_id is one
    )
    told: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # the message that is the alert, if not its text


class Unsigned(SQLModel, table=True):
    """What an administrator wrote as the group and needs a person: it waits for whoever says that it is theirs."""

    __tablename__ = "unsigned"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id", index=True)
    message: dict[str, Any] = Field(sa_type=JSON)  # Telegram's, as it came
    prompt_id: int | None = Field(default=None, foreign_key="outbox.id")
    expires_at: datetime
