"""Tasks as people see them."""

from datetime import timedelta

from markupsafe import Markup

from bot.callbacks import FinishTask, TakeTask
from bot.cards.card import Button, Card, bold, cut, joined, lines, mention, person, plain, visible
from bot.cards.members import delegation_name, names, who
from bot.cards.reader import Reader
from bot.domain.handles import handle
from storage.models import Delegation, Doer, Task, TaskFacts

NOTE = 300  # characters of a reason that a card shows
LINE, WORDS = 80, 150  # characters of a task on another subject's card, and in a reminder
JUST_NOW = timedelta(hours=1)  # how long ago a task fell due of which it is said that it is due now


def task_state(task: Task, reader: Reader) -> Markup:
    """Open, done, cancelled."""
    t = reader.t
    return {"open": t("open"), "done": t("done"), "cancelled": t("cancelled")}[task.state]


def is_overdue(task: Task, reader: Reader) -> bool:
    """Whether it is open and should be done by now."""
    return task.state == "open" and task.due_at is not None and task.due_at <= reader.now


def task_line(task: Task, reader: Reader) -> Markup:
    """A task in one line, for the card it came from."""
    name, text = bold(handle("task", task.number)), cut(visible(task.text), LINE)
    return reader.t("{handle} {state}: {text}", handle=name, state=task_state(task, reader), text=text)


def doer_name(doer: Doer | None, reader: Reader) -> Markup:
    """Who is to do it."""
    if doer is None:
        return reader.t("nobody yet")
    return delegation_name(doer, reader) if isinstance(doer, Delegation) else who(doer, reader)


def when(task: Task, reader: Reader) -> Markup:
    """How it stands with its deadline, in a few words."""
    t = reader.t
    if task.state == "done" and task.ended_at:
        return joined([t("done"), reader.ago(task.ended_at)], " ")
    if task.state != "open":
        return task_state(task, reader)
    if task.due_at is None:
        return t("no deadline")
    moment = reader.moment(task.due_at)
    return t("overdue since {moment}", moment=moment) if is_overdue(task, reader) else t("due {moment}", moment=moment)


def task_card(facts: TaskFacts, reader: Reader) -> Card:
    """The live card: what is to be done, by whom, until when. Who is to do it is called by name, so that it rings."""
    task, t = facts.task, reader.t
    state = [task_state(task, reader), *([t("overdue")] if is_overdue(task, reader) else [])]
    text = lines(
        joined([bold(handle("task", task.number)), *(bold(word) for word in state)], " · "),
        bold(visible(task.text, keep_lines=True)),
        _doer(facts, reader),
        _due(task, reader),
        _origin(facts, reader),
        _ended(facts, reader),
    )
    return Card(text, rows=_buttons(task, reader) if task.state == "open" else ())


def due_card(facts: TaskFacts, reader: Reader) -> Card | None:
    """It is due: in the group, by the names of those whom no private message reaches. None once it is done or cancelled."""
    if facts.task.state != "open":
        return None
    closed = [each.person for each in facts.assignees if not each.person.private_open]
    called = [mention(each.name, each.tg_user_id) for each in closed]
    if facts.doer is None:
        called = [reader.t("It is nobody's yet: whoever does it presses [I take it].")]
    elif not facts.assignees:
        called = [doer_name(facts.doer, reader)]
    return Card(lines(_due_words(facts.task, reader), names(called, reader)), rows=_buttons(facts.task, reader))


def private_card(facts: TaskFacts, tg_user_id: int, url: str | None, reader: Reader) -> Card | None:
    """The same to one of those who are to do it, in private; `url`: of its card."""
    t = reader.t
    if facts.task.state != "open" or all(each.person.tg_user_id != tg_user_id for each in facts.assignees):
        return None
    done = Button(plain(t("Done")), FinishTask(facts.task.id or 0), style="success")
    there = (Button(plain(t("Open in the group")), url=url),) if url else ()
    place = t("In {group}; set by {name}.", group=person(facts.group.title), name=who(facts.author, reader))
    return Card(lines(_due_words(facts.task, reader), place), rows=((done, *there),))


def taken_toast(reader: Reader) -> Markup:
    """The answer to [I take it]."""
    return reader.t("Recorded: {choice}", choice=reader.t("I take it"))


def done_toast(reader: Reader) -> Markup:
    """The answer to [Done]."""
    return reader.t("Recorded: {choice}", choice=reader.t("Done"))


def state_words(task: Task, reader: Reader) -> Markup:
    """The answer to what was typed about a task."""
    return reader.t("{handle}: {state}", handle=handle("task", task.number), state=task_state(task, reader))


def _due_words(task: Task, reader: Reader) -> Markup:
    """That it is due; told late, since when."""
    name, text = bold(handle("task", task.number)), cut(visible(task.text), WORDS)
    if task.due_at is None or reader.now - task.due_at < JUST_NOW:
        return reader.t("Due now: {handle} {text}", handle=name, text=text)
    return reader.t("Due since {moment}: {handle} {text}", moment=reader.moment(task.due_at), handle=name, text=text)


def _doer(facts: TaskFacts, reader: Reader) -> Markup:
    """For whom it is; while it is open by names that notify."""
    t, doer = reader.t, facts.doer
    if doer is None and facts.task.state == "open":
        return t("For nobody yet: whoever does it presses [I take it].")
    if doer is None or facts.task.state != "open" or not facts.assignees:
        return t("For {name}", name=doer_name(doer, reader))
    called = joined([mention(each.person.name, each.person.tg_user_id) for each in facts.assignees])
    place = doer if isinstance(doer, Delegation) else doer.delegation
    named = delegation_name(place, reader) if place else None
    if named is None or named == person(facts.assignees[0].person.name):
        return t("For {name}", name=called)
    first, second = (named, called) if isinstance(doer, Delegation) else (called, named)
    return t("For {name}", name=Markup("{} ({})").format(first, second))


def _due(task: Task, reader: Reader) -> Markup:
    return reader.t("Due {moment}", moment=reader.moment(task.due_at)) if task.due_at else reader.t("No deadline")


def _origin(facts: TaskFacts, reader: Reader) -> Markup:
    t, name = reader.t, who(facts.author, reader)
    if facts.about:
        return t("Set by {name} about {handle}", name=name, handle=facts.about)
    return t("Set by {name}", name=name)


def _ended(facts: TaskFacts, reader: Reader) -> Markup | None:
    task, t = facts.task, reader.t
    if facts.ended_by is None or task.ended_at is None:
        return None
    name = who(facts.ended_by, reader)
    if task.state == "done":
        return t("Done, says {name}, {moment}", name=name, moment=reader.moment(task.ended_at))
    reason = cut(visible(task.reason), NOTE)
    return (
        t("Cancelled by {name}: {reason}", name=name, reason=reason) if reason else t("Cancelled by {name}", name=name)
    )


def _buttons(task: Task, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    t, task_id = reader.t, task.id or 0
    done = Button(plain(t("Done")), FinishTask(task_id), style="success")
    if task.member_id or task.delegation_id:
        return ((done,),)
    return ((Button(plain(t("I take it")), TakeTask(task_id), style="primary"), done),)
