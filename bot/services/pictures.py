"""The result of a poll as a picture: said beside the result, never in its place."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.rules import Procedure
from storage.models import PollFacts
from storage.queries import outbox

FEWEST, MOST = 4, 300  # who may vote: of fewer the sentence says as much, of more nobody could tell a seat from another
WORDLY = {Procedure.SILENCE, Procedure.CONSENT}  # decided by what was said against, not by how many


def announce(session: Session, facts: PollFacts, entry: int, now: datetime) -> None:
    """Show how a poll went that has been closed by a journal entry, where its group wants that and there is something to
    see. It goes after whatever else the group is to be told."""
    poll, voted = facts.poll, facts.standing.cast.heads
    seen = poll.rule not in WORDLY and voted and FEWEST <= len(facts.electors) <= MOST
    if facts.group.pictures and seen:
        outbox.announce(
            session, group_id=poll.group_id, kind=outbox.PICTURE, journal_id=entry, now=now, priority=outbox.DIGEST,
            poll_id=poll.id,
        )  # fmt: skip
