"""Whether a JSON value is what the Bot API's specification says it is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SPECIFICATION = json.loads((Path(__file__).parent / "bot_api" / "api.json").read_text())
PLAIN: dict[str, Any] = {"Integer": int, "String": str, "Boolean": bool, "Float": (int, float), "True": bool}


def problems(value: Any, kind: str, path: str) -> Iterator[str]:
    """What is wrong with `value` as a `kind` ("Message", "Array of Update", "Integer|String"): unknown, missing, other."""
    if "|" in kind:
        found = [list(problems(value, one, path)) for one in kind.split("|")]
        if all(found):
            yield from min(found, key=len)
    elif kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{path} is no array"
            return
        for number, one in enumerate(value):
            yield from problems(one, kind.removeprefix("Array of "), f"{path}[{number}]")
    elif kind in PLAIN:
        if not isinstance(value, PLAIN[kind]) or (kind == "Integer" and isinstance(value, bool)):
            yield f"{path} is no {kind}"
    elif kind in SPECIFICATION["unions"]:
        yield from problems(value, "|".join(SPECIFICATION["unions"][kind]), path)
    else:
        yield from _fields(value, SPECIFICATION["types"][kind], path)


def _fields(value: Any, fields: dict[str, list[Any]], path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path} is no object"
        return
    for name in value.keys() - fields.keys():
        yield f"{path}.{name} is unknown"
    for name, (kind, required) in fields.items():
        if name in value:
            yield from problems(value[name], kind, f"{path}.{name}")
        elif required:
            yield f"{path}.{name} is missing"
