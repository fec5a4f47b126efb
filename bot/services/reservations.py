"""Reservations: what a delegation states beside its ballot, which neither is one nor stops anything."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.services.electorate import voice
from bot.services.polls import record, still_open
from storage.models import Elector, Reservation
from storage.queries import cards
from storage.queries.polls import elector_by_id


def reserve(
    session: Session, *, group_id: int, by: int, poll_id: int, text: str, made: datetime, now: datetime
) -> Elector:
    """State something beside one's delegation's ballot, in place of what it stated before; "" takes that back.

    Whoever may vote can, in whatever role, until the poll closes. Returns whose reservation it is.
    """
    poll = still_open(session, group_id, poll_id, made)
    if poll.secret:
        raise Mistake("reservation_secret", handle=handle("poll", poll.number))
    elector_id = voice(session, poll, by, now).elector_id
    stated = session.get(Reservation, elector_id)
    if text:
        stated = stated or Reservation(elector_id=elector_id, text="", stated_by_id=by, at=now)
        stated.text, stated.stated_by_id, stated.at = text, by, now
        session.add(stated)
    elif stated is None:
        raise Mistake("reservation_none", handle=handle("poll", poll.number))
    else:
        session.delete(stated)
    session.flush()
    kind = "reservation_stated" if text else "reservation_withdrawn"
    record(session, poll, by, now, kind, {"elector": elector_id, "text": text})
    cards.mark_stale(session, "poll", poll_id)
    return elector_by_id(session, elector_id)
