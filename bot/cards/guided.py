"""A poll's guided form, step by step: what has been chosen, what there is to choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.callbacks import DropDraft, GuidePoll
from bot.cards import openings
from bot.cards.card import Button, Card, bold, lines, mention, person, plain, visible
from bot.cards.drafts import answered_here
from bot.cards.procedures import explained, rule_name
from bot.cards.reader import Reader
from bot.domain.procedures import Rule
from storage.models import Account

Rows = tuple[tuple[Button, ...], ...]
BACK, MORE, PRIVATE = -1, -2, -3  # choices besides a step's own, as bot.forms.guided has them
CHOSEN = "✓ "


@dataclass(frozen=True, slots=True)
class Filled:
    """What has been filled in so far, and for whom the message is."""

    person: Account
    draft_id: int
    question: str
    options: Sequence[str]
    private: bool = False  # whether the form is filled in in the private chat
    movable: bool = False  # whether it can go on there


def answers_card(filled: Filled, reader: Reader) -> Card:
    """How people can answer."""
    t = reader.t
    offered = [t("For · Against · Abstain"), t("Options of our own"), t("A template")]
    rows = tuple((_choice(filled, "answers", number, word),) for number, word in enumerate(offered))
    return _card(filled, [t("How can people answer?")], rows, "answers", reader)


def rules_card(filled: Filled, step: str, rules: Sequence[tuple[int, Rule]], reader: Reader, *, more: bool) -> Card:
    """Which rule decides, each explained; `rules` with the number each is chosen by."""
    t = reader.t
    told = [
        t("{setting}: {value}", setting=bold(rule_name(rule.key, reader)), value=explained(rule, reader))
        for _, rule in rules
    ]
    buttons = [_choice(filled, step, number, rule_name(rule.key, reader)) for number, rule in rules]
    rows = _paired(buttons)
    if more:
        rows = (*rows, (_choice(filled, step, MORE, t("More")),))
    return _card(filled, [t("Which rule decides?"), *told], rows, step, reader)


def closes_card(filled: Filled, reader: Reader) -> Card:
    """Until when."""
    t = reader.t
    offered = [t("1 hour"), t("4 hours"), t("Today 18:00"), t("Tomorrow 18:00"), t("24 hours"), t("72 hours")]
    rows = _paired([_choice(filled, "closes", number, word) for number, word in enumerate(offered)])
    rows = (*rows, (_choice(filled, "closes", MORE, t("Another moment")),))
    return _card(filled, [t("Until when can people vote?")], rows, "closes", reader)


def templates_card(filled: Filled, names: Sequence[tuple[int, str]], reader: Reader) -> Card:
    """Which template gives its options, rule and deadline; `names` with the number each is chosen by."""
    rows = _paired([_choice(filled, "templates", number, visible(name)) for number, name in names])
    return _card(filled, [reader.t("Whose options, rule and deadline?")], rows, "templates", reader)


def waiting_card(filled: Filled, step: str, reader: Reader) -> Card:
    """While an answer is to be typed."""
    t = reader.t
    below = t("Answer my question below.") if filled.private else t("Reply to my question below.")
    return _card(filled, [below], (), step, reader)


def preview_card(filled: Filled, of: openings.Preview, reader: Reader) -> Card:
    """All of it before it is posted, with switches for how it is voted on."""
    t, toggles = reader.t, (of.secret, of.hidden, of.early, of.native)
    words = [t("Secret"), t("Hidden"), t("Early"), t("Sense check")]
    marked = [
        _choice(filled, "preview", number, f"{CHOSEN if on else ''}{plain(word)}")
        for number, (word, on) in enumerate(zip(words, toggles, strict=True), start=1)
    ]
    rows = ((marked[-1],),) if of.native else (tuple(marked[:-1]), (marked[-1],))  # it takes none of the others
    post = Button(plain(t("Post")), GuidePoll(filled.draft_id, "preview", 0), style="success")
    return _card(filled, openings.preview(of, reader), (*rows, (post,)), "preview", reader)


def asked(filled: Filled, step: str, reader: Reader) -> Card:
    """The question for what is to be typed, to be replied to."""
    t, name = reader.t, mention(filled.person.name, filled.person.tg_user_id)
    sentence, hint = {
        "question": (t("what is the question?"), t("Issue a joint statement today?")),
        "options": (t("what are the options, one on a line?"), t("Today")),
        "deadline": (t("until when can people vote?"), t("tomorrow 18:00")),
    }[step]
    if filled.private:
        return answered_here(name, sentence, reader)
    text = t("{name}, {question} Reply to this message. /cancel ends it.", name=name, question=sentence)
    return Card(text, asks=plain(hint))


def moved_toast(reader: Reader) -> Markup:
    """The answer to [Continue in private]."""
    return reader.t("Go on in our private chat.")


def _card(filled: Filled, told: Sequence[Markup], rows: Rows, step: str, reader: Reader) -> Card:
    t = reader.t
    text = lines(
        t("{name} prepares a poll", name=person(filled.person.name)),
        bold(visible(filled.question, keep_lines=True)),
        *(Markup("{} {}").format(number, visible(option)) for number, option in enumerate(filled.options, start=1)),
        "",
        *told,
    )
    cancel = Button(plain(t("Cancel")), DropDraft(filled.draft_id))
    back = Button(plain(t("Back")), GuidePoll(filled.draft_id, step, BACK))
    last = (cancel,) if step == "question" else (back, cancel)
    move = (_choice(filled, step, PRIVATE, t("Continue in private")),) if filled.movable else ()
    return Card(text, rows=(*rows, last, move) if move else (*rows, last))


def _choice(filled: Filled, step: str, number: int, word: Markup | str) -> Button:
    label = plain(word) if isinstance(word, Markup) else word
    return Button(label, GuidePoll(filled.draft_id, step, number))


def _paired(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
