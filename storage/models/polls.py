"""Polls, who may vote in them, and the ballots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.ballots import Rank
from bot.domain.procedures import Choices, Standing
from storage.models.base import one_of, tg_id
from storage.models.calls import Call
from storage.models.members import Delegation, Group, MemberFacts
from storage.models.objections import Objection, Sighting
from storage.models.sense import Sense
from storage.models.tasks import Owner, Task

PRINCIPAL, DEPUTY, PROXY = Rank.PRINCIPAL.value, Rank.DEPUTY.value, Rank.PROXY.value  # as the columns hold them


class Poll(SQLModel, table=True):
    """A question put to the group, decided by a procedure when it closes."""

    __tablename__ = "polls"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        one_of("state", "scheduled", "open", "closed"),
        one_of("verdict", "", "adopted", "rejected", "tied", "no_quorum", "withdrawn"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    number: int
    question: str
    rule: str
    quorum: str = ""
    author_id: int = Field(foreign_key="members.id")
    alert_id: int | None = Field(default=None, foreign_key="alerts.id", index=True)
    by_delegation: bool = False
    opened_at: datetime  # of a scheduled one: when it was written
    closes_at: datetime
    state: str = "open"
    closed_at: datetime | None = None
    verdict: str = ""
    winner: int | None = None  # the adopted option, where there are options
    reason: str = ""  # why it was withdrawn
    secret: bool = False  # who chose what is never told
    hidden: bool = False  # the tally is told at closing only
    early: bool = False  # closes once no ballot still out could change the outcome
    closing_at: datetime | None = None  # when it is to, while that is certain; until then ballots may change
    choices: int = 1  # most options on one ballot
    opens_at: datetime | None = None  # when a scheduled one is to open
    lasts: int = 0  # seconds it is open, counted from its opening; 0: until `closes_at` whenever it opens
    tg_message_id: int | None = tg_id(default=None)  # the message it was typed in, where editing it corrects it
    era: int = 0  # of the group when that was written
    version: int = 1  # of its text
    reworded_at: datetime | None = None  # when that version began: what was pressed before was meant for other words
    text: str = ""  # what silence adopts
    owner: str = ""  # who carries out what was decided: bot.domain.tasks, or any other name
    review_on: date | None = None  # when it is to be looked at again
    native: bool = False  # a sense check: asked by Telegram's own poll, decides nothing, has no verdict
    replaces_id: int | None = Field(default=None, foreign_key="polls.id", index=True)  # the one it takes the place of


class PollOption(SQLModel, table=True):
    """One of a poll's own options, numbered from 1."""

    __tablename__ = "poll_options"

    poll_id: int = Field(foreign_key="polls.id", primary_key=True)
    number: int = Field(primary_key=True)
    text: str


class Rewording(SQLModel, table=True):
    """A correction of a poll's words: what they were until then. One that made ballots void began a new version."""

    __tablename__ = "rewordings"

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="polls.id", index=True)
    by_id: int = Field(foreign_key="members.id")
    at: datetime
    version: int  # the one that had these words
    question: str
    options: list[str] = Field(default_factory=list, sa_type=JSON)
    voided: int = 0  # ballots that were cast on them


