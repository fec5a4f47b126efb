"""Settings: each wrong value and each near miss named in one clear line."""

import logging
from pathlib import Path

import pytest

from bot.log import Redacted, TextLine
from bot.settings import NAMES, Settings, SettingsError, load_settings

TOKEN = "1000000001:AAlocal-telegram-token-of-this-machine-0"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / ".env")
    assert settings.model_dump(exclude={"telegram_token", "telegram_token_file"}) == {
        "telegram_api_url": "https://api.telegram.org",
        "database_url": "sqlite:///data/bot.db",
        "bot_mode": "polling",
        "listen": "",
        "allowed_chats": frozenset(),
        "owners": frozenset(),
        "default_timezone": "Europe/Brussels",
        "default_language": "en",
        "log_level": "INFO",
        "log_format": "text",
    }


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        pytest.param("TELEGRAM_API_URL", "api.telegram.org", "TELEGRAM_API_URL: http(s)://host[:port][/path] is expected", id="no scheme"),
        pytest.param("TELEGRAM_API_URL", "http://127.0.0.1:99999", "TELEGRAM_API_URL: http(s)://host[:port][/path] is expected", id="no such port"),
        pytest.param("TELEGRAM_API_URL", "http://x/bot", 'TELEGRAM_API_URL: leave out "/bot" and the token: they are added', id="with /bot"),
        pytest.param("DATABASE_URL", "mysql://x", "DATABASE_URL: sqlite:///relative/path or sqlite:////absolute/path is expected", id="another database"),
        pytest.param("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL: sqlite:///relative/path or sqlite:////absolute/path is expected", id="in memory"),
        pytest.param("BOT_MODE", "webhook", "BOT_MODE: only polling is available yet", id="webhook"),
        pytest.param("LISTEN", "8000", "LISTEN: host:port is expected", id="no host"),
        pytest.param("LISTEN", "127.0.0.1:99999", "LISTEN: host:port is expected", id="no such port to listen on"),
        pytest.param("OWNERS", "12,abc", "OWNERS: numbers separated by commas are expected, not 'abc'", id="no number"),
        pytest.param("DEFAULT_TIMEZONE", "Europe/Bruxelles", "DEFAULT_TIMEZONE: 'Europe/Bruxelles' is no time zone; try Europe/Brussels", id="no zone"),
        pytest.param("TELEGRAM_TOKN", TOKEN, "TELEGRAM_TOKN: unknown; did you mean TELEGRAM_TOKEN?", id="a near miss"),
        pytest.param("WEBHOOK_URL", "https://x", "WEBHOOK_URL: webhooks are not available yet", id="not yet"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / ".env")
    assert str(caught.value) == line


@pytest.mark.parametrize(("name", "value"), [("DEFAULT_LANGUAGE", "de"), ("LOG_LEVEL", "LOUD"), ("LOG_FORMAT", "xml")])
def test_a_word_outside_the_list_names_the_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load_settings(None)


def test_every_problem_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNERS", "abc")
    monkeypatch.setenv("ALLOWED_CHAT", "3")
    with pytest.raises(SettingsError) as caught:
        load_settings(None)
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == ["OWNERS", "ALLOWED_CHAT"]


def test_the_env_file_is_read_and_its_comments_are_not(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# DEFAULT_LANGUAG=xx\nDEFAULT_LANGUAGE=fr\nALLOWED_CHATS=-1001, -1002\nTELEGRAM_TOKEN={TOKEN}\n")
    settings = load_settings(file)
    assert (settings.default_language, settings.allowed_chats) == ("fr", frozenset({-1001, -1002}))
    assert settings.token() == TOKEN


def test_the_environment_comes_before_the_file_and_nothing_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("DEFAULT_LANGUAGE=fr\nLOG_LEVEL=error\nDEFAULT_TIMEZONE=\n")
    monkeypatch.setenv("DEFAULT_LANGUAGE", "")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    settings = load_settings(file)
    assert (settings.default_language, settings.log_level, settings.default_timezone) == (
        "fr",
        "DEBUG",
        "Europe/Brussels",
    )


def test_the_token_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert Settings(telegram_token_file=tmp_path / "token").token() == TOKEN
    with pytest.raises(SettingsError, match=r"^TELEGRAM_TOKEN_FILE: cannot be read"):
        Settings(telegram_token_file=tmp_path / "none").token()


@pytest.mark.parametrize("token", ["", "secret", "123:abc"])
def test_what_cannot_be_a_token_is_refused(token: str) -> None:
    with pytest.raises(SettingsError, match=r"^TELEGRAM_TOKEN: "):
        Settings(telegram_token=token).token()


def test_no_token_is_ever_shown() -> None:
    assert TOKEN not in repr(Settings(telegram_token=TOKEN))
    error = ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    trouble = (ValueError, error, None)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "calling %s", (f"bot{TOKEN}",), trouble)
    line = Redacted(TextLine()).format(record)
    assert TOKEN not in line
    assert line.count("<token>") == 2
