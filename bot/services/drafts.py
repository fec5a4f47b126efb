"""Forms half filled in: ask for a field, take the answer, drop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from storage.models import Alert, Draft, Group, Member, OutboxItem, Poll
from storage.queries import outbox
from storage.queries.polls import option_texts, poll_of

LIFETIME = timedelta(hours=1)
TITLE = 100  # characters of an alert or a question proposed as a title
MOST = 2  # drafts a person may have; asking for more forgets the oldest


def ask(
    session: Session,
    *,
    group_id: int,
    by: int,
    form: str,
    text: str,
    asks: str,
    choices: list[str],
    prompt: Callable[[int], dict[str, Any]],
    private: bool = False,
    now: datetime,
) -> Draft:
    """Keep what was typed of a form and post the question for the field it lacks, where that was typed.

    `choices` are answers offered by buttons; `prompt` renders the question once the draft's id is known.
    """
    person_id = _person(session, by)
    mine = select(Draft).where(Draft.person_id == person_id, col(Draft.private).is_(private))
    if not private:
        mine = mine.where(Draft.group_id == group_id)
    for old in session.exec(mine.order_by(col(Draft.id).desc()).offset(MOST - 1)).all():
        forget(session, old, now)
    draft = Draft(
        group_id=group_id,
        person_id=person_id,
        form=form,
        text=text,
        asks=asks,
        choices=choices,
        private=private,
        expires_at=now + LIFETIME,
    )
    session.add(draft)
    session.flush()
    payload = prompt(draft.id or 0) | {"draft": draft.id}
    draft.prompt_id = outbox.post(session, payload=payload, now=now, **place(draft))
    session.add(draft)
    return draft


def drop(
    session: Session, *, group_id: int, by: int, draft_id: int | None = None, question: int | None = None, now: datetime
) -> int:
    """Forget the member's drafts in the group, or one of all they have, and take their questions away; returns how many.

    `question`: Telegram's id of the one question, which an answer to it has made known.
    """
    statement = select(Draft).where(Draft.person_id == _person(session, by))
    if draft_id is not None:
        statement = statement.where(Draft.id == draft_id)
    else:
        statement = statement.where(Draft.group_id == group_id, col(Draft.private).is_(False))
    drafts = session.exec(statement).all()
    for draft in drafts:
        if question is not None:
            outbox.adopt(session, draft.prompt_id or 0, tg_message_id=question, now=now)
        forget(session, draft, now)
    return len(drafts)


def forget(session: Session, draft: Draft, now: datetime) -> None:
    """The draft, its question and the message that shows it go."""
    session.delete(draft)
    take_away(session, draft, now)


def take_away(session: Session, draft: Draft, now: datetime) -> None:
    """The draft's question, and the message that shows it, go."""
    for outbox_id in (draft.prompt_id, draft.panel_id):
        if outbox_id is not None:
            payload = {"outbox_id": outbox_id}
            outbox.post(session, payload=payload, kind="delete", now=now, priority=outbox.CARD, **place(draft))


def place(draft: Draft) -> dict[str, Any]:
    """Where the form is filled in, as the outbox takes it."""
    return {"person_id": draft.person_id} if draft.private else {"group_id": draft.group_id}


def draft_by_id(session: Session, *, group_id: int, draft_id: int, now: datetime) -> Draft | None:
    """The draft, unless it has expired."""
    statement = select(Draft).where(Draft.id == draft_id, Draft.group_id == group_id, Draft.expires_at > now)
    return session.exec(statement.where(col(Draft.private).is_(False))).first()


def draft_asked_by(session: Session, *, group_id: int, tg_message_id: int) -> int | None:
    """The id of the draft that this message of ours is about: its question, or what was wrong with an answer."""
    now_there = (col(Group.id) == col(OutboxItem.group_id)) & (col(Group.era) == col(OutboxItem.era))
    statement = select(OutboxItem.payload).join(Group, now_there)
    statement = statement.where(OutboxItem.group_id == group_id, OutboxItem.tg_message_id == tg_message_id)
    payload = session.exec(statement).first() or {}
    return payload.get("draft")


def draft_on_its_way(session: Session, *, group_id: int, person_id: int) -> int | None:
    """The id of the person's draft whose question has not been noted as sent: who answers it has seen it all the same."""
    statement = (
        select(Draft.id)
        .join(OutboxItem, col(OutboxItem.id) == col(Draft.prompt_id))
        .where(Draft.group_id == group_id, Draft.person_id == person_id, col(OutboxItem.tg_message_id).is_(None))
        .where(col(OutboxItem.attempts) > 0)
        .order_by(col(Draft.id).desc())
    )
    return session.exec(statement).first()


@dataclass(frozen=True, slots=True)
class Source:
    """What a form follows from: its handle, a title to propose, and all of it: of a decision what was decided.

    `asked`: the question and the options of a sense check, for a poll that decides.
    """

    handle: str
    title: str
    text: str
    asked: tuple[str, tuple[str, ...]] | None = None


def source_of(session: Session, *, group_id: int, kind: str, subject_id: int) -> Source:
    """The alert or poll of the group with this id; a Mistake when there is none."""
    found: Alert | Poll | None
    if kind == "alert":
        found = session.exec(select(Alert).where(Alert.id == subject_id, Alert.group_id == group_id)).first()
    else:
        found = poll_of(session, group_id, subject_id) if kind == "poll" else None
    if found is None:
        raise Mistake("button_old")
    title = found.text if isinstance(found, Alert) else found.question
    words = " ".join(title.split())
    return Source(
        handle(kind, found.number),
        words if len(words) <= TITLE else f"{words[: TITLE - 1].rstrip()}…",
        found.text if isinstance(found, Alert) else _decided(session, found),
        asked=_asked(session, found) if isinstance(found, Poll) and found.native else None,
    )


def _asked(session: Session, poll: Poll) -> tuple[str, tuple[str, ...]]:
    return poll.question, tuple(option_texts(session, poll.id or 0).values())


def _decided(session: Session, poll: Poll) -> str:
    """What a poll asks, with the option that has won; the text, where it is about one."""
    option = option_texts(session, poll.id or 0).get(poll.winner or 0)
    return "\n".join(part for part in (poll.text or poll.question, option) if part)


def _person(session: Session, member_id: int) -> int:
    return session.exec(select(Member.person_id).where(Member.id == member_id)).one()
