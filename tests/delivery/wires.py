"""Everything the wire is known to say, word for word (Client.cpp of the Bot API server, nginx), and what it means."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.backoff import Fate
from bot.local import faults
from bot.local.errors import NOT_MODIFIED, TOO_OLD, ApiError, bad_request, forbidden
from bot.local.faults import Fault

TEN_MINUTES = 600.0


@dataclass(frozen=True)
class Wire:
    """`fault` is what happens to the call, told whether that was carried out all the same; `wait` in seconds."""

    fate: Fate
    fault: Callable[[bool], Fault]
    wait: float = 0.0
    perhaps: bool = False  # it comes carried out, and not


def says(error: ApiError) -> Callable[[bool], Fault]:
    return lambda _applied: faults.refusal(error)


def doubtful(kind: Callable[..., Fault], *args: int) -> Wire:
    return Wire(Fate.UNKNOWN, lambda applied: kind(*args, applied=applied), wait=5.0, perhaps=True)


def moved(chat_id: int) -> ApiError:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, text, {"migrate_to_chat_id": chat_id})


def _refused(fate: Fate, *texts: str, wait: float = 0.0) -> dict[str, Wire]:
    return {f"400 {text[:60]}": Wire(fate, says(bad_request(text)), wait) for text in texts}


def _shut(*texts: str) -> dict[str, Wire]:
    return {f"403 {text}": Wire(Fate.CLOSED, says(forbidden(text))) for text in texts}


WIRES: dict[str, Wire] = {
    "429 with its wait": Wire(Fate.WAIT, lambda _: faults.flood(7), 7.0),
    "429 as a page": Wire(Fate.WAIT, lambda _: faults.flood_page(), 30.0),
    "429 without parameters": Wire(Fate.WAIT, lambda _: faults.flood_bare(), 30.0),
    "400 group chat was upgraded to a supergroup chat": Wire(Fate.MOVED, says(moved(-1001234567890))),
    **_refused(Fate.DONE, NOT_MODIFIED, "message to delete not found", "poll has already been closed"),
    **_refused(Fate.LOST, "message to edit not found", "message can't be edited"),
    **_refused(Fate.PLAIN, 'can\'t parse entities: Unsupported start tag "blink" at byte offset 14'),
    **_refused(Fate.ALONE, "message to be replied not found"),
    **_refused(Fate.TOPIC, "message thread not found", "TOPIC_CLOSED", wait=TEN_MINUTES),
    **_refused(Fate.MUTED, "not enough rights to send text messages to the chat", wait=TEN_MINUTES),
    **_refused(
        Fate.BARRED, "not enough rights to send documents to the chat", "not enough rights to send photos to the chat",
        "not enough rights to send polls to the chat", wait=TEN_MINUTES,
    ),
    **_refused(Fate.CLOSED, "chat not found"),
    **_refused(Fate.REFUSED, "message is too long", "message can't be deleted", TOO_OLD, "SOMETHING_NEW"),
    **_shut(
        "bot was kicked from the supergroup chat", "bot was kicked from the group chat",
        "bot is not a member of the supergroup chat", "the group chat was deleted", "bot was blocked by the user",
        "user is deactivated", "bot can't initiate conversation with a user",
    ),
    "401 Unauthorized": Wire(Fate.STOP, says(ApiError(401, "Unauthorized"))),
    "404 Not Found": Wire(Fate.STOP, says(ApiError(404, "Not Found"))),
    "413 too large": Wire(Fate.REFUSED, says(ApiError(413, "Request Entity Too Large"))),
    "421 a server for other bots": Wire(
        Fate.REFUSED, says(ApiError(421, "Misdirected Request: unallowed token specified"))
    ),
    "a refused connection": Wire(Fate.AGAIN, lambda _: faults.refused(), 1.0),
    "500 restart": doubtful(faults.restart),
    "502 as a page": doubtful(faults.gateway, 502),
    "504 as a page": doubtful(faults.gateway, 504),
    "200 with a page": doubtful(faults.page),
    "200 with nothing": doubtful(faults.empty),
    "200 with half of its JSON": doubtful(faults.cut_json),
    "200 without a result": doubtful(faults.not_ok),
    "an answer that breaks off": doubtful(faults.truncated),
    "a reset connection": doubtful(faults.reset),
    "no answer at all": doubtful(faults.hang),
}  # fmt: skip
