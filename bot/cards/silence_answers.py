"""What is answered to people about texts under silence."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.cards.reader import Reader
from bot.domain.handles import handle
from storage.models import Poll


def seen_toast(new: bool, reader: Reader) -> Markup:
    """The answer to [Seen]."""
    return reader.t("Seen") if new else reader.t("Already recorded")


def asked_toast(reader: Reader) -> Markup:
    """The answer to a button that asks for a reason."""
    return reader.t("Please answer the question I have posted.")


def broken(poll: Poll, reader: Reader) -> Markup:
    """The answer to /break in private."""
    return reader.t("Recorded: the silence on {handle} is broken.", handle=handle("poll", poll.number))


def objected_toast(poll: Poll, reader: Reader) -> Markup:
    """The answer to [Object to the procedure]."""
    return reader.t("Recorded: {handle} is decided by consensus now.", handle=handle("poll", poll.number))


def circulated_toast(poll: Poll, reader: Reader) -> Markup:
    """The answer to [Circulate the amended text]."""
    return reader.t("{handle} is shown below.", handle=handle("poll", poll.number))


MISTAKES: dict[str, Callable[[Mapping[str, Any], Reader], Markup]] = {
    "not_silence": lambda f, r: r.t("{handle} is not under silence: vote on its card.", **f),
    "proxy_silence": lambda f, r: r.t(
        "{handle} is under silence, where nobody votes for another: each delegation may break it itself.", **f
    ),
    "procedure_late": lambda f, r: r.t(
        "The first half of the time is over: let {handle} stand, or break the silence with /break {handle}.", **f
    ),
    "reason_missing": lambda f, r: r.t("Why is missing: write for example /break {handle} and the reason.", **f),
    "silence_fixed": lambda f, r: r.t(
        "A text under silence stays as it is: take it back with /cancel {handle}, then circulate it anew.", **f
    ),
    "silence_template": lambda f, r: r.t(
        "{handle} is a text under silence, of which there are no templates: circulate it anew with /silence.", **f
    ),
    "silence_not_early": lambda f, r: r.t(
        "A silence is kept until it expires: {handle} can be taken back with /cancel {handle}, not adopted early.", **f
    ),
    "silence_vote": lambda f, r: r.t(
        "{handle} is under silence: not answering is consent. Who cannot accept it writes /break {handle} and why.", **f
    ),
    "use_silence": lambda f, r: r.t("Silence has a command of its own: write /silence and then the text."),
}
