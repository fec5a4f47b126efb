"""The chat page: its files, what it reads and what it may do. For this machine only: nobody is asked for a password."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.local.deeds import DEEDS, EMOJI, Action, Deed, Refused, span_of, user_of
from bot.local.deeds_reading import READING
from bot.local.deeds_topics import TOPICS
from bot.local.images import is_image
from bot.local.scenes import Scenes
from bot.local.stream import BOOT, events
from bot.local.view import people_view, state_view, visible_chats
from bot.local.world import World

FILES = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
Skip = Callable[[timedelta], None]


def page_routes(world: World, *, skip: Skip | None = None, scenes: Scenes | None = None) -> list[Route]:
    """The routes of the page. `skip` moves the world's clock forward, `scenes` is what goes on behind it; without them
    the page offers no such thing."""

    async def people(_: Request) -> Response:
        return JSONResponse(
            {
                "people": people_view(world),
                **_clock(world),
                "skip": skip is not None,
                "scenes": scenes is not None,
                "reactions": EMOJI,
                "boot": BOOT,
            }
        )

    async def state(request: Request) -> Response:
        user = user_of(world, request.query_params.get("user"))
        return JSONResponse({**state_view(world, user), **_clock(world), "boot": BOOT})

    async def stream(request: Request) -> Response:
        user = user_of(world, request.query_params.get("user"))
        seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events(world, user, seen), headers=headers, media_type="text/event-stream")

    actions = DEEDS | READING | TOPICS
    if skip is not None:
        actions["skip"] = lambda deed: skip(span_of(deed))
    return [
        *_file_routes(),
        Route("/world/people", polite(people)),
        Route("/world/state", polite(state)),
        Route("/world/events", polite(stream)),
        _download_route(world),
        *(_post(world, name, action) for name, action in actions.items()),
        *(_scene_routes(scenes) if scenes else []),
    ]


def _download_route(world: World) -> Route:
    """Files of messages that the person sees."""

    async def download(request: Request) -> Response:
        deed = Deed(world, {"user": request.query_params.get("user")})
        seen = [message for chat in visible_chats(world, deed.user) for message in chat.messages]
        file = world.files.get(request.path_params["file"])
        if file is None or not any(file in (message.document, message.photo) for message in seen):
            raise Refused("That file is gone")
        shown = "inline" if is_image(file.content) else "attachment"
        name = f"{shown}; filename*=utf-8''{quote(file.file_name)}"
        return Response(file.content, headers={"Content-Disposition": name}, media_type=file.mime_type)

    return Route("/world/files/{file}", polite(download))


def _scene_routes(scenes: Scenes) -> list[Route]:
    """What goes on behind the scenes, and what one may do there."""

    async def look(request: Request) -> Response:
        after = request.query_params.get("after", "0")
        return JSONResponse(scenes.view(int(after) if after.isdecimal() else 0))

    async def do(request: Request) -> Response:
        deed = scenes.deeds.get((await body_of(request)).get("deed", ""))
        if deed is None:
            raise Refused("There is no such thing to do")
        await deed()
        return JSONResponse({"ok": True, "result": scenes.view(len(scenes.world.calls))})

    return [Route("/world/scenes", polite(look)), Route("/world/scene", polite(do), methods=["POST"])]


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
        return JSONResponse({"ok": True, "result": action(Deed(world, await body_of(request)))})

    return Route(f"/world/{name}", polite(endpoint), methods=["POST"])


def polite(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Refusals become one sentence with status 400."""

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (Refused, ValueError, LookupError) as refusal:
            return JSONResponse({"ok": False, "error": str(refusal)}, 400)

    return answered


async def body_of(request: Request) -> dict[str, Any]:
    """What the page asks for."""
    _same_origin(request)
    body = await request.json()
    if not isinstance(body, dict):
        raise Refused("That was not understood")
    return body


def _same_origin(request: Request) -> None:
    """Another site in the same browser must not act here: only JSON, and only from this page."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused("Only this page may do that")
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Refused("Only JSON is understood")


def _clock(world: World) -> dict[str, float]:
    return {"now": world.now().timestamp()}
