"""Timers: each fires once, a broken one is parked, none holds up the others."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.ticker import ACTIONS, Ticker
from storage.models import Timer
from storage.queries import timers
from tests.stage import Stage


def states(session: Session) -> dict[str, str]:
    return {timer.kind: timer.state for timer in session.exec(select(Timer)) if timer.kind != "digest"}


async def test_a_timer_that_breaks_three_times_is_parked_and_others_go_on(stage: Stage) -> None:
    stage.sound = False  # a timer is broken on purpose
    fired: list[str] = []

    def breaks(session: Session, timer: Timer, now: object) -> None:
        raise ZeroDivisionError("a defect")

    actions = {**ACTIONS, "broken": breaks, "sound": lambda session, timer, now: fired.append(timer.kind)}
    ticker = Ticker(stage.database, stage.clock, drained_at=stage.clock.now, fired=lambda: None, actions=actions)

    def due_now(session: Session) -> None:
        for kind in ("broken", "sound"):
            timers.schedule(session, kind=kind, subject_id=1, due_at=stage.clock.now())

    stage.database.write_now(due_now)
    for _ in range(6):
        await ticker.fire_due()
        stage.clock.at += timedelta(minutes=1)
    assert fired == ["sound"]
    assert ticker.parked == 1
    assert stage.read(states) == {"broken": "parked", "sound": "fired"}


async def test_a_poll_closes_only_once_telegram_has_been_drained(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 2 minutes")
    stage.clock.at += timedelta(minutes=2)
    stage.world.press(stage.london, card, "For")  # pressed before the deadline was dealt with, still at Telegram
    assert await stage.app.ticker.fire_due() == 0
    await stage.settle()
    assert card.text.startswith("P-1 · Adopted")


async def test_what_was_due_while_the_bot_was_down_fires_once_after(stage: Stage) -> None:
    await stage.says(stage.paris, "/call Follow-up\nwhen: in 30 minutes\nremind: 20m, 10m")
    stage.clock.at += timedelta(minutes=22)
    async with stage.playing():
        await stage.settle()
        reminders = [message.text for message in stage.group.messages if message.text.startswith("Reminder")]
        assert [text.splitlines()[0] for text in reminders] == ["Reminder: C-1 Follow-up in 8 minutes"]


async def test_a_stop_right_after_waking_is_no_error(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    for rounds in range(8):
        ticker = Ticker(stage.database, stage.clock, drained_at=stage.clock.now, fired=lambda: None)
        ticker.start()
        for _ in range(rounds):
            await asyncio.sleep(0)
        await ticker.stop()
        await asyncio.sleep(0)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_deadline_held_until_telegrams_queue_is_empty_fires_at_once_then(stage: Stage) -> None:
    fired: list[str] = []
    drained_at = stage.clock.now() - timedelta(seconds=1)
    actions = {**ACTIONS, "poll_close": lambda session, timer, now: fired.append(timer.kind)}
    ticker = Ticker(
        stage.database, stage.clock, drained_at=lambda: drained_at, fired=lambda: None, actions=actions
    )  # fmt: skip
    due_at = stage.clock.now()
    stage.database.write_now(lambda session: timers.schedule(session, kind="poll_close", subject_id=1, due_at=due_at))
    ticker.start()
    await asyncio.sleep(0.1)
    assert fired == []
    drained_at = due_at
    ticker.drained()
    await asyncio.sleep(0.1)  # it looks by itself only after a second
    await ticker.stop()
    assert fired == ["poll_close"]
