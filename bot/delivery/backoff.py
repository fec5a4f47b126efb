"""What an error of Telegram's means for a message, and how long to wait. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram import error

from bot.delivery.transport import NoAnswer, NotSent

FIRST, LONGEST = timedelta(seconds=1), timedelta(minutes=5)
UNREACHABLE = timedelta(seconds=30)  # the longest wait for a Telegram that cannot be reached: asking it costs nobody
AMBIGUOUS_WAIT = timedelta(seconds=5)
NO_RIGHTS_WAIT = timedelta(minutes=10)


class Fate(StrEnum):
    """What to do with a message whose call failed."""

    DONE = "done"  # an edit that changes nothing
    WAIT = "wait"  # the whole chat waits: Telegram said so
    AGAIN = "again"  # Telegram was not reached: certainly not carried out
    UNKNOWN = "unknown"  # perhaps carried out
    MOVED = "moved"  # the chat became a supergroup
    LOST = "lost"  # the message to edit is gone: post it anew
    PLAIN = "plain"  # the markup was refused: the words alone
    ALONE = "alone"  # what it replies to is gone: without it
    TOPIC = "topic"  # its topic is closed or gone: in General
    MUTED = "muted"  # nothing may be written in the chat now
    BARRED = "barred"  # this kind of message may not be sent there now
    CLOSED = "closed"  # the chat will not have us
    REFUSED = "refused"  # never going to work
    STOP = "stop"  # the token is refused


@dataclass(frozen=True, slots=True)
class Ruling:
    """A fate and what goes with it."""

    fate: Fate
    wait: timedelta = timedelta()
    tg_chat_id: int | None = None


WORDS: tuple[tuple[Fate, tuple[str, ...]], ...] = (  # what a 400 says, the first that fits
    (
        Fate.DONE,
        ("message is not modified", "message to delete not found", "already been closed", "poll to stop not found"),
    ),
    (
        Fate.LOST,
        (
            "message to edit not found",
            "message can't be edited",
            "message_id_invalid",
            "message to forward not found",
            "message can't be forwarded",
        ),
    ),
    (Fate.PLAIN, ("can't parse entities",)),
    (Fate.ALONE, ("message to be replied not found", "replied message not found", "reply message not found")),
    (Fate.TOPIC, ("message thread not found", "topic_closed", "topic_deleted")),
    (Fate.CLOSED, ("chat not found", "peer_id_invalid", "chat_id_invalid", "channel_private")),
    (
        Fate.BARRED,
        (
            "not enough rights to send documents",
            "chat_send_docs_forbidden",
            "chat_send_media_forbidden",
            "not enough rights to send polls",
            "chat_send_poll_forbidden",
            "not enough rights to send photos",
            "chat_send_photos_forbidden",
        ),
    ),
    (Fate.MUTED, ("not enough rights", "have no rights", "write_forbidden", "chat_restricted")),
)


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
            return Ruling(Fate.AGAIN, min(backoff(attempts), UNREACHABLE))
        case NoAnswer() | error.TimedOut() | error.NetworkError():
            return Ruling(Fate.UNKNOWN, max(AMBIGUOUS_WAIT, backoff(attempts)))
        case _:
            return Ruling(Fate.UNKNOWN, max(AMBIGUOUS_WAIT, backoff(attempts)))


def backoff(attempts: int) -> timedelta:
    """One second, doubling, five minutes at most."""
    return min(FIRST * 2 ** min(attempts - 1, 16), LONGEST) if attempts > 0 else FIRST


def _bad_request(text: str) -> Ruling:
    fate = next((fate for fate, words in WORDS if any(each in text for each in words)), Fate.REFUSED)
    return Ruling(fate, NO_RIGHTS_WAIT if fate in {Fate.MUTED, Fate.BARRED, Fate.TOPIC} else timedelta())
