"""What a digest tells."""

from dataclasses import dataclass
from datetime import datetime

from storage.models.alerts import Alert
from storage.models.calls import Call
from storage.models.members import Group
from storage.models.polls import Poll
from storage.models.tasks import Doer, Owner, Task


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A group's alerts, polls, calls and tasks of a span, and what is still open at its end."""

    group: Group
    since: datetime
    until: datetime
    members: int
    new_alerts: tuple[Alert, ...]
    old_alerts: tuple[Alert, ...]  # older ones still open
    seen: dict[int, int]  # alert id -> how many of those present now have seen it
    decided: tuple[Poll, ...]
    sensed: tuple[Poll, ...]  # sense checks that were closed, which have decided nothing
    open_polls: tuple[Poll, ...]
    held: tuple[Call, ...]
    coming: tuple[Call, ...]
    cancelled: tuple[Call, ...]
    open_tasks: tuple[Task, ...]  # by deadline
    done: tuple[Task, ...]
    doers: dict[int, Doer]  # of those, by a task's id
    owners: dict[int, Owner]  # of what was decided or is to be reviewed, by a poll's id
    reviews: tuple[Poll, ...]  # decisions to be looked at again in the week after its end
    links: dict[tuple[str, int], int]  # (kind, id) -> the message that shows it
