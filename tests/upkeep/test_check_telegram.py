"""What a look finds at Telegram: token, modes, webhook, clocks, the bot's standing in its groups."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import Clock
from bot.local import faults, methods
from bot.local.errors import ApiError, forbidden
from bot.upkeep.check import look
from bot.upkeep.findings import Finding, Level, ok
from tests.processes import telegram
from tests.stage import Stage

OK, WARNING, PROBLEM = Level


@pytest.fixture
async def address(stage: Stage) -> AsyncIterator[str]:
    async with telegram(stage.world) as opened:
        yield opened


async def seen(stage: Stage, address: str, **settings: Any) -> dict[str, list[Finding]]:
    """What a look finds, by what it is about; the group's own name is left out."""
    told = stage.settings.model_copy(update={"telegram_api_url": address, **settings})
    found: dict[str, list[Finding]] = {}
    for finding in await look(told, Clock(settings.pop("ahead", timedelta()))):
        found.setdefault("group" if finding.about.startswith("group ") else finding.about, []).append(finding)
    return found


def me(monkeypatch: pytest.MonkeyPatch, **flags: bool) -> None:
    """Telegram describes the bot otherwise."""
    method = methods.METHODS["getMe"]
    monkeypatch.setitem(methods.METHODS, "getMe", lambda world, p: method(world, p) | flags)


def bot_is(monkeypatch: pytest.MonkeyPatch, **member: Any) -> None:
    """Telegram describes the bot's membership otherwise."""
    method = methods.METHODS["getChatMember"]
    monkeypatch.setitem(methods.METHODS, "getChatMember", lambda world, p: method(world, p) | member)


def nobody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    method = methods.METHODS["getChat"]
    muted = {"permissions": {"can_send_messages": False}}
    monkeypatch.setitem(methods.METHODS, "getChat", lambda world, p: method(world, p) | muted)


RESTRICTED = {
    "status": "restricted", "is_member": True, "until_date": 0, "can_edit_tag": False, **dict.fromkeys(
        (
            "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
            "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
            "can_add_web_page_previews", "can_react_to_messages", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
        ), False,
    ),
}  # fmt: skip
Change = Callable[[Stage, pytest.MonkeyPatch], object]
NOTHING: Change = lambda stage, patch: None  # noqa: E731 -- one row of the table


@pytest.mark.parametrize(
    ("change", "about", "level", "words"),
    [
        pytest.param(NOTHING, "token", OK, "as @WashingtonGroupBot", id="a token that Telegram knows"),
        pytest.param(NOTHING, "privacy mode", OK, "on: ", id="privacy mode on"),
        pytest.param(
            lambda _, patch: me(patch, can_read_all_group_messages=True),
            "privacy mode", WARNING, "/setprivacy", id="privacy mode off",
        ),
        pytest.param(NOTHING, "inline and guest modes", OK, "off", id="no inline and no guest mode"),
        pytest.param(
            lambda _, patch: me(patch, supports_inline_queries=True),
            "inline and guest modes", WARNING, "inline on", id="inline mode on",
        ),
        pytest.param(
            lambda _, patch: me(patch, supports_inline_queries=True, supports_guest_queries=True),
            "inline and guest modes", WARNING, "inline and guest on", id="both modes on",
        ),
        pytest.param(
            lambda _, patch: me(patch, can_join_groups=False),
            "groups", WARNING, "/setjoingroups", id="nobody can add it",
        ),
        pytest.param(NOTHING, "webhook", OK, "none", id="no webhook"),
        pytest.param(
            lambda stage, _: stage.world.webhook.update(url="https://elsewhere.example/hook"),
            "webhook", PROBLEM, "https://elsewhere.example/hook", id="a webhook takes the updates away",
        ),
        pytest.param(NOTHING, "clock", OK, "agrees", id="a clock that is right"),
        pytest.param(NOTHING, "group", WARNING, "not an administrator", id="a mere member"),
        pytest.param(
            lambda stage, _: stage.world.promote(stage.world.bot, stage.group),
            "group", OK, "an administrator; English, Europe/Brussels", id="an administrator",
        ),
        pytest.param(
            lambda stage, _: stage.world.remove_bot(stage.group, stage.paris),
            "group", WARNING, "the bot is not in it", id="removed from the group",
        ),
        pytest.param(
            lambda _, patch: bot_is(patch, status="left"),
            "group", WARNING, "the bot is not in it", id="a group it has left",
        ),
        pytest.param(
            lambda _, patch: bot_is(patch, **RESTRICTED), "group", PROBLEM, "may not write", id="restricted in the group",
        ),
        pytest.param(
            lambda _, patch: nobody_writes(patch), "group", PROBLEM, "may not write", id="a group where nobody may write",
        ),
        pytest.param(
            lambda _, patch: bot_is(patch, **RESTRICTED | {"can_send_messages": True}), "group", WARNING,
            "it may not send calendar files, pictures of results, sense checks", id="words only",
        ),
        pytest.param(
            lambda _, patch: bot_is(patch, **RESTRICTED | {"can_send_messages": True, "can_send_polls": True}),
            "group", WARNING, "calendar files, pictures of results, which", id="words and polls only",
        ),
        pytest.param(
            lambda stage, _: stage.world.fail(
                "getChatMember",
                faults.refusal(ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1007})),
            ),
            "group", WARNING, "a supergroup, -1007", id="a group that has become a supergroup",
        ),
        pytest.param(
            lambda stage, _: stage.world.fail("getMe", faults.flood(7)),
            "Telegram", WARNING, "token, modes, webhook, clock and groups were not looked at", id="too many requests",
        ),
        pytest.param(
            lambda stage, _: stage.world.fail("getWebhookInfo", faults.gateway(502, applied=False)),
            "Telegram", WARNING, "the rest was not looked at", id="Telegram falls silent half way",
        ),
        pytest.param(
            lambda stage, _: stage.world.fail("getMe", faults.refusal(ApiError(401, "Unauthorized"))),
            "token", PROBLEM, "refused by Telegram: take a new one from @BotFather", id="a token that Telegram refuses",
        ),
        pytest.param(
            lambda stage, _: setattr(stage.world, "down", True),
            "Telegram", WARNING, "not looked at", id="Telegram out of reach",
        ),
    ],
)  # fmt: skip
async def test_what_telegram_says(
    stage: Stage, address: str, monkeypatch: pytest.MonkeyPatch, change: Change, about: str, level: Level, words: str
) -> None:
    change(stage, monkeypatch)
    (finding,) = (await seen(stage, address))[about]
    assert (finding.level, words in finding.says) == (level, True), finding


