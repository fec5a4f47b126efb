"""Help, start, language, time zone, digest."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers import all_handlers
from handlers.routes import Command
from tests.stage import Stage

COMMANDS = {handler.name for handler, _group in all_handlers() if isinstance(handler, Command)}


async def test_help_names_every_command_with_an_example(stage: Stage) -> None:
    text = (await stage.says(stage.london, "/help")).text
    listed = {line.split(" ")[0].lstrip("/") for line in text.splitlines() if " · " in line}
    assert listed == COMMANDS - {"start"}


@pytest.mark.parametrize("command", sorted(COMMANDS - {"start"}))
async def test_help_for_one_command(stage: Stage, command: str) -> None:
    assert (await stage.says(stage.london, f"/help {command}")).text.startswith(f"/{command}\n")


async def test_every_handler_blocks() -> None:
    assert all(handler.block is True for handler, _group in all_handlers())


async def test_the_menu_is_set_in_both_languages(stage: Stage) -> None:
    await stage.app._set_commands()
    calls = [call.parameters for call in stage.world.calls if call.method == "setMyCommands"]
    assert [call.get("language_code") for call in calls] == [None, "fr"]


async def test_start_in_private_opens_the_chat(stage: Stage) -> None:
    reply = await stage.says(stage.outsider, "/start", chat=stage.world.private(stage.outsider))
    assert reply.text.startswith("Hello. I coordinate a group")


async def test_the_group_reads_french(stage: Stage) -> None:
    assert (await stage.says(stage.london, "/language fr")).text.startswith("Only administrators")
    await stage.says(stage.paris, "/language français")
    card = await stage.says(stage.kyiv, "/alert Droits de douane\ngravité: élevée\ngenre: paroles")
    assert card.buttons == [["Vu"], ["Actes", "Gravité"], ["Sondage", "Appel", "Résoudre"]]
    assert card.silent
    await stage.says(stage.kyiv, "/poll Publier une déclaration commune ?\nrègle: deux tiers\nclôture: demain 18h")
    poll = stage.card("P-1")
    assert poll.buttons == [["Pour", "Contre"], ["Abstention", "Retirer", "Détails"]]
    await stage.says(stage.kyiv, "/vote P-1 pour")
    await stage.says(stage.kyiv, "/close P-1")
    assert "Adopté" in poll.text
    await stage.says(stage.kyiv, "/call Suite\nquand: vendredi midi Kiev\nrappel: 10 minutes")
    assert stage.card("C-1").buttons == [["Présent", "En retard", "Absent"], ["Calendrier"]]


async def test_a_toast_is_in_the_pressers_own_language(stage: Stage) -> None:
    berne = stage.world.add_user("Berne", language_code="fr")
    stage.world.join(berne, stage.group)
    await stage.settle()
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    rome = stage.world.add_user("Geneva", language_code="fr")
    assert rome
    assert await stage.presses(berne, card, "For") is not None
    alert = await stage.says(stage.paris, "/alert Tariffs")
    assert await stage.presses(berne, alert, "Seen") == "Vu"


async def test_the_time_zone_moves_what_is_shown(stage: Stage) -> None:
    reply = await stage.says(stage.paris, "/timezone Kiev")
    assert reply.text.startswith("This group now reads English, in Europe/Kyiv")
    await stage.says(stage.paris, "/call Follow-up\nwhen: tomorrow 18:00")
    assert "Sun 18 Jan, 18:00 (Kyiv)" in stage.card("C-1").text
    assert "did you mean" in (await stage.says(stage.paris, "/timezone Kyyiv")).text


async def test_the_weekly_digest_comes_once_on_monday_morning(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced !high")
    await stage.wait(timedelta(days=9))
    digests = [message for message in stage.group.messages if message.text.startswith("Digest,")]
    assert [digest.date for digest in digests] == [
        datetime(2026, 1, 19, 7, 0, tzinfo=UTC),
        datetime(2026, 1, 26, 7, 0, tzinfo=UTC),
    ]
    assert "New alerts\n• A-1 Tariffs announced (🟠 high, action, open, seen by 1 of 3)" in digests[0].text
    assert "Still open from before\n• A-1" in digests[1].text


async def test_a_quiet_week_is_one_line(stage: Stage) -> None:
    await stage.wait(timedelta(days=2))
    digest = stage.world.find(stage.group, "a quiet week")
    assert len(digest.text.splitlines()) == 1


async def test_the_digest_is_not_repeated_by_restarts(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced !high")
    stage.clock.at = datetime(2026, 1, 19, 7, 0, tzinfo=UTC)
    await stage.settle()
    for _ in range(3):
        async with stage.playing():
            await stage.settle()
        stage.clock.at += timedelta(minutes=10)
    async with stage.playing():
        await stage.settle()
        assert len([message for message in stage.group.messages if message.text.startswith("Digest,")]) == 1


async def test_the_digest_on_demand_for_another_span(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    assert "14 January 2026 to 17 January 2026" in (await stage.says(stage.kyiv, "/digest 3d")).text
    assert "is no length of time" in (await stage.says(stage.kyiv, "/digest yesterday")).text
    assert "a year at most" in (await stage.says(stage.kyiv, "/digest 500 days")).text


async def test_nonsense_is_left_alone_in_a_group_and_answered_in_private(stage: Stage) -> None:
    before = len(stage.group.messages)
    await stage.says(stage.kyiv, "/frobnicate")
    assert len(stage.group.messages) == before + 1
    reply = await stage.says(stage.kyiv, "/frobnicate", chat=stage.world.private(stage.kyiv))
    assert reply.text == "I do not know that command: /help shows what I can do."
