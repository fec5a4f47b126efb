"""High and critical alerts: those who have not seen one are reminded; how a critical one stands is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message, User
from storage.models import JournalEntry, Timer
from tests.stage import Stage

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MINUTES = {"start": 0, "after a while": 10, "between": 30, "after both": 90}


def said(stage: Stage, *beginnings: str) -> list[Message]:
    """What the bot has posted in the group that begins so."""
    return [
        message
        for message in stage.group.messages
        if message.sender is stage.world.bot and message.text.startswith(beginnings)
    ]


def privately(stage: Stage, user: User) -> list[Message]:
    return [
        message for message in stage.world.private(user).messages if message.text.startswith(("Reminder", "Rappel"))
    ]


def names(message: Message) -> str:
    return message.text.splitlines()[2].replace("\u2068", "").replace("\u2069", "")


async def opens(stage: Stage, *users: User) -> None:
    for user in users:
        await stage.says(user, "/start", chat=stage.world.private(user))


async def test_those_who_have_not_seen_it_are_named_twice(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced !high")
    logged = card.date
    await stage.wait(16 * MINUTE)
    (first,) = said(stage, "Reminder: A-1")
    assert first.date - logged == 15 * MINUTE
    assert first.text.splitlines()[:2] == ["Reminder: A-1 · 🟠 high", "Tariffs announced"]
    assert names(first) == "Not yet seen: London, Kyiv"
    assert {entity["user"]["id"] for entity in first.entities if entity["type"] == "text_mention"} == {
        stage.london.id,
        stage.kyiv.id,
    }
    assert first.reply_to is card
    assert first.buttons == [["Seen"]]
    assert await stage.presses(stage.london, first, "Seen") == "Seen"
    await stage.wait(48 * HOUR)
    assert [(message.date - logged, names(message)) for message in said(stage, "Reminder: A-1")][1:] == [
        (HOUR, "Not yet seen: Kyiv")
    ]
