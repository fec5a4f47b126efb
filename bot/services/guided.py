"""Guided forms: one message that is edited from step to step, beside it a question where one types."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.services import drafts, polls, tasks
from storage.models import Draft, Group, Member, OutboxItem, Poll, Task
from storage.queries import outbox

Payload = dict[str, Any]
HERE = (col(Group.id) == col(OutboxItem.group_id)) & (col(Group.era) == col(OutboxItem.era))


def begin(
    session: Session,
    *,
    group_id: int,
    by: int,
    form: str = "poll",
    text: str,
    asks: str,
    panel: Callable[[int], Payload],
    private: bool = False,
    now: datetime,
) -> None:
    """Start with what is filled in already; `panel` renders the message once the draft's id is known."""
    draft = drafts.ask(
        session, group_id=group_id, by=by, form=form, text=text, asks=asks, choices=[], prompt=panel, private=private,
        now=now,
    )  # fmt: skip
    draft.prompt_id, draft.panel_id = None, draft.prompt_id
    session.add(draft)


def go_on(
    session: Session,
    *,
    group_id: int,
    by: int,
    draft_id: int,
    text: str,
    asks: str,
    panel: Payload,
    question: Payload | None,
    pressed: int | None = None,
    replied_to: int | None = None,
    now: datetime,
) -> None:
    """Show another step. `pressed`: Telegram's id of the message pressed; `replied_to`: of a question whose arrival
    nobody had noted."""
    draft = _own(session, group_id, by, draft_id, now)
    draft.text, draft.asks, draft.expires_at = text, asks, now + drafts.LIFETIME
    _take_question_away(session, draft, replied_to, now)
    _edit(session, draft, panel, pressed, now)
    if question:
        payload = question | {"draft": draft_id}
        draft.prompt_id = outbox.post(session, payload=payload, now=now, **drafts.place(draft))
    session.add(draft)


def move(
    session: Session,
    *,
    group_id: int,
    by: int,
    draft_id: int,
    text: str,
    panel: Payload,
    question: Payload | None,
    now: datetime,
) -> None:
    """Go on in the private chat: the form's messages go from the group, and stand there."""
    draft = _own(session, group_id, by, draft_id, now)
    drafts.take_away(session, draft, now)
    draft.private, draft.text, draft.expires_at = True, text, now + drafts.LIFETIME
    draft.panel_id = outbox.post(session, payload=panel, now=now, **drafts.place(draft))
    draft.prompt_id = outbox.post(session, payload=question, now=now, **drafts.place(draft)) if question else None
    session.add(draft)


def post(
    session: Session,
    *,
    group_id: int,
    by: int,
    draft_id: int,
    request: dict[str, Any],
    about: str,
    pressed: int | None,
    now: datetime,
) -> Poll:
    """[Post]: the message with the preview turns into the card (`pressed`; without one it is taken away)."""
    _hand_over(session, _own(session, group_id, by, draft_id, now), pressed)
    return polls.open_poll(session, group_id=group_id, by=by, about=about, becomes=pressed, now=now, **request)


def post_task(
    session: Session,
    *,
    group_id: int,
    by: int,
    draft_id: int,
    request: dict[str, Any],
    pressed: int | None,
    now: datetime,
) -> Task:
    """The same of a task."""
    _hand_over(session, _own(session, group_id, by, draft_id, now), pressed)
    return tasks.set_task(session, group_id=group_id, by=by, becomes=pressed, now=now, **request)


def _hand_over(session: Session, draft: Draft, pressed: int | None) -> None:
    """The message pressed is the form's no more: what is posted becomes it."""
    if pressed:
        draft.panel_id = None
        session.add(draft)


def _own(session: Session, group_id: int, by: int, draft_id: int, now: datetime) -> Draft:
    owned = select(Draft).join(Member, col(Member.person_id) == col(Draft.person_id))
    owned = owned.where(Draft.id == draft_id, Draft.group_id == group_id, Draft.expires_at > now, Member.id == by)
    draft = session.exec(owned).first()
    if draft is None:
        raise Mistake("button_old")
    return draft


def _take_question_away(session: Session, draft: Draft, replied_to: int | None, now: datetime) -> None:
    if draft.prompt_id is None:
        return
    if replied_to is not None:
        outbox.adopt(session, draft.prompt_id, tg_message_id=replied_to, now=now)
    payload = {"outbox_id": draft.prompt_id}
    outbox.post(session, payload=payload, kind="delete", now=now, priority=outbox.CARD, **drafts.place(draft))
    draft.prompt_id = None


def _edit(session: Session, draft: Draft, panel: Payload, pressed: int | None, now: datetime) -> None:
    """Change the message that shows the form; where it is not there (yet, or any more) another is posted."""
    shown = _shown_as(session, draft, pressed) if pressed else _shown(session, draft)
    if pressed:
        draft.panel_id = shown
        panel = panel | {"edit": pressed}
    elif shown:
        panel = panel | {"edit": shown}
    item = outbox.post(session, payload=panel, now=now, **drafts.place(draft))
    if "edit" not in panel:
        draft.panel_id = item


def _shown(session: Session, draft: Draft) -> int | None:
    """Telegram's id of the message, in the chat of today."""
    found = select(OutboxItem.tg_message_id).where(OutboxItem.id == draft.panel_id)
    return session.exec(found if draft.private else found.join(Group, HERE)).first()


def _shown_as(session: Session, draft: Draft, tg_message_id: int) -> int | None:
    """What posted the message that was pressed: the form may have been posted anew meanwhile."""
    found = select(OutboxItem.id)
    if draft.private:
        found = found.where(OutboxItem.person_id == draft.person_id)
    else:
        found = found.join(Group, HERE).where(OutboxItem.group_id == draft.group_id)
    found = found.where(OutboxItem.tg_message_id == tg_message_id, OutboxItem.kind == "reply")
    return session.exec(found.order_by(col(OutboxItem.id).desc())).first() or draft.panel_id
