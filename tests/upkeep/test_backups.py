"""Backups: whole or not there at all, whatever happens meanwhile; the bot goes on writing."""

import asyncio
import contextlib
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.local.world import World
from bot.refusals import Wrong
from bot.settings import Settings
from bot.upkeep.backups import back_up
from tests.processes import BotProcess, running, telegram, until
from tests.upkeep.conftest import Run, count, environment, fill, make_database

pytestmark = pytest.mark.process
LARGE = 12_000  # rows: about 14 MB, so that a copy can be caught at work


def begin(folder: Path, target: Path, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """A backup under way. `prepare` runs in the new process before anything else."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "backup", str(target)],
        cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        preexec_fn=prepare,  # noqa: PLW1509 -- no other thread of this process holds a lock it could need
    )  # fmt: skip


def caught_at_work(process: subprocess.Popen[str], folder: Path, wait: float) -> bool:
    """Wait until a copy has begun and a little longer; False when it was over before that."""
    while process.poll() is None:
        if any(path.stat().st_size > 1_000_000 for path in folder.glob(".copy.db.*.partial")):
            time.sleep(wait)
            return process.poll() is None
        time.sleep(0.001)
    return False


def test_a_backup_says_what_it_made_and_stands_alone(tmp_path: Path, command: Run) -> None:
    make_database(tmp_path, rows=10)
    (tmp_path / "backups").mkdir()
    done = command("backup", "backups/copy.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Backed up {tmp_path}/bot.db to {tmp_path}/backups/copy.db: ")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["copy.db"]
    assert count(tmp_path / "backups" / "copy.db") == 10
    assert (tmp_path / "backups" / "copy.db").stat().st_mode & 0o777 == 0o600


def test_facts_still_in_the_write_ahead_log_are_in_the_backup(tmp_path: Path, command: Run) -> None:
    file = make_database(tmp_path)
    with contextlib.closing(sqlite3.connect(file)) as held:
        held.execute("SELECT 1 FROM seen").fetchall()
        fill(file, 7)
        assert (tmp_path / "bot.db-wal").stat().st_size > 0
        assert command("backup", "copy.db").returncode == 0
    assert count(tmp_path / "copy.db") == 7


def test_what_is_there_is_not_overwritten_unless_forced(tmp_path: Path, command: Run) -> None:
    make_database(tmp_path, rows=3)
    target = tmp_path / "copy.db"
    target.write_text("precious")
    refused = command("backup", target)
    assert (refused.returncode, refused.stderr.strip()) == (
        2, f"{target} exists already: choose another name, or add --force.",
    )  # fmt: skip
    assert target.read_text() == "precious"
    assert command("backup", target, "--force").returncode == 0
    assert count(target) == 3


@pytest.mark.parametrize("name", ["bot.db", "bot.db-wal", "bot.db.lock", "here/../bot.db"])
def test_the_database_itself_is_never_overwritten(tmp_path: Path, name: str) -> None:
    make_database(tmp_path, rows=3)
    (tmp_path / "here").mkdir()
    settings = Settings(database_url=f"sqlite:///{tmp_path}/bot.db")
    with pytest.raises(Wrong, match="belongs to the database itself"):
        back_up(settings, tmp_path / name, force=True)


@pytest.mark.parametrize(
    ("target", "code", "says"),
    [
        pytest.param("nowhere/copy.db", 2, "nowhere is no folder: make it first.", id="a folder that is not there"),
        pytest.param("folder", 2, "folder is a folder: name a file in it.", id="a folder"),
    ],
)
def test_a_place_that_cannot_be_is_one_line(tmp_path: Path, command: Run, target: str, code: int, says: str) -> None:
    make_database(tmp_path)
    (tmp_path / "folder").mkdir()
    done = command("backup", target)
    assert (done.returncode, done.stderr.strip()) == (code, says)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(None, "There is no database at", id="none"),
        pytest.param(b"", "it is not a database of this bot", id="an empty file"),
        pytest.param(b"no database" * 100, "could not be copied", id="another file"),
    ],
)
def test_what_is_no_database_is_not_backed_up(tmp_path: Path, command: Run, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / "bot.db").write_bytes(content)
    done = command("backup", "copy.db")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert says in done.stderr
    assert not (tmp_path / "copy.db").exists()


def test_a_damaged_database_makes_no_backup(tmp_path: Path, command: Run) -> None:
    file = make_database(tmp_path, rows=200)
    with file.open("r+b") as raw:
        raw.seek(file.stat().st_size - 40_000)
        raw.write(os.urandom(20_000))
    done = command("backup", "copy.db")
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == []


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.1])
def test_a_kill_leaves_nothing_under_the_name(tmp_path: Path, wait: float) -> None:
    make_database(tmp_path, rows=LARGE)
    target, caught = tmp_path / "copy.db", 0
    for _ in range(5):
        process = begin(tmp_path, target)
        caught += caught_at_work(process, tmp_path, wait)
        process.kill()
        process.communicate()
        if target.exists():  # it was quicker than the kill: then it is whole
            assert count(target) == LARGE
            target.unlink()
    assert caught, "no backup was caught at work"
    assert not target.exists() or count(target) == LARGE


def test_a_stop_is_no_success_and_leaves_nothing_at_all(tmp_path: Path) -> None:
    make_database(tmp_path, rows=LARGE)
    before = sorted(tmp_path.iterdir())
    process = begin(tmp_path, tmp_path / "copy.db")
    assert caught_at_work(process, tmp_path, 0)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=20)
    assert (process.returncode, said) == (1, "Stopped before it was done.\n")
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in before} <= {"bot.db-wal", "bot.db-shm"}


def test_a_full_disk_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    make_database(tmp_path, rows=5_000)
    limit = 2_000_000  # bytes a file may have, as a full disk would have it

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = begin(tmp_path, tmp_path / "copy.db", full)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.count("\n") == 1, said
    assert f"{tmp_path}/bot.db could not be copied to" in said
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []


def test_a_writer_is_not_held_up_and_the_copy_is_of_one_moment(tmp_path: Path) -> None:
    """Both tables get a row in each commit; a copy that mixed two moments would have more of one."""
    file = make_database(tmp_path, rows=LARGE)
    waits: list[float] = []
    stop = threading.Event()

    def write() -> None:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as writer:
            while not stop.is_set():
                started = time.perf_counter()
                writer.execute("BEGIN IMMEDIATE")
                number = len(waits)
                writer.execute("INSERT INTO seen VALUES (?, '2026-01-17 17:00:00.000000')", (number,))
                writer.execute(
                    "INSERT INTO dead_letters VALUES (?, 0, '2026-01-17 17:00:00.000000', '', '')", (10**6 + number,)
                )
                writer.execute("COMMIT")
                waits.append(time.perf_counter() - started)
                time.sleep(0.001)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        process = begin(tmp_path, tmp_path / "copy.db")
        said, _ = process.communicate(timeout=60)
    finally:
        stop.set()
        thread.join()
    assert process.returncode == 0, said
    copied = count(tmp_path / "copy.db", "seen")
    assert 0 < copied < len(waits)
    assert count(tmp_path / "copy.db") == LARGE + copied
    assert max(waits) < 2, "a write waited for the backup"


async def test_beside_a_running_bot_that_is_written_to(tmp_path: Path) -> None:
    world = World()
    people = [world.add_user(name) for name in ("Brussels", "London", "Kyiv")]
    group = world.add_group("Washington Group", *people, admins=people[:1])
    async with telegram(world) as address:
        world.add_bot(group, people[0])
        async with running(BotProcess(address, world.token, tmp_path)) as bot:
            await until(lambda: "serving" in bot.output)
            for number in range(5):
                world.send(people[number % 3], group, f"/alert Number {number}")
                backup = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "bot", "backup", f"copy-{number}.db", cwd=tmp_path, env=environment(tmp_path)
                )
                assert await backup.wait() == 0
            await until(lambda: any(message.text.startswith("A-5") for message in group.messages))
    counts = [count(tmp_path / f"copy-{number}.db", "alerts") for number in range(5)]
    assert counts == sorted(counts)
    assert count(tmp_path / "bot.db", "alerts") == 5
