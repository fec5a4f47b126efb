"""The command: beside a running bot, exit codes, nothing made and nothing changed."""

from pathlib import Path

import pytest

from bot.local.world import World
from tests.processes import BotProcess, running, telegram, until
from tests.upkeep.conftest import Run, execute, make_database

pytestmark = pytest.mark.process


async def test_beside_a_running_bot_it_changes_nothing(tmp_path: Path) -> None:
    world = World()
    chair = world.add_user("Brussels")
    group = world.add_group("Washington Group", chair, admins=[chair])
    async with telegram(world) as address:
        world.add_bot(group, chair, administrator=True)
        bot = BotProcess(address, world.token, tmp_path)
        async with running(bot, ALLOWED_CHATS=str(group.id)):
            world.send(chair, group, "/alert Tariffs")
            await until(lambda: any(message.text.startswith("A-1") for message in group.messages))
            check = BotProcess(address, world.token, tmp_path, program=("-m", "bot", "check"))
            check.log = tmp_path / "check.log"
            calls = len(world.calls)
            await check.start(ALLOWED_CHATS=str(group.id))
            assert await check.ended() == 0, check.output
            asked = {call.method for call in world.calls[calls:]} - {"getUpdates"}
        lines = check.output.splitlines()
        assert {line.split()[0] for line in lines[:-1]} == {"ok"}, check.output
        assert lines[-1] == "All is well."
        assert asked == {"getMe", "getWebhookInfo", "getChatMember"}
        assert world.token not in check.output


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        pytest.param(None, 0, "TELEGRAM_TOKEN is not set", id="a copy looked at without a token"),
        pytest.param("UPDATE alembic_version SET version_num = '9999'", 1, "newer version", id="newer"),
        pytest.param("DROP TABLE seats", 1, "tables are missing: seats", id="a table is missing"),
    ],
)  # fmt: skip
def test_exit_codes(tmp_path: Path, command: Run, change: str | None, code: int, words: str) -> None:
    make_database(tmp_path)
    if change:
        execute(change)(tmp_path)
    done = command("check")
    assert (done.returncode, done.stderr) == (code, ""), done
    assert words in done.stdout


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        pytest.param({"LISTEN": "nowhere"}, "LISTEN: host:port is expected", id="a wrong value"),
        pytest.param(
            {"TELEGRAM_TOKEN": "secret"}, "TELEGRAM_TOKEN: this is not the shape of a bot token", id="no token"
        ),
        pytest.param({"TELEGRAM_TOKEN_FILE": "nowhere"}, "TELEGRAM_TOKEN_FILE: cannot be read", id="no file"),
    ],
)
def test_wrong_settings_are_code_2(command: Run, settings: dict[str, str], says: str) -> None:
    done = command("check", **settings)
    assert (done.returncode, done.stderr.count("\n"), done.stderr.startswith(says)) == (2, 1, True), done.stderr
    assert "secret" not in done.stderr


def test_quiet_says_what_is_not_ok(tmp_path: Path, command: Run) -> None:
    make_database(tmp_path)
    done = command("check", "--quiet")
    assert done.returncode == 0
    assert {line.split()[0] for line in done.stdout.splitlines()[:-1]} == {"warning"}


def test_before_the_first_run_nothing_is_made(tmp_path: Path, command: Run) -> None:
    assert command("check").returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["check", "backup", "restore", "export"])
def test_a_path_that_cannot_even_be_looked_at_is_one_line(tmp_path: Path, command: Run, name: str) -> None:
    make_database(tmp_path)
    arguments = {"backup": ["copy.db"], "restore": ["bot.db", "--yes"], "export": ["--chat", "1", "--format", "json"]}
    done = command(name, *arguments.get(name, []), DATABASE_URL=f"sqlite:///{'x' * 300}")
    assert done.returncode == 1
    assert "File name too long" in done.stdout + done.stderr
    assert done.stderr.count("\n") == (0 if name == "check" else 1), done.stderr
