"""What an export tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.models.alerts import Acknowledgement, Alert, Amendment, Attachment, Origin
from storage.models.calls import Attendance, Call
from storage.models.journal import JournalEntry
from storage.models.members import Delegation, Group, MemberFacts
from storage.models.objections import Objection, Sighting
from storage.models.polls import Ballot, Elector, Poll, PollOption, Proxy, Reservation
from storage.models.sense import NativePoll
from storage.models.tasks import Owner, Task


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """Everything on record of a group, each in its own order: numbers, moments, the journal's sequence."""

    group: Group
    members: tuple[MemberFacts, ...]  # those who have left included
    delegations: tuple[Delegation, ...]
    alerts: tuple[Alert, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    polls: tuple[Poll, ...]
    options: tuple[PollOption, ...]
    electors: tuple[Elector, ...]
    ballots: tuple[Ballot, ...]
    calls: tuple[Call, ...]
    attendances: tuple[Attendance, ...]
    journal: tuple[JournalEntry, ...]
    tasks: tuple[Task, ...] = ()
    owners: Mapping[int, Owner] = field(default_factory=dict)  # who carries out what polls have decided, by id
    origins: tuple[Origin, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    natives: tuple[NativePoll, ...] = ()
    objections: tuple[Objection, ...] = ()
