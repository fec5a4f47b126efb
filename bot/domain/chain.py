"""The hash chain of the journal: each entry seals the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


def canonical(body: Mapping[str, Any]) -> str:
    """JSON with its keys in order and nothing that could be written in two ways."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(salt: str, body: Mapping[str, Any]) -> str:
    """SHA-256 of the salt and the body's canonical JSON, in hexadecimal."""
    return hashlib.sha256((salt + canonical(body)).encode()).hexdigest()


def link(prev_hash: str, *, seq: int, at: datetime, kind: str, digest: str) -> str:
    """The hash of an entry: it covers the one before it, so nothing can be slipped in, left out or moved."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(f"{prev_hash}{seq}{moment}{kind}{digest}".encode()).hexdigest()
