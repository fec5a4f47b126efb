"""What somebody has looked for: kept so that its pages can be turned."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from storage.models.alerts import Alert
from storage.models.base import one_of
from storage.models.calls import Call
from storage.models.members import Group
from storage.models.polls import Poll
from storage.models.tasks import Doer, Task

Found: TypeAlias = Alert | Poll | Call | Task
PAGE = 10  # entries of a page


class Listing(SQLModel, table=True):
    """A question put to the record. An empty field asks nothing."""

    __tablename__ = "listings"
    __table_args__ = (one_of("scope", "alerts", "all", "tasks"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    scope: str  # alerts, tasks, or all: polls and calls as well
    words: str = ""
    topic: str = ""
    severity: str = ""
    state: str = ""  # of alerts: open, resolved
    seconds: int = 0  # how far back from `created_at`; 0: all there is
    newest: dict[str, int] = Field(
        default_factory=dict, sa_type=JSON
    )  # kind -> the last number there was: what comes later does not move the pages
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """A page of what was found, the newest first. `page` counts from 0."""

    group: Group
    listing: Listing
    page: int
    total: int
    entries: tuple[tuple[str, Found], ...]  # kind and row
    links: dict[tuple[str, int], int]  # (kind, id) -> the message that shows it
    doers: dict[int, Doer] = field(default_factory=dict)  # of the tasks in it, by id
