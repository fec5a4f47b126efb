"""Seeing an alert by a reaction to a message."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.services import alerts
from storage.models import Alert, Origin, OutboxItem
from storage.queries.cards import shown_in


def alerts_of_message(session: Session, *, group_id: int, tg_message_id: int, era: int) -> list[int]:
    """The ids of the group's alerts that a message shows, reminds of, or is the origin of; `era` is the message's."""
    card = shown_in(session, "alert", group_id=group_id, era=era, tg_message_id=tg_message_id)
    reported = select(Origin.alert_id).join(Alert, col(Alert.id) == col(Origin.alert_id))
    reported = reported.where(Alert.group_id == group_id, Origin.tg_message_id == tg_message_id, Origin.era == era)
    reminding = select(OutboxItem.payload).where(
        OutboxItem.group_id == group_id, OutboxItem.tg_message_id == tg_message_id, OutboxItem.kind == "alert_unseen"
    )
    found = {
        *([card] if card else []),
        *session.exec(reported),
        *(payload["alert_id"] for payload in session.exec(reminding.where(OutboxItem.era == era))),
    }
    return sorted(found)


def acknowledge(session: Session, *, group_id: int, by: int, alert_ids: Sequence[int], now: datetime) -> None:
    """The member has seen all of these."""
    for alert_id in alert_ids:
        alerts.acknowledge(session, group_id=group_id, by=by, alert_id=alert_id, now=now)
