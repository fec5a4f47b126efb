"""Between a deadline and Telegram's emptied queue a poll's card says "closing"; deadlines an outage cut are put off."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.delivery.transport import NoAnswer
from bot.local import faults
from bot.local.world import Message
from storage.models import Ballot, Poll
from tests.stage import Stage

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


async def asked(stage: Stage, more: str = "closes: in 1h", command: str = "/poll") -> Message:
    await stage.says(stage.paris, f"{command} Issue a joint statement?\n{more}")
    return stage.card("P-1")


def shown(stage: Stage, card: Message) -> list[str]:
    """The states that the card's message has shown, in order."""
    calls = [call.parameters for call in stage.world.calls if call.method == "editMessageText" and not call.error]
    edits = [call["text"] for call in calls if call["message_id"] == card.id]
    return [text.partition("</b> · <b>")[2].partition("</b>")[0] for text in edits]


async def without_telegram(stage: Stage) -> None:
    """What the bot does by itself while getUpdates is not answered."""
    await stage.app.ticker.fire_due()
    for _ in range(5):
        next_at = await stage.app.courier.deliver_due()
        if next_at is None or next_at - stage.clock.now() > 5 * SECOND:
            return
        stage.clock.at = max(stage.clock.at, next_at)


def ballots(session: Session) -> list[int]:
    return sorted(int(choices) for choices in session.exec(select(Ballot.choices)))


async def test_a_poll_that_closes_at_once_never_says_closing(stage: Stage) -> None:
    card = await asked(stage)
    await stage.wait(HOUR + MINUTE)
    assert card.text.startswith("P-1 · Rejected")
    assert "closing" not in shown(stage, card)


@pytest.mark.parametrize("command", ["/poll", "/silence"])
async def test_while_the_queue_is_not_empty_the_card_says_closing(stage: Stage, command: str) -> None:
    card = await asked(stage, command=command)
    await stage.wait(HOUR - MINUTE)
    stage.clock.skip(MINUTE + SECOND)
    await without_telegram(stage)
    assert "closing" not in card.text.splitlines()[0]  # a moment is nothing to speak of
    stage.clock.skip(3 * SECOND)
    await without_telegram(stage)
    assert card.text.startswith("P-1 · closing")
    assert stage.read(lambda session: session.exec(select(Poll.state)).one()) == "open"
    await stage.settle()
    verdict = {"/poll": "Rejected", "/silence": "Adopted"}[command]
    assert card.text.startswith(f"P-1 · {verdict}")


async def test_what_comes_while_it_is_closing_counts_if_it_was_made_in_time(stage: Stage) -> None:
    card = await asked(stage)
    await stage.wait(HOUR - MINUTE)
    stage.world.send(stage.london, stage.group, "/vote P-1 for")
    stage.world.press(stage.kyiv, card, "For")
    stage.clock.skip(MINUTE + 5 * SECOND)
    await without_telegram(stage)
    assert card.text.startswith("P-1 · closing")
    stage.world.send(stage.paris, stage.group, "/vote P-1 against")  # too late
    await stage.settle()
    assert card.text.startswith("P-1 · Adopted")
    assert stage.read(ballots) == [-1, -1]


async def test_more_than_one_batch_waits(stage: Stage) -> None:
    """Telegram hands over a hundred updates at once: the poll is closing until the last of them is done."""
    card = await asked(stage)
    await stage.wait(HOUR - MINUTE)
    for _ in range(150):
        stage.world.press(stage.kyiv, card, "Against")
    stage.world.press(stage.kyiv, card, "For")
    stage.clock.skip(MINUTE + 5 * SECOND)
    assert not await stage.app.intake.step()
    await without_telegram(stage)
    assert card.text.startswith("P-1 · closing")
    await stage.settle()
    assert card.text.startswith("P-1 · Adopted")


async def test_telegram_answers_again_after_a_short_while(stage: Stage) -> None:
    card = await asked(stage)
    await stage.wait(HOUR - MINUTE)
    stage.world.fail("getUpdates", faults.gateway(502, applied=False), times=3)
    stage.clock.skip(MINUTE + 5 * SECOND)
    for _ in range(3):
        with pytest.raises(NoAnswer):
            await stage.app.intake.step()
    await without_telegram(stage)
    assert card.text.startswith("P-1 · closing")
    stage.clock.skip(MINUTE)
    await stage.settle()
    assert card.text.startswith("P-1 · Rejected")  # a minute: no outage


async def test_a_restart_while_it_is_closing(stage: Stage) -> None:
    card = await asked(stage)
    await stage.wait(HOUR - MINUTE)
    stage.clock.skip(MINUTE + 5 * SECOND)
    await without_telegram(stage)
    assert card.text.startswith("P-1 · closing")
    async with stage.playing():
        await stage.settle()
        assert card.text.startswith("P-1 · Rejected")


@pytest.mark.parametrize(
    ("closes", "gap", "extended"),
    [
        pytest.param(60, 2, False, id="two minutes are no outage"),
        pytest.param(60, 70, True, id="in the gap"),
        pytest.param(60, 60.1, True, id="just before it ends"),
        pytest.param(60, 52, True, id="eight minutes after it"),
        pytest.param(60, 49, False, id="eleven minutes after it"),
    ],
)
async def test_an_outage_puts_off_what_it_cut(stage: Stage, closes: int, gap: float, extended: bool) -> None:
    """The bot hears nothing for so many minutes; the poll closes so long after the gap has begun."""
    card = await asked(stage, f"closes: in {closes} minutes")
    before = stage.read(lambda session: session.exec(select(Poll.closes_at)).one())
    begun = stage.clock.now()
    if gap < 10:
        await stage.wait((closes - 1) * MINUTE)
    stage.clock.at += gap * MINUTE
    await without_telegram(stage)  # what is due fires though nothing is heard
    await stage.settle()
    after = stage.read(lambda session: session.exec(select(Poll.closes_at)).one())
    assert (after - before >= gap * MINUTE) == extended
    assert after - before <= gap * MINUTE + 10 * SECOND
    notices = [each.text for each in stage.group.messages if "I was out of reach" in each.text]
    assert len(notices) == (0 if gap < 10 else 1)
    assert all(("P-1" in text) == extended for text in notices)
    if extended:
        assert card.text.startswith("P-1 · open")
        await stage.wait(after - stage.clock.now() + MINUTE)
    elif gap > 10:
        await stage.wait(begun + closes * MINUTE - stage.clock.now() + MINUTE)
    assert card.text.startswith("P-1 · Rejected")


async def test_after_an_outage_reminders_follow_the_new_deadline(stage: Stage) -> None:
    await stage.wait(15 * HOUR)
    await asked(stage, "closes: in 5h")
    begun = stage.clock.now()
    await stage.wait(3.9 * HOUR)
    stage.clock.at += 1.5 * HOUR  # over the last hour and the deadline
    await stage.settle()
    await stage.wait(3 * HOUR)
    reminders = [each for each in stage.group.messages if each.text.startswith("Reminder: P-1")]
    minutes = [round((each.date - begun) / MINUTE) for each in reminders]
    assert minutes == [150, 330]  # at half time, and an hour before the deadline of now


async def test_a_silence_cut_by_an_outage_is_kept_longer(stage: Stage) -> None:
    card = await asked(stage, "closes: in 1h", command="/silence")
    stage.clock.at += 70 * MINUTE
    await stage.settle()
    assert card.text.startswith("P-1 · under silence\nSilence expires Sat 17 Jan, 20:10 (Brussels)")
