"""Who has not voted is reminded: in private where the bot may write to them, else by name in the group; /remind."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from bot.local.world import Message, User
from storage.models import JournalEntry
from tests.handlers.polling import by_delegation
from tests.stage import Stage

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Saturday, 09:00 in Brussels: nobody sleeps for thirteen hours."""
    async with Stage.opened(tmp_path) as opened:
        await opened.wait(15 * HOUR)
        yield opened


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


async def opens(stage: Stage, *users: User) -> None:
    """These have pressed Start in private."""
    for user in users:
        await stage.says(user, "/start", chat=stage.world.private(user))


def named(stage: Stage) -> list[str]:
    """Whom the group's reminders name."""
    found = [plain(each.text) for each in stage.group.messages if each.text.startswith("Reminder: P-")]
    return [text.splitlines()[-1].removeprefix("Not yet voted: ") for text in found]


def private(stage: Stage, user: User) -> list[Message]:
    return [each for each in stage.world.private(user).messages if each.text.startswith("Reminder: P-")]


def told(stage: Stage) -> list[int]:
    """How many reminders each got in private."""
    return [len(private(stage, user)) for user in (stage.paris, stage.london, stage.kyiv)]


async def polled(stage: Stage, more: str = "closes: in 2h") -> Message:
    await stage.says(stage.paris, f"/poll Issue a joint statement?\n{more}")
    return stage.card("P-1")


def reminders(session: Session) -> list[int | None]:
    """Who asked for each reminder on record."""
    return list(session.exec(select(JournalEntry.actor_id).where(JournalEntry.kind == "poll_reminded")))


@pytest.mark.parametrize(
    ("length", "hours", "count"),
    [
        pytest.param("59m", 1, 0, id="59 minutes: none"),
        pytest.param("1h", 1, 1, id="an hour: at half time"),
        pytest.param("239m", 4, 1, id="under four hours: at half time alone"),
        pytest.param("4h", 2.9, 1, id="four hours: at half time"),
        pytest.param("4h", 4, 2, id="four hours: and one before the end"),
    ],
)
async def test_when_reminders_come(stage: Stage, length: str, hours: float, count: int) -> None:
    await polled(stage, f"closes: in {length}")
    await stage.wait(hours * HOUR)
    assert named(stage) == ["Paris, London, Kyiv"] * count


@pytest.mark.parametrize(
    ("start", "vote", "names", "chats"),
    [
        pytest.param("", "", ["Paris, London, Kyiv"], [0, 0, 0], id="no private chat is open: all by name"),
        pytest.param("", "london", ["Paris, Kyiv"], [0, 0, 0], id="who has voted is not named"),
        pytest.param("kyiv", "london", ["Paris"], [0, 0, 1], id="who can be told in private is told there alone"),
        pytest.param("kyiv", "kyiv", ["Paris, London"], [0, 0, 0], id="who has voted is not told there either"),
        pytest.param("paris kyiv", "london", [], [1, 0, 1], id="all in private: nothing in the group"),
        pytest.param("kyiv", "paris london kyiv", [], [0, 0, 0], id="all have voted: nothing is said"),
    ],
)
async def test_who_is_told_where(stage: Stage, start: str, vote: str, names: list[str], chats: list[int]) -> None:
    await opens(stage, *(getattr(stage, name) for name in start.split()))
    card = await polled(stage)
    for name in vote.split():
        await stage.presses(getattr(stage, name), card, "For")
    await stage.wait(1.5 * HOUR)
    assert (named(stage), told(stage)) == (names, chats)
    assert len(stage.read(reminders)) == (1 if names or any(chats) else 0)


async def test_the_group_is_told_once_in_a_reply_that_rings_whom_it_names(stage: Stage) -> None:
    card = await polled(stage)
    await stage.presses(stage.london, card, "For")
    await stage.wait(1.5 * HOUR)
    reminder = stage.world.find(stage.group, "Reminder: P-1")
    assert plain(reminder.text) == (
        "Reminder: P-1 closes Sun 18 Jan, 11:00 (Brussels)\nIssue a joint statement?\nNot yet voted: Paris, Kyiv"
    )
    assert reminder.reply_to is card
    assert not reminder.silent
    assert f"tg://user?id={stage.kyiv.id}" in (reminder.html or "")
    assert f"tg://user?id={stage.london.id}" not in (reminder.html or "")


