"""Votes as an export tells them: in words, and no more than people may know by then."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.ballots import SEVERAL, read_choices
from bot.domain.handles import handle
from bot.domain.procedures import ABSTAIN, AGAINST, FOR
from storage.models import Ballot, Elector, JournalEntry, Poll
from storage.queries.secrecy import is_untold

Row = dict[str, Any]
CHOICES = {FOR: "for", AGAINST: "against", ABSTAIN: "abstain"}


def ballots(
    poll: Poll,
    cast: Sequence[tuple[Elector, Ballot]],
    names: Mapping[int | None, str],
    words: Mapping[int, str],
    journal: Sequence[JournalEntry],
) -> list[Row]:
    """Whose ballot, what it chooses, why; a secret poll's without whose, from its record, in the order that has."""
    if is_untold(poll):
        return []
    if poll.secret:
        texts = (entry.body or {} for entry in journal if _closes(entry, poll))
        recorded = [text for body in texts for text in body.get("ballots", ())]
        return [{"delegation": None, "choice": in_words(text, poll, words), "reason": ""} for text in recorded]
    return [
        {
            "delegation": names[elector.id],
            "choice": in_words(ballot.choices, poll, words),
            "reason": ballot.reason,
        }
        for elector, ballot in cast
    ]


def in_words(text: str, poll: Poll, words: Mapping[int, str]) -> str | list[str]:
    """A ballot's choice; where it may name several a list of them, under ranked in order of preference."""
    chosen = [words[choice] for choice in read_choices(text)]
    return chosen if poll.rule in SEVERAL else chosen[0]


def _closes(entry: JournalEntry, poll: Poll) -> bool:
    return entry.kind == "poll_closed" and entry.subject == handle("poll", poll.number)


def kept_back(polls: Sequence[Poll]) -> set[str]:
    """Handles of the polls whose record is not to be read yet: hidden, and not closed."""
    return {handle("poll", poll.number) for poll in polls if poll.hidden and is_untold(poll)}
