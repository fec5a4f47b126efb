"""What was found, a page at a time."""

from datetime import timedelta

from markupsafe import Markup

from bot.callbacks import TurnPage
from bot.cards.alerts import alert_state
from bot.cards.card import Button, Card, bold, cut, joined, lines, plain, visible
from bot.cards.links import linked, message_url
from bot.cards.procedures import ended_word, open_word
from bot.cards.reader import Reader
from bot.cards.severity import EMOJI, kind_word, severity_word
from bot.cards.tasks import doer_name, when
from bot.domain.handles import handle
from bot.payload import Payload
from storage.models import Alert, Call, Found, FoundFacts, Listing, Poll, Task
from storage.models.search import PAGE

LINE = 90  # characters of an entry's own words


def found_card(facts: FoundFacts, reader: Reader) -> Card:
    """A page of a list, in the order of what was asked; one sentence where there is nothing."""
    if not facts.total:
        return Card(_nothing(facts.listing, reader), silent=True)
    listing, pages = facts.listing, -(-facts.total // PAGE)
    text = lines(
        joined([bold(_count(facts, reader)), *_asked(listing, reader)], " · "),
        *(_entry(facts, kind, row, reader) for kind, row in facts.entries),
        _place(facts, reader) if pages > 1 else None,
    )
    back, on = (TurnPage(listing.id or 0, facts.page + step) for step in (-1, 1))
    return Card(text, rows=paging(facts.page, pages, back, on, reader), silent=True)


def paging(page: int, pages: int, back: Payload, on: Payload, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """[Previous] and [Next], where there are such pages."""
    t = reader.t
    row = (
        *((Button(plain(t("Previous")), back),) if page > 0 else ()),
        *((Button(plain(t("Next")), on),) if page < pages - 1 else ()),
    )
    return (row,) if row else ()


def _count(facts: FoundFacts, reader: Reader) -> Markup:
    if facts.listing.scope == "alerts":
        return reader.t.plural("{n} alert", "{n} alerts", facts.total)
    if facts.listing.scope == "tasks":
        return reader.t.plural("{n} task", "{n} tasks", facts.total)
    return reader.t.plural("{n} result", "{n} results", facts.total)


def _place(facts: FoundFacts, reader: Reader) -> Markup:
    first = facts.page * PAGE + 1
    return reader.t("{first} to {last} of {all}", first=first, last=first + len(facts.entries) - 1, all=facts.total)


def _nothing(listing: Listing, reader: Reader) -> Markup:
    if asked := _asked(listing, reader):
        return reader.t("Nothing found for {query}.", query=joined(asked, " · "))
    if listing.scope == "tasks":
        return reader.t("There is no task: /task sets one.")
    return reader.t("There are no alerts yet: /alert logs the first.")


def _asked(listing: Listing, reader: Reader) -> list[Markup]:
    """What was looked for, in words."""
    t, asked = reader.t, list[Markup]()
    if listing.words:
        asked.append(t("“{text}”", text=cut(visible(listing.words), LINE)))
    if listing.topic:
        asked.append(Markup("#{}").format(visible(listing.topic)))
    if listing.severity:
        asked.append(severity_word(listing.severity, reader))
    if listing.state:
        asked.append({"open": t("open"), "resolved": t("resolved")}[listing.state])
    if listing.seconds:
        asked.append(t("in the last {span}", span=reader.span(timedelta(seconds=listing.seconds))))
    return asked


def _entry(facts: FoundFacts, kind: str, row: Found, reader: Reader) -> Markup:
    name = linked(handle(kind, row.number), message_url(facts.group, facts.links.get((kind, row.id or 0))))
    match row:
        case Alert():
            told, text = _alert(row, reader), row.text
        case Poll():
            sense = [reader.t("sense check")] if row.native else []
            told, text = [*sense, _verdict(row, reader), reader.ago(row.opened_at)], row.question
        case Call():
            told, text = [_when(row, reader)], row.title
        case Task():
            told, text = [when(row, reader), doer_name(facts.doers.get(row.id or 0), reader)], row.text
    return reader.t("{row}: {names}", row=joined([name, *told], " · "), names=cut(visible(text), LINE))


def _alert(alert: Alert, reader: Reader) -> list[Markup]:
    severity = Markup("{} {}").format(EMOJI[alert.severity], severity_word(alert.severity, reader))
    return [severity, kind_word(alert.kind, reader), alert_state(alert, reader), reader.ago(alert.created_at)]


def _verdict(poll: Poll, reader: Reader) -> Markup:
    if poll.state == "scheduled":
        return reader.t("scheduled")
    return ended_word(poll, reader) if poll.state == "closed" else open_word(poll.rule, reader)


def _when(call: Call, reader: Reader) -> Markup:
    return reader.t("cancelled") if call.state == "cancelled" else reader.moment(call.starts_at)
