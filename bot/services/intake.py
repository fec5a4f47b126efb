"""When Telegram last answered, and what an outage means."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from bot.services import polls
from storage.models import IntakeState, Seen

SEEN_FOR = timedelta(days=8)  # Telegram keeps an update a day, and its ids start anew after a quiet week


def note_alive(session: Session, *, now: datetime, outage: timedelta) -> bool:
    """Telegram has answered; after a gap longer than `outage` open polls are extended and groups told (True)."""
    state = session.get(IntakeState, 1) or IntakeState(alive_at=now)
    since, state.alive_at = state.alive_at, now
    session.add(state)
    if since.date() != now.date():
        session.exec(delete(Seen).where(col(Seen.at) < now - SEEN_FOR))
    if now - since <= outage:
        return False
    polls.extend_for_outage(session, since=since, now=now)
    return True
