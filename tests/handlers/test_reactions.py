"""A 👀 acknowledges an alert; nothing else about a reaction means anything."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.local.wire_basics import chat_json, user_json
from bot.local.world import Message
from storage.models import JournalEntry, Origin
from tests.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot is an administrator: only then it hears of reactions."""
    async with Stage.opened(tmp_path) as opened:
        opened.world.promote(opened.world.bot, opened.group)
        await opened.settle()
        yield opened


async def reacts(stage: Stage, user: object, message: Message, *emoji: str) -> None:
    stage.world.react(user, message, *emoji)  # type: ignore[arg-type]
    await stage.settle()


def seen(session: Session) -> int:
    return len(session.exec(select(JournalEntry.id).where(JournalEntry.kind == "alert_seen")).all())


async def test_eyes_on_the_card_acknowledge_and_taking_them_back_changes_nothing(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    await reacts(stage, stage.kyiv, card, "👀")
    assert "Seen by 2 of 3: \u2068Paris\u2069, \u2068Kyiv\u2069" in card.text
    await reacts(stage, stage.kyiv, card)
    await reacts(stage, stage.kyiv, card, "👀")
    assert "Seen by 2 of 3" in card.text
    assert stage.read(seen) == 1


@pytest.mark.parametrize("emoji", ["👍", "🔥", "👁"])
async def test_other_reactions_say_something_else(stage: Stage, emoji: str) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    await reacts(stage, stage.kyiv, card, emoji)
    assert "Seen by 1 of 3" in card.text
    await reacts(stage, stage.kyiv, card, emoji, "👀")
    assert "Seen by 2 of 3" in card.text


async def test_eyes_on_the_message_an_alert_was_logged_from(stage: Stage) -> None:
    said = stage.world.send(stage.london, stage.group, "They closed the border")
    card = await stage.says(stage.paris, "/alert", reply_to=said)

    def note_origin(session: Session, now: object) -> None:
        if session.get(Origin, 1) is None:
            session.add(Origin(alert_id=1, tg_message_id=said.id))

    stage.write(note_origin)
    await reacts(stage, stage.kyiv, said, "👀")
    assert "Seen by 2 of 3" in card.text


async def test_eyes_on_a_reminder(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced !high")
    await stage.wait(timedelta(minutes=16))
    await reacts(stage, stage.kyiv, stage.world.find(stage.group, "Reminder: A-1"), "👀")
    assert "Seen by 2 of 3" in card.text


async def test_eyes_elsewhere_leave_no_trace(stage: Stage) -> None:
    talk = stage.world.send(stage.london, stage.group, "Good morning")
    poll = await stage.says(stage.paris, "/poll Joint statement?")
    before = len(stage.group.messages)
    for message in (talk, poll):
        await reacts(stage, stage.kyiv, message, "👀")
    assert len(stage.group.messages) == before
    assert stage.read(seen) == 0


async def test_an_anonymous_reaction_is_nobodys(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    change = {
        "chat": chat_json(stage.group),
        "message_id": card.id,
        "actor_chat": chat_json(stage.group),
        "date": int(stage.clock.now().timestamp()),
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": "👀"}],
    }
    stage.world.updates.put("message_reaction", change)
    await stage.settle()
    assert "Seen by 1 of 3" in card.text
    stage.world.updates.put("message_reaction", {**change, "user": user_json(stage.kyiv)} | {"actor_chat": None})
    await stage.settle()
    assert "Seen by 2 of 3" in card.text


async def test_somebody_never_heard_of_is_a_member_by_it(stage: Stage) -> None:
    berne = stage.world.add_user("Berne")
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    stage.group.statuses[berne.id] = "member"
    await reacts(stage, berne, card, "👀")
    assert "Seen by 2 of 4: \u2068Paris\u2069, \u2068Berne\u2069" in card.text


async def test_an_outsider_who_reacts_is_not_listened_to(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    before = len(stage.group.messages)
    await reacts(stage, stage.outsider, card, "👀")
    assert "Seen by 1 of 3" in card.text
    assert len(stage.group.messages) == before


async def test_a_message_of_the_same_number_in_another_era_is_another(stage: Stage) -> None:
    """A supergroup counts its messages anew: the origin was of the chat before."""
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    talk = stage.world.send(stage.london, stage.group, "Good morning")

    def note_origin(session: Session, now: object) -> None:
        session.merge(Origin(alert_id=1, tg_message_id=talk.id, era=7))

    stage.write(note_origin)
    await reacts(stage, stage.kyiv, talk, "👀")
    assert "Seen by 1 of 3" in card.text


async def test_a_bot_that_is_a_plain_member_hears_of_none(tmp_path: Path) -> None:
    async with Stage.opened(tmp_path) as plain:
        card = await plain.says(plain.paris, "/alert Tariffs announced")
        await reacts(plain, plain.kyiv, card, "👀")
        assert "Seen by 1 of 3" in card.text
