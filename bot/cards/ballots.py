"""What somebody is told of their own ballot."""

from markupsafe import Markup

from bot.callbacks import ShowBallot
from bot.cards.card import Button, Card, cut, joined, plain, visible
from bot.cards.members import delegation_name
from bot.cards.procedures import choice_word
from bot.cards.reader import Reader
from bot.domain.handles import handle
from bot.domain.procedures import AGAINST, Choices
from storage.models import DEPUTY, PRINCIPAL, PROXY, Poll, Recorded

SAID = 120  # characters of a reason in the answer to it


def choices_words(choices: Choices, reader: Reader, *, ranked: bool = False) -> Markup:
    """A ballot in a row: For; 1, 3; 2 > 1."""
    words = [str(choice) if choice > 0 else choice_word(choice, reader) for choice in choices]
    return joined(words, " > " if ranked else ", ")


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
    word: Markup | str = choices_words(done.choices, reader, ranked=done.ranked)
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
    words = choices_words(held.choices, reader, ranked=held.ranked)
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
