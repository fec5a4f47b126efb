"""The tables, one file per feature; importing this package makes all of them known."""

from storage.models.alerts import (
    Acknowledgement,
    Alert,
    AlertFacts,
    Amendment,
    Attachment,
    Bundle,
    Bundled,
    Crossing,
    Likeness,
    Origin,
    RedLine,
)
from storage.models.base import metadata
from storage.models.calls import Attendance, Call, CallFacts
from storage.models.cards import LiveCard
from storage.models.digests import DigestFacts
from storage.models.drafts import Draft, Unsigned
from storage.models.intake import DeadLetter, IntakeState, Seen
from storage.models.journal import JournalEntry
from storage.models.members import (
    Census,
    Delegation,
    Group,
    Member,
    MemberFacts,
    NewcomerFacts,
    Person,
    RosterFacts,
    Seat,
)
from storage.models.outbox import OutboxItem
from storage.models.polls import Ballot, Elector, Poll, PollFacts, PollOption
from storage.models.status import StatusFacts
from storage.models.timers import Timer

__all__ = [
    "Acknowledgement",
    "Alert",
    "AlertFacts",
    "Amendment",
    "Attachment",
    "Attendance",
    "Ballot",
    "Bundle",
    "Bundled",
    "Call",
    "CallFacts",
    "Census",
    "Crossing",
    "DeadLetter",
    "Delegation",
    "DigestFacts",
    "Draft",
    "Elector",
    "Group",
    "IntakeState",
    "JournalEntry",
    "Likeness",
    "LiveCard",
    "Member",
    "MemberFacts",
    "NewcomerFacts",
    "Origin",
    "OutboxItem",
    "Person",
    "Poll",
    "PollFacts",
    "PollOption",
    "RedLine",
    "RosterFacts",
    "Seat",
    "Seen",
    "StatusFacts",
    "Timer",
    "Unsigned",
    "metadata",
]
