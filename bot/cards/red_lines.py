"""Red lines as people see them: the list, and what an alert's card says of those it crosses."""

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from bot.callbacks import CallAsAgreed, PollAsAgreed, SetSeverity
from bot.cards.card import Button, Card, bold, cut, joined, lines, plain, visible
from bot.cards.reader import Reader
from bot.cards.severity import EMOJI, SEVERITIES, severity_word
from bot.domain.handles import handle
from storage.models import Alert, CrossingFacts, RedLine

QUESTION = 80  # characters of an agreed poll that a list shows
RANK = ("", *SEVERITIES)


def red_lines_card(standing: Sequence[RedLine], reader: Reader) -> Card:
    """The lines that hold, with the steps agreed on, and how to draw one."""
    t = reader.t
    example = Markup("<code>{}</code>").format(
        t("/redline territorial integrity, annex -> Answer jointly\npoll: Issue a joint statement today?\ncall: 2h")
    )
    if not standing:
        return Card(lines(t("No red line has been drawn yet. An administrator draws one:"), example), silent=True)
    return Card(
        lines(
            bold(t("Red lines")),
            *(line_of(line, reader) for line in standing),
            t(
                "An alert that crosses one says so and offers these steps. Administrators: /redline words -> what to do, /redline remove 1"
            ),
        ),
        silent=True,
    )


def line_of(line: RedLine, reader: Reader) -> Markup:
    """A line with what has been agreed."""
    agreed = joined(_steps(line, reader), " · ")
    named = Markup("{} {} → {}").format(bold(f"{line.number}."), visible(line.text), visible(line.advice))
    return lines(named, agreed or None)


def drawn_card(line: RedLine, reader: Reader) -> Card:
    """The answer to an administrator who has drawn a line."""
    t = reader.t
    return Card(lines(t("Red line {number} is drawn.", number=line.number), line_of(line, reader)))


def removed_card(line: RedLine, reader: Reader) -> Card:
    """The answer to an administrator who has removed one."""
    return Card(reader.t("Red line {number} holds no more: {text}", number=line.number, text=visible(line.text)))


def crossed(crossings: Sequence[CrossingFacts], reader: Reader) -> list[Markup]:
    """What an alert's card says of the lines it crosses."""
    t = reader.t
    said = []
    for each in crossings:
        number, text = each.line.number, visible(each.line.text)
        said.append(bold(t("Crosses red line {number}: {text}", number=number, text=text)))
        said.append(t("Agreed: {advice}", advice=visible(each.line.advice)))
    return said


def steps(alert: Alert, crossings: Sequence[CrossingFacts], reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """Buttons for the agreed steps that have not been taken yet, a row a line; `alert` is open."""
    t, alert_id = reader.t, alert.id or 0
    agreed = max((each.line.severity for each in crossings), key=RANK.index, default="")
    rows: list[tuple[Button, ...]] = []
    if RANK.index(agreed) > RANK.index(alert.severity):
        label = f"{EMOJI[agreed]} {plain(severity_word(agreed, reader))}"
        rows.append((Button(label, SetSeverity(alert_id, agreed), style="danger"),))
    for each in crossings:
        row = []
        if each.line.poll and each.poll is None:
            label = plain(t("Poll as agreed ({number})", number=each.line.number))
            row.append(Button(label, PollAsAgreed(alert_id, each.line.id or 0)))
        if each.line.call_within and each.call is None:
            span = reader.span(timedelta(minutes=each.line.call_within))
            row.append(Button(plain(t("Call within {span}", span=span)), CallAsAgreed(alert_id, each.line.id or 0)))
        rows.append(tuple(row))
    return tuple(row for row in rows if row)


def taken(kind: str, number: int, reader: Reader) -> Markup:
    """The answer to an agreed step: the handle of what it has made."""
    return reader.t("Recorded: {choice}", choice=handle(kind, number))


def _steps(line: RedLine, reader: Reader) -> list[Markup]:
    t = reader.t
    agreed = []
    if line.severity:
        agreed.append(severity_word(line.severity, reader))
    if line.poll:
        question = cut(visible(line.poll.split("\n", 1)[0]), QUESTION)
        agreed.append(t("poll: {question}", question=question))
    if line.call_within:
        agreed.append(t("call within {span}", span=reader.span(timedelta(minutes=line.call_within))))
    return agreed
