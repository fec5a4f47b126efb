"""Calls as people see them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from bot.callbacks import AnswerCall, SendCalendar
from bot.cards.card import Button, Card, bold, cut, joined, lines, mention, plain, visible
from bot.cards.ics import calendar_file
from bot.cards.members import names, who
from bot.cards.reader import Reader
from bot.domain.handles import handle
from storage.models import Call, CallFacts

MINUTE = timedelta(minutes=1)
NOTE = 300  # characters of a reason that a card shows
LINE = 80  # characters of a title on another subject's card


def call_line(call: Call, reader: Reader) -> Markup:
    """A call in one line."""
    when = reader.t("cancelled") if call.state == "cancelled" else reader.moment(call.starts_at)
    name, title = bold(handle("call", call.number)), cut(visible(call.title), LINE)
    return reader.t("{handle} {state}: {text}", handle=name, state=when, text=title)


def answer_word(answer: str, reader: Reader) -> Markup:
    """Coming, Late, Cannot."""
    t = reader.t
    return {"yes": t("Coming"), "late": t("Late"), "no": t("Cannot")}[answer]


def call_card(facts: CallFacts, reader: Reader) -> Card:
    """The live card: when, where, who comes."""
    call, t = facts.call, reader.t
    over = reader.now >= call.starts_at
    state = t("cancelled") if call.state == "cancelled" else t("started") if over else t("planned")
    answers = [_listed(facts, answer, reader) for answer in ("yes", "late", "no")]
    silent = [who(each, reader) for each in facts.answers[""]]
    reminders = [reader.span(timedelta(seconds=seconds)) for seconds in call.remind]
    text = lines(
        joined([bold(handle("call", call.number)), bold(state)], " · "),
        bold(visible(call.title)),
        t(
            "{moment}, for {span}",
            moment=reader.moment(call.starts_at),
            span=reader.span(timedelta(minutes=call.minutes)),
        ),
        t("Link: {link}", link=_link(call)) if call.link else None,
        _origin(facts, reader),
        t("Reminders: {spans} before", spans=joined(reminders)) if reminders and call.state == "planned" else None,
        t("Cancelled: {reason}", reason=cut(visible(call.reason), NOTE)) if call.reason else None,
        "",
        *answers,
        t("No answer yet: {names}", names=names(silent, reader)) if silent and call.state == "planned" else None,
    )
    return Card(text, rows=_buttons(call, reader) if call.state == "planned" else ())


def calendar_card(facts: CallFacts, body: Mapping[str, Any], reader: Reader) -> Card | None:
    """The calendar file, said in one line; None where a call planned (`body` has its start) has been cancelled since:
    the file that says so follows."""
    call, t = facts.call, reader.t
    title = cut(visible(call.title), LINE)
    if call.state == "cancelled" and "starts_at" in body:
        return None
    if call.state == "cancelled":
        text = t("{handle} is cancelled: {title}. This file takes it out of calendars.",
                 handle=bold(handle("call", call.number)), title=title)  # fmt: skip
    else:
        text = t("{handle} for your calendar: {title}, {moment}", handle=bold(handle("call", call.number)), title=title,
                 moment=reader.moment(call.starts_at))  # fmt: skip
    return Card(text, document=calendar_file(call, reader.now), silent=call.state != "cancelled")


def reminder_card(facts: CallFacts, before: timedelta, reader: Reader) -> Card | None:
    """The call is near: those who come, or have not said, are named so that it rings for them. None once it is not."""
    call, t = facts.call, reader.t
    if call.state != "planned" or reader.now >= call.starts_at:
        return None
    left = call.starts_at - reader.now
    late = left < before - MINUTE  # delivered much later than asked for: say how long it really is
    near = -(-left // MINUTE) * MINUTE if late else before
    text = t("Reminder: {handle} {title} in {span}", handle=bold(handle("call", call.number)),
             title=cut(visible(call.title), LINE), span=reader.span(near))  # fmt: skip
    return Card(lines(text, _where(call, reader), _expected(facts)), rows=_buttons(call, reader))


def start_card(facts: CallFacts, reader: Reader) -> Card | None:
    """The call begins; said late, it says so; once it is over there is nothing to say."""
    call, t = facts.call, reader.t
    late = reader.now - call.starts_at
    if call.state != "planned" or late > timedelta(minutes=call.minutes):
        return None
    name, title = bold(handle("call", call.number)), cut(visible(call.title), LINE)
    if late > timedelta(minutes=2):
        text = t(
            "Started {span} ago: {handle} {title}",
            span=reader.span(late // MINUTE * MINUTE),
            handle=name,
            title=title,
        )
    else:
        text = t("Starting now: {handle} {title}", handle=name, title=title)
    return Card(lines(text, _where(call, reader), _expected(facts)))


def answered(answer: str, reader: Reader) -> Markup:
    """The answer to [Coming], [Late], [Cannot]."""
    return reader.t("Recorded: {choice}", choice=answer_word(answer, reader))


def calendar_sent(reader: Reader) -> Markup:
    """The answer to [Calendar]."""
    return reader.t("The calendar file is in our private chat.")


def open_private_first(reader: Reader) -> Markup:
    """The bot may not write to this person yet."""
    return reader.t("Open a private chat with me first: press my name, then Start. Then press Calendar again.")


def _listed(facts: CallFacts, answer: str, reader: Reader) -> Markup:
    given = [who(each, reader) for each in facts.answers[answer]]
    row = Markup("{} · {}").format(answer_word(answer, reader), bold(len(given)))
    return reader.t("{row}: {names}", row=row, names=names(given, reader)) if given else row


def _expected(facts: CallFacts) -> Markup | None:
    expected = facts.answers["yes"] + facts.answers["late"] + facts.answers[""]
    return joined([mention(each.person.name, each.person.tg_user_id) for each in expected[:40]], " ") or None


def _where(call: Call, reader: Reader) -> Markup | None:
    return reader.t("Link: {link}", link=_link(call)) if call.link else None


def _link(call: Call) -> Markup | str:
    if call.link.startswith(("http://", "https://")):
        return Markup('<a href="{}">{}</a>').format(call.link, cut(visible(call.link.split("//", 1)[1]), 40))
    return cut(visible(call.link), 200)


def _origin(facts: CallFacts, reader: Reader) -> Markup:
    t, name = reader.t, who(facts.author, reader)
    about = [handle("alert", facts.alert_number)] if facts.alert_number else []
    about += [handle("poll", facts.poll_number)] if facts.poll_number else []
    if about:
        return t("Called by {name} about {handle}", name=name, handle=joined(about))
    return t("Called by {name}", name=name)


def _buttons(call: Call, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    t, call_id = reader.t, call.id or 0
    styles = {"yes": "success", "late": None, "no": "danger"}
    answers = tuple(
        Button(plain(answer_word(answer, reader)), AnswerCall(call_id, answer), style=style)
        for answer, style in styles.items()
    )
    return (answers, (Button(plain(t("Calendar")), SendCalendar(call_id)),))
