"""A case: an alert (or what began without one) and all that came of it."""

from dataclasses import dataclass

from storage.models.calls import Call
from storage.models.journal import JournalEntry
from storage.models.members import Group, MemberFacts
from storage.models.polls import PollFacts
from storage.models.search import Found
from storage.models.tasks import Doer


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of the record; of several alike in a row (seen by one after the other) the first, and who else."""

    entry: JournalEntry
    actors: tuple[int, ...]  # members


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A page of a case's timeline, the oldest first. `page` counts from 0."""

    group: Group
    kind: str  # of what the case began with
    root: Found
    page: int
    pages: int
    steps: tuple[Step, ...]
    members: dict[int, MemberFacts]
    polls: dict[str, PollFacts]  # by handle: those of which this page tells who votes or how it ended
    calls: dict[str, Call]  # by handle
    doers: dict[str, Doer]  # who is to do a task, by its handle
    links: dict[str, int]  # handle -> the message that shows it
