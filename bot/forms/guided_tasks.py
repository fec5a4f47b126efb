"""A task filled in step by step: which step follows, and what was chosen as lines of the typed form."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.errors import Mistake
from bot.domain.recurrence import at_wall_time
from bot.domain.tasks import Assignee
from bot.forms.assignees import Names, exactly
from bot.forms.deadlines import BY, Doubtful, fixed, never, read_deadline
from bot.forms.polls import EVENING
from bot.forms.tasks import Circumstances, Taken, check_text, chosen, deadline, settled, take
from storage.models import Doer

FAR = 4102444800  # the year 2100, in Unix time
STEPS = ("text", "who", "due", "preview")
WITHIN = {"name": "who", "moment": "due"}  # step -> the one it is of
TYPED = ("text", "name", "moment")  # answered by a reply
BACK, MORE, PRIVATE, NONE, REWORD, POST = (
    -1,
    -2,
    -3,
    -4,
    -5,
    0,
)  # choices by their number; any other is a deadline in Unix time
NOBODY, NEVER = "none", "none"


def readings(taken: Taken, how: Circumstances) -> tuple[datetime, ...]:
    """What the deadline may mean, while that is not certain."""
    try:
        deadline(taken, how)
    except Doubtful as doubt:
        return doubt.readings
    except Mistake:
        return ()
    return ()


def following(step: str, taken: Taken, how: Circumstances) -> str:
    """The step after this one that asks for something not chosen yet."""
    known = {
        "who": chosen(taken.who),
        "due": chosen(taken.due) and not readings(taken, how),
    }
    at = STEPS.index(WITHIN.get(step, step))
    if not taken.text or (STEPS[at] == "due" and readings(taken, how)):
        return STEPS[0] if not taken.text else "due"
    return next(each for each in STEPS[at + 1 :] if not known.get(each))


def preceding(step: str) -> str:
    """The step that [Back] leads to."""
    return WITHIN.get(step) or STEPS[max(0, STEPS.index(step) - 1)]


def offered(how: Circumstances) -> list[datetime]:
    """Deadlines to choose from: this evening if it is still ahead, tomorrow's, Friday's if that is another, in a week."""
    today = how.now.astimezone(how.zone).date()
    friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    days = [today, today + timedelta(days=1), friday, today + timedelta(days=7)]
    moments = {at_wall_time(day, EVENING, how.zone): None for day in days}
    return sorted(at for at in moments if at - how.now > timedelta(hours=1))


def pressed_moment(unix: int, how: Circumstances) -> datetime:
    """The deadline on a button, which is pressed perhaps after it has passed."""
    at = datetime.fromtimestamp(max(0, min(unix, FAR)), UTC)
    if at <= how.now:
        raise Mistake("moment_past", text="", at=at)
    return at


def doer(taken: Taken, how: Circumstances) -> Doer | None:
    """Who is to do it."""
    assignee = Names(how.people).named(taken.who) if chosen(taken.who) else None
    if assignee is None:
        return None
    if assignee.kind == "member":
        return next(each for each in how.people.members if each.member.id == assignee.id)
    return next(each for each in how.people.delegations if each.id == assignee.id)


def with_doer(taken: Taken, assignee: Assignee | None) -> Taken:
    """Somebody to do it, or nobody yet."""
    return replace(taken, who=exactly(assignee) if assignee else NOBODY)


def with_text(taken: Taken, typed: str, how: Circumstances) -> Taken:
    """Other words; what they say of who and when takes the place of what was chosen."""
    said = take(typed, how)
    check_text(said.text)
    return replace(said, who=said.who or taken.who, due=said.due or taken.due, about=said.about or taken.about)


def with_deadline(taken: Taken, at: datetime | None, how: Circumstances) -> Taken:
    """A deadline chosen, or that there is none: what looked like one then goes back into the text."""
    if at is None and readings(taken, how) and BY.match(taken.due):
        return replace(taken, text=f"{taken.text} {taken.due}".strip(), due=NEVER)
    return settled(replace(taken, due=fixed(at) if at else NEVER), how)


def with_moment(taken: Taken, typed: str, how: Circumstances) -> Taken:
    """A deadline typed; a doubtful one is kept as it is."""
    if never(typed):
        return with_deadline(taken, None, how)
    try:
        return with_deadline(taken, read_deadline(typed, now=how.now, zone=how.zone, language=how.language), how)
    except Doubtful:
        return replace(taken, due=BY.sub("", typed, count=1).strip())
