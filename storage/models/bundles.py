"""What a bundle's message shows."""

from dataclasses import dataclass

from storage.models.alerts import Alert, Bundle
from storage.models.members import Group


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """Alerts that share a message, in the order they came."""

    group: Group
    bundle: Bundle
    alerts: tuple[Alert, ...]
    seen: dict[int, int]  # alert id -> how many have seen it
    apart: frozenset[int]  # ids of those that have a message of their own by now
