"""Alerts that are waited on: until everyone has seen them, until somebody says how they stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.models.alerts import AlertFacts


class Watch(SQLModel, table=True):
    """From when on a high or critical alert is waited on, and what has been said about it since."""

    __tablename__ = "watches"

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)
    unseen_since: datetime | None = None  # open and high or critical since then; None: nobody is reminded
    reminded: int = 0  # the number of the last reminder
    critical_since: datetime | None = None  # open and critical since then; None: no status is due
    asked: int = 0  # the number of the last question how it stands
    asked_at: datetime | None = None
    still_open_by_id: int | None = Field(default=None, foreign_key="members.id")  # who said so last
    still_open_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """An alert that is waited on, and Telegram's id of the message that shows it in the group's chat of today."""

    watch: Watch
    alert: AlertFacts
    tg_message_id: int | None
