"""Settings, frozen; the only reader of the environment."""

import difflib
import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, field_validator, model_validator

LAST_PORT = 65535
TOKEN_SHAPE = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")


class SettingsError(Exception):
    """The environment is wrong; the message is one clear line per wrong value."""


class Settings(BaseModel):
    """What an operator can set; docs/operations.md and .env.example describe each. `load_settings` reads them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    telegram_token: SecretStr | None = None
    telegram_token_file: Path | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite:///data/bot.db"
    bot_mode: Literal["polling"] = "polling"
    listen: str = ""
    allowed_chats: frozenset[int] = frozenset()
    owners: frozenset[int] = frozenset()
    default_timezone: str = "Europe/Brussels"
    default_language: Literal["en", "fr"] = "en"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("allowed_chats", "owners", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        words = [word for word in re.split(r"[,\s]+", value) if word]
        if wrong := [word for word in words if not re.fullmatch(r"-?\d+", word)]:
            raise ValueError(f"numbers separated by commas are expected, not {wrong[0]!r}")
        return frozenset(int(word) for word in words)

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("default_timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone; try Europe/Brussels") from error
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not _is_port(parts.netloc.rpartition(":")[2]):
            raise ValueError("http(s)://host[:port][/path] is expected")
        if TOKEN_SHAPE.search(value) or parts.path.rstrip("/").endswith("/bot"):
            raise ValueError('leave out "/bot" and the token: they are added')
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith("sqlite:///") or value.endswith(("/", ":memory:")):
            raise ValueError("sqlite:///relative/path or sqlite:////absolute/path is expected")
        return value

    @field_validator("listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        shape = re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[^:\s]+):(\d{1,5})", value)
        if value and not (shape and _is_port(shape[2])):
            raise ValueError("host:port is expected")
        return value

    @model_validator(mode="after")
    def _token(self) -> "Settings":
        if self.telegram_token and self.telegram_token_file:
            raise ValueError("TELEGRAM_TOKEN and TELEGRAM_TOKEN_FILE: set one of the two")
        return self

    @property
    def listen_address(self) -> tuple[str, int] | None:
        """Host and port to listen on, or None when no port is to be opened."""
        if not self.listen:
            return None
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    def token(self) -> str:
        """The bot's token; SettingsError when there is none or it cannot be one."""
        token = self.telegram_token.get_secret_value() if self.telegram_token else ""
        if self.telegram_token_file:
            try:
                token = self.telegram_token_file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"TELEGRAM_TOKEN_FILE: cannot be read: {error}") from error
        token = token.strip()
        if not token:
            raise SettingsError(
                "TELEGRAM_TOKEN: required; @BotFather gives one (or try `python -m bot demo`, no token)"
            )
        if not TOKEN_SHAPE.fullmatch(token):
            raise SettingsError("TELEGRAM_TOKEN: this is not the shape of a bot token (123456789:letters and digits)")
        return token


NAMES = tuple(name.upper() for name in Settings.model_fields)
LATER = {"WEBHOOK_URL": "webhooks are not available yet", "WEBHOOK_SECRET": "webhooks are not available yet"}


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment and `.env`; SettingsError with one line per wrong value or near miss of a name."""
    try:
        file = dotenv_values(env_file) if env_file else {}
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file}: cannot be read: it is not text") from None
    strangers = _strangers({*file, *os.environ})
    # The environment comes before the file; an empty value, as .env.example has them, says nothing.
    said = [(name, value) for name, value in (*file.items(), *os.environ.items()) if value and name in NAMES]
    values = {name.lower(): value for name, value in said}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems = [_line(detail) for detail in error.errors()]
        raise SettingsError("\n".join([*problems, *strangers])) from None
    if strangers:
        raise SettingsError("\n".join(strangers))
    return settings


def _is_port(text: str) -> bool:
    return not text.isdecimal() or int(text) <= LAST_PORT


def _line(detail: Any) -> str:
    name = str(detail["loc"][0]).upper() if detail["loc"] else ""
    reason = detail["msg"].removeprefix("Value error, ")
    if name == "BOT_MODE":
        reason = "only polling is available yet"
    return f"{name}: {reason}" if name else reason


def _strangers(names: set[str]) -> list[str]:
    problems = [f"{name}: {LATER[name]}" for name in sorted(names & LATER.keys())]
    for name in sorted(names - set(NAMES) - LATER.keys()):
        close = difflib.get_close_matches(name.upper(), NAMES, n=1, cutoff=0.88)
        if close:
            problems.append(f"{name}: unknown; did you mean {close[0]}?")
    return problems


def hide_tokens(text: str) -> str:
    """The text with every bot token taken out."""
    return TOKEN_SHAPE.sub("<token>", text)
