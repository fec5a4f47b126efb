"""A group's own templates of polls: kept, found, removed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.rules import Procedure
from storage.models import Poll, Template
from storage.queries import journal
from storage.queries.cards import shown_in
from storage.queries.eras import era_of
from storage.queries.outbox import announced_in
from storage.queries.polls import option_texts, poll_of

MOST = 20  # a group may have: buttons that fit under one message


def save(
    session: Session, *, group_id: int, by: int, name: str, folded: str, text: str, shown_in: int | None, now: datetime
) -> Template:
    """Keep a poll under a name, in place of what had that name. Without a text: the poll that a message shows."""
    text = text or _shown(session, group_id, shown_in)
    template = session.exec(select(Template).where(Template.group_id == group_id, Template.folded == folded)).first()
    if template is None:
        if session.exec(select(func.count()).where(Template.group_id == group_id)).one() >= MOST:
            raise Mistake("templates_many", most=MOST)
        template = Template(group_id=group_id, name=name, folded=folded, text=text, by_id=by, at=now)
    template.name, template.text, template.by_id, template.at = name, text, by, now
    session.add(template)
    session.flush()
    body = {"name": name, "text": text}
    journal.record(session, group_id=group_id, at=now, kind="template_saved", actor_id=by, body=body)
    return template


def remove(session: Session, *, group_id: int, by: int, folded: str, now: datetime) -> Template:
    """Forget the template with this name."""
    template = session.exec(select(Template).where(Template.group_id == group_id, Template.folded == folded)).first()
    if template is None:
        raise Mistake("template_unknown", text=folded)
    session.delete(template)
    body = {"name": template.name}
    journal.record(session, group_id=group_id, at=now, kind="template_removed", actor_id=by, body=body)
    return template


def drop(session: Session, *, group_id: int, by: int, template_id: int, now: datetime) -> Template:
    """[Delete]"""
    template = find(session, group_id=group_id, template_id=template_id)
    return remove(session, group_id=group_id, by=by, folded=template.folded, now=now)


def look(session: Session, *, group_id: int) -> Sequence[Template]:
    """The group's own, by name."""
    return session.exec(select(Template).where(Template.group_id == group_id).order_by(col(Template.folded))).all()


def find(session: Session, *, group_id: int, template_id: int) -> Template:
    """The group's template; a Mistake when it is not there (any more)."""
    found = session.exec(select(Template).where(Template.id == template_id, Template.group_id == group_id)).first()
    if found is None:
        raise Mistake("button_old")
    return found


def typed(poll: Poll, options: Sequence[str]) -> str:
    """A poll as it would be typed, for another occasion: its length stands for its deadline."""
    length = timedelta(seconds=poll.lasts) or poll.closes_at - (poll.opens_at or poll.opened_at)
    minutes = max(1, round(length / timedelta(minutes=1)))
    rows = [
        poll.question,
        *(f"- {option}" for option in options),
        "native: yes" if poll.native else f"rule: {poll.rule}",
        f"closes: in {minutes} minutes",
    ]
    rows += [f"quorum: {poll.quorum}"] if poll.quorum else []
    rows += [f"{name}: yes" for name in ("secret", "hidden", "early") if getattr(poll, name)]
    several = poll.choices > 1 and (poll.native or poll.choices < len(options))
    rows += [f"choices: {poll.choices}"] if several else []
    return "\n".join(rows)


def _shown(session: Session, group_id: int, tg_message_id: int | None) -> str:
    """The poll of which a message is the card, or which it announces (its result, a reminder), as it would be typed."""
    poll_id = _poll_in(session, group_id, tg_message_id) if tg_message_id else None
    poll = poll_of(session, group_id, poll_id) if poll_id else None
    if poll is None:
        raise Mistake("template_missing")
    if poll.rule == Procedure.SILENCE:
        raise Mistake("silence_template", handle=handle("poll", poll.number))
    return typed(poll, list(option_texts(session, poll.id or 0).values()))


def _poll_in(session: Session, group_id: int, tg_message_id: int) -> int | None:
    message = {"group_id": group_id, "era": era_of(session, group_id), "tg_message_id": tg_message_id}
    if poll_id := shown_in(session, "poll", **message):
        return poll_id
    kind, subject_id = announced_in(session, **message) or ("", None)
    return subject_id if kind == "poll" else None
