"""The front door: exit codes and single lines."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.local import faults
from bot.local.errors import ApiError
from bot.local.world import World
from tests.processes import ROOT, BotProcess, running, telegram, until

pytestmark = pytest.mark.process
TOKEN = "1000000001:AAlocal-telegram-token-of-this-machine-0"


def command(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and everything printed."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder, env=clean, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).strip()


def test_no_token_is_one_line_and_code_2(tmp_path: Path) -> None:
    code, said = command(tmp_path, "run")
    assert (code, said.count("\n")) == (2, 0)
    assert said.startswith("TELEGRAM_TOKEN: required")


def test_a_wrong_setting_is_one_line_and_code_2(tmp_path: Path) -> None:
    code, said = command(tmp_path, "run", TELEGRAM_TOKEN=TOKEN, DATABASE_URL="postgres://x")
    assert (code, said) == (2, "DATABASE_URL: sqlite:///relative/path or sqlite:////absolute/path is expected")


def test_migrate_makes_the_folder_and_the_database(tmp_path: Path) -> None:
    assert command(tmp_path, "migrate") == (0, "The database is up to date.")
    assert (tmp_path / "data" / "bot.db").exists()


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        pytest.param(lambda file: file.write_text("this is no database" * 100), "cannot be used", id="another file"),
        pytest.param(lambda file: file.mkdir(), "cannot be used", id="a folder"),
    ],
)
def test_an_unusable_database_is_one_line_and_code_1(tmp_path: Path, prepare, says: str) -> None:
    prepare(tmp_path / "bot.db")
    code, said = command(tmp_path, "run", TELEGRAM_TOKEN=TOKEN, DATABASE_URL="sqlite:///bot.db")
    assert (code, said.count("\n")) == (1, 0), said
    assert says in said


def test_a_newer_database_is_one_line_and_code_1(tmp_path: Path) -> None:
    command(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "data" / "bot.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    code, said = command(tmp_path, "run", TELEGRAM_TOKEN=TOKEN)
    assert code == 1
    assert said == "data/bot.db was written by a newer version (9999): update the bot."


def test_an_unreachable_telegram_ends_nothing_and_a_stop_is_quick(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w") as errors:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=tmp_path, stderr=errors,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TELEGRAM_TOKEN": TOKEN,
                 "TELEGRAM_API_URL": "http://127.0.0.1:9"},
        )  # fmt: skip
    patience = time.monotonic() + 30
    while "cannot reach Telegram" not in log.read_text() and time.monotonic() < patience:
        time.sleep(0.05)
    time.sleep(2)  # in which it tries again, and says nothing more
    assert bot.poll() is None
    started = time.monotonic()
    bot.send_signal(signal.SIGTERM)
    code, said = bot.wait(10), log.read_text()
    assert code == 0, said
    assert time.monotonic() - started < 5
    assert said.count("cannot reach Telegram") == 1
    assert "Unclosed" not in said
    assert TOKEN not in said


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux what a process expects")
@pytest.mark.parametrize("wait", [0.05, 0.2, 0.4, 0.8, 1.6])
def test_a_stop_while_starting_is_a_stop(tmp_path: Path, wait: float) -> None:
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=tmp_path, stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TELEGRAM_TOKEN": TOKEN,
             "TELEGRAM_API_URL": "http://127.0.0.1:9"},
    )  # fmt: skip
    time.sleep(wait)
    ours = expects(bot.pid, signal.SIGTERM)
    bot.send_signal(signal.SIGTERM)
    # Before Python itself has begun, the signal is the system's.
    assert bot.wait(10) in ({0} if ours else {0, -signal.SIGTERM})


def expects(pid: int, number: int) -> bool:
    """Whether the process catches the signal, or keeps it for later."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    masks = [int(line.split()[1], 16) for line in lines if line.startswith(("SigCgt", "SigBlk"))]
    return any(mask >> (number - 1) & 1 for mask in masks)


async def test_a_second_run_on_one_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    world = World()
    async with telegram(world) as address:
        first = BotProcess(address, world.token, tmp_path)
        async with running(first):
            await until(lambda: "serving" in first.output)
            environment = {
                name: value for name, value in first.environment.items() if name not in {"PATH", "PYTHONPATH"}
            }
            code, said = command(tmp_path, "run", **environment)
    assert (code, said) == (
        1, f"{tmp_path}/bot.db is in use by another bot: stop that one first, or set another DATABASE_URL.",
    )  # fmt: skip


