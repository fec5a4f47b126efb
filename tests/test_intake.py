"""The path of an update: confirmed after commit, done once, never in the way of the next."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from telegram import Update

from handlers.context import BotContext
from handlers.routes import Command
from storage.models import Alert, DeadLetter, OutboxItem, Seen, Timer
from storage.queries.journal import first_broken
from tests.stage import Stage


def dead_letters(session: Session) -> list[DeadLetter]:
    return list(session.exec(select(DeadLetter)))


def texts(session: Session) -> list[str]:
    return list(session.exec(select(Alert.text)))


async def breaks(update: Update, context: BotContext) -> None:
    raise ZeroDivisionError("a defect")


async def test_an_update_delivered_twice_is_done_once(stage: Stage) -> None:
    stage.world.send(stage.london, stage.group, "/alert Border closed")
    await stage.app.intake.step()
    stage.app.intake.offset = None  # as after a crash before the confirmation
    async with stage.playing():
        await stage.settle()
        assert stage.read(texts) == ["Border closed"]


async def test_a_press_delivered_twice_is_answered(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Border closed")
    press = stage.world.press(stage.london, card, "Seen")
    offset = stage.app.intake.offset
    await stage.app.intake.step()
    await stage.app.telegram.settle()
    assert press.text == "Seen"
    press.answered, press.text, stage.app.intake.offset = False, None, offset
    await stage.settle()
    assert stage.card("A-1").text.count("London") == 1


async def test_ordinary_talk_writes_nothing(stage: Stage) -> None:
    before = stage.read(lambda session: len(session.exec(select(Seen)).all()))
    await stage.says(stage.london, f"@{stage.world.bot.username} good evening")
    assert stage.read(lambda session: len(session.exec(select(Seen)).all())) == before


async def test_a_defect_is_tried_three_times_kept_and_apologised_for(stage: Stage) -> None:
    stage.sound = False  # a dead letter is what it is about
    stage.app.application.add_handler(Command("break", breaks), -1)
    stage.app.application.handlers[-1].reverse()  # before the one that knows who and where: nothing to apologise with
    stage.world.send(stage.london, stage.group, "/break")
    stage.world.send(stage.london, stage.group, "/alert Border closed")
    await stage.settle()
    (letter,) = stage.read(dead_letters)
    assert "ZeroDivisionError: a defect" in letter.error
    assert '"/break"' in letter.raw
    assert stage.read(texts) == ["Border closed"]


async def test_the_person_is_told_that_it_went_wrong(stage: Stage) -> None:
    stage.sound = False  # a dead letter is what it is about
    stage.app.application.add_handler(Command("break", breaks), 0)
    stage.app.application.handlers[0].insert(0, stage.app.application.handlers[0].pop())
    reply = await stage.says(stage.london, "/break")
    assert reply.text.startswith("Sorry, that went wrong on my side.")
    assert "ZeroDivisionError" not in reply.text


async def test_what_cannot_be_parsed_does_not_block_its_batch(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.sound = False  # a dead letter is what it is about
    fetch = stage.app.intake.fetch

    async def with_poison(**facts: Any) -> list[dict[str, Any]]:
        batch = await fetch(**facts)
        return [{"update_id": batch[0]["update_id"] - 1, "message": {"date": "yesterday"}}, *batch] if batch else batch

    stage.app.intake.fetch = with_poison
    stage.world.send(stage.london, stage.group, "/alert Border closed")
    await stage.settle()
    assert [letter.update_id for letter in stage.read(dead_letters)] != []
    assert stage.read(texts) == ["Border closed"]


async def test_a_mistake_keeps_the_update_and_undoes_the_rest(stage: Stage) -> None:
    await stage.says(stage.london, "/resolve A-9")
    await stage.says(stage.london, "/call X\nwhen: tomorrow 18:00\nabout: A-9")
    assert stage.read(dead_letters) == []
    assert stage.read(texts) == []


async def test_old_updates_are_forgotten_after_eight_days(stage: Stage) -> None:
    await stage.says(stage.london, "/alert Border closed")
    await stage.wait(timedelta(days=10))
    ages = stage.read(lambda session: [stage.clock.at - at for at in session.exec(select(Seen.at))])
    assert all(age <= timedelta(days=9) for age in ages)


async def test_what_has_done_its_work_goes_and_the_record_stays(stage: Stage) -> None:
    stage.sound = False  # what is pruned accounts for nothing
    await stage.says(stage.london, "/alert Border closed")
    await stage.says(stage.london, "/poll Issue a joint statement?\ncloses: in 2h")
    await stage.wait(timedelta(days=40))
    oldest = stage.clock.at - timedelta(days=32)
    assert all(at > oldest for at in stage.read(lambda session: session.exec(select(OutboxItem.created_at)).all()))
    assert all(at > oldest for at in stage.read(lambda session: session.exec(select(Timer.due_at)).all()))
    assert stage.read(texts) == ["Border closed"]
    assert stage.read(first_broken, 1) is None
