"""Somebody in several groups writes in private: handles are looked up in theirs, buttons ask where several are meant."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local.world import Chat, Message
from tests.stage import Stage


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[Stage, Chat, Chat]]:
    """Kyiv is in two groups that have an A-1 each; the Nordic one has an A-2 as well. With them the private chat."""
    async with Stage.opened(tmp_path) as stage:
        nordic = stage.world.add_group("Nordic Eight", stage.kyiv, stage.outsider, admins=[stage.outsider])
        stage.world.add_bot(nordic, stage.outsider)
        await stage.settle()
        await stage.says(stage.kyiv, "/alert Tariffs in Washington")
        await stage.says(stage.kyiv, "/alert Tariffs in the North", chat=nordic)
        await stage.says(stage.kyiv, "/alert Northern lights", chat=nordic)
        private = stage.world.private(stage.kyiv)
        await stage.says(stage.kyiv, "/start", chat=private)
        yield stage, nordic, private


async def asks(stage: Stage, private: Chat, typed: str) -> Message:
    question = await stage.says(stage.kyiv, typed, chat=private)
    assert question.text == ("You are in several groups (Washington Group, Nordic Eight). Which one is it for?")
    assert question.buttons == [["Washington Group"], ["Nordic Eight"]]
    return question


async def test_a_handle_that_one_group_has_means_that_one(two: tuple[Stage, Chat, Chat]) -> None:
    stage, _, private = two
    answer = await stage.says(stage.kyiv, "/show A-2", chat=private)
    assert answer.text.splitlines()[1] == "Northern lights"


async def test_where_several_have_it_buttons_ask(two: tuple[Stage, Chat, Chat]) -> None:
    stage, _, private = two
    question = await asks(stage, private, "/show A-1")
    for title, text in (("Nordic Eight", "Tariffs in the North"), ("Washington Group", "Tariffs in Washington")):
        await stage.presses(stage.kyiv, question, title)
        assert stage.world.last(private).text.splitlines()[1] == text


async def test_what_changes_something_is_done_in_the_group_chosen(two: tuple[Stage, Chat, Chat]) -> None:
    stage, nordic, private = two
    question = await asks(stage, private, "/resolve A-1 withdrawn")
    await stage.presses(stage.kyiv, question, "Nordic Eight")
    assert stage.world.last(private).text == "A-1: resolved"
    assert "A-1 · 🟡 medium · action · open" in stage.card("A-1").text
    assert any(message.text.startswith("A-1 · 🟡 medium · action · resolved") for message in nordic.messages)
    await stage.presses(stage.kyiv, question, "Nordic Eight")
    assert "A-1 · 🟡 medium · action · open" in stage.card("A-1").text


async def test_lists_ask_too(two: tuple[Stage, Chat, Chat]) -> None:
    stage, _, private = two
    question = await asks(stage, private, "/alerts tariffs")
    await stage.presses(stage.kyiv, question, "Nordic Eight")
    assert stage.world.last(private).text.splitlines()[0] == "1 alert · “tariffs”"
    assert "Tariffs in the North" in stage.world.last(private).text


async def test_pages_are_turned_without_asking_again(two: tuple[Stage, Chat, Chat]) -> None:
    stage, nordic, private = two
    for number in range(3, 13):
        stage.world.send(stage.outsider, nordic, f"/alert Report {number:02}")
    await stage.rest()
    question = await asks(stage, private, "/alerts")
    await stage.presses(stage.kyiv, question, "Nordic Eight")
    listed = stage.world.last(private)
    await stage.presses(stage.kyiv, listed, "Next")
    assert listed.text.splitlines()[-1] == "11 to 12 of 12"
    await stage.presses(stage.kyiv, listed, "Previous")
    assert listed.text.splitlines()[-1] == "1 to 10 of 12"


async def test_a_handle_that_none_has_asks_nothing_in_vain(two: tuple[Stage, Chat, Chat]) -> None:
    stage, _, private = two
    question = await asks(stage, private, "/case A-9")
    assert await stage.presses(stage.kyiv, question, "Nordic Eight") == (
        "There is no A-9 in this group: look at the number on its card."
    )


async def test_a_group_left_meanwhile_tells_nothing(two: tuple[Stage, Chat, Chat]) -> None:
    stage, nordic, private = two
    question = await asks(stage, private, "/show A-1")
    stage.world.kick(stage.kyiv, nordic, by=stage.outsider)
    await stage.settle()
    messages = len(private.messages)
    assert await stage.presses(stage.kyiv, question, "Nordic Eight") == "You are not a member of this group"
    assert len(private.messages) == messages


async def test_a_forged_group_tells_nothing(two: tuple[Stage, Chat, Chat]) -> None:
    stage, _, _ = two
    private = stage.world.private(stage.outsider)
    await stage.says(stage.outsider, "/start", chat=private)
    answer = await stage.says(stage.outsider, "/show A-1", chat=private)
    press = stage.world.press_data(stage.outsider, answer, "1:ug:1")
    await stage.settle()
    assert press.text == "You are not a member of this group"
