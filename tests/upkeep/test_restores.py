"""Restores: one step from the old database to the new, whatever happens meanwhile; nothing is destroyed."""

import asyncio
import contextlib
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.local.world import Message, World
from bot.settings import Settings
from bot.upkeep.check import of_database
from bot.upkeep.findings import ok
from bot.upkeep.restores import restore
from storage.files import copy
from tests.processes import BotProcess, running, telegram, until
from tests.stage import SATURDAY, Stage
from tests.upkeep.conftest import Run, count, environment, fill, make_database

LARGE = 12_000  # rows: so that a restore can be caught at work


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("bot.db.before-*"))


# --- the file


@pytest.mark.process
def test_the_backup_takes_the_place_and_what_was_there_is_kept(tmp_path: Path, command: Run) -> None:
    make_database(tmp_path, rows=3)
    command("backup", "copy.db")
    fill(tmp_path / "bot.db", 4)
    done = command("restore", "copy.db", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    (old,) = kept(tmp_path)
    assert done.stdout.splitlines()[:2] == [
        f"Restored {tmp_path}/bot.db: 0 groups, never yet run on Telegram.",
        f"What was there before is kept as {old}.",
    ]
    assert (count(tmp_path / "bot.db"), count(old), count(tmp_path / "copy.db")) == (3, 7, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bot.db", old.name, "bot.db.lock", "copy.db"]


def test_two_restores_in_one_second_keep_both(tmp_path: Path) -> None:
    """Whoever tries again at once after a restore that was killed is not stopped by what that one has kept."""
    settings = Settings(database_url=f"sqlite:///{make_database(tmp_path, rows=3)}")
    copy(tmp_path / "bot.db", tmp_path / "copy.db")
    for rows in (1, 2):
        fill(tmp_path / "bot.db", rows)
        assert restore(settings, tmp_path / "copy.db", now=SATURDAY, agreed=lambda _: True)
    assert [(file.name, count(file)) for file in kept(tmp_path)] == [
        ("bot.db.before-20260117T170000Z", 4),
        ("bot.db.before-20260117T170000Z-2", 5),
    ]


@pytest.mark.process
def test_facts_in_the_write_ahead_log_are_kept_with_what_was_there(tmp_path: Path, command: Run) -> None:
    """As a kill -9 leaves them: the log stands beside the database, nobody has put it in."""
    file = make_database(tmp_path, rows=3)
    command("backup", "copy.db")
    killed = (
        "import os, sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('DELETE FROM dead_letters'); d.commit(); "
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", killed, file], check=False)
    assert (tmp_path / "bot.db-wal").stat().st_size > 0
    assert command("restore", "copy.db", "--yes").returncode == 0
    (old,) = kept(tmp_path)
    assert (count(file), count(old)) == (3, 0)


@pytest.mark.process
def test_a_damaged_database_is_kept_as_it_is(tmp_path: Path, command: Run) -> None:
    file = make_database(tmp_path, rows=3)
    command("backup", "copy.db")
    for name in ("bot.db", "bot.db-wal", "bot.db-shm"):
        (tmp_path / name).write_bytes(f"no database: {name}".encode() * 500)
    assert command("restore", "copy.db", "--yes").returncode == 0
    assert count(file) == 3
    old = kept(tmp_path)[0]
    for end in ("", "-wal", "-shm"):
        assert (tmp_path / (old.name + end)).read_bytes().startswith(f"no database: bot.db{end}".encode())
    assert not (tmp_path / "bot.db-wal").exists()


@pytest.mark.process
def test_where_there_is_no_database_the_backup_becomes_it(tmp_path: Path, command: Run) -> None:
    make_database(tmp_path, rows=3).rename(tmp_path / "copy.db")
    done = command("restore", "copy.db", "--yes", DATABASE_URL="sqlite:///new/bot.db")
    assert done.returncode == 0, done.stderr
    assert count(tmp_path / "new" / "bot.db") == 3
    assert "kept" not in done.stdout


@pytest.mark.process
@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "it is not a database of this bot", id="an empty file"),
        pytest.param(b"no database" * 100, "file is not a database", id="another file"),
        pytest.param("sqlite", "it is not a database of this bot", id="somebody else's database"),
        pytest.param("damaged", "it is damaged", id="a damaged backup"),
        pytest.param("newer", "was written by a newer version (9999): update the bot", id="a newer one"),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(tmp_path: Path, command: Run, content: bytes | str, says: str) -> None:
    file, bad = make_database(tmp_path, rows=200), tmp_path / "copy.db"
    if isinstance(content, bytes):
        bad.write_bytes(content)
    else:
        spoil(file, bad, content)
    before = file.read_bytes()
    done = command("restore", bad, "--yes")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert says in done.stderr
    assert file.read_bytes() == before
    assert kept(tmp_path) == []
    assert not list(tmp_path.glob("*.incoming*"))


def spoil(file: Path, bad: Path, how: str) -> None:
    if how == "sqlite":
        with contextlib.closing(sqlite3.connect(bad)) as database, database:
            database.execute("CREATE TABLE groups (id)")
        return
    copy(file, bad)
    if how == "newer":
        with contextlib.closing(sqlite3.connect(bad)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        return
    with bad.open("r+b") as raw:
        raw.seek(bad.stat().st_size - 40_000)
        raw.write(os.urandom(20_000))


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, newer_code: None) -> None:
    (tmp_path / "bot.db").rename(tmp_path / "copy.db")
    settings = Stage(tmp_path).settings
    assert restore(settings, tmp_path / "copy.db", now=Clock().now(), agreed=lambda _: True)
    assert count(tmp_path / "bot.db", "more") == 0
    found, _ = of_database(settings, Clock())
    assert ok("migrations", "up to date, at 9998") in found


@pytest.mark.process
def test_the_database_is_no_backup_of_itself(tmp_path: Path, command: Run) -> None:
    make_database(tmp_path)
    done = command("restore", "bot.db", "--yes")
    assert (done.returncode, done.stderr.strip()) == (2, "bot.db is the database itself: name a backup.")


@pytest.mark.process
def test_while_somebody_reads_it_is_refused(tmp_path: Path, command: Run) -> None:
    file = make_database(tmp_path, rows=3)
    command("backup", "copy.db")
    with contextlib.closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM seen").fetchall()
        done = command("restore", "copy.db", "--yes")
    assert (done.returncode, done.stderr.strip()) == (
        1, f"{file} is being read by another program, such as an export: let it finish.",
    )  # fmt: skip
    assert kept(tmp_path) == []


# --- asking


@pytest.mark.process
def test_without_a_terminal_it_wants_to_be_told(tmp_path: Path, command: Run) -> None:
    make_database(tmp_path)
    command("backup", "copy.db")
    done = command("restore", "copy.db")
    assert (done.returncode, done.stderr.strip()) == (
        2, "There is no terminal to ask on: add --yes if the database is to be replaced.",
    )  # fmt: skip


@pytest.mark.process
@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("\x04", 1)])
def test_on_a_terminal_it_asks(tmp_path: Path, command: Run, answer: str, code: int) -> None:
    make_database(tmp_path, rows=3)
    command("backup", "copy.db")
    fill(tmp_path / "bot.db", 4)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "restore", "copy.db"],
        cwd=tmp_path, env=environment(tmp_path), stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, answer.encode())
    said, _ = process.communicate(timeout=30)
    os.close(ours)
    assert process.returncode == code, said
    assert f"It will replace {tmp_path}/bot.db, which is kept as bot.db.before-" in said
    assert count(tmp_path / "bot.db") == (3 if code == 0 else 7)
    assert len(kept(tmp_path)) == (1 if code == 0 else 0)


