"""Named moments at which a crash would be awkward. Nothing happens at them, but in tests, which end the process there.

A point is named for where it is and for what has just been done there; `reach` is one global look-up and one comparison.
"""

from collections.abc import Callable

POINTS = (
    "intake.fetched",  # updates are here, none is handled
    "intake.handled",  # an update is handled; what it changed waits for the COMMIT
    "unit.begun",  # its number is kept, its use case has not begun
    "unit.done",  # the use case is done, not yet part of the transaction
    "outbox.written",  # something to be said is a row of the open transaction
    "batch.committing",  # every update of the batch is handled, the COMMIT comes now
    "batch.committed",  # on disk; nobody has been told
    "intake.confirming",  # the offset has moved; Telegram does not know
    "toast.sending",  # a press is about to be answered
    "toast.sent",  # it is answered
    "courier.claimed",  # a message is claimed, not sent
    "courier.calling",  # it is rendered, the call goes out now
    "courier.sent",  # Telegram has it; that is not noted
    "courier.edited",  # Telegram shows the new state; that is not noted
    "courier.settled",  # it is noted
    "courier.migrated",  # the chat's new id is kept
    "ticker.firing",  # a timer's work is done, not committed
    "ticker.fired",  # it is committed; the courier does not know
    "migration.applied",  # a new database version is in the open transaction
    "migration.committed",  # it is on disk
)

hook: Callable[[str], None] | None = None  # set by tests only


def reach(point: str) -> None:
    """Come to a point."""
    if hook is not None:
        hook(point)