async def test_a_second_run_is_refused_by_whatever_name_it_reaches_the_file(tmp_path: Path) -> None:
    world, elsewhere = World(), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "bot.db").symlink_to(tmp_path / "bot.db")
    async with telegram(world) as address:
        first = BotProcess(address, world.token, tmp_path)
        async with running(first):
            await until(lambda: "serving" in first.output)
            second = BotProcess(address, world.token, elsewhere)
            await second.start()
            assert await second.ended() == 1
    assert second.output.strip().endswith("is in use by another bot: stop that one first, or set another DATABASE_URL.")


async def test_a_database_that_is_locked_at_the_start_is_waited_for(tmp_path: Path) -> None:
    world = World()
    file = tmp_path / "bot.db"
    assert command(tmp_path, "migrate", DATABASE_URL=f"sqlite:///{file}")[0] == 0
    async with telegram(world) as address:
        bot = BotProcess(address, world.token, tmp_path)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            async with running(bot):
                await until(lambda: "database is locked by another program; waiting for it" in bot.output)
                other.execute("ROLLBACK")
                await until(lambda: "serving" in bot.output)
    assert bot.output.count("database is locked") == 1


async def test_a_stop_ends_the_waiting_for_a_locked_database(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    assert command(tmp_path, "migrate", DATABASE_URL=f"sqlite:///{file}")[0] == 0
    bot = BotProcess("http://127.0.0.1:9", TOKEN, tmp_path)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await bot.start()
        await until(lambda: "waiting for it" in bot.output)
        assert await bot.stop() == 0


async def test_a_token_that_is_refused_while_it_serves_is_one_line_and_code_1(tmp_path: Path) -> None:
    world = World()
    async with telegram(world) as address:
        bot = BotProcess(address, world.token, tmp_path)
        await bot.start()
        await until(lambda: "serving" in bot.output)
        world.fail("getUpdates", faults.refusal(ApiError(401, "Unauthorized")), times=9)
        world.wake()
        assert await bot.ended() == 1
    assert bot.output.splitlines()[-1] == "TELEGRAM_TOKEN is refused by Telegram: take a new one from @BotFather."
    assert "Traceback" not in bot.output


async def test_a_refused_token_is_one_line_and_code_1(tmp_path: Path) -> None:
    world = World(token="1000000002:BBanother-telegram-token-of-this-machine")
    async with telegram(world) as address:
        bot = BotProcess(address, TOKEN, tmp_path)
        await bot.start()
        assert await bot.ended() == 1
    assert bot.output.splitlines()[-1] == "TELEGRAM_TOKEN is refused by Telegram: take a new one from @BotFather."
    assert "Traceback" not in bot.output


def test_help_names_the_commands(tmp_path: Path) -> None:
    code, said = command(tmp_path, "--help")
    assert code == 0
    assert all(name in said for name in ("run", "demo", "migrate", "check", "export", "backup", "restore"))


@pytest.mark.parametrize("name", ["run", "demo", "migrate", "check", "export", "backup", "restore"])
def test_help_of_each_command_is_plain_and_fits_a_terminal(tmp_path: Path, name: str) -> None:
    code, said = command(tmp_path, name, "--help")
    assert code == 0
    assert said.startswith(f"Usage: python -m bot {name} [OPTIONS]")
    assert all(len(line) <= 80 for line in said.splitlines())
    assert said.isascii()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["backup"], "Missing argument 'FILE'.", id="without a file"),
        pytest.param(["backup", "a", "b"], "Got unexpected extra argument(s) (b).", id="with one too many"),
        pytest.param(["backup", "--frob", "a"], "No such option: --frob", id="an option there is not"),
        pytest.param(
            ["restore", "nowhere.db"], "Invalid value for 'FILE': file 'nowhere.db' does not exist.", id="no file"
        ),
        pytest.param(["export", "--format", "json"], "Missing option '--chat'.", id="without a group"),
        pytest.param(["export", "--chat", "x", "--format", "json"], "Invalid value for '--chat'", id="no number"),
        pytest.param(["export", "--chat", "1", "--format", "xml"], "Invalid value for '--format'", id="no such format"),
        pytest.param(["chekc"], "No such command 'chekc'.", id="no such command"),
        pytest.param(["demo", "--port", "99999"], "Invalid value for '--port'", id="no such port"),
    ],
)
def test_wrong_arguments_are_one_line_and_code_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    code, said = command(tmp_path, *arguments)
    assert (code, said.count("\n")) == (2, 0), said
    assert said.startswith(says)
    assert said.endswith("--help` says what it takes.")


def test_without_a_command_it_says_what_there_is_and_code_2(tmp_path: Path) -> None:
    code, said = command(tmp_path)
    assert code == 2
    assert said.startswith("Usage: python -m bot")


def test_what_it_writes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    command(tmp_path, "migrate")
    modes = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "data").iterdir()}
    assert set(modes.values()) == {0}
