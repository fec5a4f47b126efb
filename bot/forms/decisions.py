"""/owner and /review as they are typed: a poll, and who carries out what it decided or when that is looked at again."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.domain.nights import MORNING
from bot.domain.tasks import restored
from bot.forms.assignees import Names
from bot.forms.deadlines import never
from bot.forms.form import Field, Form, Missing, Typed, take_apart
from bot.forms.moments import read_moment
from bot.forms.polls import certain
from storage.models import Assignable

OWNER = Form("owner", (Field("owner", {"fr": ("responsable",)}),))
REVIEW = Form("review", (Field("date"),))
FIELDS = {"owner": "owner", "review": "date"}  # what each asks for besides the poll
SPANS = ("in 7d", "in 28d", "in 91d")  # offered
LONGEST = 60  # characters of a name that is nobody's here


@dataclass(frozen=True, slots=True)
class OwnerRequest:
    """What /owner asks for: a poll's handle, and who it is as the column has it; empty: nobody."""

    handle: str
    owner: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What /review asks for: a poll's handle, and a date; None: none."""

    handle: str
    on: date | None
    near: tuple[str, ...] = ()


def in_lines(form: str, text: str) -> str:
    """What was typed after the command as the form is kept while it is filled in: the handle, then `owner: Paris`."""
    handle, _, value = " ".join(text.split()).partition(" ")
    return f"{handle}\n{FIELDS[form]}: {value}" if value else handle


def read_owner(text: str, *, people: Assignable, language: str = "en", **_: object) -> OwnerRequest:
    """A poll, and a member, a delegation or any other name. Raises Missing `poll` and `owner`."""
    typed = _taken(OWNER, text, language)
    value = typed.values["owner"]
    try:
        assignee = Names(people).named(value)
    except Mistake as mistake:
        if mistake.code != "assignee_unknown":
            raise
        return OwnerRequest(typed.text, _name(value))
    return OwnerRequest(typed.text, assignee.kept if assignee else "")


def read_review(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> ReviewRequest:
    """A poll, and a date to come. Raises Missing `poll` and `date`, Uncertain where the date is guessed."""
    typed = _taken(REVIEW, text, language)
    value = typed.values["date"]
    if never(value):
        return ReviewRequest(typed.text, None)
    moment = read_moment(value, now=now, zone=zone, language=language, clock=MORNING)
    return ReviewRequest(typed.text, certain(moment, "date").astimezone(moment.zone).date())


def _taken(form: Form, text: str, language: str) -> Typed:
    typed = take_apart(form, text, language)
    if not typed.text:
        raise Missing("poll")
    (field,) = form.fields
    if not typed.values.get(field.key):
        raise Missing(field.key)
    return Typed(typed.text.split()[0], typed.values, (), ())


def _name(text: str) -> str:
    """A name that is nobody's here, as it was typed."""
    name = " ".join(text.split())
    if len(name) > LONGEST:
        raise Mistake("text_long", length=len(name), most=LONGEST)
    if restored(name) or name.startswith("="):
        raise Mistake("assignee_unknown", text=name[:40])
    return name