@pytest.mark.parametrize(
    ("ahead", "level", "words"),
    [
        pytest.param(3, OK, "agrees", id="3 seconds are nothing"),
        pytest.param(10, WARNING, "ahead of Telegram's", id="10 seconds ahead"),
        pytest.param(-10, WARNING, "behind Telegram's", id="10 seconds behind"),
        pytest.param(65, PROBLEM, "1 minute ahead of Telegram's", id="a minute ahead"),
        pytest.param(-7300, PROBLEM, "2 hours behind Telegram's", id="hours behind"),
    ],
)
async def test_the_clock_is_compared_with_telegrams(
    stage: Stage, address: str, ahead: int, level: Level, words: str
) -> None:
    settings = stage.settings.model_copy(update={"telegram_api_url": address})
    (finding,) = [each for each in await look(settings, Clock(timedelta(seconds=ahead))) if each.about == "clock"]
    assert (finding.level, words in finding.says) == (level, True), finding


async def test_out_of_reach_the_rest_is_looked_at_all_the_same(stage: Stage) -> None:
    found = await seen(stage, "http://127.0.0.1:9")
    assert found["Telegram"][0].level is WARNING
    assert {"integrity", "migrations", 'journal of "Washington Group"', "outbox", "dead letters"} <= found.keys()
    assert found.keys().isdisjoint({"token", "clock", "group"})


async def test_a_group_that_the_settings_do_not_name(stage: Stage, address: str) -> None:
    named = await seen(stage, address, allowed_chats=frozenset({stage.group.id}))
    assert [finding.level for finding in named["settings"]] == [OK]
    assert len(named["group"]) == 1
    others = await seen(stage, address, allowed_chats=frozenset({-1}))
    assert others["group"][0].says.startswith("ALLOWED_CHATS does not name it")


async def test_a_group_it_has_left_is_counted_and_not_asked_about(stage: Stage, address: str) -> None:
    stage.world.remove_bot(stage.group, stage.paris)
    await stage.settle()
    found = await seen(stage, address)
    assert "group" not in found
    assert found["groups"] == [ok("groups", "1 group on record that the bot has left or does not serve")]


async def test_one_group_out_of_two_in_trouble_does_not_hide_the_other(stage: Stage, address: str) -> None:
    other = stage.world.add_group("Advisers", stage.paris, admins=[stage.paris])
    stage.world.add_bot(other, stage.paris, administrator=True)
    await stage.settle()
    stage.world.fail("getChatMember", faults.refusal(forbidden("bot was kicked from the supergroup chat")))
    first, second = (await seen(stage, address))["group"]
    assert (first.level, second.level) == (WARNING, OK)
    assert second.about == f'group "Advisers" ({other.id})'
