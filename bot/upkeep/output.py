"""Where an export goes: bytes into a file, whole or not at all, or onto standard output."""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from bot.refusals import Refusal, Wrong
from bot.upkeep.sheets import zipped

Form = Literal["json", "csv"]


def encoded(document: Mapping[str, Any], form: Form) -> bytes:
    """The export as JSON in UTF-8, or as a zip of CSV files."""
    if form == "csv":
        return zipped(document)
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def write(content: bytes, output: Path | None, *, binary: bool) -> None:
    """Write to the file, in one step, or to standard output; Wrong: there it would only be noise."""
    if output is None:
        if binary and sys.stdout.isatty():
            raise Wrong("A zip is nothing for a terminal: add --output FILE, or send it on by > or |.")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        _replace(output, content)
    except OSError as error:
        raise Refusal(f"{output} cannot be written: {error.strerror}") from error


def _replace(output: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=".partial", dir=output.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(output)
    finally:
        Path(name).unlink(missing_ok=True)
