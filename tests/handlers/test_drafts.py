"""Forms asked for by reply: nothing typed is lost, nobody is left without an answer."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.local import faults
from storage.models import Alert, Call
from tests.stage import Stage


def calls(session: Session) -> list[str]:
    return list(session.exec(select(Call.title)))


async def test_a_reply_to_what_was_wrong_is_another_answer(stage: Stage) -> None:
    question = await stage.says(stage.london, "/call Follow-up")
    wrong = await stage.says(stage.london, "half past never", reply_to=question)
    assert wrong.text.startswith("I cannot read “half past never”")
    await stage.says(stage.london, "tomorrow 18:00", reply_to=wrong)
    assert stage.read(calls) == ["Follow-up"]


async def test_a_question_nobody_knows_to_have_arrived_can_be_answered(stage: Stage) -> None:
    stage.world.fail("sendMessage", faults.restart(applied=True))
    stage.clock.at += timedelta(seconds=2)
    stage.world.send(stage.london, stage.group, "/call Follow-up")
    await stage.app.step()
    question = stage.world.last(stage.group)
    await stage.says(stage.london, "tomorrow 18:00", reply_to=question)
    assert stage.read(calls) == ["Follow-up"]
    await stage.wait(timedelta(minutes=1))
    assert question.deleted
    assert not [message for message in stage.group.messages if "(repeat)" in message.text]


async def test_an_expired_question_says_so(stage: Stage) -> None:
    question = await stage.says(stage.london, "/call Follow-up")
    await stage.wait(timedelta(minutes=61))
    late = await stage.says(stage.london, "tomorrow 18:00", reply_to=question)
    assert late.text == "This question has expired: begin again, for example with /call."


async def test_of_three_questions_the_first_is_taken_away(stage: Stage) -> None:
    first, second, third = [await stage.says(stage.london, command) for command in ("/alert", "/poll", "/call")]
    assert (first.deleted, second.deleted, third.deleted) == (True, False, False)


async def test_what_was_typed_with_the_command_is_kept(stage: Stage) -> None:
    question = await stage.says(stage.london, "/alert !high\ntopic: trade")
    await stage.says(stage.london, "Tariffs announced", reply_to=question)
    (alert,) = stage.read(lambda session: session.exec(select(Alert)).all())
    assert (alert.text, alert.severity, alert.topic) == ("Tariffs announced", "high", "trade")


async def test_a_question_survives_a_restart(stage: Stage) -> None:
    question = await stage.says(stage.london, "/call Follow-up")
    async with stage.playing():
        await stage.says(stage.london, "tomorrow 18:00", reply_to=question)
        assert stage.read(calls) == ["Follow-up"]
