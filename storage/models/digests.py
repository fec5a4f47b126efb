"""What a digest tells."""

from dataclasses import dataclass
from datetime import datetime

from storage.models.alerts import Alert
from storage.models.calls import Call
from storage.models.members import Group
from storage.models.polls import Poll


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A group's alerts, polls and calls of a span, and what is still open at its end."""

    group: Group
    since: datetime
    until: datetime
    members: int
    new_alerts: tuple[Alert, ...]
    old_alerts: tuple[Alert, ...]  # older ones still open
    seen: dict[int, int]  # alert id -> how many of those present now have seen it
    decided: tuple[Poll, ...]
    open_polls: tuple[Poll, ...]
    held: tuple[Call, ...]
    coming: tuple[Call, ...]
    cancelled: tuple[Call, ...]
    links: dict[tuple[str, int], int]  # (kind, id) -> the message that shows it
