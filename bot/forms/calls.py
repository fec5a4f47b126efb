"""/call, /rsvp as they are typed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.forms.folding import fold
from bot.forms.form import Field, Form, Missing, take_apart
from bot.forms.moments import read_moment, read_span
from bot.forms.polls import certain

FORM = Form(
    "call",
    (
        Field("when", {"fr": ("quand", "date")}),
        Field("lasts", {"fr": ("durée",)}),
        Field("link", {"fr": ("lien",)}),
        Field("remind", {"fr": ("rappel", "rappels")}),
        Field("about", {"fr": ("sujet", "concerne")}),
    ),
    later=frozenset({"or", "repeats"}),
)
LONGEST_TITLE = 200
SHORTEST, LONGEST, USUAL = timedelta(minutes=5), timedelta(hours=12), timedelta(minutes=30)
LATEST = timedelta(days=366)
REMINDERS = (timedelta(hours=1), timedelta(minutes=10))
SOONEST_REMINDER, MOST_REMINDERS = timedelta(seconds=5), 5
ANSWERS = {
    "yes": "yes", "coming": "yes", "oui": "yes", "present": "yes",
    "late": "late", "retard": "late", "en retard": "late",
    "no": "no", "cannot": "no", "non": "no", "absent": "no",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallRequest:
    """What /call asks for; the names are those of services.calls.plan."""

    title: str
    starts_at: datetime
    minutes: int
    link: str
    remind: tuple[int, ...]
    about: str
    near: tuple[str, ...] = ()


def read_call(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> CallRequest:
    """The call typed."""
    typed = take_apart(FORM, text, language)
    if not typed.text:
        raise Missing("title")
    if len(typed.text) > LONGEST_TITLE:
        raise Mistake("title_long", length=len(typed.text), most=LONGEST_TITLE)
    if not typed.values.get("when"):
        raise Missing("when")
    starts_at = certain(read_moment(typed.values["when"], now=now, zone=zone, language=language), "when")
    if starts_at - now > LATEST:
        raise Mistake("call_too_far", at=starts_at)
    lasts = read_span(typed.values["lasts"]) if typed.values.get("lasts") else USUAL
    if not SHORTEST <= lasts <= LONGEST:
        raise Mistake("lasts_out_of_range", text=typed.values["lasts"][:40])
    return CallRequest(
        title=" ".join(typed.text.split()),
        starts_at=starts_at,
        minutes=int(lasts.total_seconds()) // 60,
        link=typed.values.get("link", "")[:500],
        remind=_reminders(typed.values.get("remind", "")),
        about=typed.values.get("about", ""),
        near=typed.near,
    )


def read_answer(text: str) -> tuple[str, str]:
    """The answer typed: a call's handle, and yes, late or no."""
    handle, _, word = text.strip().partition(" ")
    if answer := ANSWERS.get(fold(word) or ""):
        return handle, answer
    raise Mistake("answer_unreadable")


def suggestions(now: datetime, zone: ZoneInfo) -> list[str]:
    """Moments to offer by buttons: in an hour, this evening if it is still ahead, tomorrow morning and evening."""
    local = now.astimezone(zone)
    hours = ["in 1h", "in 3h"]
    if local.hour < 17:
        hours.append("today 18:00")
    return [*hours, "tomorrow 09:00", "tomorrow 18:00"]


def _reminders(typed: str) -> tuple[int, ...]:
    if fold(typed) in {"none", "no", "aucun", "non"}:
        return ()
    spans = [read_span(part) for part in typed.split(",") if part.strip()] if typed else list(REMINDERS)
    if len(spans) > MOST_REMINDERS or any(not SOONEST_REMINDER <= span <= LATEST for span in spans):
        raise Mistake("remind_out_of_range", text=typed[:40])
    return tuple(sorted({int(span.total_seconds()) for span in spans}, reverse=True))
