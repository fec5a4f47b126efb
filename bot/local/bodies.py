"""Reading what comes in over HTTP: query string, form, JSON or multipart, all into parameters and files."""

import email
import json
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.local.model import Upload

Body = tuple[dict[str, Any], dict[str, Upload]]


async def read_body(request: Request) -> Body:
    """(parameters, files) of a request; what cannot be read counts as empty, as the Bot API has it."""
    parameters: dict[str, Any] = dict(request.query_params)
    content = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return parameters | _json(content), {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return parameters | dict(parse_qsl(content.decode(), keep_blank_values=True)), {}
    if kind.startswith("multipart/form-data"):
        fields, files = read_multipart(kind, content)
        return parameters | fields, files
    return parameters, {}


def _json(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def read_multipart(content_type: str, content: bytes) -> Body:
    """Split a multipart/form-data body. Contents are bytes as sent: nothing is decoded or normalised."""
    header = email.message_from_string(f"Content-Type: {content_type}")
    boundary = str(header.get_param("boundary", "")).encode()
    fields: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + content).split(b"\r\n--" + boundary)[1:]:
        head, separator, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not separator or part.startswith(b"--"):
            continue
        headers = email.message_from_bytes(head)
        name = str(headers.get_param("name", "", header="content-disposition"))
        if headers.get_filename() is None:
            fields[name] = value.decode()
        else:
            files[name] = _upload(headers, value)
    return fields, files


def _upload(headers: Message, value: bytes) -> Upload:
    return Upload(headers.get_filename() or "file", value, headers.get_content_type())
