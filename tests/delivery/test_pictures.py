"""The picture of a result: after the result, beside everything else, once, or not at all with its reason."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.app import App
from bot.delivery.pictures import PAINTER, PNG, Draw, NotDrawn, paint
from bot.local import faults
from bot.local.world import Message, World
from storage.models import JournalEntry, OutboxItem
from tests.processes import BotProcess, running, telegram, until
from tests.stage import Stage

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'


class Chamber(Stage):
    """A stage with five: Rome and Oslo besides. `drawn` is what has been asked of the painter."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.rome, self.oslo = (self.world.add_user(name, username=name.lower()) for name in ("Rome", "Oslo"))
        for user in (self.rome, self.oslo):
            self.world.join(user, self.group)
        self.drawn: list[str] = []
        self.painter: Draw = paint

    async def draw(self, svg: str) -> bytes:
        self.drawn.append(svg)
        return await self.painter(svg)

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, folder: Path, **settings: Any) -> AsyncIterator["Chamber"]:
        async with super().opened(folder, **settings) as stage:
            assert isinstance(stage, Chamber)
            for user in (stage.rome, stage.oslo):
                await stage.says(user, f"@{stage.world.bot.username} hello")
            yield stage

    @property
    def photos(self) -> list[Message]:
        return [message for message in self.group.messages if message.photo]

    async def decides(self, poll: str = "/poll Publish?", *, votes: str = "For") -> None:
        """Three vote, and Paris closes it."""
        await self.says(self.paris, poll)
        for user in (self.paris, self.london, self.kyiv) if votes else ():
            await self.presses(user, self.card("P-1"), votes)
        await self.says(self.paris, "/close P-1")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Chamber]:
    async with Chamber.opened(tmp_path) as opened:
        yield opened


def pictures(session: Session) -> list[OutboxItem]:
    return list(session.exec(select(OutboxItem).where(OutboxItem.kind == "poll_picture")))


def undelivered(session: Session) -> list[dict[str, Any]]:
    return [
        dict(entry.body or {}) for entry in session.exec(select(JournalEntry).where(JournalEntry.kind == "undelivered"))
    ]


async def broken(_svg: str) -> bytes:
    raise NotDrawn("the painter ended with 1: out of paint")


async def test_after_the_result_its_picture_comes_without_a_sound(stage: Chamber) -> None:
    await stage.decides()
    result, decision, photo = stage.group.messages[-3:]
    assert result.text.startswith("P-1 · Adopted\nPublish?\nAdopted: For 3")
    assert not result.silent
    assert decision.text.startswith("Publish?\n\nAdopted by Washington Group")
    assert photo.photo is not None
    assert photo.photo.content.startswith(PNG)
    assert photo.silent
    assert photo.reply_to is stage.card("P-1")
    assert photo.text == (
        "In the picture: P-1, Adopted: For 3 (\u2068Paris\u2069, \u2068London\u2069, \u2068Kyiv\u2069); Against 0; Abstain 0; "
        "Not voted 2 (\u2068Rome\u2069, \u2068Oslo\u2069), of 5"
    )


async def test_it_speaks_the_groups_language(stage: Chamber) -> None:
    await stage.says(stage.paris, "/settings language fr")
    await stage.says(stage.paris, "/poll Publier ?")
    await stage.presses(stage.london, stage.card("P-1"), "Contre")
    await stage.says(stage.paris, "/close P-1")
    (photo,) = stage.photos
    assert photo.text.startswith("Sur l’image\xa0: P-1, Rejeté\xa0: Pour 0\u202f; Contre 1 (\u2068London\u2069)")
    assert ">Contre<" in stage.drawn[0]


@pytest.mark.parametrize(
    ("poll", "votes"),
    [
        pytest.param("/poll Publish?", "", id="nobody voted"),
        pytest.param("/poll Publish?\nrule: consent", "Consent", id="consent"),
    ],
)
async def test_where_it_would_say_nothing_there_is_none(stage: Chamber, poll: str, votes: str) -> None:
    await stage.decides(poll, votes=votes)
    assert stage.photos == []
    assert stage.read(pictures) == []


async def test_a_text_under_silence_has_none(stage: Chamber) -> None:
    await stage.says(stage.paris, "/silence The exercise threatens nobody.\ncloses: in 4h")
    await stage.wait(timedelta(hours=5))
    assert "P-1 · Adopted" in stage.group.messages[-2].text
    assert stage.photos == []


async def test_a_poll_withdrawn_has_none(stage: Chamber) -> None:
    await stage.says(stage.paris, "/poll Publish?")
    await stage.presses(stage.london, stage.card("P-1"), "For")
    await stage.says(stage.paris, "/cancel P-1")
    assert stage.group.messages[-1].text.startswith("P-1 · Withdrawn")
    assert stage.photos == []


