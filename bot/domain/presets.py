"""What a group can choose, and the choices offered by buttons: as the columns of the group's row, by setting."""

from collections.abc import Mapping
from typing import Any

GENERAL = 1  # Telegram's id of the topic of a forum that is always there
HERE = -1  # stands for the topic where it is chosen

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "language": ("language",),
    "timezone": ("timezone",),
    "digest": ("digest_weekday", "digest_time"),
    "rule": ("rule",),
    "polls_by": ("polls_by",),
    "unseen": ("unseen",),
    "status_due": ("status_due",),
    "topic": ("tg_topic_id",),
    "pictures": ("pictures",),
}
# Buttons name a preset by its place here: new ones go to the end.
PRESETS: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "language": (("en",), ("fr",)),
    "timezone": (("Europe/London",), ("Europe/Brussels",), ("Europe/Kyiv",), ("America/New_York",)),
    "digest": ((0, "08:00"), (4, "16:00"), (6, "18:00")),
    "rule": (("",), ("majority",), ("two-thirds",), ("consensus",), ("unanimity",), ("qualified",)),
    "polls_by": (("everyone",), ("administrators",)),
    "unseen": (("15,60",), ("5,15",), ("",)),
    "status_due": ((240,), (120,), (720,), (0,)),
    "topic": ((HERE,), (None,)),
    "pictures": ((True,), (False,)),
}


def preset(name: str, number: int) -> dict[str, Any] | None:
    """The columns that a preset sets; None when there is no such preset."""
    offered = PRESETS.get(name, ())
    return dict(zip(COLUMNS[name], offered[number], strict=True)) if 0 <= number < len(offered) else None
