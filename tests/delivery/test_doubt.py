"""What nobody can know, and what cannot be as it should: repeated and marked, posted anew, counted, said to the operator
once; and none of it holds up anything else."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select, update

from bot.delivery.backoff import backoff
from bot.delivery.claims import claim
from bot.delivery.settling import TRIES
from bot.local import faults
from bot.local.errors import bad_request
from bot.services import alerts, digests
from storage.models import LiveCard, OutboxItem
from storage.queries import outbox
from storage.queries.cards import card_of, repost
from tests.delivery.bench import GROUP, Bench, Kept
from tests.delivery.things import AUTHOR, log_alert, say, take_away
from tests.delivery.wires import WIRES


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the operator was warned of."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def newest(session: Session) -> OutboxItem:
    return session.exec(select(OutboxItem).order_by(col(OutboxItem.id).desc())).first() or pytest.fail("nothing")


def resolve(bench: Bench) -> None:
    bench.write(alerts.set_state, alert_id=1, state="resolved", **AUTHOR)


def change(bench: Bench) -> None:
    bench.write(alerts.set_kind, alert_id=1, kind="words", **AUTHOR)


async def test_a_card_posted_twice_keeps_its_mark_and_changes_alone(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.gateway(applied=True))
        log_alert(bench)
        await bench.run()
        first, second = bench.seen("A-1 ·")
        change(bench)
        await bench.run()
        assert [message.text.endswith("(repeat)") for message in (first, second)] == [False, True]
        assert ["words" in message.text for message in (first, second)] == [False, True]
        press = bench.world.press(bench.london, first, "Seen")
        await bench.run()
        assert press.text == "Seen"
        assert "Seen by 2 of 3" in second.text
        assert bench.app.courier.counts == {"unknown": 1, "repeat": 1}


async def test_a_card_that_changes_while_nobody_knows_whether_it_arrived(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.gateway(applied=False))
        log_alert(bench)
        await bench.app.step()
        resolve(bench)
        await bench.run()
        (card,) = bench.seen("A-1 ·")
        assert "Resolved" in card.text
        assert card.text.endswith("(repeat)")


async def test_the_operator_is_told_once(tmp_path: Path, kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.gateway(applied=False), times=4)
        say(bench, "The answer")
        await bench.run()
        assert told(caplog) == ["reply 7 to group 1: no answer from Telegram: HTTP 502 (perhaps delivered)"]
        assert bench.app.courier.counts == {"unknown": 4, "repeat": 1}
        waits = [call.at for call in bench.asked("sendMessage", "The answer")]
        assert [(at - waits[0]).total_seconds() for at in waits] == [0, 5, 10, 15, 23]


async def test_the_next_digest_covers_the_week_of_one_that_was_not_sent(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        log_alert(bench)
        await bench.run()
        bench.world.fail("sendMessage", faults.gateway(applied=False))
        bench.write(digests.post, group_id=GROUP)
        await bench.run()
        assert bench.seen("Digest,") == []
        await bench.app.skip(timedelta(hours=1))
        bench.write(digests.post, group_id=GROUP)
        await bench.run()
        (digest,) = bench.seen("Digest,")
        assert "New alerts" in digest.text
        assert "A-1" in digest.text


@pytest.mark.parametrize("thing", ["a reply", "a card", "a digest", "an edit"])
async def test_stopped_while_sending(tmp_path: Path, kept: Kept, thing: str, caplog: pytest.LogCaptureFixture) -> None:
    """What a crash leaves half done is in doubt as well, but for an edit, which may be done twice."""
    async with Bench.set_up(tmp_path, kept) as bench:
        if thing == "an edit":
            log_alert(bench)
            await bench.run()
            resolve(bench)
        elif thing == "a card":
            log_alert(bench)
        elif thing == "a digest":
            bench.write(digests.post, group_id=GROUP)
        else:
            say(bench, "The answer")
        await half_done(bench)
        async with bench.playing():
            await bench.run()
            doubt = thing != "an edit"
            shown = {"a reply": "The answer", "a digest": "Digest,"}.get(thing, "A-1 ·")
            assert [message.text.endswith("(repeat)") for message in bench.seen(shown)] == {
                "a reply": [True], "a card": [True], "a digest": [], "an edit": [False],
            }[thing]  # fmt: skip
            assert bench.app.courier.counts["unknown"] == int(doubt)
            assert len([line for line in told(caplog) if "stopped while sending (perhaps delivered)" in line]) == doubt


async def half_done(bench: Bench) -> None:
    """Claim what is next, and be gone: as after a crash between claim and call."""
    await bench.app.skip(timedelta(minutes=1))
    assert bench.database.write_now(lambda session: claim(session, ("group", GROUP), bench.clock.at))


async def test_nothing_is_tried_for_ever(tmp_path: Path, kept: Kept) -> None:
    """Three hundred tries grow to five minutes apart: a day."""
    assert timedelta(hours=24) < sum((backoff(tries) for tries in range(1, TRIES)), timedelta()) < timedelta(hours=25)
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.gateway(applied=False))
        say(bench, "The answer")
        tried = update(OutboxItem).where(col(OutboxItem.kind) == "reply").values(attempts=TRIES - 1)
        bench.database.write_now(lambda session: session.exec(tried))
        await bench.run()
        item = bench.read(newest)
        assert (item.state, item.error) == ("failed", "no answer from Telegram: HTTP 502")
        assert len(bench.asked("sendMessage", "The answer")) == 1


async def test_waits_that_telegram_asked_for_do_not_count_as_tries(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.flood(2), times=20)
        bench.world.fail("sendMessage", faults.gateway(applied=False))
        say(bench, "The answer")
        await bench.run()
        *_, doubtful, last = bench.asked("sendMessage", "The answer")
        assert last.at - doubtful.at == timedelta(seconds=5)


async def test_a_card_that_was_deleted_comes_again_once_and_silently(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        log_alert(bench)
        await bench.run()
        (first,) = bench.seen("A-1 ·")
        bench.world.remove(first)
        change(bench)
        await bench.run()
        (second,) = bench.seen("A-1 ·")
        assert second.silent
        assert not first.silent
        press = bench.world.press(bench.london, second, "Seen")
        await bench.run()
        assert (press.text, bench.seen("A-1 ·")) == ("Seen", [second])
        assert "Seen by 2 of 3" in second.text


async def test_a_card_that_cannot_be_edited_comes_again_once_and_silently(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.sound = False  # the message that cannot be edited stays
        log_alert(bench)
        await bench.run()
        bench.world.fail("editMessageText", WIRES["400 message can't be edited"].fault(False))
        change(bench)
        await bench.run()
        first, second = bench.seen("A-1 ·")
        assert second.silent
        for message in (first, second):
            press = bench.world.press(bench.london, message, "Seen")
            await bench.run()
            assert press.text in {"Seen", "Already recorded"}
        assert bench.seen("A-1 ·") == [first, second]
        assert "Seen by 2 of 3" in second.text


async def test_a_question_taken_back_before_it_is_posted_never_appears(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.gateway(applied=False))
        say(bench, "The question?")
        await bench.app.step()
        take_away(bench)
        await bench.run()
        assert bench.seen("The question?") == []
        assert bench.asked("deleteMessage") == []


async def test_a_long_message_makes_room_for_its_mark(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.gateway(applied=False))
        say(bench, "x" * 4096)
        await bench.run()
        (message,) = bench.seen("xxx")
        assert message.text.endswith("…\n(repeat)")


async def test_what_cannot_be_rendered_holds_up_nothing(
    tmp_path: Path, kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.sound = False  # a row that says nothing stays
        entry = bench.read(lambda session: session.exec(select(OutboxItem.journal_id).limit(1)).first())
        bench.write(outbox.announce, group_id=GROUP, kind="poll_result", journal_id=entry, poll_id=99)
        await bench.app.step()
        say(bench, "The answer")
        await bench.app.step()
        assert len(bench.seen("The answer")) == 1
        assert bench.app.courier.counts["broken"] == 1
        assert "poll_result 7 to group 1 cannot be rendered" in told(caplog)
        await bench.pass_time(timedelta(hours=1))
        assert bench.app.courier.counts["broken"] < 25


async def test_trouble_is_over_when_what_was_in_trouble_is(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        log_alert(bench)
        await bench.run()
        bench.world.fail("sendMessage", faults.gateway(applied=False))
        bench.write(digests.post, group_id=GROUP)
        await bench.app.courier.deliver_due()
        await bench.run()
        assert bench.read(newest).state == "failed"
        assert bench.app.courier.trouble == ""


async def test_refused_markup_is_counted_and_the_words_arrive(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.sound = False  # plain words are not what the card says
        bench.world.fail("sendMessage", faults.refusal(bad_request("can't parse entities: Unsupported start tag")))
        log_alert(bench)
        await bench.run()
        assert len(bench.seen("A-1 · 🟡 medium")) == 1
        assert bench.app.telegram.plain_fallbacks == 1


async def test_a_card_asked_for_again_is_no_repetition(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.sound = False  # the older one stays, as it should
        bench.world.fail("sendMessage", faults.gateway(applied=True))
        log_alert(bench)
        await bench.run()
        bench.database.write_now(lambda session: repost(session, "alert", 1))
        await bench.run()
        assert [message.text.endswith("(repeat)") for message in bench.seen("A-1 ·")] == [False, True, False]
        card: LiveCard = bench.read(card_of, "alert", 1)
        assert (card.repeat, card.sent) == (False, card.wanted)
