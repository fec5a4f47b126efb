"""The texts of the scene on which principals meet handlers: under silence, and decided by consent."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlmodel import Session, select

from bot.domain.procedures import AGAINST, read_rule
from bot.services import consents, polls, silences
from storage.models import Elector, Objection, Poll


def add_texts(session: Session, on: SimpleNamespace, own: dict[str, Any], french: int) -> None:
    """Texts under silence, one of them broken with an amendment; two polls by consent, to which France objects; a tie.

    `own`: group, author and moment of all of them; `french`: a member who speaks for France.
    """
    closes_at, made = own["now"] + timedelta(days=20), {"made": own["now"]}
    on.silence, on.contested, typed, on.broken = (
        silences.circulate(session, text=f"SECRETPOLL {number}", closes_at=closes_at, **own) for number in range(4)
    )
    on.handles["silence"] = f"P-{typed.number}"
    why: dict[str, Any] = {"reason": "SECRETNOTE", "amendment": "SECRETPOLL again"}
    silences.break_silence(session, poll_id=on.broken.id, **why, **made, **own)
    on.consent, on.objector = _objected(session, own, french, closes_at)
    on.amended, objector = _objected(session, own, french, closes_at)
    proposed = {"poll_id": on.amended.id, "elector_id": objector, "amendment": "SECRETOPTION"}
    consents.propose(session, **proposed, **made, **own)
    on.tied = _tied(session, own, french, closes_at)
    on.objection = session.exec(select(Objection.id).where(Objection.poll_id == on.amended.id)).one()


def _objected(session: Session, own: dict[str, Any], french: int, closes_at: datetime) -> tuple[Poll, int | None]:
    """A poll by consent, and France's elector, which objects."""
    poll = polls.open_poll(session, question="SECRETPOLL", rule=read_rule("consent"), closes_at=closes_at, **own)
    objection: dict[str, Any] = {"poll_id": poll.id, "choices": (AGAINST,), "reason": "SECRETNOTE", "made": own["now"]}
    polls.cast_ballot(session, **(own | {"by": french}), **objection)
    electors = select(Elector.id).where(Elector.poll_id == poll.id, Elector.code == "FR")
    return poll, session.exec(electors).one()


def _tied(session: Session, own: dict[str, Any], french: int, closes_at: datetime) -> int | None:
    """A poll that ended in a tie between France and Denmark."""
    asked: dict[str, Any] = {"question": "SECRETPOLL", "options": ("SECRETOPTION", "Two"), "closes_at": closes_at}
    poll = polls.open_poll(session, rule=read_rule("plurality"), **asked, **own)
    for choice, by in ((1, french), (2, own["by"])):
        polls.cast_ballot(session, **(own | {"by": by}), poll_id=poll.id or 0, choices=(choice,), made=own["now"])
    polls.close(session, poll_id=poll.id or 0, now=own["now"], by=own["by"])
    return poll.id
