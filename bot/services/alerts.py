"""Alerts: log, acknowledge, judge, resolve, retract."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.services import bundles, likenesses, origins, red_lines, reminders
from bot.services.origins import Told
from storage.models import Acknowledgement, Alert
from storage.queries import cards, journal, outbox
from storage.queries.attachments import target_of
from storage.queries.bundles import alerts_of, bundle_of
from storage.queries.handles import next_number

RINGING = {"high", "critical"}


def log(
    session: Session,
    *,
    group_id: int,
    by: int,
    text: str,
    note: str = "",
    severity: str = "medium",
    kind: str = "action",
    topic: str = "",
    source: str = "",
    confidence: str = "",
    told: Told | None = None,
    guided: bool = False,
    now: datetime,
) -> Alert:
    """Log that something happened; the reporter counts as having seen it.

    `told` is the message it was logged from. `guided`: nobody has said how severe it is, so the card offers it.
    """
    number = next_number(session, Alert, group_id)
    alert = Alert(
        group_id=group_id,
        number=number,
        text=text,
        note=note,
        severity=severity,
        kind=kind,
        topic=topic,
        source=source,
        confidence=confidence,
        reporter_id=by,
        created_at=now,
    )
    session.add(alert)
    session.flush()
    assert alert.id is not None  # noqa: S101 -- flushed rows have ids
    session.add(Acknowledgement(alert_id=alert.id, member_id=by, at=now))
    if told:
        origins.keep(session, alert, told)
    likenesses.compare(session, alert, wordless=bool(told and told.wordless), now=now)
    body: dict[str, Any] = {"text": text, "note": note, "severity": severity, "kind": kind, "source": source}
    if crossed := red_lines.notice(session, alert):
        body["red_lines"] = crossed
    _record(session, alert, by, now, "alert_logged", body | origins.on_record(told))
    priority = outbox.RESULT if severity in RINGING else outbox.CARD
    bundles.show(session, alert=alert, priority=priority, silent=kind == "words", now=now)
    if guided:
        cards.unfold(session, "alert", alert.id, "begun")
    reminders.follow(session, alert=alert, now=now)
    return alert


def acknowledge(session: Session, *, group_id: int, by: int, alert_id: int, now: datetime) -> bool:
    """The member has seen the alert, or the one it was moved to; False when that was known."""
    alert = get(session, group_id=group_id, alert_id=alert_id)
    alert = target_of(session, alert_id) or alert
    assert alert.id is not None  # noqa: S101 -- stored rows have ids
    if session.get(Acknowledgement, (alert.id, by)):
        return False
    session.add(Acknowledgement(alert_id=alert.id, member_id=by, at=now))
    _record(session, alert, by, now, "alert_seen")
    cards.mark_stale(session, "alert", alert.id)
    return True


def set_kind(session: Session, *, group_id: int, by: int, alert_id: int, kind: str, now: datetime) -> None:
    """Words or action; setting what it is already changes nothing."""
    alert = standing(session, group_id=group_id, alert_id=alert_id)
    if alert.kind != kind:
        alert.kind, alert.changed_by_id = kind, by
        changed(session, alert, by, now, "alert_kind", {"kind": kind})


def set_severity(session: Session, *, group_id: int, by: int, alert_id: int, severity: str, now: datetime) -> None:
    """How bad it is; setting what it is already only folds the choice again."""
    alert = standing(session, group_id=group_id, alert_id=alert_id)
    cards.unfold(session, "alert", alert_id, "")
    if alert.severity != severity:
        alert.severity, alert.changed_by_id = severity, by
        changed(session, alert, by, now, "alert_severity", {"severity": severity})
        if severity == "critical":
            bundles.raised(session, alert=alert)


def show_severities(session: Session, *, group_id: int, by: int, alert_id: int, shown: bool, now: datetime) -> None:  # noqa: ARG001
    """Unfold (or fold) the choice of severities on the card."""
    standing(session, group_id=group_id, alert_id=alert_id)
    cards.unfold(session, "alert", alert_id, "severity" if shown else "")


def set_state(
    session: Session,
    *,
    group_id: int,
    by: int,
    alert_id: int,
    state: str,
    note: str = "",
    administrator: bool = False,
    now: datetime,
) -> Alert:
    """Resolve, with a note if there is one, or reopen; what was retracted only at the word of whoever may retract."""
    alert = standing(session, group_id=group_id, alert_id=alert_id)
    if alert.retracted_at is not None:
        require_author(alert, by, administrator=administrator)
        likenesses.mark_alike_stale(session, alert_id)
    if alert.state == state:
        word = "retracted" if alert.retracted_at else state
        raise Mistake("alert_already", handle=handle("alert", alert.number), state=word)
    alert.state, alert.changed_by_id, alert.resolution, alert.retracted_at = state, by, note, None
    changed(session, alert, by, now, f"alert_{state}", {"note": note})
    return alert


def see_bundle(session: Session, *, group_id: int, by: int, bundle_id: int, now: datetime) -> bool:
    """The member has seen all that the bundle lists; False when that was known."""
    bundle_of(session, group_id=group_id, bundle_id=bundle_id)
    listed = [alert.id or 0 for alert in alerts_of(session, bundle_id)]
    new = [acknowledge(session, group_id=group_id, by=by, alert_id=each, now=now) for each in listed]
    return any(new)


def retract(
    session: Session, *, group_id: int, by: int, alert_id: int, reason: str, administrator: bool, now: datetime
) -> Alert:
    """It was a mistake: it stays on record, struck through."""
    alert = standing(session, group_id=group_id, alert_id=alert_id)
    require_author(alert, by, administrator=administrator)
    if alert.retracted_at is not None:
        raise Mistake("alert_already", handle=handle("alert", alert.number), state="retracted")
    alert.state, alert.changed_by_id, alert.resolution, alert.retracted_at = "resolved", by, reason, now
    changed(session, alert, by, now, "alert_retracted", {"reason": reason})
    likenesses.mark_alike_stale(session, alert_id)
    return alert


def standing(session: Session, *, group_id: int, alert_id: int) -> Alert:
    """The group's alert; a Mistake also when it was moved to another, where it goes on."""
    alert = get(session, group_id=group_id, alert_id=alert_id)
    likenesses.require_unmoved(session, alert)
    return alert


def require_author(alert: Alert, by: int, *, administrator: bool) -> None:
    """A Mistake unless the member logged the alert, or is an administrator."""
    if alert.reporter_id != by and not administrator:
        raise Mistake("not_your_alert", handle=handle("alert", alert.number))


def get(session: Session, *, group_id: int, alert_id: int) -> Alert:
    """The group's alert; a Mistake when the id is of no alert of this group."""
    alert = session.exec(select(Alert).where(Alert.id == alert_id, Alert.group_id == group_id)).first()
    if alert is None:
        raise Mistake("button_old")
    return alert


def changed(session: Session, alert: Alert, by: int, now: datetime, kind: str, body: dict[str, Any]) -> None:
    """Keep what was changed of an alert, record it, and have its card follow."""
    session.add(alert)
    _record(session, alert, by, now, kind, body)
    cards.mark_stale(session, "alert", alert.id or 0)
    reminders.follow(session, alert=alert, now=now)


def _record(
    session: Session, alert: Alert, by: int, now: datetime, kind: str, body: dict[str, Any] | None = None
) -> None:
    subject = handle("alert", alert.number)
    journal.record(session, group_id=alert.group_id, at=now, kind=kind, actor_id=by, subject=subject, body=body)
