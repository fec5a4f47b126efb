"""Buttons that show a card again, or turn pages."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class ShowCard(Payload):
    """[A-25] and the like: posts the card at the bottom."""

    tag = "sh"
    kind: str
    subject_id: int


@dataclass(frozen=True)
class TurnPage(Payload):
    """[Previous], [Next] of what was looked for; pages count from 0."""

    tag = "lp"
    listing_id: int
    page: int


@dataclass(frozen=True)
class TurnCase(Payload):
    """[Previous], [Next] of a case's timeline; pages count from 0."""

    tag = "kp"
    kind: str
    subject_id: int
    page: int
