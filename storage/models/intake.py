"""What has come in: updates done, updates nobody could handle, and when Telegram last answered."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.models.base import tg_id


class Seen(SQLModel, table=True):
    """An update that is done. A set, never a high-water mark: Telegram restarts ids at random after a quiet week."""

    __tablename__ = "seen"

    update_id: int = tg_id(primary_key=True)
    at: datetime


class DeadLetter(SQLModel, table=True):
    """An update that failed three times, kept raw with its traceback."""

    __tablename__ = "dead_letters"

    id: int | None = Field(default=None, primary_key=True)
    update_id: int = tg_id()
    at: datetime
    raw: str
    error: str


class IntakeState(SQLModel, table=True):
    """One row: when getUpdates last succeeded, to know how long an outage was."""

    __tablename__ = "intake"

    id: int = Field(default=1, primary_key=True)
    alive_at: datetime
