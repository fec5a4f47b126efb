"""The Greenland week, whole: the replay's own bot, world and story, as fast as they go."""

import asyncio
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import icalendar
import pytest

from bot.delivery.pictures import PNG
from bot.local.errors import NOT_MODIFIED
from bot.local.replay.stage import UNSEEN
from bot.local.replay.theatre import Theatre, staged
from bot.local.world import Chat, Message, World
from bot.settings import Settings
from tests.invariants import violations
from tests.processes import BotProcess, until

BRUSSELS = ZoneInfo("Europe/Brussels")
VERDICT = (
    "Adopted: For 6, Against 0, Abstain 1, not voted 0, of 7; 6 of 7 in favour, 4 needed; "
    "81.9 % of the weight in favour, 65.0 % needed; 1 not in favour, 3 can block"
)
DIGEST = """\
Digest, 19 January 2026 to 26 January 2026

New alerts
• A-4 Washington says again that only it can secure Greenland #greenland (⚪ low, words, resolved, seen by 1 of 8)
• A-5 Washington calls off the talks in Davos (🟠 high, action, retracted, seen by 1 of 8)

Still open from before
• A-1 Tariffs of 10 % from 1 February on goods from Denmark, Norway, Sweden, France, Germany, t… (🟠 high, action, open, seen by 8 of 8)

Decided
• P-4 Adopted: Stay calm? ↗
• P-5 Adopted: Prepare countermeasures for 1 February? · Owner: Brussels · To be reviewed on 26 January 2026 ↗
• P-7 Adopted: Brussels speaks for all of us in Davos. ↗
• P-8 Tied: What do we talk about first? ↗
• P-9 Adopted: What do we talk about first? ↗
• P-10 Adopted: Who chairs this group in February? ↗

Sense checks
• P-6 closed, sense check: Who speaks for us in Davos? ↗

Tasks done
• T-1 · Brussels: Prepare countermeasures for 1 February? Tariffs on goods worth EUR 93 billion

To be reviewed
• P-5 Adopted: Prepare countermeasures for 1 February? · Owner: Brussels · To be reviewed on 26 January 2026 ↗

Calls held
• C-3 Wed 21 Jan, 20:00 (Brussels): Heads of government: after the talks in Davos

Calls cancelled
• C-2 cancelled: Prepare countermeasures for 1 February?"""


DECISIONS = [
    "Issue a joint statement today?\n\nAdopted by Washington Group on 18 January 2026, by qualified majority.",
    (
        "All allies were invited to the exercise. It is coordinated and threatens nobody. We stand with Denmark and Greenland."
        "\n\nAdopted by Washington Group on 18 January 2026, under the silence procedure."
        "\n\nReservation of Finland: The exercise stays open to every ally."
    ),
    "Stay calm?\n\nAdopted by Washington Group on 19 January 2026, by consensus.",
    (
        "Prepare countermeasures for 1 February?\nTariffs on goods worth EUR 93 billion"
        "\n\nAdopted by Washington Group on 19 January 2026, by plurality."
    ),
    (
        "Brussels speaks for all of us in Davos.\n\nAs amended:\nOf Greenland itself it speaks only with Copenhagen and "
        "Nuuk present.\n\nAdopted by Washington Group on 20 January 2026, by consent."
    ),
    (
        "What do we talk about first?\nThe list of goods"
        "\n\nAdopted by Washington Group on 20 January 2026, by approval voting."
    ),
    "Who chairs this group in February?\nHelsinki\n\nAdopted by Washington Group on 21 January 2026, by ranked vote.",
]


def read(message: Message) -> str:
    return message.text.translate(UNSEEN)


def found(chat: Chat, beginning: str) -> list[Message]:
    """The bot's messages that begin so, oldest first."""
    return [each for each in chat.messages if each.sender.is_bot and read(each).startswith(beginning)]


async def broken(theatre: Theatre) -> list[str]:
    """What the bot has promised and not kept, once it has had a minute of its time to come to rest."""
    for _ in range(60):
        found = theatre.database.read_now(
            lambda session: violations(session, theatre.world, theatre.clock.now(), doubts=0)
        )
        if not found:
            break
        await theatre.skip(timedelta(seconds=1))
        await asyncio.sleep(0.05)
    return found


