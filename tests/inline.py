"""The database's threads become the one there is: what an evening by chat or in simulation asks of it is done at once.

What threads do to each other is tried where the bot is a process of its own (tests/stories, tests/storage, tests/benchmarks).
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class Inline(Executor):
    """Does at once what it is given."""

    def __init__(self, *_: object) -> None:
        """Any number of threads, under any name."""

    def submit(self, work: Callable[..., T], /, *args: Any, **facts: Any) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(work(*args, **facts))
        except BaseException as error:  # noqa: BLE001 -- handed on, as every executor does
            done.set_exception(error)
        return done
