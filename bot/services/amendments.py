"""Putting an alert's text right: by typing, or because the message behind it was edited."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.services import red_lines
from bot.services.alerts import changed, get, require_author, standing
from bot.services.origins import logged_from
from storage.models import Alert, Amendment, Offer
from storage.queries import outbox

DECISIONS = ("amended", "left")


def amend(
    session: Session,
    *,
    group_id: int,
    by: int,
    alert_id: int,
    text: str,
    topic: str,
    source: str,
    administrator: bool,
    now: datetime,
) -> Alert:
    """Change the text, at the word of whoever logged it or of an administrator; the wording before stays on record.

    `topic` and `source` are those the new text names: they replace the ones that the old text named.
    """
    alert = standing(session, group_id=group_id, alert_id=alert_id)
    require_author(alert, by, administrator=administrator)
    if alert.retracted_at is not None:
        raise Mistake("alert_retracted", handle=handle("alert", alert.number))
    if alert.text == text:
        raise Mistake("amend_same", handle=handle("alert", alert.number))
    before, alert.text = alert.text, text
    if alert.source and alert.source in before:
        alert.source = source
    if alert.topic and f"#{alert.topic}" in before:
        alert.topic = topic
    session.add(Amendment(alert_id=alert_id, by_id=by, at=now, before=before, text=text))
    body: dict[str, Any] = {"before": before, "text": text}
    if crossed := red_lines.notice(session, alert):
        body["red_lines"] = crossed
    changed(session, alert, by, now, "alert_amended", body)
    return alert


def offer(
    session: Session,
    *,
    group_id: int,
    tg_chat_id: int,
    tg_message_id: int,
    said: str,
    typed: str,
    prompt: Callable[[int, Alert, str], dict[str, Any]],
    now: datetime,
    **_: int,
) -> None:
    """The message behind an alert was edited: ask whether the alert should follow, once for each wording.

    `said` is the message whole, `typed` what it says read as a form, for an alert typed as one; empty: nothing to offer.
    """
    for alert, as_form in logged_from(session, tg_chat_id=tg_chat_id, tg_message_id=tg_message_id):
        if not (text := typed if as_form else said):
            continue
        offers = select(Offer).where(Offer.alert_id == alert.id).order_by(col(Offer.id).desc())
        last = session.exec(offers).first()
        if last is not None and last.text == text:
            continue
        if last is not None and not last.decision:
            _close(session, group_id, last, "overtaken", now)
        if text == alert.text:
            continue
        new = Offer(alert_id=alert.id or 0, at=now, text=text)
        session.add(new)
        session.flush()
        payload = prompt(new.id or 0, alert, text)
        new.prompt_id = outbox.post(session, payload=payload, group_id=group_id, now=now)
        session.add(new)


def offered(session: Session, group_id: int, offer_id: int) -> Offer:
    """The group's offer; a Mistake when the id is of none."""
    statement = select(Offer).join(Alert, col(Alert.id) == col(Offer.alert_id))
    found = session.exec(statement.where(Offer.id == offer_id, Alert.group_id == group_id)).first()
    if found is None:
        raise Mistake("button_old")
    return found


def decide(
    session: Session,
    *,
    group_id: int,
    by: int,
    offer_id: int,
    decision: str,
    topic: str,
    source: str,
    administrator: bool,
    now: datetime,
) -> tuple[Alert, bool]:
    """[Amend] or [Leave it]; returns the alert, and whether this is new. Pressed again it is known already."""
    pressed = offered(session, group_id, offer_id)
    alert = get(session, group_id=group_id, alert_id=pressed.alert_id)
    require_author(alert, by, administrator=administrator)
    if pressed.decision:
        if pressed.decision != decision:
            raise Mistake("button_old")
        return alert, False
    if decision == "amended" and alert.text != pressed.text:
        amend(session, group_id=group_id, by=by, alert_id=pressed.alert_id, text=pressed.text, topic=topic,
              source=source, administrator=administrator, now=now)  # fmt: skip
    _close(session, group_id, pressed, decision, now, by)
    return alert, True


def _close(session: Session, group_id: int, offer: Offer, decision: str, now: datetime, by: int | None = None) -> None:
    """Decide an offer, once, and take its message away."""
    still_open = (col(Offer.id) == offer.id) & (col(Offer.decision) == "")
    session.exec(update(Offer).where(still_open).values(decision=decision, decided_by_id=by))
    payload = {"outbox_id": offer.prompt_id}
    outbox.post(session, payload=payload, kind="delete", group_id=group_id, now=now, priority=outbox.CARD)
