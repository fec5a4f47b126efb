"""A task's guided form, step by step: what has been chosen, what there is to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.callbacks import DropDraft, GiveTask, GuideTask
from bot.cards.card import Button, Card, bold, cut, lines, mention, person, plain, visible
from bot.cards.drafts import answered_here
from bot.cards.members import delegation_name, who
from bot.cards.reader import Reader
from bot.cards.tasks import doer_name
from storage.models import Account, Assignable, Doer

Rows = tuple[tuple[Button, ...], ...]
BACK, MORE, PRIVATE, NONE, REWORD, POST = (
    -1,
    -2,
    -3,
    -4,
    -5,
    0,
)  # choices by their number, as bot.forms.guided_tasks has them
SHOWN = 40  # people and delegations offered by buttons
WORDS = 800  # characters of the task that the form shows


@dataclass(frozen=True, slots=True)
class Filled:
    """What has been filled in so far, and for whom the message is."""

    person: Account
    draft_id: int
    text: str
    about: str  # a handle; empty: nothing
    private: bool = False  # whether the form is filled in in the private chat
    movable: bool = False  # whether it can go on there


def who_card(filled: Filled, people: Assignable, reader: Reader) -> Card:
    """Who does it: delegations that somebody speaks for, and whoever speaks for none."""
    t, spoken = reader.t, {each.delegation.id for each in people.members if each.delegation}
    places = [
        _person(filled, delegation_name(place, reader), "delegation", place.id)
        for place in people.delegations
        if place.id in spoken
    ]
    free = [
        _person(filled, who(each, reader), "member", each.member.id)
        for each in people.members
        if each.delegation is None
    ]
    known = sorted(places, key=_label) + sorted(free, key=_label)
    others = (_choice(filled, "who", MORE, t("Somebody else")), _choice(filled, "who", NONE, t("Nobody yet")))
    rows = (
        *_paired(known[:SHOWN]),
        others,
        (_choice(filled, "who", REWORD, t("Other words")), _cancel(filled, reader)),
    )
    return _card(filled, [t("Who does it?")], rows, "who", reader)


def due_card(filled: Filled, doer: Doer | None, moments: Sequence[datetime], reader: Reader, *, doubtful: bool) -> Card:
    """Until when; `doubtful`: the moments are what was typed may mean."""
    t = reader.t
    offered = [_choice(filled, "due", int(moment.timestamp()), reader.moment_words(moment)) for moment in moments]
    others = (_choice(filled, "due", MORE, t("Another moment")), _choice(filled, "due", NONE, t("No deadline")))
    asked = t("Which moment is meant?") if doubtful else t("Until when?")
    told = [t("For {name}", name=doer_name(doer, reader)), asked]
    rows = (*((button,) for button in offered), others, _back(filled, "due", reader))
    return _card(filled, told, rows, "due", reader)


def preview_card(filled: Filled, doer: Doer | None, due_at: datetime | None, reader: Reader) -> Card:
    """All of it before it is posted."""
    t = reader.t
    told = [
        t("For {name}", name=doer_name(doer, reader)),
        t("Due {moment}", moment=reader.moment(due_at)) if due_at else t("No deadline"),
    ]
    post = Button(plain(t("Post")), GuideTask(filled.draft_id, "preview", POST), style="success")
    return _card(filled, told, ((post,), _back(filled, "preview", reader)), "preview", reader)


def waiting_card(filled: Filled, step: str, reader: Reader) -> Card:
    """While an answer is to be typed."""
    rows = ((_cancel(filled, reader),),) if step == "text" else (_back(filled, step, reader),)
    t = reader.t
    below = t("Answer my question below.") if filled.private else t("Reply to my question below.")
    return _card(filled, [below], rows, step, reader)


def asked(filled: Filled, step: str, reader: Reader) -> Card:
    """The question for what is to be typed, to be replied to."""
    t, name = reader.t, mention(filled.person.name, filled.person.tg_user_id)
    sentence, hint = {
        "text": (t("what is to be done?"), t("@name draft the list by friday")),
        "name": (t("who does it: @name, a delegation, or none?"), t("France")),
        "moment": (t("until when?"), t("friday 18:00")),
    }[step]
    if filled.private:
        return answered_here(name, sentence, reader)
    text = t("{name}, {question} Reply to this message. /cancel ends it.", name=name, question=sentence)
    return Card(text, asks=plain(hint))


def _card(filled: Filled, told: Sequence[Markup], rows: Rows, step: str, reader: Reader) -> Card:
    t = reader.t
    head = t("{name} sets a task", name=person(filled.person.name))
    if filled.about:
        head = t("{name} sets a task about {handle}", name=person(filled.person.name), handle=filled.about)
    text = lines(head, bold(cut(visible(filled.text, keep_lines=True), WORDS)), "", *told)
    move = ((_choice(filled, step, PRIVATE, t("Continue in private")),),) if filled.movable else ()
    return Card(text, rows=(*rows, *move))


def _person(filled: Filled, name: Markup, kind: str, subject_id: int | None) -> Button:
    return Button(visible(plain(name)), GiveTask(filled.draft_id, kind, subject_id or 0))


def _label(button: Button) -> str:
    return button.label.casefold()


def _choice(filled: Filled, step: str, number: int, word: Markup | str) -> Button:
    return Button(plain(word) if isinstance(word, Markup) else word, GuideTask(filled.draft_id, step, number))


def _back(filled: Filled, step: str, reader: Reader) -> tuple[Button, ...]:
    return (_choice(filled, step, BACK, reader.t("Back")), _cancel(filled, reader))


def _cancel(filled: Filled, reader: Reader) -> Button:
    return Button(plain(reader.t("Cancel")), DropDraft(filled.draft_id))


def _paired(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
