"""The bot as a program that dies, by kill -9, at a point of bot.points named by CRASH_AT: `point:n`, the nth time it
comes there."""

import os
import signal

from bot import points
from bot.__main__ import main

POINT, _, COUNT = os.environ.get("CRASH_AT", "never:0").partition(":")
left = int(COUNT)


def come_to(point: str) -> None:
    """The nth time is the last thing this process does."""
    global left  # noqa: PLW0603 -- one process, one countdown
    if point == POINT:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


points.hook = come_to

if __name__ == "__main__":
    main()
