"""The wizard's questions."""

from datetime import datetime, timedelta

from markupsafe import Markup

from bot.callbacks import ChooseGroup, DropDraft, UseDraft
from bot.cards.card import Button, Card, lines, mention, plain, visible
from bot.cards.card import person as named
from bot.cards.reader import Reader
from bot.domain.handles import handle
from storage.models import Account


def question(
    person: Account, form: str, field: str, draft_id: int, choices: list[str], reader: Reader, *, private: bool = False,
    text: str = "",
) -> Card:  # fmt: skip
    """What the form lacks, asked of whoever is filling it in: by one of the choices, by reply, in private by any word.

    `text`: what there is of the form.
    """
    sentence, hint = _asked(form, field, visible(text.partition(" ")[0].upper()), reader)
    name = mention(person.name, person.tg_user_id)
    if private and not choices:
        return answered_here(name, sentence, reader)
    if not choices:
        said = reader.t("{name}, {question} Reply to this message. /cancel ends it.", name=name, question=sentence)
        return Card(said, asks=plain(hint))
    buttons = [Button(plain(suggestion(choice, reader)), UseDraft(draft_id, i)) for i, choice in enumerate(choices)]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return Card(_pressed(field, name, sentence, hint, reader), rows=(*rows, (_cancel(draft_id, reader),)))


def _asked(form: str, field: str, subject: str, reader: Reader) -> tuple[Markup, Markup]:
    """What a form asks for a field of it, and an example; `subject`: the handle it begins with, where it does."""
    t = reader.t
    asked = {
        ("alert", "text"): (t("what happened?"), t("Washington announced …")),
        ("poll", "question"): (t("what is the question?"), t("Issue a joint statement today?")),
        ("silence", "text"): (t("which text is circulated?"), t("The exercise is coordinated …")),
        ("silence", "closes"): (t("how long is the silence?"), t("tomorrow 18:00")),
        ("break", "reason"): (
            t("why do you break the silence? Everyone is told at once that you do; an amendment may follow your reason "
              "in a line “amendment: …”. It counts once your answer is here."),
            t("We cannot accept …"),
        ),
        ("object", "reason"): (t("which concrete risk do you see? Your objection counts once your answer is here."),
                               t("It would …")),
        ("propose", "amendment"): (t("which amendment do you propose? Whoever objects is asked to accept it."),
                                   t("Add: …")),
        ("task", "text"): (t("what is to be done, by whom, until when?"), t("@name draft the list by friday")),
        ("owner", "poll"): (t("which decision is to be carried out?"), t("P-3")),
        ("owner", "owner"): (t("who carries it out?"), t("France")),
        ("review", "poll"): (t("which decision is to be looked at again?"), t("P-3")),
        ("review", "date"): (t("when is it to be looked at again?"), t("1 march")),
        ("extend", "poll"): (t("which poll is to be open for longer?"), t("P-3")),
        ("extend", "until"): (t("for how much longer is {handle} to be open?", handle=subject), t("tomorrow 18:00")),
        ("remind", "poll"): (t("of which poll are those to be reminded who have not voted?"), t("P-3")),
        ("call", "title"): (t("what is the call about?"), t("Greenland follow-up")),
        ("call", "when"): (t("when is the call?"), t("tomorrow 18:00")),
    }  # fmt: skip
    return asked[form, field]


def _pressed(field: str, name: Markup, question: Markup, hint: Markup, reader: Reader) -> Markup:
    """The question where buttons stand below it, with what may be written instead."""
    t, said = reader.t, {"name": name, "question": question, "example": plain(hint)}
    if field == "poll":
        return t("{name}, {question} Press, or reply to this message with its name, such as {example}.", **said)
    if field == "owner":
        return t("{name}, {question} Press, or reply to this message with a name, such as {example}.", **said)
    return t("{name}, {question} Press, or reply to this message with a moment such as “{example}”.", **said)


def answered_here(name: Markup, question: Markup, reader: Reader) -> Card:
    """A question asked in private: whatever is written next is the answer."""
    return Card(reader.t("{name}, {question} Write it here. /cancel ends it.", name=name, question=question))


def posted_in(kind: str, number: int, title: str, reader: Reader) -> Card:
    """The answer to what was posted to a group from a private chat."""
    return Card(reader.t("{handle} is posted in {group}.", handle=handle(kind, number), group=named(title)))


def what_happened(reader: Reader) -> Card:
    """The text of an alert, asked for in private: whatever is written or forwarded next is it."""
    t = reader.t
    return Card(t("What happened? Write it here, or forward the message that says it. /cancel ends it."))


def which_group(titles: list[str], draft_id: int, reader: Reader) -> Card:
    """Which group something begun in private is for."""
    rows = [(Button(visible(title), ChooseGroup(draft_id, number)),) for number, title in enumerate(titles)]
    return Card(reader.t("Which group is it for?"), rows=(*rows, (_cancel(draft_id, reader),)))


def confirmation(
    person: Account, draft_id: int, meaning: datetime, instead: timedelta | None, reader: Reader, *, more: bool = False
) -> Card:
    """A reading that may be wrong, to be confirmed by a button; or `instead` a length of time to be chosen (or as much
    `more` of it)."""
    t, name, moment = reader.t, mention(person.name, person.tg_user_id), reader.moment(meaning)
    if instead:
        length = reader.span(instead)
        span = t("{span} more", span=length) if more else t("for {span}", span=length)
        either = (
            Button(reader.moment_words(meaning), UseDraft(draft_id, 0)),
            Button(plain(span), UseDraft(draft_id, 1)),
        )
        asked = t("{name}, do you mean {moment}, or {span}?", name=name, moment=moment, span=span)
        return Card(asked, rows=(*((each,) for each in either), (_cancel(draft_id, reader),)))
    text = lines(
        t("{name}, do you mean {moment}?", name=name, moment=moment),
        t("If not, reply to this message with the moment."),
    )
    yes = Button(plain(t("Yes")), UseDraft(draft_id, 0), style="success")
    return Card(text, rows=((yes, _cancel(draft_id, reader)),))


def suggestion(choice: str, reader: Reader) -> Markup:
    """A moment offered, in the reader's words."""
    t = reader.t
    known = {
        "in 1h": t("In 1 hour"),
        "in 3h": t("In 3 hours"),
        "in 24h": t("24 hours"),
        "in 72h": t("72 hours"),
        "today 18:00": t("Today 18:00"),
        "tomorrow 09:00": t("Tomorrow 09:00"),
        "tomorrow 18:00": t("Tomorrow 18:00"),
        "in 7d": t("In a week"),
        "in 28d": t("In 4 weeks"),
        "in 91d": t("In 3 months"),
        "by 1h": t("{span} more", span=reader.span(timedelta(hours=1))),
        "by 4h": t("{span} more", span=reader.span(timedelta(hours=4))),
        "by 24h": t("{span} more", span=reader.span(timedelta(hours=24))),
    }
    return known.get(choice) or Markup("{}").format(choice)  # else it says itself what it is: P-3


def dropped(reader: Reader) -> Markup:
    """The answer to [Cancel]."""
    return reader.t("Cancelled. Nothing was posted.")


def dropped_card(count: int, reader: Reader) -> Card:
    """The answer to /cancel."""
    t = reader.t
    return Card(
        dropped(reader) if count else t("There is nothing to cancel. To cancel a call, a poll or a task: /cancel C-5")
    )


def _cancel(draft_id: int, reader: Reader) -> Button:
    return Button(plain(reader.t("Cancel")), DropDraft(draft_id))
