"""A storm of alerts: critical ones out at once, the first of the others each on its own, the rest several to a message.

Telegram takes twenty messages a minute, and people no more than that.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage.models import Alert, Bundle, Bundled
from storage.queries import bundles, cards
from storage.queries.outbox import CARD, RESULT, URGENT

UNSENT = 6  # alerts that may wait for a message of their own
OWN = 10  # in a minute that may get one: five critical ones, a bundle and two more messages still fit the same minute
OWN_CRITICAL = 12  # the same, of critical ones counted by themselves
MINUTE = timedelta(minutes=1)
GATHERING = timedelta(seconds=8)  # what a bundle that is shown takes in meanwhile is one edit
HURRIED = timedelta(seconds=2)  # the same, of critical ones


def show(session: Session, *, alert: Alert, priority: int, silent: bool, now: datetime) -> None:
    """Post the new alert's card, a critical one's before everything else; in a storm it joins a bundle."""
    if _storm(session, alert, now):
        _bundle(session, alert, priority=priority, silent=silent, now=now)
    else:
        _alone(session, alert, priority=priority, silent=silent)


def raised(session: Session, *, alert: Alert) -> None:
    """The alert has become critical: where it is one of a bundle it gets a card of its own."""
    if cards.own_card(session, "alert", alert.id or 0) is None:
        _alone(session, alert, priority=RESULT, silent=False)


def _storm(session: Session, alert: Alert, now: datetime) -> bool:
    """Whether the group is told more than a message each can tell."""
    since, group_id = now - MINUTE, alert.group_id
    if alert.severity == "critical":
        return bundles.logged_since(session, group_id, since, "critical", most=OWN_CRITICAL + 1) > OWN_CRITICAL
    if bundles.unsent(session, group_id) > UNSENT:
        return True
    return bundles.logged_since(session, group_id, since, most=OWN + 1) > OWN


def _alone(session: Session, alert: Alert, *, priority: int, silent: bool) -> None:
    first = URGENT if alert.severity == "critical" else priority
    cards.show(session, group_id=alert.group_id, kind="alert", subject_id=alert.id or 0, priority=first, silent=silent)


def _bundle(session: Session, alert: Alert, *, priority: int, silent: bool, now: datetime) -> None:
    group_id, critical = alert.group_id, alert.severity == "critical"
    first = URGENT if critical else priority
    bundle = bundles.growing(session, group_id, now)
    if bundle is None:
        bundle = Bundle(group_id=group_id, created_at=now)
        session.add(bundle)
        session.flush()
        cards.show(session, group_id=group_id, kind="bundle", subject_id=bundle.id or 0, priority=first, silent=silent)
    else:
        cards.grow(
            session, "bundle", bundle.id or 0, first=first, edit=RESULT if critical else CARD, silent=silent,
            not_before=now + (HURRIED if critical else GATHERING),
        )  # fmt: skip
    session.add(Bundled(alert_id=alert.id or 0, bundle_id=bundle.id or 0))
