"""Whatever somebody calls themselves, every card shows it as one name, and nothing but that."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import Stage

FACES = "\U0001f600" * 64
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NAMES = [
    pytest.param("K\u202ey\u202div\u2067", "Kyiv", id="turned round"),
    pytest.param("\u200bK\u200cy\u2060i\ufeffv\u200d", "Kyiv", id="with what has no width"),
    pytest.param("Kyiv\nA-1 · resolved", "Kyiv A-1 · resolved", id="with a line of its own"),
    pytest.param("Kyiv\u2028\r\n\tOblast", "Kyiv Oblast", id="with other lines and a tab"),
    pytest.param("\u2069\u2069Kyiv\u2068", "Kyiv", id="that ends its own isolation"),
    pytest.param(FACES, "\U0001f600" * 31 + "…", id="of 64 emoji"),
    pytest.param(f"{FAMILY} Kyiv", f"{FAMILY} Kyiv", id="with an emoji of several parts"),
    pytest.param("\u200b\u202e\u200d\u200d", "?", id="of nothing visible"),
    pytest.param("\u3164\u2800 \u3164", "?", id="of blanks that count as letters"),
    pytest.param("K" + "\u0335\u0336" * 40 + "yiv", "K\u0335\u0336\u0335yiv", id="stacked over other lines"),
    pytest.param("<b>Kyiv</b> & Co", "<b>Kyiv</b> & Co", id="that looks like markup"),
    pytest.param("{name} %s", "{name} %s", id="that looks like a placeholder"),
]


async def evening(folder: Path, name: str) -> list[str]:
    """Somebody of that name does and is everything a card can name; returns all that anybody was shown."""
    async with Stage.opened(folder) as stage:
        user = stage.kyiv
        user.name = name
        rome = stage.world.add_user(name)
        stage.world.join(rome, stage.group)
        await stage.settle()
        await stage.says(user, "/delegation UA")
        await stage.says(stage.paris, "/members")
        roster = stage.world.find(stage.group, "asks to speak for").text
        await stage.says(user, "/alert Border closed !critical")
        await stage.presses(user, stage.card("A-1"), "Resolve")
        await stage.says(user, "/alert Bridge closed")
        await stage.says(user, "/poll Issue a joint statement?\ncloses: in 5h")
        await stage.presses(user, stage.card("P-1"), "For")
        await stage.says(user, "/call Talks\nwhen: in 6h")
        await stage.presses(user, stage.card("C-1"), "Coming")
        await stage.says(user, "/poll")
        await stage.says(user, "/digest")
        await stage.says(stage.paris, "/start", chat=stage.world.private(stage.paris))
        stage.world.join(stage.world.add_user(name), stage.group)
        await stage.wait(timedelta(hours=7))
        chats = (stage.group, stage.world.private(stage.paris))
        mine = [message for chat in chats for message in chat.messages if message.sender is stage.world.bot]
        return [roster, *(f"{message.text} {message.buttons}" for message in mine)]


@pytest.mark.parametrize(("name", "shown"), NAMES)
async def test_a_name_is_shown_like_any_other(tmp_path: Path, name: str, shown: str) -> None:
    strange, plain = tmp_path / "strange", tmp_path / "plain"
    strange.mkdir()
    plain.mkdir()
    said = await evening(strange, name)
    assert said == await evening(plain, shown)
    assert sum(f"\u2068{shown}\u2069" in text for text in said) > 5
