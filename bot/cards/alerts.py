"""Alerts as people see them."""

from markupsafe import Markup, escape

from bot.callbacks import FullText, SeeAlert, SetAlertState, SetKind, SetSeverity, ShowSeverities, StartForm
from bot.cards.calls import call_line
from bot.cards.card import Button, Card, bold, cut, first_fitting, fits, italic, joined, lines, person, plain, visible
from bot.cards.confidence import confidence_words
from bot.cards.members import names, who
from bot.cards.origins import origin_line
from bot.cards.polls import poll_line
from bot.cards.reader import Reader
from bot.cards.red_lines import crossed, steps
from bot.cards.reports import alike_buttons, amended, confirmations, looks_like, pointer
from bot.cards.severity import EMOJI, SEVERITIES, kind_word, severity_word
from bot.cards.tasks import task_line
from bot.domain.handles import handle
from storage.models import Alert, AlertFacts

NOTE = 500  # characters of a note that a card shows
SPARE = 100  # characters kept for a remark about the message itself
PART = 2000  # characters of a text that are one message whatever they are
LONG = 1000  # characters of an alert that its card shows; the rest is behind [Full text]


def alert_state(alert: Alert, reader: Reader) -> Markup:
    """Open, resolved or retracted; a report moved to another alert has no card of its own any more."""
    t = reader.t
    if alert.retracted_at is not None:
        return t("retracted")
    return {"open": t("open"), "resolved": t("resolved")}[alert.state]


def alert_card(facts: AlertFacts, reader: Reader, *, panel: str = "") -> Card:
    """The live card: what, by whom, who has seen it, what came of it. Of a report moved to another alert: where to.

    Where all of it is more than a message holds, the names go first: never what happened, nor how many have seen it.
    """
    if facts.moved_to is not None:
        return pointer(facts, reader)
    return first_fitting((_alert_card(facts, reader, panel, named=named) for named in (True, False)), spare=SPARE)


def _alert_card(facts: AlertFacts, reader: Reader, panel: str, *, named: bool) -> Card:
    alert, t = facts.alert, reader.t
    head = joined(
        [
            bold(handle("alert", alert.number)),
            Markup("{} {}").format(EMOJI[alert.severity], bold(severity_word(alert.severity, reader))),
            kind_word(alert.kind, reader),
            alert_state(alert, reader),
        ],
        " · ",
    )
    said = cut(visible(alert.text, keep_lines=True), LONG)
    text = lines(
        head,
        looks_like(facts, reader),
        Markup("<s>{}</s>").format(said) if alert.retracted_at else said,
        _particulars(alert, reader),
        *crossed(facts.crossings, reader),
        t("Note: {note}", note=cut(visible(alert.note, keep_lines=True), NOTE)) if alert.note else None,
        origin_line(facts.origin, facts.group, reader),
        "",
        t("Logged by {name}, {moment}", name=who(facts.reporter, reader), moment=reader.moment(alert.created_at)),
        amended(facts, reader),
        _change(facts, reader),
        _still_open(facts, reader),
        *confirmations(facts, reader),
        *_seen(facts, reader, named=named),
        *_consequences(facts, reader),
    )
    return Card(text, rows=_buttons(facts, reader, panel), silent=alert.kind == "words")


def _seen(facts: AlertFacts, reader: Reader, *, named: bool) -> tuple[Markup, Markup]:
    """Who has seen it and who has not, by name or by number."""
    t, count, missing = reader.t, len(facts.seen), len(facts.unseen)
    numbers = {"count": count, "all": count + missing}
    if not named:
        rest = t("Not yet seen: {names}", names=missing) if missing else t("Seen by everyone.")
        return t("Seen by {count} of {all}", **numbers), rest
    seen = names([who(each, reader) for each in facts.seen], reader)
    unseen = names([who(each, reader) for each in facts.unseen], reader)
    return (
        t("Seen by {count} of {all}: {names}", **numbers, names=seen),
        t("Not yet seen: {names}", names=unseen) if missing else t("Seen by everyone."),
    )


def full_text_cards(alert: Alert) -> list[Card]:
    """The whole text of a long alert, in more than one message where it must be."""
    text, name = visible(alert.text, keep_lines=True), bold(handle("alert", alert.number))
    whole = lines(name, text)
    if fits(whole):
        return [Card(whole, silent=True)]
    parts = [text] if fits(escape(text)) else [text[at : at + PART] for at in range(0, len(text), PART)]
    return [Card(escape(part), silent=True) for part in parts]


def seen_toast(new: bool, reader: Reader) -> Markup:
    """The answer to [Seen]."""
    return reader.t("Seen") if new else reader.t("Already recorded")


def kind_toast(kind: str, reader: Reader) -> Markup:
    """The answer to [Words] and [Action]."""
    return reader.t("Recorded: {choice}", choice=kind_word(kind, reader))


