"""What people answer about objections: which risk they see, which amendment they propose."""

from dataclasses import dataclass

from bot.domain.errors import Mistake
from bot.forms.folding import blank
from bot.forms.form import Missing
from bot.forms.polls import LONGEST_REASON
from bot.forms.silences import told_of, within, without_key

LONGEST_AMENDMENT = 300


@dataclass(frozen=True, slots=True)
class ObjectionRequest:
    """An objection: to which poll, and which risk it is about."""

    handle: str
    reason: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalRequest:
    """An amendment proposed to one that objects."""

    handle: str
    elector_id: int
    amendment: str
    near: tuple[str, ...] = ()


def read_objection(text: str, **_: object) -> ObjectionRequest:
    """`P-3 reason`; Missing where nothing is said."""
    handle, said = told_of(text)
    reason = without_key(said, "reason")
    if blank(reason):
        raise Missing("reason")
    return ObjectionRequest(handle, within(reason, LONGEST_REASON))


def read_proposal(text: str, **_: object) -> ProposalRequest:
    """`P-3 17 amendment`, the number being the elector's; Missing where nothing is said."""
    handle, said = told_of(text)
    number, amendment = told_of(said)
    if not (number.isascii() and number.isdigit()):
        raise Mistake("button_old")
    amendment = without_key(amendment, "amendment")
    if blank(amendment):
        raise Missing("amendment")
    return ProposalRequest(handle, int(number), within(amendment, LONGEST_AMENDMENT))
