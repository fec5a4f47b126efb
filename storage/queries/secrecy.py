"""What of a secret or hidden poll is told, and when.

Secret: while it is open only the ballots hold what was chosen; at closing the record gets all choices in a random order,
and the ballots are emptied in the same transaction. Hidden: told with names, but at closing only.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select, update

from bot.domain.ballots import read_choices
from bot.domain.handles import handle
from bot.domain.procedures import Choices, ConditionKind, Standing, Verdict
from storage.models import Ballot, Elector, JournalEntry, Poll

# How much weight is in favour, together with who has which weight, would tell who is.
TELLING = frozenset({ConditionKind.WEIGHT_65, ConditionKind.SHARE_OF_WEIGHT})


def is_untold(poll: Poll) -> bool:
    """Whether the count is for nobody: until such a poll is closed, and for good if it was withdrawn."""
    return (poll.secret or poll.hidden) and (poll.state != "closed" or poll.verdict == Verdict.WITHDRAWN)


def cast_in(session: Session, poll: Poll, ballots: Sequence[Ballot]) -> dict[int, Choices]:
    """Elector's id -> choices, for counting alone.

    Of a secret poll that is closed who chose what is nowhere any more: the choices on record are dealt out in any order,
    which leaves every count by heads as it was.
    """
    if poll.secret and poll.state == "closed":
        recorded = [read_choices(text) for text in _on_record(session, poll)]
        return {ballot.elector_id: choices for ballot, choices in zip(ballots, recorded, strict=False)}
    return {ballot.elector_id: read_choices(ballot.choices) for ballot in ballots}


def _on_record(session: Session, poll: Poll) -> list[str]:
    closed = select(JournalEntry.body).where(
        JournalEntry.group_id == poll.group_id,
        JournalEntry.subject == handle("poll", poll.number),
        JournalEntry.kind == "poll_closed",
    )
    body = session.exec(closed.order_by(col(JournalEntry.seq).desc())).first()
    return list((body or {}).get("ballots", ()))


def without_choices(ballots: Sequence[Ballot]) -> tuple[Ballot, ...]:
    """Who has voted, and nothing else of it. Rows of their own, which no session writes."""
    kept = {"elector_id", "rank", "cast_by_id", "at"}
    return tuple(Ballot(choices="", **ballot.model_dump(include=kept)) for ballot in ballots)


def told_of_secret(standing: Standing, poll: Poll) -> Standing:
    """How a secret poll stands, as far as it may be told once it is closed: its verdict stands, no weight is named."""
    if poll.state != "closed" or poll.verdict == Verdict.WITHDRAWN or not standing.weighted:
        return standing
    conditions = tuple(each for each in standing.conditions if each.kind not in TELLING)
    told = {"conditions": conditions, "missing": (), "close_to_threshold": False}
    return replace(standing, verdict_if_closed=Verdict(poll.verdict), winner=poll.winner, **told)  # type: ignore[arg-type]


def empty(session: Session, poll_id: int) -> None:
    """Take out of a poll's ballots, of every rank, what they choose."""
    electors = select(Elector.id).where(Elector.poll_id == poll_id)
    session.flush()
    session.exec(update(Ballot).where(col(Ballot.elector_id).in_(electors)).values(choices="", reason=""))
