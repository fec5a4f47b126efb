"""Ballots: what a press or a typed vote means in a poll, one's own, and what becomes of them when a secret poll closes."""

import functools
import secrets
from datetime import datetime

from sqlmodel import Session

from bot.domain.ballots import SEVERAL, offered, pressed
from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Choices, read_rule
from bot.domain.rules import Procedure
from storage.models import Poll, Recorded, Voice
from storage.queries import outbox
from storage.queries.polls import (
    ballots_in,
    held_ballot,
    option_texts,
    poll_of,
    voice_of,
)
from storage.queries.secrecy import empty

rule_of = functools.cache(read_rule)  # of a key that is kept; every press asks


def chosen(
    session: Session, poll: Poll, own: Voice, choices: Choices, *, reason: str = "", adds: bool = False
) -> tuple[Choices, str]:
    """The ballot that a vote makes, and its reason: where several options may be named a press adds to what is there."""
    if poll.secret and reason:
        raise Mistake("reason_secret", handle=handle("poll", poll.number))
    if not adds or poll.rule not in SEVERAL:
        return choices, reason
    held, said = held_ballot(session, own.elector_id, own.rank) or ((), "")
    ranked = poll.rule == Procedure.RANKED
    return functools.reduce(lambda sum_, each: pressed(sum_, each, ranked=ranked), choices, held), reason or said


def checked(
    session: Session, poll: Poll, choices: Choices, *, ranks: bool | None = None
) -> tuple[Choices, dict[int, str]]:
    """The ballot as it is kept, and the poll's own options by number; a Mistake where the poll takes no such ballot.

    `ranks`: whether several options were typed in order of preference; None where that cannot be told.
    """
    texts, rule = option_texts(session, poll.id or 0), rule_of(poll.rule)
    if rule.name is Procedure.APPROVAL and not ranks:
        choices = tuple(sorted(set(choices)))
    several = len(choices) > 1
    known = {ABSTAIN, *texts} if texts else {FOR, AGAINST, ABSTAIN}
    if not known.issuperset(choices) or not (several or offered(choices, rule, len(texts))):
        raise Mistake("choice_unknown", handle=handle("poll", poll.number), options=len(texts))
    if several:
        _check_several(poll, choices, ranks, options=len(texts))
    return choices, texts


def _check_several(poll: Poll, choices: Choices, ranks: bool | None, *, options: int) -> None:
    """A Mistake unless the poll takes these several choices on one ballot."""
    subject, ranked = handle("poll", poll.number), poll.rule == Procedure.RANKED
    if poll.rule not in SEVERAL:
        raise Mistake("choice_one", handle=subject, options=options)
    if ranks is not None and ranks is not ranked:
        raise Mistake("choices_ranked" if ranked else "choices_approved", handle=subject)
    if len(set(choices)) < len(choices):
        raise Mistake("choices_twice", handle=subject)
    if len(choices) > poll.choices > 1:
        raise Mistake("choices_many", handle=subject, most=poll.choices)


def told(poll: Poll, choices: str, reason: str, *, changed: bool) -> dict[str, object]:
    """What the record says of a ballot: of a secret poll's only whether it took the place of another."""
    return {"changed": changed} if poll.secret else {"choices": choices, "reason": reason}


def own(session: Session, *, group_id: int, by: int, poll_id: int, now: datetime) -> tuple[Poll, Recorded | None]:  # noqa: ARG001 -- use cases take it
    """The ballot that somebody has cast in a poll, for their eyes alone; None where none of theirs is there."""
    poll = poll_of(session, group_id, poll_id)
    if poll is None:
        raise Mistake("button_old")
    voice = voice_of(session, poll_id, by, by_delegation=poll.by_delegation)
    held = held_ballot(session, voice.elector_id, voice.rank) if voice else None
    if held is None or (poll.secret and poll.state == "closed"):
        return poll, None
    choices, reason = held
    return poll, Recorded(choices, poll.rule, reason=reason, secret=poll.secret)


def secret_one(session: Session, *, group_id: int, poll_id: int) -> str:
    """The handle of the group's poll where it is secret, else nothing."""
    poll = poll_of(session, group_id, poll_id)
    return handle("poll", poll.number) if poll and poll.secret else ""


def take_away(session: Session, *, group_id: int, tg_message_id: int | None, now: datetime, **_: int) -> None:
    """Delete a vote in a secret poll that was typed where all can read it, where Telegram lets the bot."""
    if tg_message_id is not None:
        typed = {"message": tg_message_id}
        outbox.post(session, payload=typed, kind="delete", group_id=group_id, now=now, priority=outbox.URGENT)


def seal(session: Session, poll: Poll, *, tell: bool) -> dict[str, list[str]]:
    """At the end of a secret poll: what goes on record of its ballots, which are emptied now.

    The choices are in a random order, so that they cannot be set against who has voted when. `tell`: not those of a
    poll that was withdrawn.
    """
    if not poll.secret:
        return {}
    texts = [ballot.choices for ballot in ballots_in(session, poll.id or 0)]
    secrets.SystemRandom().shuffle(texts)
    empty(session, poll.id or 0)
    return {"ballots": texts} if tell else {}
