"""Whom a task is given to, and who may say that it is done."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Assignee:
    """A member or a delegation, by our id."""

    kind: Literal["member", "delegation"]
    id: int


def may_settle(by: int, *, author: int, assignees: Collection[int], administrator: bool) -> bool:
    """Whether a member may say that a task is done, or open again: who is to do it, whoever set it, administrators."""
    return administrator or by == author or by in assignees