async def test_the_private_reminder_takes_the_vote(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    card = await polled(stage)
    await stage.wait(1.5 * HOUR)
    (reminder,) = private(stage, stage.kyiv)
    assert plain(reminder.text) == (
        "Reminder: P-1 closes Sun 18 Jan, 11:00 (Brussels)\n"
        "Issue a joint statement?\n"
        "You have not voted yet, Washington Group waits for you."
    )
    assert reminder.buttons[:2] == [["For", "Against"], ["Abstain"]]
    assert await stage.presses(stage.kyiv, reminder, "Abstain") == "Recorded: Abstain"
    assert "Abstain · 1: Kyiv" in plain(card.text)


async def test_of_several_groups_it_is_for_the_one_the_poll_is_of(stage: Stage) -> None:
    second = stage.world.add_group("Nordic Group", stage.kyiv, stage.london, admins=[stage.kyiv])
    stage.world.add_bot(second, stage.kyiv)
    await stage.says(stage.kyiv, "/help", chat=second)
    await opens(stage, stage.kyiv)
    card = await polled(stage)
    await stage.wait(1.5 * HOUR)
    (reminder,) = private(stage, stage.kyiv)
    assert await stage.presses(stage.kyiv, reminder, "For") == "Recorded: For"
    assert "For · 1: Kyiv" in plain(card.text)


@pytest.mark.parametrize(
    ("more", "buttons"),
    [
        pytest.param("- Today\n- Tomorrow", [["1 Today"], ["2 Tomorrow"], ["Abstain"]], id="options"),
        pytest.param("- Today\n- Tomorrow\nrule: ranked", [["1 Today"], ["2 Tomorrow"], ["Abstain", "My ballot"]], id="ranked"),
        pytest.param("secret: yes", [["For", "Against"], ["Abstain", "My ballot"]], id="secret"),
        pytest.param("rule: consent", [["Consent", "Stand aside"]], id="consent: an objection is made where its reason is asked for"),
    ],
)  # fmt: skip
async def test_what_the_private_reminder_offers(stage: Stage, more: str, buttons: list[list[str]]) -> None:
    await opens(stage, stage.kyiv)
    await polled(stage, f"{more}\ncloses: in 2h")
    await stage.wait(1.5 * HOUR)
    (reminder,) = private(stage, stage.kyiv)
    assert [row for row in reminder.buttons if row != ["Open in the group"]] == buttons


async def test_the_private_reminder_has_the_options_in_all_their_words(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    await polled(stage, "- Today, before the market opens in New York\n- After <the> summit\ncloses: in 2h")
    await stage.wait(1.5 * HOUR)
    (reminder,) = private(stage, stage.kyiv)
    assert "\n1 Today, before the market opens in New York\n2 After <the> summit\n" in reminder.text


async def test_who_has_not_voted_in_a_secret_poll_is_named(stage: Stage) -> None:
    card = await polled(stage, "secret: yes\ncloses: in 2h")
    await stage.presses(stage.london, card, "For")
    await stage.wait(1.5 * HOUR)
    assert named(stage) == ["Paris, Kyiv"]


async def test_a_delegation_is_reminded_by_whoever_speaks_for_it(stage: Stage) -> None:
    await by_delegation(stage)
    await opens(stage, stage.kyiv)
    await polled(stage)
    await stage.wait(1.5 * HOUR)
    assert named(stage) == ["France (Paris), United Kingdom (London)"]
    (reminder,) = private(stage, stage.kyiv)
    assert plain(reminder.text).endswith("Ukraine has not voted yet, Washington Group waits for you.")


async def test_a_ballot_cast_before_the_reminder_is_sent_is_seen(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    card = await polled(stage)
    await stage.wait(59 * MINUTE)
    stage.clock.skip(MINUTE)
    await stage.app.ticker.fire_due()  # due, recorded, not yet sent
    for user in (stage.london, stage.kyiv):
        stage.world.press(user, card, "For")
    while not await stage.app.intake.step():
        pass
    await stage.settle()
    assert (named(stage), told(stage)) == (["Paris"], [0, 0, 0])


async def test_nothing_is_sent_where_all_voted_meanwhile(stage: Stage) -> None:
    card = await polled(stage)
    await stage.wait(59 * MINUTE)
    stage.clock.skip(MINUTE)
    await stage.app.ticker.fire_due()
    for user in (stage.paris, stage.london, stage.kyiv):
        stage.world.press(user, card, "For")
    while not await stage.app.intake.step():
        pass
    await stage.settle()
    assert named(stage) == []


async def test_who_has_left_is_not_waited_for(stage: Stage) -> None:
    await polled(stage)
    stage.world.leave(stage.kyiv, stage.group)
    await stage.wait(1.5 * HOUR)
    assert named(stage) == ["Paris, London"]


async def test_whose_private_chat_turns_out_closed_is_named_in_the_group(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    card = await polled(stage)
    for user in (stage.paris, stage.london):
        await stage.presses(user, card, "For")
    stage.world.block(stage.kyiv)
    stage.world.updates.clear()  # nobody tells the bot
    await stage.wait(1.5 * HOUR)
    assert named(stage) == ["Kyiv"]


@pytest.mark.parametrize(
    ("at", "length", "moments"),
    [
        pytest.param("2026-01-18 08:00", "4h", ["11:00", "12:00"], id="by day: at half time and an hour before"),
        pytest.param("2026-01-18 12:00", "20h", ["07:00", "08:00"], id="half time at night waits for the morning"),
        pytest.param("2026-01-18 19:00", "8h", ["03:00"], id="a poll of one night: in its last hour"),
        pytest.param("2026-01-18 21:30", "2h", ["23:30"], id="a short one at night cannot wait"),
    ],
)
async def test_private_reminders_and_nights(tmp_path: Path, at: str, length: str, moments: list[str]) -> None:
    """Brussels sleeps from 22:00 to 07:00; the moments are its own, an hour ahead of `at`."""

    class Dated(Stage):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            self.clock.at = datetime.fromisoformat(at).replace(tzinfo=UTC) - 5 * MINUTE

    async with Dated.opened(tmp_path) as stage:
        await opens(stage, stage.kyiv)
        await stage.wait(datetime.fromisoformat(at).replace(tzinfo=UTC) - stage.clock.now())
        await polled(stage, f"closes: in {length}")
        await stage.wait(24 * HOUR)
        heard = [each.date.astimezone(ZoneInfo("Europe/Brussels")) for each in private(stage, stage.kyiv)]
        assert [f"{each:%H:%M}" for each in heard] == moments


async def test_what_was_kept_back_at_night_is_not_said_to_who_has_voted_by_then(stage: Stage) -> None:
    await opens(stage, stage.kyiv, stage.london)
    await stage.wait(4 * HOUR)
    card = await polled(stage, "closes: in 20h")  # half time is at 23:00
    await stage.wait(11 * HOUR)
    await stage.presses(stage.kyiv, card, "For")
    await stage.wait(7.1 * HOUR)
    assert told(stage) == [0, 1, 0]


async def test_after_being_down_only_the_later_reminder_is_said(stage: Stage) -> None:
    await polled(stage, "closes: in 6h")
    stage.clock.at += 5.2 * HOUR
    async with stage.playing():
        await stage.settle()
        assert len(named(stage)) == 1


async def test_restarts_in_between_send_nothing_twice(stage: Stage) -> None:
    await opens(stage, stage.kyiv)
    await polled(stage, "closes: in 5h")
    for _ in range(10):
        async with stage.playing():
            await stage.wait(HOUR / 2)
    async with stage.playing():
        assert (len(named(stage)), told(stage)) == (2, [0, 0, 2])


# /remind


@pytest.mark.parametrize(
    ("start", "vote", "answer"),
    [
        pytest.param("", "", "", id="all by name: the reminder is the answer"),
        pytest.param("kyiv", "", "Reminded of P-1: 1 in private, 2 in the group", id="some in private"),
        pytest.param("kyiv", "paris london", "Reminded of P-1: 1 in private", id="all in private"),
        pytest.param("", "paris london kyiv", "Nobody is left to remind: all who are here have voted in P-1.", id="all have voted"),
    ],
)  # fmt: skip
async def test_asked_for(stage: Stage, start: str, vote: str, answer: str) -> None:
    await opens(stage, *(getattr(stage, name) for name in start.split()))
    card = await polled(stage)
    for name in vote.split():
        await stage.presses(getattr(stage, name), card, "For")
    said = len(stage.group.messages)
    await stage.says(stage.paris, "/remind p1")
    answers = [each.text for each in stage.group.messages[said:] if each.sender is stage.world.bot]
    assert [each for each in answers if not each.startswith("Reminder: ")] == ([answer] if answer else [])
    assert len(answers) - bool(answer) == len(named(stage)) == (0 if "paris london" in vote else 1)
    assert sum(told(stage)) == len(start.split())


@pytest.mark.parametrize(
    ("who", "typed", "answer"),
    [
        pytest.param("kyiv", "/remind P-1", "Only whoever opened P-1, or an administrator, can do that.", id="somebody else"),
        pytest.param("london", "/remind P-9", "There is no P-9 in this group: look at the number on its card.", id="no such poll"),
        pytest.param("london", "/remind a1", "A-1 is no poll: of alerts, calls and tasks I remind by myself, of a poll with /remind P-3.", id="an alert"),
        pytest.param("london", "/remind C-1", "C-1 is no poll: of alerts, calls and tasks I remind by myself, of a poll with /remind P-3.", id="a call"),
        pytest.param("london", "/remind P-2", "P-2 is not open yet: it opens Mon 19 Jan, 09:00 (Brussels).", id="one that opens later"),
        pytest.param("london", "/remind P-3", "Closed: P-3 (Rejected).", id="one that is closed"),
    ],
)  # fmt: skip
async def test_who_reminds_of_what(stage: Stage, who: str, typed: str, answer: str) -> None:
    await stage.says(stage.london, "/poll Issue a joint statement?")
    await stage.says(stage.london, "/poll Issue another?\nopens: monday 09:00")
    await stage.says(stage.london, "/poll And a third?")
    await stage.says(stage.london, "/close P-3")
    await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.says(stage.paris, "/call Follow-up\nwhen: tomorrow 18:00")
    assert (await stage.says(getattr(stage, who), typed)).text == answer
    assert named(stage) == []


async def test_once_an_hour(stage: Stage) -> None:
    await polled(stage, "closes: in 24h")
    await stage.says(stage.paris, "/remind P-1")
    await stage.wait(30 * MINUTE)
    again = await stage.says(stage.paris, "/remind P-1")
    assert again.text == ("P-1 has had a reminder within the hour: the next can follow Sun 18 Jan, 10:00 (Brussels).")
    await stage.wait(30 * MINUTE)
    await stage.says(stage.paris, "/remind P-1")
    assert named(stage) == ["Paris, London, Kyiv"] * 2


async def test_asked_for_in_private(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Issue a joint statement?")
    answer = await stage.says(stage.london, "/remind P-1", chat=stage.world.private(stage.london))
    chat = [each.text for each in stage.world.private(stage.london).messages]
    assert "Reminded of P-1: 1 in private, 2 in the group" in chat
    assert answer.text.startswith("Reminder: P-1")


async def test_a_text_under_silence_has_its_own(stage: Stage) -> None:
    await stage.says(stage.london, "/silence The exercise is coordinated.")
    await stage.says(stage.london, "/remind P-1")
    reminder = stage.world.find(stage.group, "Reminder: the silence on P-1 expires")
    assert plain(reminder.text).endswith("2 of 3 have not seen it: Paris, Kyiv")
    for user in (stage.paris, stage.london, stage.kyiv):
        await stage.presses(user, stage.card("P-1"), "Seen")
    assert (await stage.says(stage.london, "/remind P-1")).text == "Nobody is left to remind: all have seen P-1."


async def test_in_french(stage: Stage) -> None:
    berne = stage.world.add_user("Berne", language_code="fr")
    stage.world.join(berne, stage.group)
    await opens(stage, berne)
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.paris, "/poll Publier une déclaration ?\nclôture: dans 5 heures")
    await stage.says(stage.paris, "/remind P-1")
    chat = [plain(each.text).splitlines()[-1] for each in stage.group.messages[-2:]]
    assert chat == [
        "Relance pour P-1\xa0: 1 en privé, 3 dans le groupe",
        "Pas encore voté\xa0: Paris, London, Kyiv",
    ]
    (reminder,) = [each for each in stage.world.private(berne).messages if each.text.startswith("Rappel")]
    assert plain(reminder.text).endswith("Vous n’avez pas encore voté, Washington Group vous attend.")
    assert await stage.presses(berne, reminder, "Pour") == "Enregistré : Pour"
