"""A sample of the table over HTTP, with the bot's own transport: the world in process says what the wire says."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram.request import BaseRequest

from bot.delivery.transport import ApiRequest, NoAnswer
from tests.delivery.bench import Bench, Kept
from tests.delivery.test_errors import Outcome, expected, outcome_of
from tests.delivery.things import THINGS
from tests.delivery.wires import WIRES
from tests.processes import telegram

PATIENCE = 0.5
SAMPLE = [
    ("a card's edit", "429 with its wait", False),
    ("a reply", "429 as a page", False),
    ("a digest", "429 without parameters", False),
    ("a new card", "400 group chat was upgraded to a supergroup chat", False),
    ("a card's edit", "400 message is not modified: specified new message content and r", False),
    ("a card's edit", "400 message to edit not found", False),
    ("a reply", "400 message to be replied not found", False),
    ("a reminder", "400 not enough rights to send text messages to the chat", False),
    ("a result", "403 bot was kicked from the supergroup chat", False),
    ("a private answer", "403 bot was blocked by the user", False),
    ("a new card", "401 Unauthorized", False),
    ("a calendar file", "413 too large", False),
    ("a reply", "421 a server for other bots", False),
    ("a result", "500 restart", True),
    ("a new card", "502 as a page", False),
    ("a digest", "504 as a page", True),
    ("a reply that edits", "200 with a page", True),
    ("a reminder", "200 with nothing", False),
    ("a reply", "200 with half of its JSON", True),
    ("a new card", "200 without a result", True),
    ("a calendar file", "an answer that breaks off", True),
    ("taking a question away", "a reset connection", True),
    ("a private answer", "no answer at all", True),
    ("the answer to a press", "502 as a page", False),
]


class Hasty(ApiRequest):
    """The bot's transport, which gives up soon."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(PATIENCE):
                return await super().do_request(*args, **kwargs)
        except TimeoutError:
            raise NoAnswer("no answer in time") from None


class HttpBench(Bench):
    """The bench with a network between bot and Telegram."""

    @contextlib.asynccontextmanager
    async def playing(self) -> AsyncIterator[None]:
        async with telegram(self.world) as address:
            self.settings = self.settings.model_copy(update={"telegram_api_url": address})
            async with super().playing():
                yield

    def _transport(self) -> BaseRequest:
        return Hasty()


@pytest.mark.parametrize(
    ("thing", "wire", "applied"), SAMPLE, ids=[f"{thing} meets {wire}" for thing, wire, _ in SAMPLE]
)
async def test_over_http_it_is_the_same(tmp_path: Path, kept: Kept, thing: str, wire: str, applied: bool) -> None:
    async with HttpBench.set_up(tmp_path, kept) as bench:
        outcome: Outcome = await outcome_of(bench, WIRES[wire], THINGS[thing], applied=applied)
        assert outcome == expected(WIRES[wire], THINGS[thing], applied=applied)
