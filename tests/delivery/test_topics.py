"""Forums: what is asked for in a topic stays there, with all that follows from it; where the topic is closed or gone,
General hears it, with a word about why, and what follows goes there directly."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local import faults
from bot.local.errors import bad_request
from bot.local.model import GENERAL, Topic
from bot.local.world import Message
from bot.services import digests
from storage.queries.cards import card_of
from tests.stage import Stage

NOTE = "(Said here because its topic is closed or gone.)"


class Forum(Stage):
    """The group has topics; Paris makes them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.world.send(
            self.paris, self.group, "Good morning"
        )  # a topic's id is its first message's, and 1 is General's
        self.world.make_forum(self.group)
        self.topic = self.world.create_topic(self.paris, self.group, "Tariffs")
        self.other = self.world.create_topic(self.paris, self.group, "Defence")

    async def asks(self, text: str, topic: Topic | None = None, reply_to: Message | None = None) -> list[Message]:
        """London writes in a topic; the bot's new messages."""
        before = len(self.group.messages)
        self.world.send(self.london, self.group, text, topic=topic, reply_to=reply_to)
        await self.settle()
        return [message for message in self.group.messages[before:] if message.sender is self.world.bot]

    def said(self, text: str) -> list[Message]:
        return [message for message in self.group.messages if message.sender is self.world.bot and text in message.text]

    def tries(self, text: str) -> list[int | None]:
        """The topics named by the calls that send a text."""
        sent = [call for call in self.world.calls if call.method in {"sendMessage", "sendDocument"}]
        found = [call for call in sent if text in str(call.parameters.get("text") or call.parameters.get("caption"))]
        return [
            call.parameters.get("message_thread_id") and int(call.parameters["message_thread_id"]) for call in found
        ]


@pytest.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Forum]:
    async with Forum.opened(tmp_path) as opened:
        assert isinstance(opened, Forum)
        yield opened


def places(messages: list[Message]) -> list[str]:
    return [message.topic.name if message.topic else "nowhere" for message in messages]


@pytest.mark.parametrize(
    "text",
    ["/help", "/ack A-9", "/digest", "/alert Tariffs announced", "/poll Joint statement?", "/call", "/members"],
)
async def test_an_answer_stays_in_its_topic(forum: Forum, text: str) -> None:
    answers = await forum.asks(text, forum.topic)
    assert answers
    assert set(places(answers)) == {"Tariffs"}


async def test_in_general_no_topic_is_named(forum: Forum) -> None:
    assert places(await forum.asks("/alert Tariffs announced")) == ["General"]
    assert forum.tries("A-1") == [None]


async def test_what_follows_from_a_card_stays_with_it(forum: Forum) -> None:
    await forum.asks("/poll Joint statement?\ncloses: in 5h", forum.topic)
    await forum.asks("/call Follow-up\nwhen: in 2h", forum.other)
    await forum.wait(timedelta(hours=6))
    assert places(forum.said("Joint statement?")) == ["Tariffs"] * 4  # card, two reminders, result
    assert places(forum.said("Follow-up")) == ["Defence"] * 5  # card, file, two reminders, the start
    cards = {
        message.id for text in ("P-1 · Rejected\nJoint statement?\nRule", "C-1 · ") for message in forum.said(text)
    }
    following = [message.reply_to for message in [*forum.said("Reminder:"), *forum.said("Starting now")]]
    assert {message.id for message in following if message} == cards


async def test_a_form_and_its_card_stay_where_the_button_was_pressed(forum: Forum) -> None:
    (alert,) = await forum.asks("/alert Tariffs announced", forum.topic)
    forum.world.press(forum.kyiv, alert, "Poll")
    await forum.settle()
    (question,) = forum.said("what is the question?")
    forum.world.send(forum.kyiv, forum.group, "Joint statement?", reply_to=question, topic=forum.topic)
    await forum.settle()
    (panel,) = forum.said("prepares a poll")
    for button in ("For ·", "majority", "1 hour", "Post"):
        forum.world.press(forum.kyiv, panel, button)
        await forum.settle()
    assert places([question, panel, *forum.said("P-1 ·")]) == ["Tariffs", "Tariffs", "Tariffs"]


async def test_where_all_cards_have_one_topic_a_form_filled_in_elsewhere_gives_way_to_the_card(forum: Forum) -> None:
    forum.world.send(forum.paris, forum.group, "/settings topic here", topic=forum.topic)
    await forum.settle()
    (question,) = await forum.asks("/poll")
    forum.world.send(forum.london, forum.group, "Joint statement?", reply_to=question)
    await forum.settle()
    (panel,) = forum.said("prepares a poll")
    for button in ("For ·", "majority", "1 hour", "Post"):
        forum.world.press(forum.london, panel, button)
        await forum.settle()
    assert panel.deleted
    assert places(forum.said("P-1 ·")) == ["Tariffs"]


async def test_what_nobody_asked_for_is_said_in_general(forum: Forum) -> None:
    await forum.asks("/alert Tariffs announced", forum.topic)
    forum.write(digests.post, group_id=1)
    forum.clock.at += timedelta(minutes=10)  # out of reach
    await forum.asks("/poll Joint statement?", forum.topic)
    forum.clock.at += timedelta(minutes=10)
    await forum.settle()
    assert places([*forum.said("Hello "), *forum.said("Digest,"), *forum.said("out of reach")]) == ["General"] * 3


