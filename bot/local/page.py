"""The chat page: its files, what it reads and what it may do. For this machine only: nobody is asked for a password."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.local.model import Chat, Message, User
from bot.local.stream import BOOT, events
from bot.local.view import people_view, press_view, state_view, visible_chats
from bot.local.world import World

FILES = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
EMOJI = ("👀", "👍")  # reactions the page offers
SPANS = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1), "1d": timedelta(days=1)}
Skip = Callable[[timedelta], None]
Action = Callable[["Deed"], Any]


class Refused(Exception):  # noqa: N818 -- said to a person
    """A request of the page that cannot be done, in words the page shows."""


class Deed:
    """What a person asks for: who, where and the rest, checked against the world. Raises Refused."""

    def __init__(self, world: World, body: dict[str, Any]) -> None:
        self.world = world
        self.body = body
        self.user = _user(world, body.get("user"))

    @property
    def chat(self) -> Chat:
        chats = {chat.id: chat for chat in visible_chats(self.world, self.user)}
        if self.body.get("chat") not in chats:
            raise Refused("You are not in this chat")
        return chats[self.body["chat"]]

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    def message(self, field: str = "message") -> Message:
        for message in self.chat.messages:
            if message.id == self.body.get(field):
                return message
        raise Refused("That message is gone")


def page_routes(world: World, *, skip: Skip | None = None) -> list[Route]:
    """The routes of the page. `skip` moves the world's clock forward; without it the page offers no such thing."""

    async def people(_: Request) -> Response:
        return JSONResponse({"people": people_view(world), **_clock(world), "skip": skip is not None, "boot": BOOT})

    async def state(request: Request) -> Response:
        user = _user(world, request.query_params.get("user"))
        return JSONResponse({**state_view(world, user), **_clock(world), "boot": BOOT})

    async def stream(request: Request) -> Response:
        user = _user(world, request.query_params.get("user"))
        seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events(world, user, seen), headers=headers, media_type="text/event-stream")

    async def download(request: Request) -> Response:
        deed = Deed(world, {"user": request.query_params.get("user")})
        held = [message.document for chat in visible_chats(world, deed.user) for message in chat.messages]
        file = world.files.get(request.path_params["file"])
        if file is None or file not in held:
            raise Refused("That file is gone")
        name = f"attachment; filename*=utf-8''{quote(file.file_name)}"
        return Response(file.content, headers={"Content-Disposition": name}, media_type=file.mime_type)

    actions: dict[str, Action] = {"send": _send, "edit": _edit, "press": _press, "react": _react}
    if skip is not None:
        actions["skip"] = lambda deed: skip(_span(deed))
    return [
        *_file_routes(),
        Route("/world/people", _polite(people)),
        Route("/world/state", _polite(state)),
        Route("/world/events", _polite(stream)),
        Route("/world/files/{file}", _polite(download)),
        *(_post(world, name, action) for name, action in actions.items()),
    ]


def _file_routes() -> list[Route]:
    """The page's own files, read once; nothing outside the folder can be asked for."""
    return [_file_route(path) for path in sorted(FILES.iterdir()) if path.suffix in TYPES]


def _file_route(path: Path) -> Route:
    content, kind = path.read_bytes(), TYPES[path.suffix]

    async def file(_: Request) -> Response:
        return Response(content, headers=HEADERS, media_type=kind)

    return Route("/" if path.name == "index.html" else f"/static/{path.name}", file)


def _post(world: World, name: str, action: Action) -> Route:
    async def endpoint(request: Request) -> Response:
        _same_origin(request)
        body = await request.json()
        if not isinstance(body, dict):
            raise Refused("That was not understood")
        return JSONResponse({"ok": True, "result": action(Deed(world, body))})

    return Route(f"/world/{name}", _polite(endpoint), methods=["POST"])


def _polite(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Refusals become one sentence with status 400."""

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (Refused, ValueError, LookupError) as refusal:
            return JSONResponse({"ok": False, "error": str(refusal)}, 400)

    return answered


def _same_origin(request: Request) -> None:
    """Another site in the same browser must not act here: only JSON, and only from this page."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused("Only this page may do that")
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Refused("Only JSON is understood")


def _user(world: World, user_id: Any) -> User:
    number = int(user_id) if str(user_id).isdigit() else 0
    user = world.users.get(number)
    if user is None or user.is_bot:
        raise Refused("There is no such person")
    return user


def _clock(world: World) -> dict[str, float]:
    return {"now": world.now().timestamp()}


def _send(deed: Deed) -> int:
    reply_to = deed.message("reply_to") if deed.body.get("reply_to") else None
    return deed.world.send(deed.user, deed.chat, deed.text, reply_to=reply_to).id


def _edit(deed: Deed) -> None:
    deed.world.edit(deed.user, deed.message(), deed.text)


def _press(deed: Deed) -> dict[str, Any]:
    message = deed.message()
    try:
        button = message.keyboard[int(deed.body["row"])][int(deed.body["column"])]
    except (LookupError, TypeError):
        raise Refused("That button is gone") from None
    if "callback_data" not in button:
        raise Refused("This button does nothing here")
    return press_view(deed.world.press_data(deed.user, message, button["callback_data"]))


def _react(deed: Deed) -> None:
    """Give a message this one emoji; given again, it is taken back, as in Telegram's own apps."""
    message, emoji = deed.message(), str(deed.body.get("emoji", ""))
    if emoji not in EMOJI:
        raise Refused("There is no such reaction here")
    given = message.reactions.get(deed.user.id, [])
    deed.world.react(deed.user, message, *([] if emoji in given else [emoji]))


def _span(deed: Deed) -> timedelta:
    wanted = deed.body.get("to")
    if wanted == "monday":
        return until_monday(deed.world.now(), deed.user.zone)
    if wanted not in SPANS:
        raise Refused("There is no such jump")
    return SPANS[wanted]


def until_monday(now: datetime, zone: str) -> timedelta:
    """From `now` to the next Monday 08:00 in that zone; a whole week if it is that very moment."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=-local.weekday() % 7)
    monday = datetime.combine(day, time(8), ZoneInfo(zone))
    if monday <= local:
        monday = datetime.combine(day + timedelta(days=7), time(8), ZoneInfo(zone))
    return timedelta(seconds=monday.timestamp() - now.timestamp())
