"""/task as it is typed: who first, the deadline last, both if one likes."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.domain.tasks import Assignee
from bot.forms.assignees import Names, exactly
from bot.forms.deadlines import Doubtful, find_deadline, fixed, never, read_deadline
from bot.forms.form import Field, Form, Missing, take_apart
from storage.models import Assignable

FORM = Form(
    "task",
    (
        Field("who", {"fr": ("qui",)}),
        Field("due", {"fr": ("échéance", "délai")}),
        Field("about", {"fr": ("sujet", "concerne")}),
    ),
)
LONGEST = 1000
OPEN = "?"  # in a form that is filled in: nobody has chosen yet


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """What /task asks for; the names are those of services.tasks.set_task."""

    text: str
    assignee: Assignee | None
    due_at: datetime | None
    about: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A task taken apart; `who` and `due` as the lines of the form have them, empty where nothing was said."""

    text: str
    who: str = ""
    due: str = ""
    about: str = ""
    near: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """As the form is kept from one step to the next: what stands in the text counts no more."""
        lines = [self.text, f"who: {self.who or OPEN}", f"due: {self.due or OPEN}"]
        return "\n".join([*lines, *([f"about: {self.about}"] if self.about else [])])


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a task is read by: when, in whose wall time and language, and who there is."""

    now: datetime
    zone: ZoneInfo
    people: Assignable
    language: str = "en"


def read_task(text: str, *, now: datetime, zone: ZoneInfo, people: Assignable, language: str = "en") -> TaskRequest:
    """The task typed. Raises Missing where it has no text, Doubtful where its deadline could be several moments."""
    how = Circumstances(now, zone, people, language)
    taken = take(text, how)
    if not taken.text:
        raise Missing("text")
    check_text(taken.text)
    return TaskRequest(
        text=taken.text,
        assignee=Names(people).named(taken.who) if chosen(taken.who) else None,
        due_at=deadline(taken, how),
        about=taken.about,
        near=taken.near,
    )


def check_text(text: str) -> None:
    """A Mistake where it is too long for a task."""
    if len(text) > LONGEST:
        raise Mistake("text_long", length=len(text), most=LONGEST)


def take(text: str, how: Circumstances) -> Taken:
    """What was typed, with who stands at its beginning and the deadline at its end taken out of the text."""
    typed = take_apart(FORM, text, how.language)
    who, due = typed.values.get("who", ""), typed.values.get("due", "")
    first, *rest = typed.text.split("\n")
    if not who:
        assignee, first = Names(how.people).leading(first)
        who = exactly(assignee) if assignee else ""
    lines = [first, *rest]
    if not due:
        for at in {0: None, len(lines) - 1: None}:
            found = find_deadline(lines[at], now=how.now, zone=how.zone, language=how.language)
            if found:
                lines[at], due = found
                break
    taken = Taken("\n".join(lines).strip(), who, due, typed.values.get("about", ""), typed.near)
    return settled(taken, how)


def settled(taken: Taken, how: Circumstances) -> Taken:
    """The same, its deadline as a moment where that is certain."""
    try:
        at = deadline(taken, how)
    except (Doubtful, Mistake):
        return taken
    return replace(taken, due=fixed(at)) if at else taken


def chosen(value: str) -> bool:
    """Whether something was said, if only that there is none."""
    return value not in {"", OPEN}


def deadline(taken: Taken, how: Circumstances) -> datetime | None:
    """Until when; None: without a deadline, or nobody has said."""
    if not chosen(taken.due) or never(taken.due):
        return None
    return read_deadline(taken.due, now=how.now, zone=how.zone, language=how.language)
