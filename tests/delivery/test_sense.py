"""Telegram's own poll on its way: sent twice, lost, forwarded, in another chat or topic, and never counted twice."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.delivery import settling
from bot.delivery.claims import Job, claim
from bot.delivery.telegram import Sent
from bot.local import faults
from bot.local.errors import bad_request
from bot.local.world import Message
from bot.services import polls as services
from storage.models import Ballot, NativePoll, OutboxItem
from tests.delivery.bench import GROUP, Bench, Kept
from tests.delivery.test_topics import Forum
from tests.delivery.things import AUTHOR, sense_check

ASKED = "P-1 · Joint stand?"
SUPERGROUP = "-100"


def chosen(session: Session) -> list[str]:
    return sorted(session.exec(select(Ballot.choices)))


def natives(session: Session) -> list[NativePoll]:
    return list(session.exec(select(NativePoll).order_by(col(NativePoll.tg_message_id))))


def polls(bench: Bench, chat: object = None) -> list[Message]:
    """The messages with Telegram's poll, the oldest first."""
    where = (chat,) if chat else bench.world.chats.values()
    return [message for each in where for message in each.messages if message.poll]  # type: ignore[attr-defined]


def card(bench: Bench) -> Message:
    return bench.seen("sense check, not binding")[-1]


@pytest.fixture
async def bench(tmp_path: Path, kept: Kept) -> AsyncIterator[Bench]:
    async with Bench.set_up(tmp_path, kept) as opened:
        yield opened


@pytest.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Forum]:
    async with Forum.opened(tmp_path) as opened:
        assert isinstance(opened, Forum)
        yield opened


async def doubled(bench: Bench) -> tuple[Message, Message]:
    """Telegram's answer to the first was lost."""
    bench.world.fail("sendPoll", faults.gateway(applied=True))
    sense_check(bench)
    await bench.run()
    first, second = polls(bench)
    return first, second


async def test_one_that_was_sent_twice_says_so_and_both_count(bench: Bench) -> None:
    first, second = await doubled(bench)
    assert [each.poll and each.poll.question for each in (first, second)] == [ASKED, f"{ASKED} (repeat)"]
    bench.world.vote(bench.london, first, "For")
    bench.world.vote(bench.kyiv, second, "Against")
    await bench.run()
    assert bench.read(chosen) == ["-1", "-2"]
    bench.world.vote(bench.london, second, "Against")
    await bench.run()
    assert bench.read(chosen) == ["-2", "-2"], "the later of one's two answers"
    bench.world.retract(bench.london, second)
    await bench.run()
    assert bench.read(chosen) == ["-1", "-2"], "the other stands again"


async def test_one_that_was_sent_three_times_counts_in_all_of_them(bench: Bench) -> None:
    bench.world.fail("sendPoll", faults.gateway(applied=True), times=2)
    sense_check(bench)
    await bench.run()
    for user, poll in zip((bench.paris, bench.london, bench.kyiv), polls(bench), strict=True):
        bench.world.vote(user, poll, "For")
    await bench.run()
    assert bench.read(chosen) == ["-1", "-1", "-1"]


async def test_outsiders_in_the_copy_nobody_knew_are_counted_as_such(bench: Bench) -> None:
    first, _ = await doubled(bench)
    elsewhere = bench.world.add_group("Elsewhere", bench.outsider, bench.london)
    bench.world.vote(bench.outsider, bench.world.forward(bench.london, elsewhere, first), "For")
    await bench.run()
    assert bench.read(chosen) == []
    assert "1 answer from outside this group was not counted" in card(bench).text


async def test_a_poll_of_other_words_is_not_taken_for_the_copy(bench: Bench) -> None:
    """Perhaps it is from before the database was new; nothing answered in it counts."""
    await bench.app.application.bot.send_poll(
        bench.group.id, "P-1 · Lunch?", ["For", "Against", "Abstain"], is_anonymous=False
    )
    (stranger,) = polls(bench)
    await bench.app.skip(timedelta(seconds=2))
    bench.sound = False  # nobody accounts for that message
    await doubled_after(bench)
    bench.world.vote(bench.london, stranger, "For")
    await bench.run()
    assert bench.read(chosen) == []
    assert [each.sure for each in bench.read(natives)].count(False) == 1
    assert "For · 0" in card(bench).text


