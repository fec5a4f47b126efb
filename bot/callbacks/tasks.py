"""Buttons on tasks, and of their form."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class FinishTask(Payload):
    """[Done]"""

    tag = "td"
    task_id: int


@dataclass(frozen=True)
class TakeTask(Payload):
    """[I take it] on a task that is nobody's yet."""

    tag = "tt"
    task_id: int


@dataclass(frozen=True)
class GuideTask(Payload):
    """A step of a task's guided form: which one it is shown on, and which of its choices, by place."""

    tag = "tg"
    draft_id: int
    step: str
    choice: int


@dataclass(frozen=True)
class GiveTask(Payload):
    """In that form, somebody to give the task to: a member or a delegation."""

    tag = "ta"
    draft_id: int
    kind: str
    subject_id: int
