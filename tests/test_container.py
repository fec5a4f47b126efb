"""The container files: what they name exists, the image's files suffice, and the health check tells sick from well."""

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local.world import World
from bot.web.health import Server, health_app
from tests.processes import ROOT, BotProcess, telegram, until

DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
COMPOSE = (ROOT / "compose.yaml").read_text()
IGNORED = (ROOT / ".dockerignore").read_text().splitlines()
ALLOWED = {line[1:] for line in IGNORED if line.startswith("!")}


def copied() -> list[str]:
    """What the Dockerfile takes from the checkout."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    return [source.rstrip("/") for line in lines for source in shlex.split(line)[:-1]]


def health_check() -> list[str]:
    """The command the image asks after its health with."""
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert found
    command: list[str] = json.loads(found[1])
    return command


def test_everything_copied_is_in_the_checkout_and_not_ignored() -> None:
    assert copied() == ["requirements.lock", "bot", "handlers", "storage"]
    assert set(copied()) == ALLOWED
    assert all((ROOT / name).exists() for name in copied())
    assert IGNORED[1] == "*", "everything else stays outside"


def test_the_base_is_pinned_once_and_fits_the_project() -> None:
    (version,) = re.findall(r"^ARG PYTHON=(\d+\.\d+\.\d+)-slim-\w+$", DOCKERFILE, re.MULTILINE)
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:${PYTHON}"] * 2
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    least = wanted.removeprefix(">=").split(".")
    assert [int(part) for part in version.split(".")] >= [int(part) for part in least]


def test_it_runs_as_nobody_in_particular_on_a_file_system_it_cannot_change() -> None:
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^    read_only: true$", COMPOSE, re.MULTILINE)
    assert re.search(r"^    cap_drop:\n      - ALL$", COMPOSE, re.MULTILINE)
    assert re.search(r"^      - no-new-privileges:true$", COMPOSE, re.MULTILINE)


def test_both_files_put_the_database_into_the_volume() -> None:
    (image,) = re.findall(r"DATABASE_URL=(\S+)", DOCKERFILE)
    (composed,) = re.findall(r"DATABASE_URL: (\S+)", COMPOSE)
    (mounted,) = re.findall(r"- data:(\S+)", COMPOSE)
    assert image == composed == f"sqlite:///{mounted}/bot.db"
    assert re.search(rf"^VOLUME {mounted}$", DOCKERFILE, re.MULTILINE)


@pytest.fixture
async def health() -> AsyncIterator[tuple[str, list[str]]]:
    """A health server's address, and the list whose first entry is what it says is wrong."""
    trouble = [""]
    server = Server(health_app(lambda: trouble[0]))
    server.config.port = 0
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"127.0.0.1:{port}", trouble
    server.should_exit = True
    await serving


async def asked(**environment: str) -> int:
    """The exit code of the health check."""
    _, *arguments = health_check()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env={"PATH": os.environ["PATH"], **environment}, stderr=subprocess.DEVNULL
    )
    return await process.wait()


async def test_the_health_check_tells_well_from_sick(health: tuple[str, list[str]]) -> None:
    listen, trouble = health
    assert await asked(LISTEN=listen) == 0
    trouble[0] = "Telegram: no answer"
    assert await asked(LISTEN=listen) == 1


async def test_the_health_check_goes_past_a_proxy(health: tuple[str, list[str]]) -> None:
    assert await asked(LISTEN=health[0], http_proxy="http://127.0.0.1:9") == 0


async def test_a_bot_that_does_not_answer_is_sick_and_one_without_a_port_is_not_asked() -> None:
    assert await asked(LISTEN="127.0.0.1:9") == 1
    assert await asked(LISTEN="") == 0


@pytest.mark.process
async def test_the_files_of_the_image_are_enough_to_run(tmp_path: Path) -> None:
    """Only what the image holds, with nothing written to it, speaking French, which needs the catalogues."""
    image, data = tmp_path / "app", tmp_path / "data"
    data.mkdir()
    for name in copied()[1:]:
        shutil.copytree(ROOT / name, image / name, ignore=shutil.ignore_patterns("__pycache__"))
    before = sorted(image.rglob("*"))
    world = World()
    chair = world.add_user("Paris", language_code="fr")
    group = world.add_group("Washington Group", chair, admins=[chair])
    async with telegram(world) as address:
        world.add_bot(group, chair)
        bot = BotProcess(address, world.token, data)
        bot.environment |= {"PYTHONPATH": str(image), "PYTHONDONTWRITEBYTECODE": "1"}
        await bot.start(DEFAULT_LANGUAGE="fr")
        world.send(chair, group, "/alert Droits de douane")
        # Nothing is compiled beforehand, which takes its time where other tests start processes as well.
        await until(
            lambda: any("Consigné" in message.text or "ouvert" in message.text for message in group.messages), within=90
        )
        assert await bot.stop(signal.SIGTERM) == 0, bot.output
    assert sorted(image.rglob("*")) == before