async def doubled_after(bench: Bench) -> None:
    bench.world.fail("sendPoll", faults.gateway(applied=True))
    sense_check(bench)
    await bench.run()


async def test_of_two_in_doubt_the_words_tell_which_is_meant(bench: Bench) -> None:
    """The first answer to come cannot be placed yet; whoever gave it is counted as soon as they answer again."""
    bench.world.fail("sendPoll", faults.gateway(applied=True), times=2)
    sense_check(bench)
    await bench.run()
    sense_check(bench)
    bench.world.fail("sendPoll", faults.gateway(applied=True))
    await bench.run()
    copies = [each for each in polls(bench) if each.poll and each.poll.question.startswith("P-2")]
    bench.world.vote(bench.london, copies[0], "For")
    bench.world.vote(bench.kyiv, copies[0], "Against")
    await bench.run()
    assert {each.poll_id for each in bench.read(natives) if each.tg_message_id is None} == {2}
    bench.world.vote(bench.london, copies[0], "Abstain")
    await bench.run()
    assert bench.read(chosen) == ["-2", "0"]


async def test_answered_before_its_id_is_kept(bench: Bench) -> None:
    """The answer overtakes what Telegram says of the message."""
    sense_check(bench)
    await bench.run()
    (poll,) = polls(bench)
    bench.database.write_now(undone)
    bench.world.vote(bench.london, poll, "For")
    await bench.app.intake.step()
    assert bench.read(chosen) == ["-1"]
    async with bench.playing():
        await bench.run()
    assert [each.poll and each.poll.question for each in polls(bench)] == [ASKED, f"{ASKED} (repeat)"]


def undone(session: Session) -> None:
    """As it is between the call and what is kept of it."""
    for native in session.exec(select(NativePoll)):
        session.delete(native)
    item = session.exec(select(OutboxItem).where(OutboxItem.kind == "native_poll")).one()
    item.state, item.tg_message_id = "sending", None
    session.add(item)


async def test_stopped_while_sending(bench: Bench) -> None:
    sense_check(bench)
    while not [item for item in bench.read(sending) if item.kind == "native_poll"]:
        await bench.app.skip(timedelta(seconds=30))
        job = bench.database.write_now(lambda session: claim(session, ("group", GROUP), bench.clock.at))
        assert job is not None
        if job.card:
            await bench.app.courier._delivery.deliver(job, lambda: None)
    async with bench.playing():
        await bench.run()
        (poll,) = polls(bench)
        assert poll.poll is not None
        assert poll.poll.question == f"{ASKED} (repeat)"
        bench.world.vote(bench.london, poll, "For")
        await bench.run()
        assert bench.read(chosen) == ["-1"]


def sending(session: Session) -> list[OutboxItem]:
    return list(session.exec(select(OutboxItem).where(OutboxItem.state == "sending")))


async def test_closed_while_it_was_on_its_way_it_is_stopped_once_it_is_there(bench: Bench) -> None:
    sense_check(bench)
    await bench.run()
    (poll,) = polls(bench)
    assert poll.poll is not None
    bench.database.write_now(undone)
    bench.write(services.close_early, poll_id=1, administrator=False, **AUTHOR)
    (item,) = [each for each in bench.read(sending) if each.kind == "native_poll"]
    job = Job(("group", GROUP), bench.group.id, item.priority, item=item)
    done = Sent(poll.id, poll.poll.id)
    bench.database.write_now(lambda session: settling.sent(session, job, done, bench.clock.at))
    await bench.run()
    assert poll.poll.closed


