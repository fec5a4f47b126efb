"""A group with topics can choose one for all that the bot shows and tells."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local.model import Topic
from bot.local.world import Message
from bot.services import digests
from tests.handlers.test_group_settings import DAY, group
from tests.stage import Stage


class Forum(Stage):
    """The group has topics."""

    bots, other = Topic(0, ""), Topic(0, "")

    async def asks(self, text: str, topic: Topic | None = None) -> list[tuple[str, str]]:
        """Paris writes in a topic; where the bot posts what then, by its first word."""
        before = len(self.group.messages)
        self.world.send(self.paris, self.group, text, topic=topic)
        await self.settle()
        return self.places(self.group.messages[before:])

    def places(self, messages: list[Message]) -> list[tuple[str, str]]:
        own = [message for message in messages if message.sender is self.world.bot]
        return [(message.topic.name if message.topic else "", message.text.split(" ")[0]) for message in own]


@pytest.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Forum]:
    async with Forum.opened(tmp_path) as opened:
        assert isinstance(opened, Forum)
        opened.world.make_forum(opened.group)
        opened.bots = opened.world.create_topic(opened.paris, opened.group, "Bot")
        opened.other = opened.world.create_topic(opened.paris, opened.group, "Defence")
        await opened.settle()
        yield opened


async def test_everything_goes_to_the_topic_chosen(forum: Forum) -> None:
    assert await forum.asks("/settings topic here", forum.bots) == [("Bot", "Recorded:")]
    assert await forum.asks("/alert Border closed !critical", forum.other) == [("Bot", "A-1")]
    assert await forum.asks("/poll Joint statement?\ncloses: in 2h") == [("Bot", "P-1")]
    assert await forum.asks("/members") == [("Bot", "Members")]
    before = len(forum.group.messages)
    await forum.wait(2 * DAY)
    said = forum.places(forum.group.messages[before:])
    assert {place for place, _ in said} == {"Bot"}
    assert {text for _, text in said} == {"Reminder:", "Status", "P-1", "Digest,"}


async def test_answers_stay_where_they_were_asked(forum: Forum) -> None:
    await forum.asks("/settings topic here", forum.bots)
    assert await forum.asks("/ack A-9", forum.other) == [("Defence", "There")]
    (question,) = await forum.asks("/poll", forum.other)
    assert question[0] == "Defence"


async def test_general_can_be_chosen_and_the_choice_taken_back(forum: Forum) -> None:
    await forum.asks("/settings topic here")
    assert forum.read(group).tg_topic_id == 1
    assert await forum.asks("/alert Border closed", forum.other) == [("General", "A-1")]
    await forum.asks("/settings topic off", forum.other)
    assert await forum.asks("/alert Border open", forum.other) == [("Defence", "A-2")]


async def test_the_topic_has_a_button_where_there_are_topics(forum: Forum) -> None:
    await forum.asks("/settings", forum.other)
    card = forum.group.messages[-1]
    assert "Topic: each where it was asked for" in card.text
    await forum.presses(forum.paris, card, "Topic")
    assert card.buttons == [["everything here"], ["✓ each where it was asked for"], ["Back"]]
    assert await forum.presses(forum.paris, card, "everything here") == "Recorded: everything in one topic"
    assert forum.read(group).tg_topic_id == forum.other.id


async def test_where_the_chosen_topic_is_gone_general_hears_it(forum: Forum) -> None:
    await forum.asks("/settings topic here", forum.bots)
    forum.world.delete_topic(forum.paris, forum.group, forum.bots)
    assert await forum.asks("/alert Border closed", forum.other) == [("General", "A-1")]
    forum.write(digests.post, group_id=1)
    await forum.settle()
    assert forum.places(forum.group.messages[-1:])[0][0] == "General"
    assert forum.group.messages[-1].text.endswith("(Said here because its topic is closed or gone.)")
