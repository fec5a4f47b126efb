"""Buttons on texts: under silence, and with consent."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class SeeSilence(Payload):
    """[Seen] on a text under silence."""

    tag = "zs"
    poll_id: int


@dataclass(frozen=True)
class BreakSilence(Payload):
    """[Break silence]: asks for the reason."""

    tag = "zb"
    poll_id: int


@dataclass(frozen=True)
class ObjectToProcedure(Payload):
    """[Object to the procedure]"""

    tag = "zo"
    poll_id: int


@dataclass(frozen=True)
class Recirculate(Payload):
    """[Circulate the amended text] of a silence that was broken."""

    tag = "zr"
    poll_id: int


@dataclass(frozen=True)
class RaiseObjection(Payload):
    """[Object] under consent: asks for the reason."""

    tag = "no"
    poll_id: int


@dataclass(frozen=True)
class ResolveObjection(Payload):
    """[Resolved]: who objects says so; the author is asked for an amendment."""

    tag = "nr"
    poll_id: int
    elector_id: int


@dataclass(frozen=True)
class AcceptAmendment(Payload):
    """[Accept]: the amendment proposed then, of those proposed for an objection."""

    tag = "na"
    objection_id: int
    proposal: int