async def test_the_group_becomes_a_supergroup(bench: Bench) -> None:
    sense_check(bench)
    await bench.run()
    (old,) = polls(bench)
    bench.world.vote(bench.london, old, "For")
    await bench.run()
    there = bench.world.migrate(bench.group)
    await bench.run()
    (new,) = polls(bench, there)
    assert new.poll is not None
    assert new.poll is not old.poll
    bench.world.vote(bench.kyiv, new, "Against")
    await bench.run()
    assert bench.read(chosen) == ["-1", "-2"]
    bench.world.send(bench.paris, there, "/close P-1")
    await bench.run()
    assert new.poll.closed


async def test_it_waits_until_the_bot_is_back(bench: Bench) -> None:
    sense_check(bench)
    bench.world.remove_bot(bench.group, bench.paris)
    await bench.run()
    assert polls(bench) == []
    bench.world.add_bot(bench.group, bench.paris)
    await bench.run()
    assert len(polls(bench)) == 1


async def test_what_was_closed_meanwhile_is_not_asked(bench: Bench) -> None:
    sense_check(bench)
    bench.world.remove_bot(bench.group, bench.paris)
    await bench.run()
    await bench.pass_time(timedelta(hours=25))
    bench.world.add_bot(bench.group, bench.paris)
    await bench.run()
    assert polls(bench) == []
    assert "Nobody has answered. Not binding." in card(bench).text


async def test_where_polls_may_not_be_sent_the_card_says_so(bench: Bench) -> None:
    bench.world.set_permissions(bench.group, "can_send_polls")
    sense_check(bench)
    await bench.pass_time(timedelta(minutes=2))
    assert "I may not send polls here: an administrator can allow it" in card(bench).text
    bench.world.set_permissions(bench.group)
    await bench.pass_time(timedelta(minutes=11))
    assert len(polls(bench)) == 1
    assert "Answer in Telegram’s poll below" in card(bench).text


async def test_one_that_telegram_refuses_can_be_asked_for_again(bench: Bench) -> None:
    bench.world.fail("sendPoll", faults.refusal(bad_request("SOMETHING_NEW")))
    sense_check(bench)
    await bench.run()
    assert "Telegram’s poll could not be posted: /show P-1 tries again" in card(bench).text
    bench.world.send(bench.london, bench.group, "/show P-1")
    await bench.run()
    assert len(polls(bench)) == 1
    assert "Answer in Telegram’s poll below" in card(bench).text


async def test_shown_again_it_stays_one_poll(bench: Bench) -> None:
    sense_check(bench)
    await bench.run()
    (first,) = polls(bench)
    bench.world.send(bench.london, bench.group, "/show P-1")
    await bench.run()
    again = bench.group.messages[-1]
    assert again.poll is first.poll
    assert again.origin is not None
    bench.world.vote(bench.london, again, "For")
    await bench.run()
    assert bench.read(chosen) == ["-1"]
    assert "For · 1" in card(bench).text


@pytest.mark.parametrize("why", ["deleted", "protected"])
async def test_what_cannot_be_forwarded_is_asked_anew(bench: Bench, why: str) -> None:
    sense_check(bench)
    await bench.run()
    (first,) = polls(bench)
    bench.world.vote(bench.london, first, "For")
    await bench.run()
    if why == "deleted":
        bench.world.delete(bench.paris, first)
    else:
        first.protected = True
    bench.world.send(bench.london, bench.group, "/show P-1")
    await bench.run()
    again = bench.group.messages[-1]
    assert again.poll is not None
    assert again.poll is not first.poll
    bench.world.vote(bench.kyiv, again, "Against")
    await bench.run()
    assert bench.read(chosen) == ["-1", "-2"]


async def test_it_follows_its_card_into_a_topic(forum: Forum) -> None:
    *_, poll = await forum.asks("/poll Joint stand?\nnative: yes", forum.topic)
    assert poll.poll is not None
    assert poll.topic is forum.topic


async def test_a_topic_that_was_closed_meanwhile(forum: Forum) -> None:
    forum.world.fail("sendPoll", faults.refusal(bad_request("TOPIC_CLOSED")))
    await forum.asks("/poll Joint stand?\nnative: yes", forum.topic)
    (poll,) = [message for message in forum.group.messages if message.poll]
    assert poll.topic is not forum.topic
