"""/healthz: 200 while all is well, 503 with the reason while it is not."""

import contextlib
from collections.abc import Callable, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp


def health_app(trouble: Callable[[], str]) -> Starlette:
    """`trouble` says what is wrong, or nothing."""

    async def healthz(_request: Request) -> JSONResponse:
        reason = trouble()
        return JSONResponse({"ok": not reason, "trouble": reason}, 503 if reason else 200)

    return Starlette(routes=[Route("/healthz", healthz)])


class Server(uvicorn.Server):
    """A server inside our loop: signals and logging are ours, and stopping takes a second at most."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
