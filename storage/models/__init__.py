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
    CrossingFacts,
    Likeness,
    Offer,
    Origin,
    RedLine,
    Report,
)
from storage.models.base import metadata, share_types
from storage.models.bundles import BundleFacts
from storage.models.calls import Attendance, Call, CallFacts
from storage.models.cards import LiveCard
from storage.models.cases import CaseFacts, Step
from storage.models.digests import DigestFacts
from storage.models.drafts import Draft, Unsigned
from storage.models.intake import DeadLetter, IntakeState, Seen
from storage.models.journal import JournalEntry
from storage.models.members import (
    Account,
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
from storage.models.objections import Objection, Sighting
from storage.models.outbox import OutboxItem
from storage.models.polls import (
    DEPUTY,
    PRINCIPAL,
    PROXY,
    Ballot,
    Choosing,
    Elector,
    Given,
    Mandate,
    Poll,
    PollFacts,
    PollList,
    PollOption,
    Proxy,
    Recorded,
    Reservation,
    Rewording,
    Template,
    Voice,
)
from storage.models.search import Found, FoundFacts, Listing
from storage.models.sense import NativeAnswer, NativePoll, Sense
from storage.models.status import Past, StatusFacts
from storage.models.tasks import Assignable, Doer, Owner, Task, TaskFacts
from storage.models.timers import Timer
from storage.models.watches import Watch, WatchFacts

__all__ = [
    "DEPUTY",
    "PRINCIPAL",
    "PROXY",
    "Account",
    "Acknowledgement",
    "Alert",
    "AlertFacts",
    "Amendment",
    "Assignable",
    "Attachment",
    "Attendance",
    "Ballot",
    "Bundle",
    "BundleFacts",
    "Bundled",
    "Call",
    "CallFacts",
    "CaseFacts",
    "Census",
    "Choosing",
    "Crossing",
    "CrossingFacts",
    "DeadLetter",
    "Delegation",
    "DigestFacts",
    "Doer",
    "Draft",
    "Elector",
    "Found",
    "FoundFacts",
    "Given",
    "Group",
    "IntakeState",
    "JournalEntry",
    "Likeness",
    "Listing",
    "LiveCard",
    "Mandate",
    "Member",
    "MemberFacts",
    "NativeAnswer",
    "NativePoll",
    "NewcomerFacts",
    "Objection",
    "Offer",
    "Origin",
    "OutboxItem",
    "Owner",
    "Past",
    "Person",
    "Poll",
    "PollFacts",
    "PollList",
    "PollOption",
    "Proxy",
    "Recorded",
    "RedLine",
    "Report",
    "Reservation",
    "Rewording",
    "RosterFacts",
    "Seat",
    "Seen",
    "Sense",
    "Sighting",
    "StatusFacts",
    "Step",
    "Task",
    "TaskFacts",
    "Template",
    "Timer",
    "Unsigned",
    "Voice",
    "Watch",
    "WatchFacts",
    "metadata",
]

share_types()
