"""What a button carries: packed into at most 64 bytes and back.

The shape is `1:tag:field:field`; the leading number is the version. A payload proves nothing: it comes from a client,
so whoever unpacks one checks the presser, the chat and the state anew.
"""

import re
from dataclasses import astuple, fields
from typing import ClassVar, Self

from telegram.constants import InlineKeyboardButtonLimit

VERSION = "1"
NUMBER = re.compile(r"(0|-?[1-9]\d{0,18})")
WORD = re.compile(r"[a-z_]{0,20}")


class Payload:
    """A button's meaning. Subclasses are frozen dataclasses of int and short lower-case str fields."""

    tag: ClassVar[str]

    def pack(self) -> str:
        """The callback data; ValueError when it would not fit."""
        data = ":".join([VERSION, self.tag, *(str(value) for value in astuple(self))])  # type: ignore[call-overload]
        if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError(f"callback data too long: {data}")
        return data

    @classmethod
    def unpack(cls, data: object) -> Self | None:
        """The payload in `data`, or None when it is not exactly one of this class."""
        said = str(data)
        if not said.startswith(f"{VERSION}:{cls.tag}"):
            return None  # each button's handler asks in turn
        _, tag, *values = said.split(":")
        wanted = fields(cls)  # type: ignore[arg-type]
        if tag != cls.tag or len(values) != len(wanted):
            return None
        read: list[int | str] = []
        for value, field in zip(values, wanted, strict=True):
            if not (NUMBER if field.type is int else WORD).fullmatch(value):
                return None
            read.append(int(value) if field.type is int else value)
        return cls(*read)
