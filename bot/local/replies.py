"""What goes back over the wire."""

import json
from dataclasses import dataclass
from typing import Any

from bot.local.errors import ApiError

GATEWAY = {502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out"}


@dataclass(frozen=True)
class Reply:
    """`body` is JSON, or HTML if the gateway in front of Telegram answered.

    `missing`: so many bytes fewer arrive than the answer promises, then the connection ends.
    """

    status: int
    body: bytes
    content_type: str = "application/json"
    retry_after: int | None = None
    missing: int = 0


def success(result: Any) -> Reply:
    return Reply(200, json.dumps({"ok": True, "result": result}).encode())


def refusal(error: ApiError) -> Reply:
    """The answer that tells of an error; 502, 503 and 504 are the gateway's and come as its page."""
    if error.code in GATEWAY:
        return gateway_page(error.code)
    wait = (error.parameters or {}).get("retry_after")
    return Reply(error.code, json.dumps(error.body()).encode(), retry_after=wait)


def gateway_page(status: int) -> Reply:
    """The page of an unreachable Telegram, as nginx words it."""
    return html_page(status, f"{status} {GATEWAY[status]}")


def html_page(status: int, title: str) -> Reply:
    html = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
    )
    return Reply(status, html.encode(), "text/html")
