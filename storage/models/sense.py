"""Sense checks: Telegram's own polls that were sent for ours, and who answered in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.models.base import tg_id
from storage.models.members import MemberFacts


class NativePoll(SQLModel, table=True):
    """A poll of Telegram's own that stands for one of ours; of one that was sent twice there are two.

    Of those who answer from outside the group nothing is kept but how many answers of theirs stand.
    """

    __tablename__ = "native_polls"

    tg_poll_id: str = Field(primary_key=True)
    poll_id: int = Field(foreign_key="polls.id", index=True)
    tg_message_id: int | None = tg_id(default=None)  # None: nobody said where it stands, or it is gone
    era: int = 0  # of the group when it was sent
    sure: bool = True  # that it is this poll's; until its words have been seen its answers do not count
    outsiders: int = 0  # answers less those taken back; one taken back may come before the answer
    unsigned: int = 0  # the same of administrators who answer as the group: of nobody


class NativeAnswer(SQLModel, table=True):
    """What a member chose in such a poll; `choices` as of a ballot, "" for an answer that was taken back."""

    __tablename__ = "native_answers"

    tg_poll_id: str = Field(foreign_key="native_polls.tg_poll_id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True)
    elector_id: int | None = Field(default=None, foreign_key="electors.id", index=True)  # None: they have no vote
    rank: int = 0
    choices: str = ""
    update_id: int = tg_id()  # of the update that told of it, which says what came after what
    at: datetime


@dataclass(frozen=True, slots=True)
class Sense:
    """What a sense check has besides its count."""

    posted: bool  # Telegram's poll stands in the chat of today
    tg_message_id: int | None  # where, if anybody has said so
    waits: bool  # it is to be sent, or forwarded
    barred: bool  # which the bot may not do there
    outsiders: int
    unsigned: int
    voiceless: tuple[MemberFacts, ...]  # members who answered and have no vote
