"""What an error of Telegram's means for a message, and how long to wait. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram import error

from bot.delivery.transport import NoAnswer, NotSent

FIRST, LONGEST = timedelta(seconds=1), timedelta(minutes=5)
AMBIGUOUS_WAIT = timedelta(seconds=5)
NO_RIGHTS_WAIT = timedelta(minutes=10)


class Fate(StrEnum):
    """What to do with a message whose call failed."""

    DONE = "done"  # an edit that changes nothing
    WAIT = "wait"  # the whole chat waits: Telegram said so
    AGAIN = "again"  # certainly not carried out
    UNKNOWN = "unknown"  # perhaps carried out
    MOVED = "moved"  # the chat became a supergroup
    LOST = "lost"  # the message to edit is gone: post it anew
    PLAIN = "plain"  # the markup was refused
    CLOSED = "closed"  # the chat will not have us
    REFUSED = "refused"  # never going to work
    STOP = "stop"  # the token is refused


@dataclass(frozen=True, slots=True)
class Ruling:
    """A fate and what goes with it."""

    fate: Fate
    wait: timedelta = timedelta()
    tg_chat_id: int | None = None


NO_RIGHTS = ("not enough rights", "have no rights", "write_forbidden", "topic_closed", "chat_restricted")
LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")


def judge(trouble: BaseException, attempts: int) -> Ruling:
    """What an exception of a Telegram call means after `attempts` tries."""
    match trouble:
        case error.RetryAfter():
            wait = trouble.retry_after
            return Ruling(Fate.WAIT, wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case error.ChatMigrated():
            return Ruling(Fate.MOVED, tg_chat_id=trouble.new_chat_id)
        case error.InvalidToken():
            return Ruling(Fate.STOP)
        case error.Forbidden():
            return Ruling(Fate.CLOSED)
        case error.BadRequest():
            return _bad_request(trouble.message.casefold())
        case NotSent():
            return Ruling(Fate.AGAIN, backoff(attempts))
        case NoAnswer() | error.TimedOut() | error.NetworkError():
            return Ruling(Fate.UNKNOWN, max(AMBIGUOUS_WAIT, backoff(attempts)))
        case _:
            return Ruling(Fate.UNKNOWN, max(AMBIGUOUS_WAIT, backoff(attempts)))


def backoff(attempts: int) -> timedelta:
    """One second, doubling, five minutes at most."""
    return min(FIRST * 2 ** min(attempts - 1, 16), LONGEST) if attempts > 0 else FIRST


def _bad_request(text: str) -> Ruling:
    if "message is not modified" in text:
        return Ruling(Fate.DONE)
    if any(words in text for words in LOST):
        return Ruling(Fate.LOST)
    if "can't parse entities" in text:
        return Ruling(Fate.PLAIN)
    if "chat not found" in text:
        return Ruling(Fate.CLOSED)
    if any(words in text for words in NO_RIGHTS):
        return Ruling(Fate.WAIT, NO_RIGHTS_WAIT)
    return Ruling(Fate.REFUSED)
