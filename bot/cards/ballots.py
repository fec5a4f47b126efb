"""What somebody is told of their own ballot."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.callbacks import ShowBallot
from bot.cards import consents
from bot.cards.card import Button, Card, cut, joined, plain, visible
from bot.cards.members import delegation_name
from bot.cards.procedures import choice_word
from bot.cards.reader import Reader
from bot.domain.handles import handle
from bot.domain.procedures import AGAINST, Choice, Choices
from bot.domain.rules import Procedure
from storage.models import DEPUTY, PRINCIPAL, PROXY, Poll, Recorded

SAID = 120  # characters of a reason in the answer to it


def answer_word(choice: Choice, rule: str, reader: Reader) -> Markup:
    """For, against or an abstention as the rule calls it."""
    return consents.answer_word(choice, reader) if rule == Procedure.CONSENT else choice_word(choice, reader)


def choices_words(choices: Choices, rule: str, reader: Reader) -> Markup:
    """A ballot in a row: For; 1, 3; 2 > 1."""
    words = [str(choice) if choice > 0 else answer_word(choice, rule, reader) for choice in choices]
    return joined(words, " > " if rule == Procedure.RANKED else ", ")


def pressed(done: Recorded, reader: Reader) -> Markup:
    """The answer to a press, for whoever pressed alone; a vote Against is asked for its reason."""
    said = _recorded(done, reader)
    if done.choices == (AGAINST,) and not (done.reason or done.secret or done.outranked):
        return reader.t("{choice}. To say why, reply to the card with a few words", choice=said)
    return said


def typed(done: Recorded, poll_id: int, reader: Reader) -> Card:
    """The answer to a typed vote. Of a secret one it does not say what was chosen: messages are kept."""
    if not done.secret:
        return Card(_recorded(done, reader))
    said = _annotated(reader.t("Recorded"), done, reader)
    return Card(said, rows=((my_ballot(poll_id, reader),),))


def my_ballot(poll_id: int, reader: Reader) -> Button:
    """What one has chosen so far, for one's own eyes."""
    return Button(plain(reader.t("My ballot")), ShowBallot(poll_id))


def _recorded(done: Recorded, reader: Reader) -> Markup:
    word: Markup | str = choices_words(done.choices, done.rule, reader)
    if done.option:
        word = f"{word} {visible(done.option)}"
    return _annotated(reader.t("Recorded: {choice}", choice=word), done, reader)


def _annotated(said: Markup, done: Recorded, reader: Reader) -> Markup:
    """With whose ballot goes before it, and for whom else it counts."""
    t = reader.t
    if done.outranked:
        name = delegation_name(done.outranked, reader)
        return t("{choice}, but {name} has voted itself: yours counts once that is withdrawn", choice=said, name=name)
    if done.followed:
        return t("{choice}, also for {name}", choice=said, name=delegation_name(done.followed, reader))
    return said


def withdrawn(stands: int | None, reader: Reader) -> Markup:
    """The answer to [Withdraw]; `stands`: the rank of the ballot that stands now, if any."""
    t = reader.t
    if stands is None:
        return t("Withdrawn")
    return {
        PRINCIPAL: t("Withdrawn; the principal's vote stands"),
        DEPUTY: t("Withdrawn; the deputy's vote stands again"),
        PROXY: t("Withdrawn; the vote by proxy stands again"),
    }[stands]


def own_ballot(poll: Poll, held: Recorded | None, reader: Reader) -> Markup:
    """The answer to [My ballot]."""
    t, name = reader.t, handle("poll", poll.number)
    if held is None:
        if poll.secret and poll.state == "closed":
            return t("{handle} is closed and was secret: who chose what is kept nowhere.", handle=name)
        return t("{handle}: you have not voted.", handle=name)
    words = choices_words(held.choices, held.rule, reader)
    return t("{handle}, your ballot: {choice}", handle=name, choice=words)


def reason_recorded(poll: Poll, reason: str, reader: Reader) -> Card:
    """The answer to a reason given by reply, with how to take it back."""
    name = handle("poll", poll.number)
    told = reader.t(
        "Your reason is recorded: “{text}”. To take it back: /vote {handle} against",
        text=cut(visible(reason), SAID), handle=name,
    )  # fmt: skip
    return Card(told)


def open_private_first(reader: Reader) -> Markup:
    """The bot may not write to this person yet."""
    return reader.t("Open a private chat with me first: press my name, then Start. Then press Details again.")


def details_sent(reader: Reader) -> Markup:
    """The whole list is on its way."""
    return reader.t("Sent to you in private")


MISTAKES: dict[str, Callable[[Mapping[str, Any], Reader], Markup]] = {
    "choice_one": lambda f, r: (
        r.t("{handle} takes one choice: write for example /vote {handle} 2", **f)
        if f["options"]
        else r.t("{handle} is answered by for, against or abstain: write for example /vote {handle} for", **f)
    ),
    "choices_approved": lambda f, r: r.t(
        "{handle} asks which options you approve of, in no order: write for example /vote {handle} 1,3", **f
    ),
    "choices_many": lambda f, r: r.t(
        "{handle} takes {most} options at most: press [Withdraw] to choose anew, or write for example /vote {handle} 1",
        **f,
    ),
    "choices_ranked": lambda f, r: r.t(
        "{handle} asks for an order: write the options from the best on, for example /vote {handle} 2>1>3", **f
    ),
    "choices_twice": lambda f, r: r.t(
        "One option is there twice: name each once, for example /vote {handle} 2>1>3", **f
    ),
    "seat_waits": lambda f, r: r.t(
        "You have no vote here: your place waits for an administrator to press [Seat], for polls opened after that."
    ),
    "reason_long": lambda f, r: r.t(
        "Your vote is not recorded yet: its reason has {length} characters, {most} at most. Please shorten it.", **f
    ),
    "reason_secret": lambda f, r: r.t("{handle} is secret: leave the reason out, which would tell how you voted.", **f),
    "reservation_long": lambda f, r: r.t(
        "The reservation has {length} characters: {most} at most, please shorten it.", **f
    ),
    "reservation_missing": lambda f, r: r.t(
        "The reservation is missing: write for example /reserve P-3 We read this as covering goods only"
    ),
    "reservation_none": lambda f, r: r.t("There is nothing to take back: you have no reservation in {handle}.", **f),
    "reservation_secret": lambda f, r: r.t(
        "{handle} is secret: leave the reservation out, which would tell how you voted.", **f
    ),
    "vote_secret": lambda f, r: r.t("{handle} is secret: use the buttons, or write to me in private", **f),
}
