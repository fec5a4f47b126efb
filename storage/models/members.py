"""Groups, the people in them, and the delegations they speak and vote for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import one_of, tg_id


class Group(SQLModel, table=True):
    """A chat the bot serves. The only row that knows Telegram's chat id."""

    __tablename__ = "groups"
    __table_args__ = (one_of("state", "active", "left", "refused"), one_of("polls_by", "everyone", "administrators"))

    id: int | None = Field(default=None, primary_key=True)
    tg_chat_id: int = tg_id(unique=True)
    tg_former_chat_id: int | None = tg_id(default=None, index=True)  # before it became a supergroup
    era: int = 0  # how often the chat has been replaced by another: message ids mean something within one era
    title: str
    public: bool = False
    language: str
    timezone: str
    state: str = "active"
    created_at: datetime
    blocked_until: datetime | None = None  # Telegram asked us to wait (429); survives a restart
    administrator: bool = False  # the bot is one: it hears of everyone who joins and leaves
    member_count: int | None = None  # people in the chat as Telegram counts them, the bot aside; None: not asked yet
    tg_topic_id: int | None = tg_id(default=None)  # of a forum: where everything goes; None: where it was asked for
    unseen: str = (
        "15,60"  # minutes after which those who have not seen a high or critical alert are reminded; "": never
    )
    status_due: int = 240  # minutes after which a critical alert left open asks for an update; 0: never
    polls_by: str = "everyone"  # who opens polls: everyone or administrators
    rule: str = ""  # the procedure of a poll that names none; empty: what its kind has
    pictures: bool = True  # the result of a poll is shown as a picture as well
    digest_weekday: int = 0  # Monday
    digest_time: str = "08:00"  # wall time in the group's zone
    muted_until: datetime | None = None  # the bot may not write here; asked again then, or once somebody writes


class Person(SQLModel, table=True):
    """Somebody on Telegram, whatever groups they are in."""

    __tablename__ = "people"

    id: int | None = Field(default=None, primary_key=True)
    tg_user_id: int = tg_id(unique=True)
    name: str
    username: str | None = None
    language: str | None = None
    timezone: str | None = None
    private_open: bool = False  # they pressed Start: the bot may write to them
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as Telegram describes them now, whether they are kept or not. (A row costs ten times as much to make.)"""

    tg_user_id: int
    name: str
    username: str | None = None
    language: str | None = None  # one the bot speaks


class Member(SQLModel, table=True):
    """A person in a group."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id"),
        one_of("status", "member", "administrator", "left"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    person_id: int = Field(foreign_key="people.id", index=True)
    status: str = "member"
    joined_at: datetime | None = (
        None  # when they were seen to join; None for those who were there before the bot looked
    )
    anonymous: bool = False  # an administrator who writes as the group: others are not told that they are one


class Delegation(SQLModel, table=True):
    """Whom members speak and vote for: a capital, an institution. One delegation, one vote."""

    __tablename__ = "delegations"
    __table_args__ = (UniqueConstraint("group_id", "code"), one_of("role", "voting", "observer"))

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="groups.id")
    code: str  # ISO 3166 alpha-2 where there is one, else the name folded
    name: (
        str  # as typed when the code is no country; else empty, and the card names the country in the reader's language
    )
    weight: int | None = None
    weight_year: int | None = None
    weight_source: str = ""  # eu27, illustrative or equal (bot.domain.weights); "": as an administrator wrote it
    role: str = "voting"  # or observer: reads and acknowledges, has no vote


class Seat(SQLModel, table=True):
    """A member's place in a delegation: asked for, then confirmed by an administrator. Until then the one before stands."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("member_id", "state"),
        one_of("state", "asked", "seated"),
        one_of("role", "principal", "deputy"),
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id")
    delegation_id: int = Field(foreign_key="delegations.id", index=True)
    state: str = "asked"
    role: str = "principal"  # or deputy, whose ballot a principal's goes before


@dataclass(frozen=True, slots=True)
class Census:
    """What Telegram says of a group when asked."""

    count: int  # people and other bots, this one aside
    administrator: bool  # whether the bot is one
    administrators: dict[int, bool]  # Telegram's ids of the others: whether they hide in the group


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member with the person behind them and, where seated, their delegation and their role in it."""

    member: Member
    person: Person
    delegation: Delegation | None = None
    role: str = "principal"

    @property
    def observes(self) -> bool:
        """Whether they are there to read: they have no vote."""
        return self.delegation is not None and self.delegation.role == "observer"


@dataclass(frozen=True, slots=True)
class NewcomerFacts:
    """Who has joined a group that did not know them, and its administrators."""

    group: Group
    newcomers: tuple[MemberFacts, ...]
    administrators: tuple[MemberFacts, ...]


@dataclass(frozen=True, slots=True)
class RosterFacts:
    """Who is in a group and who speaks for whom."""

    group: Group
    members: tuple[MemberFacts, ...]
    asked: tuple[tuple[Seat, MemberFacts, Delegation], ...]
    delegations: tuple[Delegation, ...]