async def test_a_roster_asked_for_elsewhere_moves_there(forum: Forum) -> None:
    await forum.asks("/members", forum.topic)
    (again,) = await forum.asks("/members", forum.other)
    assert places([again]) == ["Defence"]


async def test_a_closed_topic_is_told_of_once_and_then_left_alone(
    forum: Forum, caplog: pytest.LogCaptureFixture
) -> None:
    await forum.asks("/poll Joint statement?\ncloses: in 5h", forum.topic)
    forum.world.close_topic(forum.paris, forum.group, forum.topic)
    await forum.wait(timedelta(hours=6))
    card, first, second, result = forum.said("Joint statement?")
    assert places([card, first, second, result]) == ["Tariffs", "General", "General", "General"]
    assert [NOTE in message.text for message in (card, first, second, result)] == [False, True, False, False]
    assert [len(message.text.split(NOTE)) for message in (first,)] == [2]
    assert forum.tries("Joint statement?") == [forum.topic.id, forum.topic.id, None, None, None]
    assert forum.app.courier.counts["topic"] == 1
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


async def test_a_deleted_topic_takes_its_card_along_which_comes_again_in_general(forum: Forum) -> None:
    await forum.asks("/poll Joint statement?\ncloses: in 5h", forum.topic)
    forum.world.delete_topic(forum.paris, forum.group, forum.topic)
    assert places(await forum.asks("/vote P-1 for")) == ["General", "General"]  # the answer, the card
    (card,) = forum.said("Rule: majority")
    assert card.text.endswith(NOTE)
    assert card.silent
    forum.world.press(forum.kyiv, card, "Against")
    await forum.settle()
    assert "Against · 1" in card.text
    assert card.text.endswith(NOTE)
    await forum.wait(timedelta(hours=6))
    assert places(forum.said("Joint statement?")) == ["General"] * 4
    assert len(forum.said(NOTE)) == 1
    assert forum.tries("Joint statement?") == [forum.topic.id, forum.topic.id, None, None, None, None]


async def test_a_card_that_cannot_be_changed_in_a_closed_topic_comes_again_in_general(forum: Forum) -> None:
    forum.sound = False  # the older message stays
    await forum.asks("/alert Tariffs announced", forum.topic)
    refused = faults.refusal(bad_request("TOPIC_CLOSED"))
    forum.world.fail("editMessageText", refused)
    await forum.asks("/resolve A-1", forum.other)
    old, new = forum.said("A-1 ·")
    assert places([old, new]) == ["Tariffs", "General"]
    assert ("resolved" in new.text, new.text.endswith(NOTE), new.silent) == (True, True, True)
    await forum.asks("/reopen A-1", forum.other)
    assert ("open" in new.text, new.text.endswith(NOTE)) == (True, True)


async def test_topics_turned_off_are_gone_too(forum: Forum) -> None:
    await forum.asks("/alert Tariffs announced", forum.topic)
    await forum.asks("/call Follow-up\nwhen: in 2h", forum.topic)
    forum.group.topics.clear()
    await forum.wait(timedelta(hours=3))
    assert forum.tries("Reminder:") == [forum.topic.id, None, None]
    assert forum.read(card_of, "call", 1).astray
    assert not forum.read(card_of, "alert", 1).astray  # nothing has been said about it since


async def test_an_answer_in_a_topic_that_is_closed_meanwhile(forum: Forum) -> None:
    forum.world.send(forum.london, forum.group, "/help", topic=forum.topic)
    forum.world.close_topic(forum.paris, forum.group, forum.topic)
    await forum.settle()
    (answer,) = forum.said("What I can do")
    assert places([answer]) == ["General"]
    assert answer.text.endswith(NOTE)
    assert answer.buttons == []


async def test_where_general_is_closed_it_waits_and_other_topics_go_on(forum: Forum) -> None:
    forum.world.send(forum.london, forum.group, "/help")
    forum.world.close_topic(forum.paris, forum.group, forum.group.topics[GENERAL])
    await forum.settle()
    assert forum.said("What I can do") == []
    assert places(await forum.asks("/help", forum.topic)) == ["Tariffs"]
    forum.world.reopen_topic(forum.paris, forum.group, forum.group.topics[GENERAL])
    await forum.wait(timedelta(minutes=11))
    assert places(forum.said("What I can do")) == ["Tariffs", "General"]


async def test_a_chain_of_replies_is_no_topic(stage: Stage) -> None:
    """Telegram names the root of one as if it were: in a supergroup without topics that means nothing."""
    first = stage.world.send(stage.london, stage.group, "Good morning")
    await stage.says(stage.kyiv, "/help", reply_to=first)
    assert [call for call in stage.world.calls if "message_thread_id" in call.parameters] == []


async def test_a_person_whose_update_broke_the_bot_hears_of_it_in_the_topic(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.sound = False  # the dead letter stays
    monkeypatch.setattr("bot.cards.help.help_card", lambda *_: 1 / 0)
    (apology,) = await forum.asks("/help", forum.topic)
    assert places([apology]) == ["Tariffs"]
