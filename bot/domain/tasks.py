"""Whom a task or a decision is given to, and who may say that a task is done."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

KEPT = re.compile(r"(member|delegation):(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Assignee:
    """A member or a delegation, by our id."""

    kind: Literal["member", "delegation"]
    id: int

    @property
    def kept(self) -> str:
        """As a text column has it."""
        return f"{self.kind}:{self.id}"


def restored(kept: str) -> Assignee | None:
    """Who is meant by what a text column has; None: it is a name like any other."""
    found = KEPT.fullmatch(kept)
    if found is None:
        return None
    return Assignee("member" if found[1] == "member" else "delegation", int(found[2]))


def may_settle(by: int, *, author: int, assignees: Collection[int], administrator: bool) -> bool:
    """Whether a member may say that a task is done, or open again: who is to do it, whoever set it, administrators."""
    return administrator or by == author or by in assignees
