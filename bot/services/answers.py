"""What a procedure asks of an answer, beyond that it is offered."""

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.procedures import AGAINST, Choices
from bot.domain.rules import Procedure
from storage.models import Poll


def check_answer(poll: Poll, choices: Choices, reason: str) -> None:
    """A Mistake for a vote on a text under silence, which is broken or kept, and for an objection without its reason."""
    if poll.rule == Procedure.SILENCE:
        raise Mistake("silence_vote", handle=handle("poll", poll.number))
    if poll.rule == Procedure.CONSENT and AGAINST in choices and not reason.strip():
        raise Mistake("objection_reason", handle=handle("poll", poll.number))
