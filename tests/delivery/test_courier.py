"""The courier in trouble: nothing holds up a chat, nothing is said too late, nothing is lost for an unknown answer."""

import itertools
from datetime import timedelta

from bot.intake import LIMIT
from bot.local import faults
from bot.local.errors import bad_request
from tests.stage import Stage


def rung(stage: Stage) -> list[str]:
    starts = ("Reminder:", "Starting", "Started")
    return [message.text.splitlines()[0] for message in stage.group.messages if message.text.startswith(starts)]


async def test_a_file_that_cannot_be_sent_holds_up_nothing(stage: Stage) -> None:
    stage.sound = False  # the file is never sent
    stage.world.fail("sendDocument", faults.restart(applied=False), times=500)
    await stage.says(stage.paris, "/call Follow-up\nwhen: in 2h")
    await stage.wait(timedelta(hours=2, minutes=5))
    assert rung(stage) == [
        "Reminder: C-1 Follow-up in 1 hour",
        "Reminder: C-1 Follow-up in 10 minutes",
        "Starting now: C-1 Follow-up",
    ]


async def test_a_message_of_unknown_fate_is_sent_again_and_says_so(stage: Stage) -> None:
    stage.world.fail("sendMessage", faults.restart(applied=True))
    await stage.says(stage.paris, "/ack A-9")
    await stage.wait(timedelta(seconds=10))
    answers = [message.text for message in stage.group.messages if "There is no A-9" in message.text]
    assert [answer.endswith("(repeat)") for answer in answers] == [False, True]
    assert stage.app.courier.counts["unknown"] == 1


async def test_a_digest_of_unknown_fate_is_not(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    stage.world.fail("sendMessage", faults.restart(applied=False))
    await stage.wait(timedelta(days=3))
    assert not [message for message in stage.group.messages if message.text.startswith("Digest,")]


async def test_too_many_requests_blocks_the_chat_and_a_restart_waits_too(stage: Stage) -> None:
    stage.world.fail("sendMessage", faults.flood(90))
    stage.clock.at += timedelta(minutes=2)
    stage.world.send(stage.paris, stage.group, "/alert Tariffs announced")
    await stage.app.step()
    calls = len(stage.world.calls)
    async with stage.playing():
        await stage.app.step()
        assert not [call for call in stage.world.calls[calls:] if call.method == "sendMessage"]
        await stage.wait(timedelta(seconds=91))
        assert stage.card("A-1")


async def test_a_card_that_was_deleted_is_posted_again(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    stage.world.delete(stage.paris, card)
    await stage.says(stage.london, "/ack A-1")
    again = stage.card("A-1")
    assert again is not card
    assert "Seen by 2 of 3" in again.text


async def test_refused_markup_goes_out_as_plain_text(stage: Stage) -> None:
    stage.sound = False  # plain words are not what the card says
    stage.world.fail("sendMessage", faults.refusal(bad_request("can't parse entities: Unsupported start tag")))
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    assert card.text.startswith("A-1 · ")
    assert stage.app.telegram.plain_fallbacks == 1


async def test_a_card_nobody_has_seen_survives_an_answer_unknown_to_us(stage: Stage) -> None:
    stage.world.fail("sendMessage", faults.refusal(bad_request("SOMETHING_NEW")), times=3)
    await stage.says(stage.paris, "/poll Issue a joint statement?")
    for _ in range(4):
        await stage.wait(timedelta(minutes=6))
    assert stage.card("P-1").text.startswith("P-1 · open")


async def test_removed_and_back_after_days_it_says_nothing_that_is_over(stage: Stage) -> None:
    await stage.says(stage.paris, "/call Follow-up\nwhen: in 2h")
    stage.world.remove_bot(stage.group, stage.paris)
    await stage.settle()
    await stage.wait(timedelta(days=1))
    stage.world.add_bot(stage.group, stage.paris)
    await stage.settle()
    assert rung(stage) == []


async def test_thirty_five_presses_are_few_edits(stage: Stage) -> None:
    people = [stage.world.add_user(f"Delegation {number}") for number in range(32)]
    for person in people:
        stage.world.join(person, stage.group)
    await stage.settle()
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.wait(timedelta(minutes=2))
    before = card.edited
    presses = [stage.world.press(person, card, "For") for person in [*people, stage.paris, stage.london, stage.kyiv]]
    await stage.settle()
    assert {press.text for press in presses} == {"Recorded: For"}
    assert card.edited - before <= 2
    assert "For · 35" in card.text


async def test_a_newcomer_does_not_hold_up_a_vote(stage: Stage) -> None:
    for number in range(12):
        await stage.says(stage.paris, f"/alert Event number {number}")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.wait(timedelta(minutes=5))
    stage.world.join(stage.world.add_user("Rome"), stage.group)
    stage.world.press(stage.london, card, "For")
    await stage.app.step()
    stage.clock.at += timedelta(seconds=1)
    await stage.app.step()
    assert "For · 1" in card.text


async def test_a_card_that_changes_all_the_time_does_not_hold_up_another(stage: Stage) -> None:
    busy = await stage.says(stage.paris, "/poll Which measures?\n- Tariffs\n- Talks")
    quiet = await stage.says(stage.london, "/poll Issue a joint statement?")
    await stage.wait(timedelta(minutes=2))
    stage.world.press(stage.kyiv, quiet, "For")
    for second in range(10):
        stage.world.press(stage.paris, busy, ("1 Tariffs", "2 Talks")[second % 2])
        await stage.app.step()
        stage.clock.at += timedelta(seconds=1)
    assert busy.edited
    assert "For · 1" in quiet.text


async def test_while_more_press_than_is_taken_at_once_their_answers_go_before_the_cards(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.wait(timedelta(minutes=2))
    for choice in itertools.islice(itertools.cycle(["For", "Against"]), LIMIT + 1):
        stage.world.press(stage.london, card, choice)
    await stage.app.intake.step()
    await stage.app.courier.deliver_due()  # it has stood for a while: it is changed at once
    shown = stage.clock.now()
    for choice in itertools.islice(itertools.cycle(["For", "Against"]), LIMIT + 1):
        stage.world.press(stage.paris, card, choice)
    await stage.app.intake.step()
    assert await stage.app.courier.deliver_due() == shown + timedelta(seconds=3)
    assert await stage.app.step() == shown + timedelta(seconds=1)