def the_weekend_is_shown(group: Chat) -> None:
    alert, report, post, repeated = (found(group, f"A-{number} ·")[0] for number in range(1, 5))
    assert "Crosses red line 1: tariffs, annex" in read(alert)
    assert "1 report attached: A-2" in read(alert)
    assert "Seen by everyone." in read(alert)
    assert "A-1 is still open, by Paris (France)" in read(found(group, "Case A-1")[0])
    assert (read(report), report.buttons) == ("A-2 · moved to A-1", [])
    assert read(post).startswith("A-3 · ⚪ low · words · resolved")
    assert (read(repeated).partition("\n")[0], repeated.silent) == ("A-4 · ⚪ low · words · resolved", True)
    assert read(found(group, "P-1 · Adopted")[-1]) == f"P-1 · Adopted\nIssue a joint statement today?\n{VERDICT}"
    first, second = (read(found(group, f"P-{number} ·")[0]) for number in (2, 3))
    assert "Broken by Italy: Say first that all allies were invited to it." in first
    assert "Circulated again, amended: P-3" in first
    assert "Circulated by Berlin (Germany) about A-1, in place of P-2" in second
    assert "1 of 7 has not seen it: Ukraine" in second
    assert "Reservations: 1\nFinland: The exercise stays open to every ally." in second
    adopted = read(found(group, "P-3 · Adopted")[-1])
    assert "Adopted: nobody has broken the silence\nThe text:\nAll allies were invited to the exercise." in adopted


def the_days_after_are_shown(group: Chat) -> None:
    assert read(found(group, "P-5 · Adopted")[-1]).splitlines()[2:] == [
        "Adopted: the leading option has 4 of 6 ballots",
        "1 Tariffs on goods worth EUR 93 billion",
    ]
    the_other_polls_are_shown(group)
    task = found(group, "T-1 ·")[0]
    assert read(task).splitlines() == [
        "T-1 · done",
        "Prepare countermeasures for 1 February?",
        "Tariffs on goods worth EUR 93 billion",
        "For Brussels",
        "Due Fri 23 Jan, 18:00 (Brussels)",
        "Set by Paris (France) about P-5",
        "Done, says Brussels, Fri 23 Jan, 18:00 (Brussels)",
    ]
    assert [read(each).splitlines()[1:] for each in found(group, "P-5 is up for review")] == [
        ["Prepare countermeasures for 1 February?", "Owner: Brussels"]
    ]
    assert [read(each).splitlines()[1] for each in found(group, "Due now: T-1")] == ["Brussels"]
    assert "→ T-1 done: Prepare countermeasures" in read(found(group, "P-5 · Adopted")[0])
    title = "C-3 Heads of government: after the talks in Davos"
    said = [f"Reminder: {title} in 1 day", f"Reminder: {title} in 1 hour", f"Reminder: {title} in 10 minutes"]
    assert [len(found(group, words)) for words in [*said, f"Starting now: {title}"]] == [1, 1, 1, 1]
    assert len(found(group, "Reminder: A-1")) == 1
    assert [each.date.astimezone(BRUSSELS).strftime("%a %H:%M") for each in found(group, "Status due: A-1")] == [
        "Sat 21:08"
    ]
    assert [read(each) for each in found(group, "Digest, 19 January")] == [DIGEST]
    last = found(group, "Digest, 19 January")[0].date.astimezone(BRUSSELS)
    assert f"{last:%A %d %B %H:%M}" == "Monday 26 January 08:00"


def the_other_polls_are_shown(group: Chat) -> None:
    """By proxy and later than planned, as a sense check, by consent, tied and put to the vote again, in secret."""
    early, list_of_goods, sense, consent, tied, again, secret = (
        read(found(group, f"P-{number} ·")[0]) for number in range(4, 11)
    )
    assert "For · 7: " in early
    assert "Finland, Ukraine (by proxy)" in list_of_goods
    assert len(found(group, "Reminder: P-5")) == 1, "nobody was left to remind at half time"
    assert "Chosen most: 1 Brussels (3 of 4). Not binding." in sense
    assert "As amended:\nOf Greenland itself it speaks only with Copenhagen and Nuuk present." in consent
    assert "no open objection" in consent
    assert "Put to the vote again: P-9" in tied
    assert "in place of P-8" in again
    assert "round 2: 1: 3, 2: 4" in secret
    assert not any(capital in secret for capital in ("Paris", "Italy", "France", "Denmark"))