# --- dying


@pytest.mark.process
@pytest.mark.parametrize("wait", [0.0, 0.05, 0.15, 0.3])
def test_a_kill_leaves_the_one_or_the_other_whole(tmp_path: Path, command: Run, wait: float) -> None:
    file = make_database(tmp_path, rows=LARGE)
    command("backup", "copy.db")
    fill(file, 1)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "restore", "copy.db", "--yes"],
        cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None and not list(tmp_path.glob("bot.db.incoming")):
        time.sleep(0.001)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with contextlib.closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM dead_letters").fetchone()[0] in {LARGE, LARGE + 1}
    again = command("restore", "copy.db", "--yes")
    assert again.returncode == 0, again.stderr
    assert count(file) == LARGE
    assert not list(tmp_path.glob("*.incoming*"))


# --- the bot


@pytest.mark.process
async def test_while_a_bot_runs_it_is_refused_and_afterwards_the_bot_runs_on_it(tmp_path: Path) -> None:
    world = World()
    people = [world.add_user(name) for name in ("Brussels", "London", "Kyiv")]
    group = world.add_group("Washington Group", *people, admins=people[:1])
    bot_db = tmp_path / "bot.db"

    async def said_by(*arguments: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=tmp_path, env=environment(tmp_path),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, said.decode()

    async with telegram(world) as address:
        world.add_bot(group, people[0])
        bot = BotProcess(address, world.token, tmp_path)
        async with running(bot):
            for person in people:
                world.send(person, group, f"@{world.bot.username} hello")
            world.send(people[0], group, "/alert First")
            await until(lambda: shown(group.messages, "A-1"))
            assert (await said_by("backup", "copy.db"))[0] == 0
            world.send(people[1], group, "/resolve A-1")
            await until(lambda: "resolved" in shown(group.messages, "A-1")[0].text)
            assert await said_by("restore", "copy.db", "--yes") == (
                1, f"{bot_db} is in use by another bot: stop that one first, or set another DATABASE_URL.\n",
            )  # fmt: skip
        assert (await said_by("restore", "copy.db", "--yes"))[0] == 0
        async with running(bot):
            await until(lambda: "resolved" not in shown(group.messages, "A-1")[0].text)
            world.press(people[2], shown(group.messages, "A-1")[0], "Seen")
            await until(lambda: "Kyiv" not in shown(group.messages, "A-1")[0].text.partition("Not yet seen")[2])
    assert len(shown(group.messages, "A-1")) == 1


def shown(messages: list[Message], start: str) -> list[Message]:
    """The cards of a handle."""
    return [message for message in messages if message.buttons and message.text.startswith(start)]