async def test_three_need_none(tmp_path: Path) -> None:
    async with Stage.opened(tmp_path) as stage:
        await stage.says(stage.paris, "/poll Publish?")
        await stage.presses(stage.london, stage.card("P-1"), "For")
        await stage.says(stage.paris, "/close P-1")
        assert stage.group.messages[-2].text.startswith("P-1 · Adopted")


async def test_a_group_may_do_without(stage: Chamber) -> None:
    await stage.says(stage.paris, "/settings pictures off")
    await stage.decides()
    assert stage.group.messages[-2].text.startswith("P-1 · Adopted")
    assert stage.drawn == []


async def test_switched_off_before_it_is_drawn_it_is_not_said(stage: Chamber) -> None:
    stage.world.fail("sendMessage", faults.flood(60))
    await stage.says(stage.paris, "/poll Publish?")
    await stage.settle()
    await stage.rest()
    await stage.presses(stage.london, stage.card("P-1"), "For")
    stage.world.fail("sendMessage", faults.flood(180))
    await stage.says(stage.paris, "/close P-1\n")
    stage.world.send(stage.paris, stage.group, "/settings pictures off")
    await stage.rest()
    assert stage.photos == []
    assert stage.drawn == []
    assert [(item.state, item.error) for item in stage.read(pictures)] == [("failed", "too late to say")]


async def test_a_secret_polls_picture_names_nobody(stage: Chamber) -> None:
    await stage.decides("/poll Who chairs?\nsecret: yes", votes="Against")
    (photo,) = stage.photos
    assert photo.text == "In the picture: P-1, Rejected: For 0; Against 3; Abstain 0; Not voted 2, of 5"
    assert not any(name in stage.drawn[0] for name in ("Par", "Lon", "Kyi", "Rom", "Osl"))
    assert stage.drawn[0].count("<polygon") == 3 + 2, "a square for each, and in the legend a square and a hexagon"


# When it cannot be drawn


async def test_a_picture_that_fails_leaves_the_result_as_it_is(stage: Chamber) -> None:
    stage.painter = broken
    await stage.decides()
    assert stage.group.messages[-2].text.startswith("P-1 · Adopted")
    assert stage.photos == []
    assert stage.app.courier.counts["undrawn"] == 1
    why = "no picture: the painter ended with 1: out of paint"
    assert [(item.state, item.error) for item in stage.read(pictures)] == [("failed", why)]
    assert stage.read(undelivered) == [{"kind": "poll_picture", "why": why}]
    assert stage.app.trouble == ""


