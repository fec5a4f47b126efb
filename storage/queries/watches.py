"""Alerts that are waited on."""

from sqlmodel import Session, col, or_, select

from storage.models import Alert, Watch, WatchFacts
from storage.queries.alerts import alert_facts
from storage.queries.cards import card_of


def watch_facts(session: Session, alert_id: int) -> WatchFacts:
    """An alert that is waited on, as its reminders need it."""
    alert = alert_facts(session, alert_id)
    card = card_of(session, "alert", alert_id)
    return WatchFacts(
        watch=session.exec(select(Watch).where(Watch.alert_id == alert_id)).one(),
        alert=alert,
        tg_message_id=card.tg_message_id if card and card.era == alert.group.era else None,
    )


def watched(session: Session, group_id: int) -> list[tuple[Watch, Alert]]:
    """The group's alerts that are waited on now."""
    waiting = or_(col(Watch.unseen_since).is_not(None), col(Watch.critical_since).is_not(None))
    statement = select(Watch, Alert).join(Alert, col(Alert.id) == col(Watch.alert_id))
    return list(session.exec(statement.where(Alert.group_id == group_id, waiting).order_by(col(Alert.id))))
