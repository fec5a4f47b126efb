"""What can go wrong between a bot and Telegram, as values: each says whether the call was carried out all the same.

world.fail("sendMessage", faults.gateway(502, applied=True))
world.fail("*", faults.flood(35), times=3)
"""

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum

from bot.local.errors import ApiError, too_many_requests
from bot.local.replies import Reply, gateway_page, html_page
from bot.local.replies import refusal as refusal_reply

ANY = "*"


class Ending(StrEnum):
    """How the connection ends."""

    ANSWERED = "answered"
    REFUSED = "refused"  # it never came about; over HTTP, where a call is known only once connected: cut at once
    RESET = "reset"  # cut without an answer
    HANGING = "hanging"  # never, until the client gives up


class Unreachable(Exception):  # noqa: N818 -- the door's word for it is the client's error
    """The call never got to Telegram."""


class Dropped(Exception):  # noqa: N818 -- same
    """The call got there and no answer comes."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call.

    `applied`: it is carried out all the same. `answer`: what is answered instead of the truth. `before` and `after`:
    seconds it takes longer until it is carried out and until it is answered.
    """

    applied: bool
    answer: Reply | None = None
    ending: Ending = Ending.ANSWERED
    before: float = 0.0
    after: float = 0.0

    @property
    def spoils(self) -> bool:
        """Whether the client never learns the true answer, however long it waits."""
        return self.answer is not None or self.ending is not Ending.ANSWERED


NONE = Fault(applied=True)


def refusal(error: ApiError, *, applied: bool = False) -> Fault:
    """Any error of the Bot API's, in its JSON."""
    return Fault(applied, refusal_reply(error))


def flood(seconds: int, *, applied: bool = False) -> Fault:
    """429 that says how long to wait."""
    return refusal(too_many_requests(seconds), applied=applied)


def flood_page() -> Fault:
    """429 from the gateway: a page, which does not say how long."""
    return Fault(applied=False, answer=html_page(429, "429 Too Many Requests"))


def flood_bare() -> Fault:
    """429 in JSON without its parameters."""
    return refusal(ApiError(429, "Too Many Requests"))


def restart(*, applied: bool) -> Fault:
    """500: what a restarting Bot API server answers to all it has not finished."""
    return refusal(ApiError(500, "Internal Server Error: restart"), applied=applied)


def gateway(status: int = 502, *, applied: bool) -> Fault:
    """The gateway's page: 502, 503 or 504."""
    return Fault(applied, gateway_page(status))


def page(*, applied: bool) -> Fault:
    """200 with a page instead of JSON."""
    return Fault(applied, html_page(200, "Welcome"))


def empty(*, applied: bool) -> Fault:
    """200 with nothing."""
    return Fault(applied, Reply(200, b""))


def cut_json(*, applied: bool) -> Fault:
    """200 with the beginning of a JSON text, as if that were all."""
    return Fault(applied, Reply(200, b'{"ok":true,"res'))


def truncated(*, applied: bool) -> Fault:
    """200 with fewer bytes than its Content-Length promises."""
    return Fault(applied, Reply(200, b'{"ok":true,"res', missing=100))


def not_ok(*, applied: bool) -> Fault:
    """200 with `{"ok":false}` and nothing else."""
    return Fault(applied, Reply(200, b'{"ok":false}'))


def refused() -> Fault:
    """The connection is refused: the call never left."""
    return Fault(applied=False, ending=Ending.REFUSED)


def reset(*, applied: bool) -> Fault:
    """The connection is cut without an answer."""
    return Fault(applied, ending=Ending.RESET)


def slow(*, before: float = 0.0, after: float = 0.0) -> Fault:
    """All goes well and takes longer: carried out even if the client has given up by then."""
    return Fault(applied=True, before=before, after=after)


def hang(*, applied: bool) -> Fault:
    """No answer ever comes; the client waits until it gives up."""
    return Fault(applied, ending=Ending.HANGING)


def _both() -> dict[str, Fault]:
    kinds = {
        "500": restart, "502": gateway, "200 with a page": page, "200 with nothing": empty,
        "200 with half a JSON text": cut_json, "a truncated answer": truncated, "200 without ok": not_ok,
        "a reset connection": reset, "no answer ever": hang,
    }  # fmt: skip
    return {
        f"{name}, {'carried out' if applied else 'not carried out'}": kind(applied=applied)
        for name, kind in kinds.items()
        for applied in (False, True)
    } | {f"504, {'' if applied else 'not '}carried out": gateway(504, applied=applied) for applied in (False, True)}


CATALOGUE: dict[str, Fault] = {
    "429 that says how long": flood(7),
    "429 as a page": flood_page(),
    "429 without parameters": flood_bare(),
    "401": refusal(ApiError(401, "Unauthorized")),
    "a refused connection": refused(),
    **_both(),
}
"""Every kind that may hit any call, by a name that reads as a sentence: the rows of a table of tests."""


class Faults:
    """What is to go wrong next, by method."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        """`method` in any case, or "*" for whichever is called next."""
        self._waiting[method.lower()].extend([fault] * times)

    def take(self, method: str) -> Fault:
        """The fault of this call: its method's own before anybody's; NONE if nothing is to go wrong."""
        for name in (method.lower(), ANY):
            if self._waiting[name]:
                return self._waiting[name].popleft()
        return NONE

    def clear(self) -> None:
        """All goes well again."""
        self._waiting.clear()