def severity_toast(severity: str, reader: Reader) -> Markup:
    """The answer to a severity."""
    return reader.t("Recorded: {choice}", choice=severity_word(severity, reader))


def state_toast(alert: Alert, reader: Reader) -> Markup:
    """The answer to [Resolve] and [Reopen], also when typed."""
    return reader.t("{handle}: {state}", handle=handle("alert", alert.number), state=alert_state(alert, reader))


def logged_in(alert: Alert, title: str, reader: Reader) -> Card:
    """The answer to what was logged from a private chat."""
    return Card(reader.t("{handle} is logged in {group}.", handle=handle("alert", alert.number), group=person(title)))


def did_you_mean(words: tuple[str, ...], reader: Reader) -> Card | None:
    """A word that is nearly a key of the form: it stayed text."""
    if not words:
        return None
    return Card(reader.t("Did you mean {words}? I left it as text.", words=joined([f"{word}:" for word in words])))


def _particulars(alert: Alert, reader: Reader) -> Markup | None:
    t = reader.t
    parts = []
    if alert.topic and f"#{alert.topic}" not in alert.text:
        parts.append(Markup("#{}").format(alert.topic))
    if alert.source:
        parts.append(t("Source: {source}", source=_link(alert.source, reader)))
    if alert.confidence:
        words = confidence_words(alert.confidence, reader)
        parts.append(t("Confidence: {grade}", grade=t("{grade}: {words}", grade=alert.confidence, words=words)))
    return joined(parts, " · ") if parts else None


def _link(source: str, reader: Reader) -> Markup | str:
    if source.startswith(("http://", "https://")):
        return Markup('<a href="{}">{}</a>').format(source, cut(visible(source.split("//", 1)[1]), 40))
    return cut(visible(source), 100) or reader.t("none")


def _change(facts: AlertFacts, reader: Reader) -> Markup | None:
    alert, t = facts.alert, reader.t
    if facts.changed_by is None:
        return None
    name = who(facts.changed_by, reader)
    if alert.retracted_at is not None:
        reason = cut(visible(alert.resolution, keep_lines=True), NOTE)
        return (
            t("Retracted by {name}: {reason}", name=name, reason=reason)
            if reason
            else t("Retracted by {name}", name=name)
        )
    if alert.state == "resolved":
        note = cut(visible(alert.resolution, keep_lines=True), NOTE)
        return t("Resolved by {name}: {note}", name=name, note=note) if note else t("Resolved by {name}", name=name)
    return italic(t("Last changed by {name}", name=name))


def _still_open(facts: AlertFacts, reader: Reader) -> Markup | None:
    if facts.still_open is None or facts.alert.state != "open":
        return None
    name, at = who(facts.still_open[0], reader), reader.moment(facts.still_open[1])
    return reader.t("Still open, says {name}, {moment}", name=name, moment=at)


def _consequences(facts: AlertFacts, reader: Reader) -> list[Markup]:
    came = [poll_line(poll, reader) for poll in facts.polls] + [call_line(call, reader) for call in facts.calls]
    came += [task_line(task, reader) for task in facts.tasks]
    return [Markup("→ {}").format(line) for line in came]


def _buttons(facts: AlertFacts, reader: Reader, panel: str) -> tuple[tuple[Button, ...], ...]:
    alert, t, alert_id = facts.alert, reader.t, facts.alert.id or 0
    reopen = Button(plain(t("Reopen")), SetAlertState(alert_id, "open"))
    full = (Button(plain(t("Full text")), FullText(alert_id)),) if len(alert.text) > LONG else ()
    if alert.state == "resolved":
        return (full, (reopen,))
    choices = [
        Button(f"{EMOJI[each]} {plain(severity_word(each, reader))}", SetSeverity(alert_id, each))
        for each in SEVERITIES
    ]
    if panel == "severity":
        return (tuple(choices[:2]), tuple(choices[2:]), (Button(plain(t("Back")), ShowSeverities(alert_id, 0)),))
    other = SetKind(alert_id, "words" if alert.kind == "action" else "action")
    kind = Button(plain(t("Words") if alert.kind == "action" else t("Action")), other)
    begun = panel == "begun"  # nobody has said yet how severe it is
    severity = (tuple(choices[:2]), tuple(choices[2:])) if begun else ()
    return (
        *steps(alert, facts.crossings, reader),
        *alike_buttons(facts, reader),
        (Button(plain(t("Seen")), SeeAlert(alert_id), style="primary"), *full),
        *severity,
        (kind,) if begun else (kind, Button(plain(t("Severity")), ShowSeverities(alert_id, 1))),
        (
            Button(plain(t("Poll")), StartForm("poll", "alert", alert_id)),
            Button(plain(t("Call")), StartForm("call", "alert", alert_id)),
            Button(plain(t("Resolve")), SetAlertState(alert_id, "resolved")),
        ),
    )
