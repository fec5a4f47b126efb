"""Alerts of a storm, several to a message."""

from markupsafe import Markup

from bot.callbacks import SeeBundle, ShowCard
from bot.cards.alerts import alert_state
from bot.cards.card import Button, Card, bold, cut, fits, joined, lines, plain, visible
from bot.cards.reader import Reader
from bot.cards.severity import EMOJI, kind_word, severity_word
from bot.domain.handles import handle
from storage.models import Alert, BundleFacts

LINES = (90, 45, 20)  # characters of an alert's own words; the first of these with which all of them fit
IN_A_ROW = 5  # buttons


def bundle_card(facts: BundleFacts, reader: Reader) -> Card:
    """The live card: each alert in a line, with a button that shows it on a card of its own."""
    texts = [_text(facts, reader, length) for length in LINES]
    return Card(next((text for text in texts if fits(text)), texts[-1]), rows=_buttons(facts, reader))


def _text(facts: BundleFacts, reader: Reader, length: int) -> Markup:
    t, names = reader.t, [handle("alert", alert.number) for alert in facts.alerts]
    named = names[0] if len(names) == 1 else f"{names[0]} ... {names[-1]}"
    return lines(
        bold(t.plural("{n} more alert: {handles}", "{n} more alerts: {handles}", len(names), handles=named)),
        *(_line(facts, alert, reader, length) for alert in facts.alerts),
        "",
        t("Press a name to see that alert on its own card."),
    )


def _line(facts: BundleFacts, alert: Alert, reader: Reader, length: int) -> Markup:
    t = reader.t
    head = joined(
        [
            bold(handle("alert", alert.number)),
            Markup("{} {}").format(EMOJI[alert.severity], severity_word(alert.severity, reader)),
            kind_word(alert.kind, reader),
            alert_state(alert, reader),
            t("seen by {count}", count=facts.seen.get(alert.id or 0, 0)),
            *([t("see its own card")] if alert.id in facts.apart else []),
        ],
        " · ",
    )
    return t("{row}: {names}", row=head, names=cut(visible(alert.text), length))


def _buttons(facts: BundleFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    shows = [
        Button(handle("alert", alert.number), ShowCard("alert", alert.id or 0), style=_style(alert))
        for alert in facts.alerts
    ]
    rows = [tuple(shows[at : at + IN_A_ROW]) for at in range(0, len(shows), IN_A_ROW)]
    seen = Button(plain(reader.t("All seen")), SeeBundle(facts.bundle.id or 0), style="primary")
    return ((seen,), *rows)


def _style(alert: Alert) -> str | None:
    return "danger" if alert.severity == "critical" and alert.state == "open" else None
