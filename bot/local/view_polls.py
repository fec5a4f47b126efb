"""A native poll as one person's page shows it."""

from typing import Any

from bot.local.model import User
from bot.local.native_poll import Option, Poll
from bot.local.wire_basics import Json, unix


def poll_view(viewer: User, poll: Poll, people: dict[int, User]) -> Json:
    """The question, the answers and what the viewer may do.

    Counts are there once the viewer has voted or the poll is closed, as in Telegram; names only where it is not
    anonymous. `people` by id: who voted.
    """
    own = poll.votes.get(viewer.id, [])
    told = poll.closed or (bool(own) and not poll.hide_results)
    return {
        "question": poll.question,
        "description": poll.description,
        "anonymous": poll.anonymous,
        "quiz": poll.quiz,
        "multiple": poll.multiple,
        "revoting": poll.revoting,
        "closed": poll.closed,
        "closes": unix(poll.close_date) if poll.close_date else None,
        "voted": bool(own),
        "told": told,
        "voters": len(poll.votes),
        "options": [_option(poll, place, option, own, people, told=told) for place, option in enumerate(poll.options)],
        "explanation": poll.explanation if own or poll.closed else "",
    }


def _option(
    poll: Poll, place: int, option: Option, own: list[int], people: dict[int, User], *, told: bool
) -> dict[str, Any]:
    voters = [people[voter].name for voter, chosen in poll.votes.items() if place in chosen and voter in people]
    return {
        "text": option.text,
        "own": place in own,
        "count": poll.count(place) if told else None,
        "names": voters if told and not poll.anonymous else [],
        "right": place in poll.correct if poll.quiz and (own or poll.closed) else None,
    }
