"""Buttons of the roster."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class HereIAm(Payload):
    """[Here I am]: somebody makes themselves known; a bot cannot list members."""

    tag = "mh"


@dataclass(frozen=True)
class ConfirmSeat(Payload):
    """[Seat]"""

    tag = "ms"
    seat_id: int


@dataclass(frozen=True)
class SeatAs(Payload):
    """[As deputy], [As principal]: a seat that was asked for, in the other role."""

    tag = "mr"
    seat_id: int
    role: str


@dataclass(frozen=True)
class EqualWeights(Payload):
    """[Equal weights], where a rule by weight finds none."""

    tag = "mq"
