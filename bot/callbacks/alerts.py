"""Buttons on alerts, alone or in a bundle."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class SeeAlert(Payload):
    """[Seen]"""

    tag = "as"
    alert_id: int


@dataclass(frozen=True)
class SetKind(Payload):
    """[Words] / [Action]: names the kind it sets, so that two people pressing at once agree."""

    tag = "ak"
    alert_id: int
    kind: str


@dataclass(frozen=True)
class ShowSeverities(Payload):
    """[Severity], and [Back] from it."""

    tag = "aq"
    alert_id: int
    shown: int


@dataclass(frozen=True)
class SetSeverity(Payload):
    """One of the severities."""

    tag = "av"
    alert_id: int
    severity: str


@dataclass(frozen=True)
class SetAlertState(Payload):
    """[Resolve] / [Reopen]"""

    tag = "ar"
    alert_id: int
    state: str


@dataclass(frozen=True)
class SayStillOpen(Payload):
    """[Still open] on the question how a critical alert stands."""

    tag = "az"
    alert_id: int


@dataclass(frozen=True)
class FullText(Payload):
    """[Full text] of a long alert."""

    tag = "at"
    alert_id: int


@dataclass(frozen=True)
class PollAsAgreed(Payload):
    """[Poll as agreed] of an alert that crosses a red line."""

    tag = "xp"
    alert_id: int
    red_line_id: int


@dataclass(frozen=True)
class CallAsAgreed(Payload):
    """[Call within ...] of an alert that crosses a red line."""

    tag = "xc"
    alert_id: int
    red_line_id: int


@dataclass(frozen=True)
class AttachAlike(Payload):
    """[Attach to A-16]: to whichever alert it looks like."""

    tag = "aa"
    alert_id: int


@dataclass(frozen=True)
class KeepAlike(Payload):
    """[Keep]: it looks like another and is not."""

    tag = "ao"
    alert_id: int


@dataclass(frozen=True)
class DecideOffer(Payload):
    """[Amend] / [Leave it]: the message behind an alert was edited."""

    tag = "am"
    offer_id: int
    decision: str


@dataclass(frozen=True)
class SeeBundle(Payload):
    """[All seen] on alerts that share a message."""

    tag = "bs"
    bundle_id: int