class Template(SQLModel, table=True):
    """A poll as it would be typed, kept by a group under a name."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("group_id", "folded"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    name: str
    folded: str  # the name without capitals and accents: one name, one template
    text: str
    by_id: int = Field(foreign_key="members.id")
    at: datetime


class Elector(SQLModel, table=True):
    """Who may vote in a poll, frozen at its opening: a delegation, or a member of a group without delegations."""

    __tablename__ = "electors"
    __table_args__ = (UniqueConstraint("poll_id", "delegation_id"), UniqueConstraint("poll_id", "member_id"))

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="polls.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
    member_id: int | None = Field(default=None, foreign_key="members.id")
    name: str
    code: str = ""
    weight: int | None = None
    weight_year: int | None = None
    weight_source: str = ""


class Mandate(SQLModel, table=True):
    """Who spoke for a delegation when a poll opened, and as what: their rank in that poll for as long as they do."""

    __tablename__ = "mandates"
    __table_args__ = (one_of("role", "principal", "deputy"),)

    elector_id: int = Field(foreign_key="electors.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True)
    role: str


class Ballot(SQLModel, table=True):
    """What was chosen for an elector in one rank; changing it replaces it, withdrawing deletes it."""

    __tablename__ = "ballots"

    elector_id: int = Field(foreign_key="electors.id", primary_key=True)
    rank: int = Field(default=PRINCIPAL, primary_key=True)
    # Canonical text: "-1" for, "-2" against, "0" abstains, "2", "1,3", "2>1>3" options. Of a secret poll that is closed
    # it is empty: the row says who has voted, the record what was chosen, nothing who chose what.
    choices: str
    reason: str = ""
    cast_by_id: int = Field(foreign_key="members.id")
    at: datetime


class Reservation(SQLModel, table=True):
    """What a delegation states beside its ballot; a later one of its own takes its place."""

    __tablename__ = "reservations"

    elector_id: int = Field(foreign_key="electors.id", primary_key=True)
    text: str
    stated_by_id: int = Field(foreign_key="members.id")
    at: datetime


class Proxy(SQLModel, table=True):
    """A delegation's vote in one poll, given to another: each gives one and holds one at most (Art. 239 TFEU)."""

    __tablename__ = "proxies"
    __table_args__ = (
        Index("ix_proxies_from", "from_id", unique=True, sqlite_where=text("withdrawn_at IS NULL")),
        Index("ix_proxies_to", "to_id", unique=True, sqlite_where=text("withdrawn_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="polls.id", index=True)
    from_id: int = Field(foreign_key="electors.id")
    to_id: int = Field(foreign_key="electors.id")
    given_by_id: int = Field(foreign_key="members.id")
    at: datetime
    apart: bool = False  # voted apart from the holder's own: that ballot no longer follows it
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choosing:
    """A ballot to be put: the columns of Ballot, without the cost of a row (a press puts one)."""

    elector_id: int
    rank: int
    choices: str
    cast_by_id: int
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """For whom a member votes in a poll, in which rank, and whether that elector holds another's vote."""

    elector_id: int
    rank: int
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A ballot that was cast: what it chooses, and the text of an option where it can be one only.

    `secret`: what it chooses is for nobody but whoever cast it.
    `outranked`: it does not stand, since its delegation, this one, has a ballot of a higher rank. `followed`: the one whose
    vote, held by proxy, has followed it.
    """

    choices: Choices
    rule: str  # the poll's
    option: str = ""
    reason: str = ""
    secret: bool = False
    outranked: Elector | None = None
    followed: Elector | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A proxy as it stands: whose vote it is, and who holds it (None: it was taken back).

    `votes`: whether the giver's own ballot stands, which goes before.
    """

    from_: Elector
    to: Elector | None
    votes: bool = False


@dataclass(frozen=True, slots=True)
class PollFacts:
    """A poll, its electorate and what has been cast."""

    group: Group
    poll: Poll
    options: tuple[PollOption, ...]
    electors: tuple[Elector, ...]
    ballots: tuple[Ballot, ...]  # the one that stands for each who has voted; where it is not told, without its choices
    author: MemberFacts
    outside: tuple[MemberFacts, ...]  # members without a delegation, where delegations vote
    empty: tuple[Delegation, ...]  # delegations that nobody spoke for when the poll opened
    observers: tuple[Delegation, ...]  # those of them that are there to read
    proxies: tuple[Proxy, ...]  # in force
    alert_number: int | None
    members: tuple[MemberFacts, ...]
    standing: Standing
    told: bool = True  # whether the count is told now: not while a secret or hidden poll is open
    choices: tuple[
        Choices, ...
    ] = ()  # of every ballot that stands, where the count is told; not in the order of `ballots`
    reservations: tuple[Reservation, ...] = ()
    earlier: tuple[Rewording, ...] = ()  # the words that ballots were cast on before, the newest first
    sightings: tuple[Sighting, ...] = ()  # under silence: who has seen the text
    objections: Mapping[int, Objection] = field(default_factory=dict)  # elector -> what its standing objection led to
    owner: Owner | None = None  # who carries out what was decided
    tasks: tuple[Task, ...] = ()  # that are about it
    calls: tuple[Call, ...] = ()
    replaces: int | None = None  # the number of the poll whose place it takes
    replaced_by: int | None = None  # the number of the one that took its place
    sense: Sense | None = None  # of a sense check

    @property
    def unseen(self) -> tuple[Elector, ...]:
        """Under silence, for whom nobody has seen the text."""
        seen = {sighting.elector_id for sighting in self.sightings}
        return tuple(elector for elector in self.electors if elector.id not in seen)


@dataclass(frozen=True, slots=True)
class PollList:
    """The polls of a group: open and scheduled by deadline, the last that were closed."""

    group: Group
    open: tuple[Poll, ...]
    scheduled: tuple[Poll, ...]
    closed: tuple[Poll, ...]
    owners: dict[int, Owner]  # of those, who carries out what was decided, by id
    links: dict[tuple[str, int], int]  # (kind, id) -> the message that shows it
