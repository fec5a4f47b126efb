"""The bot as a program that dies, by kill -9, at a moment named by CRASH_AT: `point:n`, the nth time it comes there.

Points: `before-commit` (a handled update, nothing kept yet), `after-commit` (kept, not confirmed to Telegram),
`before-send` (claimed, not sent), `after-send` (sent, not noted as sent).
"""

import os
import signal
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from bot.__main__ import main
from bot.delivery.telegram import Telegram
from storage.models import Seen

POINT, _, COUNT = os.environ.get("CRASH_AT", "never:0").partition(":")
left = int(COUNT)


def reach(point: str) -> None:
    """Come to a point; the nth time is the last thing this process does."""
    global left  # noqa: PLW0603 -- one process, one countdown
    if point == POINT:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


@event.listens_for(Session, "do_orm_execute")
def executed(state: ORMExecuteState) -> None:
    """Only commits that keep an update count."""
    if state.is_insert and state.bind_mapper is inspect(Seen):
        state.session.info["keeps an update"] = True


@event.listens_for(Session, "before_commit")
def before_commit(session: Session) -> None:
    """Handled; nothing is on disk."""
    if session.info.get("keeps an update") and not session.in_nested_transaction():
        reach("before-commit")


@event.listens_for(Session, "after_commit")
def after_commit(session: Session) -> None:
    """The commit is on disk; getUpdates has not been called again."""
    if not session.in_nested_transaction() and session.info.pop("keeps an update", False):
        reach("after-commit")


send = Telegram.send


async def sending(self: Telegram, *args: Any, **options: Any) -> int:
    """A message goes out."""
    reach("before-send")
    message_id = await send(self, *args, **options)
    reach("after-send")
    return message_id


Telegram.send = sending  # type: ignore[method-assign]

if __name__ == "__main__":
    main()
