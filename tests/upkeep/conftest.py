"""The operator's side of the stage: commands as processes, databases large enough to be caught at work."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import storage.migrations
from tests.forks import Forked
from tests.processes import ROOT
from tests.stage import Stage, migrated

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def unsound(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an operator is to find is put there behind the bot's back; a restored database accounts for less than was said."""
    monkeypatch.setattr(Stage, "sound", False)


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        **more,
    }


@pytest.fixture
def command(tmp_path: Path) -> Run:
    """`python -m bot ...` on the database bot.db of the test's folder, without a terminal."""

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as said:
            output, errors = Path(said, "output"), Path(said, "errors")
            told = [str(each) for each in arguments]
            program = Forked(
                *told, folder=tmp_path, environment=environment(tmp_path, **more), output=output, errors=errors
            )
            code = program.ended(within=60)
            return subprocess.CompletedProcess(told, code, output.read_text(), errors.read_text())

    return run


def make_database(folder: Path, *, rows: int = 0) -> Path:
    """An up-to-date database at bot.db, with so many dead letters of a kilobyte."""
    (folder / "bot.db").write_bytes(migrated())
    fill(folder / "bot.db", rows)
    return folder / "bot.db"


def fill(file: Path, rows: int) -> None:
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        database.executemany(
            "INSERT INTO dead_letters (update_id, at, raw, error) VALUES (?, '2026-01-17 17:00:00.000000', ?, 'no')",
            ((number, "x" * 1000) for number in range(rows)),
        )


def count(file: Path, table: str = "dead_letters") -> int:
    """How many rows a database holds, opened on its own: nothing may stand beside it."""
    with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- ours


def execute(statement: str) -> Callable[[Path], None]:
    """A change to the database in a folder, behind the bot's back."""

    def change(folder: Path) -> None:
        with contextlib.closing(sqlite3.connect(folder / "bot.db")) as database, database:
            database.execute(statement)

    return change


@pytest.fixture
def newer_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code has one migration more than the database in the folder."""
    make_database(tmp_path)
    folder = tmp_path / "migrations"
    shutil.copytree(storage.migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(path.name[:4] for path in (folder / "versions").glob("[0-9]*.py"))
    (folder / "versions" / "9998_more.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9998', '{newest}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE more (id INTEGER)')\n"
    )
    monkeypatch.setattr(storage.migrations, "FOLDER", folder)
