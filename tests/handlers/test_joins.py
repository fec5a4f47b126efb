"""Somebody joins whom the group did not know: the administrators are told, once."""

from datetime import timedelta

import pytest

from bot.local.world import Message, User
from tests.stage import Stage


async def opens(stage: Stage, *users: User) -> None:
    """They press Start."""
    for user in users:
        await stage.says(user, "/start", chat=stage.world.private(user))


def told(stage: Stage, user: User) -> list[str]:
    return [message.text for message in stage.world.private(user).messages if "joined" in message.text]


def said(stage: Stage) -> list[Message]:
    return [message for message in stage.group.messages if "joined" in message.text]


@pytest.mark.parametrize(
    "administers", [pytest.param(False, id="heard of as a message"), pytest.param(True, id="heard of twice")]
)
async def test_administrators_are_told_in_private(stage: Stage, administers: bool) -> None:
    if administers:
        stage.world.promote(stage.world.bot, stage.group)
    await opens(stage, stage.paris, stage.london)
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    await stage.settle()
    assert told(stage, stage.paris) == [
        "\u2068Rome\u2069 joined \u2068Washington Group\u2069: if they do not belong there, remove them."
    ]
    assert told(stage, stage.london) == []
    assert said(stage) == []


async def test_where_no_private_chat_is_open_the_group_is_told_and_they_are_called(stage: Stage) -> None:
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    await stage.settle()
    (message,) = said(stage)
    assert message.text == "\u2068Paris\u2069: \u2068Rome\u2069 joined. If they do not belong here, remove them."
    assert [entity["user"]["id"] for entity in message.entities if entity["type"] == "text_mention"] == [stage.paris.id]


async def test_thirty_at_once_are_one_message(stage: Stage) -> None:
    await opens(stage, stage.paris)
    for number in range(30):
        stage.world.join(stage.world.add_user(f"Capital {number}"), stage.group)
    await stage.settle()
    (message,) = told(stage, stage.paris)
    assert message.startswith("\u2068Capital 0\u2069, \u2068Capital 1\u2069")
    assert "\u2068Capital 29\u2069 joined" in message


async def test_those_who_come_within_seconds_share_a_message_and_later_ones_do_not(stage: Stage) -> None:
    await opens(stage, stage.paris)
    for seconds in (1, 4, 60):
        stage.clock.at += timedelta(seconds=seconds)
        await stage.app.step()
        stage.world.join(stage.world.add_user(f"Capital {seconds}"), stage.group)
        await stage.app.step()
    await stage.settle()
    assert [text.count("Capital") for text in told(stage, stage.paris)] == [2, 1]


async def test_nobody_the_group_knew_is_announced(stage: Stage) -> None:
    await opens(stage, stage.paris)
    stage.world.leave(stage.kyiv, stage.group)
    stage.world.join(stage.kyiv, stage.group)
    rome = stage.world.add_user("Rome")
    stage.world.join(rome, stage.group)
    await stage.settle()
    stage.world.leave(rome, stage.group)
    stage.world.join(rome, stage.group)
    await stage.settle()
    assert len(told(stage, stage.paris)) == 1


async def test_who_was_banned_beforehand_is_unknown_when_let_in(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)
    await opens(stage, stage.paris)
    rome = stage.world.add_user("Rome")
    stage.world.ban(rome, stage.group, by=stage.paris)
    stage.world.unban(rome, stage.group, by=stage.paris)
    stage.world.join(rome, stage.group)
    await stage.settle()
    assert len(told(stage, stage.paris)) == 1


async def test_an_administrator_who_has_closed_the_chat_is_called_in_the_group(stage: Stage) -> None:
    await opens(stage, stage.paris)
    stage.world.block(stage.paris)
    stage.world.updates.clear()  # and nobody told the bot
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    await stage.settle()
    assert [message.text for message in said(stage)] == [
        "\u2068Paris\u2069: \u2068Rome\u2069 joined. If they do not belong here, remove them."
    ]


async def test_another_administrator_who_is_told_is_enough(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)
    stage.world.promote(stage.london, stage.group)
    await opens(stage, stage.paris, stage.london)
    stage.world.block(stage.paris)
    stage.world.updates.clear()
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    await stage.settle()
    assert len(told(stage, stage.london)) == 1
    assert said(stage) == []


async def test_they_are_told_in_their_own_language(stage: Stage) -> None:
    stage.paris.language_code = "fr"
    await stage.says(stage.paris, "/help")
    await opens(stage, stage.paris)
    await stage.says(stage.paris, "/language fr", chat=stage.world.private(stage.paris))
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    await stage.settle()
    message = stage.world.private(stage.paris).messages[-1]
    assert message.text == (
        "\u2068Rome\u2069 a rejoint \u2068Washington Group\u2069\u00a0: si cette personne n’a rien à y faire, retirez-la."
    )


async def test_the_group_is_told_in_its_language(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    for name in ("Rome", "Oslo"):
        stage.world.join(stage.world.add_user(name), stage.group)
    await stage.settle()
    message = stage.world.last(stage.group)
    assert message.text == (
        "\u2068Paris\u2069\u00a0: \u2068Rome\u2069, \u2068Oslo\u2069 ont rejoint le groupe. "
        "Si ces personnes n’ont rien à faire ici, retirez-les."
    )


async def test_who_administers_no_more_is_not_told(stage: Stage) -> None:
    await opens(stage, stage.paris)
    stage.group.statuses |= {stage.paris.id: "left", stage.london.id: "administrator"}  # and nobody told the bot
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    await stage.settle()
    assert told(stage, stage.paris) == []
    assert [message.text for message in said(stage)] == [
        "\u2068London\u2069: \u2068Rome\u2069 joined. If they do not belong here, remove them."
    ]


async def test_an_administrator_who_hides_is_told_in_private_and_not_called_in_the_group(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)
    stage.world.promote(stage.paris, stage.group, anonymous=True)
    await stage.settle()
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    await stage.settle()
    assert said(stage)[0].text.startswith("Administrators: \u2068Rome\u2069 joined.")
    await opens(stage, stage.paris)
    stage.world.join(stage.world.add_user("Oslo"), stage.group)
    await stage.settle()
    assert len(told(stage, stage.paris)) == 1
