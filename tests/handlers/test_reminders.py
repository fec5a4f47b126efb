"""High and critical alerts: those who have not seen one are reminded; how a critical one stands is asked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.local.world import Message, User
from tests.stage import Stage

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHECKED = ["London", "Kyiv"]


def said(stage: Stage, beginning: str) -> list[Message]:
    """What the bot has posted in the group that begins so."""
    return [
        message
        for message in stage.group.messages
        if message.sender is stage.world.bot and message.text.startswith(beginning)
    ]


def told(stage: Stage, user: User) -> list[Message]:
    """The reminders somebody got in private."""
    return [message for message in stage.world.private(user).messages if message.text.startswith("Reminder")]


def named(message: Message) -> list[str]:
    """Whom a reminder names."""
    line = message.text.splitlines()[-1].replace("\u2068", "").replace("\u2069", "")
    return line.removeprefix("Not yet seen: ").split(", ")


async def opens(stage: Stage, *users: User) -> None:
    """These have pressed Start in private."""
    for user in users:
        await stage.says(user, "/start", chat=stage.world.private(user))


async def plays(stage: Stage, deeds: dict[int, str], *, until: int = 24 * 60) -> list[tuple[int, list[str]]]:
    """Paris logs an alert, then what is typed at these minutes is; the minutes of reminders, and whom they name."""
    begun = stage.clock.now()
    for minute, typed in sorted(deeds.items()):
        await stage.wait(begun + minute * MINUTE - stage.clock.now())
        for line in typed.split("; "):
            who, _, text = line.partition(": ")
            user = getattr(stage, who)
            if text == "leaves":
                stage.world.leave(user, stage.group)
            elif text == "joins":
                stage.world.join(user, stage.group)
            elif text in {"low", "high", "critical"}:
                card = stage.card("A-1")
                await stage.presses(user, card, "Severity")
                button = next(label for row in card.buttons for label in row if label.endswith(text))
                await stage.presses(user, card, button)
            else:
                stage.world.send(user, stage.group, text)
            await stage.settle()
    await stage.wait(begun + until * MINUTE - stage.clock.now())
    return [(round((each.date - begun) / MINUTE), named(each)) for each in said(stage, "Reminder: A-1")]


@pytest.mark.parametrize(
    ("deeds", "reminders"),
    [
        pytest.param({0: "paris: /alert X !high"}, [(15, CHECKED), (60, CHECKED)], id="nobody has seen a high one"),
        pytest.param({0: "paris: /alert X !critical"}, [(15, CHECKED), (60, CHECKED)], id="nor a critical one"),
        pytest.param({0: "paris: /alert X"}, [], id="of a medium one nobody is reminded"),
        pytest.param({0: "paris: /alert X !low"}, [], id="nor of a low one"),
        pytest.param({0: "paris: /alert X !high", 5: "london: /ack A-1"}, [(15, ["Kyiv"]), (60, ["Kyiv"])], id="who has seen it is not named"),
        pytest.param({0: "paris: /alert X !high", 20: "london: /ack A-1"}, [(15, CHECKED), (60, ["Kyiv"])], id="nor named again"),
        pytest.param({0: "paris: /alert X !high", 5: "london: /ack A-1; kyiv: /ack A-1"}, [], id="seen by all"),
        pytest.param({0: "paris: /alert X !high", 5: "kyiv: /resolve A-1"}, [], id="resolved"),
        pytest.param({0: "paris: /alert X !high", 30: "kyiv: /resolve A-1"}, [(15, CHECKED)], id="resolved after the first"),
        pytest.param({0: "paris: /alert X !high", 5: "kyiv: /resolve A-1", 100: "kyiv: /reopen A-1"}, [(115, CHECKED), (160, CHECKED)], id="reopened: from then"),
        pytest.param({0: "paris: /alert X", 100: "kyiv: high"}, [(115, CHECKED), (160, CHECKED)], id="raised later: from then"),
        pytest.param({0: "paris: /alert X !high", 10: "kyiv: critical"}, [(15, CHECKED), (60, CHECKED)], id="raised from high: as before"),
        pytest.param({0: "paris: /alert X !high", 10: "kyiv: low"}, [], id="lowered"),
        pytest.param({0: "paris: /alert X !high", 30: "kyiv: low", 100: "kyiv: high"}, [(15, CHECKED), (160, CHECKED)], id="lowered and raised: two in all"),
        pytest.param({0: "paris: /alert X !high", 90: "kyiv: low", 100: "kyiv: high"}, [(15, CHECKED), (60, CHECKED)], id="never a third"),
        pytest.param({0: "paris: /alert X !high", 5: "london: leaves"}, [(15, ["Kyiv"]), (60, ["Kyiv"])], id="who has left is not named"),
        pytest.param({0: "paris: /alert X !high", 20: "outsider: joins"}, [(15, CHECKED), (60, [*CHECKED, "Moscow"])], id="who has joined since is"),
        pytest.param({0: "paris: /settings unseen 5m; paris: /alert X !high"}, [(5, CHECKED)], id="one reminder chosen"),
        pytest.param({0: "paris: /settings unseen off; paris: /alert X !high"}, [], id="none chosen"),
        pytest.param({0: "paris: /alert X !high", 1: "paris: /settings unseen 5m, 10m"}, [(5, CHECKED), (10, CHECKED)], id="what is pending follows the setting"),
        pytest.param({0: "paris: /alert X !high", 20: "paris: /settings unseen 10m, 30m"}, [(15, CHECKED), (30, CHECKED)], id="also after the first"),
        pytest.param({0: "paris: /alert X !high", 1: "paris: /settings unseen off"}, [], id="turned off"),
        pytest.param({0: "paris: /settings unseen off; paris: /alert X !high", 30: "paris: /settings unseen 15m, 60m"}, [(60, CHECKED)], id="turned on: what has passed is not made up"),
    ],
)  # fmt: skip
async def test_reminders(stage: Stage, deeds: dict[int, str], reminders: list[tuple[int, list[str]]]) -> None:
    assert await plays(stage, deeds) == reminders


async def test_a_reminder_says_what_it_is_about_and_notifies_those_it_names(stage: Stage) -> None:
    card = await stage.says(stage.paris, f"/alert Tariffs {'announced ' * 50}!high")
    await stage.wait(16 * MINUTE)
    (reminder,) = said(stage, "Reminder:")
    head, words, _ = reminder.text.splitlines()
    assert head == "Reminder: A-1 · 🟠 high"
    assert words.startswith("Tariffs announced announced")
    assert words.endswith("…")
    assert f'<a href="tg://user?id={stage.kyiv.id}">' in (reminder.html or "")
    assert f'<a href="https://t.me/c/{str(stage.group.id)[4:]}/{card.id}"><b>A-1</b></a>' in (reminder.html or "")
    assert reminder.reply_to is card
    assert reminder.buttons == [["Seen"]]
    assert not reminder.silent
    assert await stage.presses(stage.london, reminder, "Seen") == "Seen"
    assert "Seen by 2 of 3" in card.text


async def test_in_french(stage: Stage) -> None:
    berne = stage.world.add_user("Berne", language_code="fr")
    stage.world.join(berne, stage.group)
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.paris, "/alert Droits de douane !critique")
    await stage.wait(16 * MINUTE)
    (reminder,) = said(stage, "Rappel")
    assert reminder.text == (
        "Rappel\xa0: A-1 · 🔴 critique\nDroits de douane\nPas encore vu\xa0: \u2068London\u2069, \u2068Kyiv\u2069, \u2068Berne\u2069"
    )
    assert reminder.buttons == [["Vu"]]
    await stage.wait(4 * HOUR)
    (question,) = said(stage, "Point attendu")
    assert question.buttons == [["Toujours en cours", "Résoudre"]]
    assert await stage.presses(berne, question, "Toujours en cours") == "Enregistré : toujours en cours"


# In private


@pytest.mark.parametrize(
    ("at", "zone", "severity", "minutes"),
    [
        pytest.param("2026-01-18 12:00", "Europe/Paris", "high", [15, 60], id="by day at once"),
        pytest.param("2026-01-18 20:30", "Europe/Paris", "high", [15, 570], id="21:45 local is said, 22:30 waits until 07:00"),
        pytest.param("2026-01-18 20:44", "Europe/Paris", "high", [15, 556], id="21:59 is still day"),
        pytest.param("2026-01-18 20:45", "Europe/Paris", "high", [555], id="22:00 is night; both make one"),
        pytest.param("2026-01-18 20:45", "Europe/Paris", "critical", [15, 60], id="a critical one wakes"),
        pytest.param("2026-01-18 05:30", "Europe/Paris", "high", [30, 60], id="06:45 waits until 07:00"),
        pytest.param("2026-01-18 05:45", "Europe/Paris", "high", [15, 60], id="07:00 is day"),
        pytest.param("2026-01-18 12:00", "Asia/Tokyo", "high", [15, 600], id="night in Tokyo only"),
        pytest.param("2026-01-18 21:30", "America/New_York", "high", [15, 60], id="day in New York only"),
        pytest.param("2026-03-28 22:00", "Europe/Paris", "high", [420], id="the night the clocks go forward is an hour shorter"),
        pytest.param("2026-10-24 21:00", "Europe/Paris", "high", [540], id="the night they go back an hour longer"),
        pytest.param("2026-01-18 21:30", None, "high", [510], id="without a zone of one's own it is the group's"),
    ],
)  # fmt: skip
async def test_private_reminders_and_nights(
    tmp_path: Path, at: str, zone: str | None, severity: str, minutes: list[int]
) -> None:
    class Dated(Stage):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            self.clock.at = datetime.fromisoformat(at).replace(tzinfo=UTC) - 5 * MINUTE

    async with Dated.opened(tmp_path) as stage:
        await opens(stage, stage.kyiv)
        if zone:
            await stage.says(stage.kyiv, f"/timezone {zone}", chat=stage.world.private(stage.kyiv))
        await stage.wait(datetime.fromisoformat(at).replace(tzinfo=UTC) - stage.clock.now())
        await stage.says(stage.paris, f"/alert Tariffs announced !{severity}")
        begun = stage.card("A-1").date
        await stage.wait(20 * HOUR)
        assert [round((each.date - begun) / MINUTE) for each in told(stage, stage.kyiv)] == minutes
        assert told(stage, stage.london) == told(stage, stage.paris) == []  # not opened; the reporter
        assert len(said(stage, "Reminder:")) == 2  # the group hears it whatever the hour


async def test_a_private_reminder_is_acknowledged_there(stage: Stage) -> None:
    second = stage.world.add_group("Nordic Group", stage.kyiv, stage.london, admins=[stage.kyiv])
    stage.world.add_bot(second, stage.kyiv)
    await stage.says(stage.kyiv, "/help", chat=second)
    await opens(stage, stage.kyiv)
    card = await stage.says(stage.paris, "/alert Tariffs announced !high")
    await stage.wait(16 * MINUTE)
    (reminder,) = told(stage, stage.kyiv)
    assert "Tariffs announced\nYou have not seen it yet, \u2068Washington Group\u2069 waits for you." in reminder.text
    assert await stage.presses(stage.kyiv, reminder, "Seen") == "Seen"
    assert "Seen by 2 of 3" in card.text
    await stage.wait(2 * HOUR)
    assert len(told(stage, stage.kyiv)) == 1


async def test_who_has_left_acknowledges_nothing_in_private(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    card = await stage.says(stage.paris, "/alert Tariffs announced !high")
    await stage.wait(16 * MINUTE)
    stage.world.leave(stage.kyiv, stage.group)
    (reminder,) = told(stage, stage.kyiv)
    assert await stage.presses(stage.kyiv, reminder, "Seen") == (
        "You are in no group that I serve: add me to your group and write there."
    )
    assert "Seen by 1 of 2" in card.text


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("kyiv: /ack A-1", id="seen by then"),
        pytest.param("paris: /resolve A-1", id="resolved by then"),
        pytest.param("kyiv: leaves", id="left by then"),
    ],
)
async def test_what_was_kept_back_at_night_is_not_said_in_the_morning_when_there_is_no_point(
    stage: Stage, typed: str
) -> None:
    await opens(stage, stage.kyiv)
    stage.clock.at = datetime(2026, 1, 18, 22, 0, tzinfo=UTC)
    await stage.app.skip(timedelta())
    await plays(stage, {0: "paris: /alert X !high", 120: typed})
    assert told(stage, stage.kyiv) == []


async def test_one_that_becomes_critical_at_night_waits_no_longer(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    stage.clock.at = datetime(2026, 1, 18, 22, 0, tzinfo=UTC)
    await stage.app.skip(timedelta())
    await plays(stage, {0: "paris: /alert X !high", 30: "paris: critical"})
    first, second = told(stage, stage.kyiv)
    assert first.date - stage.card("A-1").date <= 31 * MINUTE
    assert second.date - stage.card("A-1").date >= 59 * MINUTE


# Whatever happens to the bot


async def test_restarts_in_between_send_nothing_twice(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    await stage.says(stage.paris, "/alert Tariffs announced !critical")
    for _ in range(30):
        async with stage.playing():
            await stage.wait(10 * MINUTE)
    async with stage.playing():
        assert [named(each) for each in said(stage, "Reminder:")] == [CHECKED, CHECKED]
        assert len(told(stage, stage.kyiv)) == 2
        assert len(said(stage, "Status due")) == 1


async def test_after_being_down_the_later_reminder_is_said_and_one_question_asked(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced !critical")
    stage.clock.at += 10 * HOUR
    async with stage.playing():
        await stage.settle()
        assert len(said(stage, "Reminder:")) == 1
        assert len(said(stage, "Status due")) == 1
        asked = said(stage, "Status due")[0].date
        await stage.wait(5 * HOUR)
        assert [round((each.date - asked) / HOUR) for each in said(stage, "Status due")] == [0, 4]


async def test_while_the_bot_may_not_write_only_the_last_of_each_waits(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced !critical")
    stage.world.restrict(stage.world.bot, stage.group, "can_send_messages")
    await stage.wait(10 * HOUR)
    stage.world.unrestrict(stage.world.bot, stage.group)
    await stage.wait(HOUR)
    assert len(said(stage, "Reminder:")) == 1
    assert len(said(stage, "Status due")) == 1


async def test_a_group_without_the_bot_is_told_nothing(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    await stage.says(stage.paris, "/alert Tariffs announced !critical")
    stage.world.remove_bot(stage.group, stage.paris)
    await stage.wait(30 * HOUR)
    assert told(stage, stage.kyiv) == []
    stage.world.add_bot(stage.group, stage.paris)
    await stage.settle()
    await stage.wait(3 * HOUR)
    assert [len(said(stage, each)) for each in ("Reminder:", "Status due")] == [0, 1]
