"""Buttons on polls."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class CastBallot(Payload):
    """[For], [Against], [Abstain], or an option."""

    tag = "pv"
    poll_id: int
    choice: int


@dataclass(frozen=True)
class WithdrawBallot(Payload):
    """[Withdraw]"""

    tag = "pw"
    poll_id: int


@dataclass(frozen=True)
class ShowBallot(Payload):
    """[My ballot]"""

    tag = "pm"
    poll_id: int


@dataclass(frozen=True)
class OpenPoll(Payload):
    """[Open now] on a scheduled poll."""

    tag = "oo"
    poll_id: int


@dataclass(frozen=True)
class ShowDetails(Payload):
    """[Details] of a poll."""

    tag = "pd"
    poll_id: int


@dataclass(frozen=True)
class DropPoll(Payload):
    """[Cancel] on a scheduled poll."""

    tag = "oc"
    poll_id: int


@dataclass(frozen=True)
class ReopenTied(Payload):
    """[Reopen between the tied] of a poll that ended in a tie."""

    tag = "pr"
    poll_id: int
