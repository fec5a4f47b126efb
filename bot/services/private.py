"""Forms begun in the private chat: what is missing is asked there, the group they are for included."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.errors import Mistake
from bot.services.drafts import LIFETIME, MOST, forget
from storage.models import Draft, Person
from storage.queries import outbox


def ask(
    session: Session,
    *,
    person_id: int,
    form: str,
    text: str,
    asks: str,
    groups: Sequence[int],
    told: dict[str, Any],
    replaces: int | None,
    prompt: Callable[[int], dict[str, Any]],
    now: datetime,
) -> None:
    """Keep what was typed and ask for what is missing: the text, or which of the groups it is for.

    `told` is the message that is the alert (bot.services.origins.Told, kept); `replaces` the draft this one goes on with.
    """
    mine = session.exec(_private(person_id)).all()
    kept = [draft.id for draft in mine if draft.id != replaces][: MOST - 1]
    for old in mine:
        if old.id not in kept:
            forget(session, old, now)
    draft = Draft(
        group_id=groups[0],
        person_id=person_id,
        form=form,
        text=text,
        asks=asks,
        choices=[str(group_id) for group_id in groups],
        private=True,
        told=told,
        expires_at=now + LIFETIME,
    )
    session.add(draft)
    session.flush()
    draft.prompt_id = outbox.post(session, payload=prompt(draft.id or 0), person_id=person_id, now=now)
    session.add(draft)


def drop(session: Session, *, person_id: int, draft_id: int | None = None, now: datetime) -> int:
    """Forget what the person has begun in private, or one of it, and take the questions away; returns how many.

    A Mistake when the one is not there (any more).
    """
    drafts = session.exec(_private(person_id)).all()
    dropped = [draft for draft in drafts if draft_id in {None, draft.id}]
    if draft_id is not None and not dropped:
        raise Mistake("button_old")
    for draft in dropped:
        forget(session, draft, now)
    return len(dropped)


def draft_of(session: Session, *, tg_user_id: int, draft_id: int, now: datetime) -> Draft | None:
    """The person's own draft, unless it has expired."""
    return session.exec(_open(tg_user_id, now).where(Draft.id == draft_id)).first()


def awaiting(session: Session, *, tg_user_id: int, now: datetime) -> Draft | None:
    """The newest draft that asks the person for something in words: whatever they write next is that."""
    by_button = (col(Draft.asks) == "group") | (col(Draft.panel_id).is_not(None) & col(Draft.prompt_id).is_(None))
    return session.exec(_open(tg_user_id, now).where(~by_button)).first()


def _private(person_id: int) -> SelectOfScalar[Draft]:
    return select(Draft).where(Draft.person_id == person_id, col(Draft.private)).order_by(col(Draft.id).desc())


def _open(tg_user_id: int, now: datetime) -> SelectOfScalar[Draft]:
    statement = select(Draft).join(Person, col(Person.id) == col(Draft.person_id))
    statement = statement.where(Person.tg_user_id == tg_user_id, col(Draft.private), Draft.expires_at > now)
    return statement.order_by(col(Draft.id).desc())
