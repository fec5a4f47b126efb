"""Buttons on calls."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class AnswerCall(Payload):
    """[Coming], [Late], [Cannot]"""

    tag = "cr"
    call_id: int
    answer: str


@dataclass(frozen=True)
class SendCalendar(Payload):
    """[Calendar]"""

    tag = "cc"
    call_id: int
