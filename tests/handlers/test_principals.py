"""Nothing of a group is shown to, or changed by, anyone who may not: every handler meets everyone, everywhere.

The cases come from handlers.all_handlers(): each command and each button, as a member, an administrator, an
administrator demoted behind the bot's back, somebody who has left, an outsider, an anonymous administrator, a channel
and another bot would use it: in the group, in private, and in another group that the bot serves as well.
"""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot.payload import Payload
from handlers import all_handlers
from handlers.routes import Command, Press
from tests.handlers.examples import EXAMPLES, PLACES, PRINCIPALS, Example
from tests.handlers.principals import Scene

FORGED = 987_654_321


def registered() -> set[str | type[Payload]]:
    """Everything a person can ask of the bot: the names of its commands, the classes of its buttons."""
    found = [handler for handler, _ in all_handlers()]
    commands = {handler.name for handler in found if isinstance(handler, Command)}
    return commands | {handler.payload for handler in found if isinstance(handler, Press)}


def test_every_handler_has_an_example_and_every_example_a_handler() -> None:
    assert EXAMPLES.keys() == registered()


@pytest.mark.long
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", PRINCIPALS)
async def test_who_may_do_what_where(tmp_path: Path, who: str, place: str) -> None:
    wrong: list[str] = []
    async with Scene.opened(tmp_path, who, place) as scene:
        for name, example in EXAMPLES.items():
            wrong += await _main(scene, name, example)
            for variant in _variants(name, example, scene):
                wrong += await _changes_nothing(scene, variant)
    assert not wrong, "\n".join(wrong)


async def _main(scene: Scene, name: str | type[Payload], example: Example) -> list[str]:
    """The example itself: it does what its row says where the principal may, and nothing where not."""
    if not scene.can_use(name):
        return []
    allowed = scene.may(example)
    done = await scene.does(example.deed)
    label = f"{scene.filled(example.deed)} by {scene.who} {scene.place}"
    may_change = example.changes | {"journal", "cards", "timers"} if allowed else scene.harmless
    trouble = [f"{label} changed {sorted(done.changed - may_change)}"] if done.changed - may_change else []
    if allowed and example.changes and not done.changed & example.changes:
        trouble.append(f"{label} did nothing: {done.said}")
    return trouble + [f"{label} showed {each}" for each in done.leaks]


async def _changes_nothing(scene: Scene, deed: str | Payload) -> list[str]:
    done = await scene.does(deed)
    label = f"{deed} by {scene.who} {scene.place}"
    changed = done.changed - scene.harmless - {"drafts"}
    return [f"{label} changed {sorted(changed)}"] * bool(changed) + [f"{label} showed {each}" for each in done.leaks]


def _variants(name: str | type[Payload], example: Example, scene: Scene) -> list[str | Payload]:
    """What is forged or wrong: ids of nothing, words of nothing, handles of nothing."""
    if not scene.can_use(name):
        return []
    if isinstance(name, str):
        unknown = str(scene.filled(example.deed)).split(maxsplit=1)[0]
        return [f"{unknown} A-999", f"{unknown} P-999 for", f"{unknown} C-999 yes"] if example.about else []
    payload = scene.filled(example.deed)
    assert isinstance(payload, Payload)
    whole = {field.name: FORGED for field in fields(payload) if field.type in {int, "int"}}  # type: ignore[arg-type]
    words = {field.name: "forged" for field in fields(payload) if field.type in {str, "str"}}  # type: ignore[arg-type]
    return [replace(payload, **change) for change in (whole, words) if change]  # type: ignore[type-var]
