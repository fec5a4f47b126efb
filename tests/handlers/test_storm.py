"""Thirty-five alerts in a minute: the critical ones are out at once, everything is on record, the rest is grouped."""

from datetime import datetime, timedelta
from itertools import chain

import pytest
from sqlmodel import Session, col, func, select

from bot.local.world import Chat, Message, User
from storage.models import Alert, Bundle, Bundled, LiveCard
from storage.queries.cards import messages_of
from tests.stage import Stage

MINUTE, STORM = timedelta(minutes=1), 35
COUNTED = {"sendMessage", "editMessageText", "sendDocument"}


def counted(stage: Stage, since: datetime, until: datetime) -> int:
    """The calls to the group in a span that count against Telegram's limits."""
    return len([call for call in stage.world.calls if call.method in COUNTED and since <= call.at < until])


def count(session: Session, model: type) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


def severities(shape: str, ordinary: str) -> list[str]:
    """What comes when: five critical ones among the others."""
    critical = {
        "critical ones last": range(30, 35),
        "critical ones first": range(5),
        "critical ones among the others": range(6, 35, 7),
    }[shape]
    return ["critical" if at in critical else ordinary for at in range(STORM)]


async def advance(stage: Stage, until: datetime) -> None:
    """Let time pass to a moment, the bot doing what it does when it does it."""
    while True:
        next_at = await stage.app.step()
        if next_at is None or next_at > until:
            stage.clock.at = max(stage.clock.at, until)
            return
        stage.clock.at = max(stage.clock.at, next_at)


async def storm(stage: Stage, reporters: list[User], order: list[str], *, over: timedelta) -> dict[str, datetime]:
    """The alerts, one after the other over a span; returns when each was logged, by its text."""
    logged: dict[str, datetime] = {}
    began = stage.clock.now()
    for at, severity in enumerate(order):
        await advance(stage, began + over * at / len(order))
        text = f"Report {at + 1} of the storm"
        stage.world.send(reporters[at % len(reporters)], stage.group, f"/alert {text} !{severity}")
        logged[text] = stage.clock.now()
        await stage.app.step()
    return logged


def posted(chat: Chat, text: str) -> Message:
    """The first message of the bot that tells of it."""
    return next(message for message in chat.messages if message.sender.is_bot and text in _ever(message))


def _ever(message: Message) -> str:
    return message.text
