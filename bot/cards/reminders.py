"""Reminders of alerts: to those who have not seen one, and for how a critical one stands."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.callbacks import SayStillOpen, SeeAlert, SetAlertState
from bot.cards.card import Button, Card, bold, cut, lines, mention, person, plain, visible
from bot.cards.members import delegation_name, names, who
from bot.cards.reader import Reader
from bot.cards.severity import EMOJI, severity_word
from bot.domain.handles import handle
from storage.models import MemberFacts, WatchFacts

WORDS = 150  # characters of an alert that a reminder shows


def unseen_card(facts: WatchFacts, body: Mapping[str, Any], reader: Reader) -> Card | None:
    """Those who have not seen an alert, named so that they are notified; None once there is nobody, or a later one."""
    alert, t = facts.alert, reader.t
    if facts.watch.unseen_since is None or not alert.unseen or facts.watch.reminded > body["number"]:
        return None
    missing = names([_mentioned(each, reader) for each in alert.unseen], reader)
    text = lines(*_what(facts, reader), t("Not yet seen: {names}", names=missing))
    return Card(text, rows=((_seen_button(facts, reader),),))


def private_card(facts: WatchFacts, tg_user_id: int, reader: Reader) -> Card | None:
    """The same to one of them in private; None once they have seen it or are gone."""
    alert, t = facts.alert, reader.t
    if facts.watch.unseen_since is None or all(each.person.tg_user_id != tg_user_id for each in alert.unseen):
        return None
    asked = t("You have not seen it yet, {title} waits for you.", title=person(alert.group.title))
    url = card_url(facts)
    there = (Button(plain(t("Open in the group")), url=url),) if url else ()
    return Card(lines(*_what(facts, reader), asked), rows=((_seen_button(facts, reader), *there),))


def status_card(facts: WatchFacts, body: Mapping[str, Any], reader: Reader) -> Card | None:
    """How does a critical alert stand? None once nothing is due about it, or asked again since."""
    watch, alert, t = facts.watch, facts.alert.alert, reader.t
    if watch.critical_since is None or watch.asked > body["number"]:
        return None
    text = lines(
        t("Status due: {alert}", alert=_name(facts, reader)),
        _text(facts),
        t("Critical and open for {span}.", span=reader.span(reader.now - watch.critical_since)),
        _last_said(facts, reader),
        t("How does it stand? Press Still open or Resolve."),
    )
    still = Button(plain(t("Still open")), SayStillOpen(alert.id or 0), style="primary")
    return Card(text, rows=((still, Button(plain(t("Resolve")), SetAlertState(alert.id or 0, "resolved"))),))


def still_open_toast(new: bool, reader: Reader) -> Markup:
    """The answer to [Still open]."""
    return reader.t("Recorded: {choice}", choice=reader.t("still open")) if new else reader.t("Already recorded")


def card_url(facts: WatchFacts) -> str | None:
    """A link to the alert's card; ordinary groups have none."""
    message_id, chat = facts.tg_message_id, str(facts.alert.group.tg_chat_id)
    return f"https://t.me/c/{chat[4:]}/{message_id}" if message_id and chat.startswith("-100") else None


def _what(facts: WatchFacts, reader: Reader) -> tuple[Markup, Markup | str]:
    return reader.t("Reminder: {alert}", alert=_name(facts, reader)), _text(facts)


def _name(facts: WatchFacts, reader: Reader) -> Markup:
    """The handle, linked to its card, and the severity."""
    alert, url = facts.alert.alert, card_url(facts)
    name = bold(handle("alert", alert.number))
    linked = Markup('<a href="{}">{}</a>').format(url, name) if url else name
    return Markup("{} · {} {}").format(linked, EMOJI[alert.severity], severity_word(alert.severity, reader))


def _text(facts: WatchFacts) -> str:
    return cut(visible(facts.alert.alert.text), WORDS)


def _mentioned(facts: MemberFacts, reader: Reader) -> Markup:
    """A name that notifies its bearer, with the delegation they speak for where that is not their name."""
    name = mention(facts.person.name, facts.person.tg_user_id)
    if facts.delegation is None or (place := delegation_name(facts.delegation, reader)) == person(facts.person.name):
        return name
    return Markup("{} ({})").format(name, place)


def _last_said(facts: WatchFacts, reader: Reader) -> Markup | None:
    if facts.alert.still_open is None:
        return None
    member, at = facts.alert.still_open
    return reader.t("Still open, says {name}, {moment}", name=who(member, reader), moment=reader.moment(at))


def _seen_button(facts: WatchFacts, reader: Reader) -> Button:
    return Button(plain(reader.t("Seen")), SeeAlert(facts.alert.alert.id or 0), style="primary")
