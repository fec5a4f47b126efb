"""What a look finds of the database as a file."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.upkeep.check import of_database
from bot.upkeep.findings import Level
from tests.stage import Stage
from tests.upkeep.conftest import execute, make_database

OK, WARNING, PROBLEM = Level


def overwrite(folder: Path) -> None:
    with (folder / "bot.db").open("r+b") as raw:
        raw.seek(8192)
        raw.write(os.urandom(30_000))


def grow_log(folder: Path) -> None:
    with (folder / "bot.db-wal").open("wb") as log:
        log.truncate(65 * 1024 * 1024)


@pytest.mark.parametrize(
    ("change", "about", "level", "words"),
    [
        pytest.param(lambda folder: None, "integrity", OK, "nothing wrong", id="sound"),
        pytest.param(lambda folder: None, "migrations", OK, "up to date", id="of this version"),
        pytest.param(lambda folder: None, "database", OK, "free on its disk", id="with room"),
        pytest.param(overwrite, "integrity", PROBLEM, "restore a backup", id="overwritten in part"),
        pytest.param(
            lambda folder: (folder / "bot.db").write_bytes(b"no database" * 100),
            "integrity", PROBLEM, "file is not a database", id="another file",
        ),
        pytest.param(
            execute("INSERT INTO seats (member_id, delegation_id, state) VALUES (77, 88, 'seated')"),
            "integrity", PROBLEM, "of seats points to a row of", id="rows that point nowhere",
        ),
        pytest.param(
            execute("UPDATE alembic_version SET version_num = '9999'"),
            "migrations", PROBLEM, "9999, written by a newer version: update the bot", id="newer",
        ),
        pytest.param(
            execute("DELETE FROM alembic_version"), "migrations", WARNING, "not begun", id="no version at all",
        ),
        pytest.param(
            lambda folder: (folder / "bot.db").chmod(0o644), "permissions", WARNING, "chmod 600", id="readable by all",
        ),
        pytest.param(
            lambda folder: (folder / "bot.db").chmod(0o600), "permissions", OK, "600: for its owner", id="private",
        ),
        pytest.param(grow_log, "write-ahead log", WARNING, "65.0 MB", id="a log that has grown"),
        pytest.param(
            lambda folder: (folder / "bot.db").unlink(), "database", WARNING, "there is none", id="none yet",
        ),
        pytest.param(
            lambda folder: ((folder / "bot.db").unlink(), (folder / "bot.db.lock").touch()),
            "database", PROBLEM, "is gone, though a bot has used it", id="gone",
        ),
    ],
)  # fmt: skip
def test_what_the_file_says(
    tmp_path: Path, change: Callable[[Path], object], about: str, level: Level, words: str
) -> None:
    make_database(tmp_path)
    change(tmp_path)
    found, _ = of_database(Stage(tmp_path).settings, Clock())
    (finding,) = [each for each in found if each.about == about]
    assert (finding.level, words in finding.says) == (level, True), finding


@pytest.mark.parametrize(
    ("lacks", "about", "words"),
    [
        pytest.param(os.R_OK, "database", "cannot be read by this user", id="to another user it is closed"),
        pytest.param(os.W_OK, "permissions", "may not write", id="another user may only read it"),
    ],
)
def test_who_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: int, about: str, words: str) -> None:
    make_database(tmp_path)
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & lacks)
    found, _ = of_database(Stage(tmp_path).settings, Clock())
    (finding,) = [each for each in found if each.about == about]
    assert (finding.level, words in finding.says) == (PROBLEM, True), finding


@pytest.mark.parametrize(
    ("free", "level"), [(5, PROBLEM), (100, WARNING), (300, OK)], ids=["nearly full", "getting full", "with room"]
)
def test_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level) -> None:
    make_database(tmp_path)
    usage = shutil.disk_usage(tmp_path)._replace(free=free * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    found, _ = of_database(Stage(tmp_path).settings, Clock())
    assert [each.level for each in found if each.about == "database"] == [level]


def test_an_older_database_is_a_warning(tmp_path: Path, newer_code: None) -> None:
    found, facts = of_database(Stage(tmp_path).settings, Clock())
    assert (found[-1].level, found[-1].about, facts) == (WARNING, "migrations", None)
    assert "older: run brings it up to date" in found[-1].says
