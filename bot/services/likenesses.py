"""Alerts that look alike, noticed as they are logged; and those that were moved to another."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.likeness import resembles
from storage.models import Alert, Likeness
from storage.queries import cards
from storage.queries.attachments import comparable, looking_like, target_of

ALIKE_FOR = timedelta(hours=48)
COMPARED = 1000  # characters of a text, as many as its card shows


def compare(session: Session, alert: Alert, *, wordless: bool, now: datetime) -> None:
    """Note which open alert of the last days a new one looks like, if any."""
    others = [
        (other_id, text[:COMPARED], source)
        for other_id, text, source in comparable(session, alert.group_id, now - ALIKE_FOR)
        if other_id != alert.id
    ]
    text = "" if wordless else alert.text[:COMPARED]
    if (like_id := resembles(text, alert.source, others)) is not None:
        session.add(Likeness(alert_id=alert.id or 0, like_id=like_id))


def require_unmoved(session: Session, alert: Alert) -> None:
    """A Mistake when the alert was moved to another, where it goes on."""
    if (target := target_of(session, alert.id or 0)) is not None:
        raise Mistake("alert_moved", handle=handle("alert", alert.number), to=handle("alert", target.number))


def mark_alike_stale(session: Session, alert_id: int) -> None:
    """The cards that say they look like this alert say it otherwise now."""
    for other_id in looking_like(session, alert_id):
        cards.mark_stale(session, "alert", other_id)
