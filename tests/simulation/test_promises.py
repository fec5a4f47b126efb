"""What the promises mean, where the simulation once took a bot that kept them for one that did not."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.local.errors import ApiError
from bot.local.faults import NONE
from bot.local.model import Call
from bot.local.world import World
from tests.simulation.promises.facts import unnoticed
from tests.simulation.promises.moments import too_many

SATURDAY = datetime(2026, 1, 17, 17, tzinfo=UTC)
MONDAYS = [datetime(2026, 1, day, 7, tzinfo=UTC) for day in (19, 26)]  # 08:00 in Brussels
HOUR = timedelta(hours=1)
DIGESTS = {
    "none": ([], []),
    "one each Monday": (MONDAYS, []),
    "a late one a week later, just before the next": ([MONDAYS[1] - 4 * HOUR, MONDAYS[1]], []),
    "one too early": ([MONDAYS[0] - HOUR], [MONDAYS[0] - HOUR]),
    "two of one Monday": ([MONDAYS[0], MONDAYS[0] + HOUR], [MONDAYS[0] + HOUR]),
}


@pytest.mark.parametrize(("posted", "too_much"), list(DIGESTS.values()), ids=list(DIGESTS))
def test_a_digest_for_each_monday(posted: list[datetime], too_much: list[datetime]) -> None:
    assert too_many(posted, SATURDAY) == too_much


@pytest.mark.parametrize(
    ("edited_at", "unseen"),
    [(None, True), (SATURDAY - HOUR, True), (SATURDAY, False), (SATURDAY + HOUR, False)],
    ids=["never tried", "refused before it was deleted", "refused as it was deleted", "refused afterwards"],
)
def test_the_bot_learns_of_a_deleted_message_by_an_edit_refused_since(edited_at: datetime | None, unseen: bool) -> None:
    world = World()
    if edited_at:
        refused = ApiError(400, "Bad Request: message to edit not found")
        world.calls.append(Call("editMessageText", {"chat_id": -1, "message_id": 4}, edited_at, NONE, error=refused))
    assert unnoticed({(-1, 4): SATURDAY}, world) == ({(-1, 4)} if unseen else set())


def test_no_edit_says_nothing_of_another_message() -> None:
    world = World()
    refused = ApiError(400, "Bad Request: message to edit not found")
    world.calls.append(Call("editMessageText", {"chat_id": -2, "message_id": 4}, SATURDAY, NONE, error=refused))
    assert unnoticed({(-1, 4): SATURDAY}, world) == {(-1, 4)}