async def test_one_that_cannot_be_described_neither(stage: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_too(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.cards.charts._picture", broken_too)
    await stage.decides()
    assert stage.group.messages[-2].text.startswith("P-1 · Adopted")
    assert [item.error for item in stage.read(pictures)] == ["no picture: ZeroDivisionError()"]


async def test_where_photos_are_not_allowed_nothing_is_tried_again(stage: Chamber) -> None:
    stage.world.set_permissions(stage.group, "can_send_photos")
    stage.world.restrict(stage.world.bot, stage.group, "can_send_photos")
    await stage.decides()
    await stage.wait(timedelta(hours=1))
    assert [item.error for item in stage.read(pictures)] == ["Not enough rights to send photos to the chat"]
    assert len([call for call in stage.world.calls if call.method == "sendPhoto"]) == 1


async def test_nobody_knows_whether_it_arrived_and_it_is_not_said_twice(stage: Chamber) -> None:
    stage.world.fail("sendPhoto", faults.hang(applied=True))
    await stage.decides()
    await stage.rest()
    assert len(stage.photos) == 1
    assert stage.read(pictures)[0].state == "failed"


async def test_a_crash_while_it_was_sent_sends_no_second(stage: Chamber) -> None:
    await stage.decides()

    def as_it_was(session: Session, now: object) -> None:
        (item,) = pictures(session)
        item.state, item.tg_message_id = "sending", None
        session.add(item)

    stage.write(as_it_was)
    stage.unknown += 1
    async with stage.playing():
        await stage.rest()
        assert len(stage.photos) == 1


# Beside everything else


async def test_what_comes_while_it_is_drawn_does_not_wait(stage: Chamber) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow(svg: str) -> bytes:
        begun.set()
        await go.wait()
        return await paint(svg)

    stage.painter = slow
    await stage.says(stage.paris, "/poll Publish?")
    await stage.presses(stage.london, stage.card("P-1"), "For")
    async with delivering(stage.app):
        await tells(stage, "/close P-1", "P-1 · Adopted")
        await soon(stage, begun.is_set)
        await tells(stage, "/alert Tariffs announced", "A-1 ·")
        assert stage.photos == []
        go.set()
        await soon(stage, lambda: bool(stage.photos))


@contextlib.asynccontextmanager
async def delivering(app: App) -> AsyncIterator[None]:
    """The courier goes by itself."""
    task = asyncio.create_task(app.courier.run())
    yield
    task.cancel()
    await asyncio.wait([task])


async def tells(stage: Chamber, text: str, answer: str) -> None:
    """Paris writes, and the bot tells the group something."""
    stage.world.send(stage.paris, stage.group, text)
    while not await stage.app.intake.step():
        pass
    stage.app.courier.nudge()
    await soon(stage, lambda: any(message.text.startswith(answer) for message in stage.group.messages[-3:]))


async def soon(stage: Chamber, holds: Any) -> None:
    """It becomes so, while the clock goes as fast as the courier waits."""
    for _ in range(200):
        if holds():
            return
        stage.clock.skip(timedelta(seconds=1))
        stage.app.courier.nudge()
        await asyncio.sleep(0.02)
    raise AssertionError("it does not become so")


async def test_stopped_while_drawing_it_ends_at_once_and_the_next_start_draws_anew(
    stage: Chamber, tmp_path: Path
) -> None:
    hangs = tmp_path / "hangs.py"
    hangs.write_text("import time; time.sleep(60)")
    begun = asyncio.Event()

    async def slow(svg: str) -> bytes:
        begun.set()
        return await paint(svg, program=hangs)

    stage.painter = slow
    await stage.says(stage.paris, "/poll Publish?")
    await stage.presses(stage.london, stage.card("P-1"), "For")
    async with delivering(stage.app):
        await tells(stage, "/close P-1", "P-1 · Adopted")
        await soon(stage, begun.is_set)
        since = time.monotonic()
    assert time.monotonic() - since < 2
    assert [item.state for item in stage.read(pictures)] == ["pending"]
    stage.painter = paint
    async with stage.playing():
        await stage.rest()
        assert len(stage.photos) == 1
        assert [item.state for item in stage.read(pictures)] == ["sent"]


# The painter, a process of its own


async def test_the_painter_paints() -> None:
    drawn = await paint(SVG)
    assert drawn.startswith(PNG)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        pytest.param("import time; time.sleep(60)", "not drawn within 0.5 seconds", id="it hangs"),
        pytest.param(
            "import sys; sys.exit('out of paint')", "the painter ended with 1: out of paint", id="it gives up"
        ),
        pytest.param("raise MemoryError", "the painter ended with 1: MemoryError", id="it breaks"),
        pytest.param("import os; os.kill(os.getpid(), 9)", "the painter ended with -9: ", id="it is killed"),
        pytest.param("print('done')", "the painter ended with 0: ", id="it draws nothing"),
    ],
)
async def test_a_painter_that_fails_is_gone_and_says_why(tmp_path: Path, program: str, why: str) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        f"from pathlib import Path\nimport os\nPath({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))\n{program}"
    )
    with pytest.raises(NotDrawn) as failed:
        await paint(SVG, program=bad, patience=0.5 if "sleep" in program else 10)
    assert str(failed.value) == why
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_an_svg_that_is_none_is_no_picture() -> None:
    with pytest.raises(NotDrawn, match="the painter ended with 1"):
        await paint("<svg")


async def test_the_painter_learns_nothing_of_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:secret")
    curious = tmp_path / "curious.py"
    curious.write_text("import os, sys; sys.exit(','.join(sorted(os.environ)))")
    with pytest.raises(NotDrawn) as failed:
        await paint(SVG, program=curious)
    assert "TELEGRAM_TOKEN" not in str(failed.value)


def test_the_painter_imports_nothing_of_ours() -> None:
    lines = PAINTER.read_text().splitlines()
    assert [line for line in lines if line.lstrip().startswith(("import ", "from "))] == [
        "import os", "import sys", "from pathlib import Path",
        "    import resvg_py  # noqa: PLC0415 -- only where something is drawn",
    ]  # fmt: skip


@pytest.mark.process
async def test_over_http_it_is_uploaded_as_a_photo(tmp_path: Path) -> None:
    world = World()
    people = [world.add_user(name) for name in ("Paris", "London", "Kyiv", "Rome")]
    group = world.add_group("Washington Group", *people, admins=people[:1])

    def said(text: str) -> list[Message]:
        return [message for message in group.messages if message.sender.is_bot and text in message.text]

    async with telegram(world) as address:
        bot = BotProcess(address, world.token, tmp_path)
        async with running(bot):
            world.add_bot(group, people[0])
            for person in people:
                world.send(person, group, f"@{world.bot.username} hello")
            world.send(people[0], group, "/poll Publish?")
            await until(lambda: said("P-1 · open"), 20)
            world.press(people[1], said("P-1 · open")[0], "For")
            world.send(people[0], group, "/close P-1")
            await until(lambda: said("In the picture: P-1, Adopted: For 1"), 30)
    (photo,) = said("In the picture")
    assert photo.photo is not None
    assert photo.photo.content.startswith(PNG)