def what_was_decided_can_be_passed_on(group: Chat) -> None:
    """The words of each decision, once, without a sound or a button."""
    told = [each for each in group.messages if "\nAdopted by Washington Group on " in read(each)]
    assert [read(each) for each in told] == DECISIONS
    assert [(each.silent, each.buttons) for each in told] == [(True, [])] * len(DECISIONS)


def the_pictures_show_the_results(group: Chat) -> None:
    """Of the polls that were counted; each after its result, without a sound."""
    shown = [each for each in group.messages if each.photo]
    handles = ("P-1", "P-4", "P-5", "P-8", "P-9", "P-10")
    assert [read(each).partition(",")[0] for each in shown] == [f"In the picture: {handle}" for handle in handles]
    assert read(shown[0]) == (
        "In the picture: P-1, Adopted: For 6 (Germany, Denmark, Finland, France, United Kingdom, Ukraine); Against 0; "
        "Abstain 1 (Italy); Not voted 0, of 7"
    )
    assert "P-5, Adopted: 1 Tariffs on goods worth EUR 93 billion: 4; " in read(shown[2])
    assert "P-10, Adopted: 1 Copenhagen: 3; 2 Helsinki: 4; " in read(shown[-1])
    for each, handle in zip(shown, handles, strict=True):
        assert each.silent
        assert each.photo
        assert each.photo.content.startswith(PNG)
        assert each.reply_to is found(group, f"{handle} ·")[0]
        assert each.id > found(group, f"{handle} · ")[-1].id


def the_calendar_files_are_right(theatre: Theatre) -> None:
    sent = [each.document for each in theatre.group.messages if each.document]
    files = [icalendar.Calendar.from_ical(document.content) for document in sent]
    events = [file.walk("VEVENT")[0] for file in files]
    assert [(document.file_name, str(file["METHOD"])) for document, file in zip(sent, files, strict=True)] == [
        ("C-1.ics", "PUBLISH"), ("C-2.ics", "PUBLISH"), ("C-2.ics", "CANCEL"), ("C-3.ics", "PUBLISH"),
    ]  # fmt: skip
    assert events[1]["UID"] == events[2]["UID"]
    assert events[3]["DTSTART"] == icalendar.vDatetime(datetime(2026, 1, 21, 19, 0, tzinfo=UTC))
    private = theatre.world.private(theatre.player.stage.person("Helsinki"))
    assert [each.document.file_name for each in private.messages if each.document] == ["C-1.ics"]


@pytest.mark.timeout(90)
async def test_the_whole_week_is_played_and_the_bot_does_all_of_it() -> None:
    settings = Settings(telegram_token=World().token, database_url="sqlite:///nowhere.db")
    async with staged(settings) as theatre:
        theatre.player.hurry(math.inf)
        await theatre.player.run()
        view = theatre.player.view()
        assert (view["state"], view["trouble"], view["done"]) == ("ended", "", view["steps"])
        assert await broken(theatre) == []
        the_weekend_is_shown(theatre.group)
        the_days_after_are_shown(theatre.group)
        what_was_decided_can_be_passed_on(theatre.group)
        the_pictures_show_the_results(theatre.group)
        the_calendar_files_are_right(theatre)
        # What changes between a card's claim and its rendering is shown at once, and the edit after that changes nothing.
        assert [call for call in theatre.world.calls if not call.ok and NOT_MODIFIED not in str(call.error)] == []
        assert all(press.answered for press in theatre.world.presses.values())
        assert theatre.app.telegram.plain_fallbacks == 0


@pytest.mark.process
async def test_demo_with_replay_serves_it_beside_the_chat_and_stops_cleanly(tmp_path: Path) -> None:
    program = ("-m", "bot", "demo", "--replay", "--port", "0")
    demo = BotProcess("http://127.0.0.1:1", World().token, tmp_path, program=program)
    await demo.start()
    await until(lambda: "/replay/" in demo.output)
    page = next(word for word in demo.output.split() if word.endswith("/replay/"))
    async with aiohttp.ClientSession() as client:
        await client.get(page)
        async with client.post(f"{page}world/replay", json={"speed": "end"}) as response:
            assert response.status == 200
        async with asyncio.timeout(20):
            while (view := await (await client.get(f"{page}world/replay")).json())["done"] < 10:
                await asyncio.sleep(0.05)
        assert (view["state"], view["trouble"]) == ("playing", "")
        async with client.get(page.replace("/replay/", "/world/people")) as response:
            assert "Kyiv" in await response.text()
    assert await demo.stop() == 0
    assert "Traceback" not in demo.output
