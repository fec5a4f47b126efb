"""Alerts and who has seen them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import one_of, tg_id
from storage.models.calls import Call
from storage.models.members import Group, MemberFacts
from storage.models.polls import Poll
from storage.models.tasks import Task


class Alert(SQLModel, table=True):
    """ "X did Y", logged."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        one_of("severity", "low", "medium", "high", "critical"),
        one_of("kind", "words", "action"),
        one_of("state", "open", "resolved"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    number: int
    text: str
    note: str = ""
    severity: str = "medium"
    kind: str = "action"
    topic: str = ""
    source: str = ""
    confidence: str = ""
    reporter_id: int = Field(foreign_key="members.id")
    created_at: datetime
    state: str = "open"
    changed_by_id: int | None = Field(default=None, foreign_key="members.id")  # who last changed kind, severity, state
    resolution: str = ""  # the note it was resolved with, or why it was retracted
    retracted_at: datetime | None = None  # it was a mistake: kept, struck through, resolved


class Acknowledgement(SQLModel, table=True):
    """A member has seen an alert."""

    __tablename__ = "acknowledgements"

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True)
    at: datetime


class Origin(SQLModel, table=True):
    """Where an alert's words come from: the message that was reported, and who wrote it."""

    __tablename__ = "origins"
    __table_args__ = (Index("ix_origins_message", "tg_message_id"),)

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)
    tg_message_id: int | None = tg_id(default=None)  # in the group's chat of `era`; editing it offers an amendment
    era: int = 0
    author: str = ""  # who wrote it, where that is not the reporter: a member, or whom it was forwarded from
    forwarded: bool = False
    written_at: datetime | None = None
    link: str = ""  # to the original, where Telegram gives one (a public channel's post)
    media: str = ""  # photo, video, document, ...; empty for plain text
    wordless: bool = (
        False  # the message had no words: `Alert.text` names what it is, which is alike for all of its kind
    )


class Amendment(SQLModel, table=True):
    """An alert's text was put right; `text` is the wording from then on, as `Alert.text` has it."""

    __tablename__ = "amendments"

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int = Field(foreign_key="alerts.id", index=True)
    by_id: int = Field(foreign_key="members.id")
    at: datetime
    before: str  # the wording until then
    text: str


class Offer(SQLModel, table=True):
    """The message behind an alert was edited: its new wording, offered as an amendment."""

    __tablename__ = "offers"

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int = Field(foreign_key="alerts.id", index=True)
    at: datetime
    text: str
    prompt_id: int | None = None  # of the outbox, where what was sent is forgotten after a while: no foreign key
    decision: str = ""  # amended, left, or overtaken by a later edit; empty while it is open
    decided_by_id: int | None = Field(default=None, foreign_key="members.id")


class Likeness(SQLModel, table=True):
    """A new alert looks like an older open one; whoever looks decides: attach or keep."""

    __tablename__ = "likenesses"

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)
    like_id: int = Field(foreign_key="alerts.id")
    kept_by_id: int | None = Field(default=None, foreign_key="members.id")  # somebody said that they are two


class Attachment(SQLModel, table=True):
    """A report that has been moved to the alert it is about."""

    __tablename__ = "attachments"

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)  # the report: resolved, "moved to A-16"
    to_id: int = Field(foreign_key="alerts.id", index=True)
    by_id: int = Field(foreign_key="members.id")
    at: datetime


class Bundle(SQLModel, table=True):
    """In a storm: several alerts that share one message."""

    __tablename__ = "bundles"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    created_at: datetime


class Bundled(SQLModel, table=True):
    """An alert that came without a message of its own; it may have one by now, and the bundle lists it still."""

    __tablename__ = "bundled"

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)
    bundle_id: int = Field(foreign_key="bundles.id", index=True)


class RedLine(SQLModel, table=True):
    """What the group has agreed not to let pass, and what it does then."""

    __tablename__ = "red_lines"
    __table_args__ = (UniqueConstraint("group_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    number: int
    text: str  # a topic (#greenland) or words, as typed
    advice: str  # what to do, in words
    severity: str = ""  # of an alert that crosses it, as agreed; empty: whatever it is
    poll: str = ""  # the poll to open, as it would be typed; empty: none
    call_within: int = 0  # minutes within which to call; 0: no call
    created_by_id: int = Field(foreign_key="members.id")
    created_at: datetime
    removed_at: datetime | None = None


class Crossing(SQLModel, table=True):
    """An alert crosses a red line; each of the agreed steps is taken once."""

    __tablename__ = "crossings"

    alert_id: int = Field(foreign_key="alerts.id", primary_key=True)
    red_line_id: int = Field(foreign_key="red_lines.id", primary_key=True)
    poll_id: int | None = Field(default=None, foreign_key="polls.id")
    call_id: int | None = Field(default=None, foreign_key="calls.id")


@dataclass(frozen=True, slots=True)
class CrossingFacts:
    """A red line an alert crosses, and the numbers of the poll and the call agreed on, once there are some."""

    line: RedLine
    poll: int | None
    call: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """An alert as somebody's report, with whoever logged it."""

    alert: Alert
    reporter: MemberFacts


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """An alert and all that came of it, also of the reports attached to it."""

    group: Group
    alert: Alert
    reporter: MemberFacts
    changed_by: MemberFacts | None
    seen: tuple[MemberFacts, ...]
    unseen: tuple[MemberFacts, ...]
    polls: tuple[Poll, ...]
    calls: tuple[Call, ...]
    tasks: tuple[Task, ...] = ()
    crossings: tuple[CrossingFacts, ...] = ()
    still_open: tuple[MemberFacts, datetime] | None = None  # of a critical one: who said so last, and when
    origin: Origin | None = None
    amended: Amendment | None = None  # the last amendment
    amended_by: MemberFacts | None = None
    attached: tuple[Report, ...] = ()  # reports moved here, the first attached first
    moved_to: Alert | None = None
    looks_like: Alert | None = None  # nobody has decided yet whether the two are one
