"""Who answers in a sense check's poll without a vote in it: outsiders through forwards, members without one, nobody."""

import random
import re
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from bot.local import faults
from bot.local.world import Message, User
from storage.models import NativePoll, Person
from tests.handlers.polling import by_delegation
from tests.handlers.test_sense import asked, chosen, native
from tests.stage import Stage

OUTSIDE = "from outside this group"


def people(session: Session) -> list[int]:
    return list(session.exec(select(Person.tg_user_id)))


def counts(session: Session) -> tuple[int, int]:
    rows = session.exec(select(NativePoll)).all()
    return sum(each.outsiders for each in rows), sum(each.unsigned for each in rows)


def everything(session: Session) -> str:
    """All that is in the database, in one text."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        found += [str(row) for row in session.execute(select(table))]  # type: ignore[call-overload]
    return "\n".join(found)


def forwarded(stage: Stage, poll: Message, by: User | None = None) -> Message:
    """London shows the poll elsewhere, where Moscow sees it."""
    elsewhere = stage.world.add_group("Elsewhere", stage.outsider, stage.london)
    return stage.world.forward(by or stage.london, elsewhere, poll)


async def asked_by(stage: Stage, user: User) -> tuple[Message, Message]:
    await stage.says(user, "/poll Issue a joint statement?\nnative: yes")
    return stage.card("P-1"), native(stage)


async def test_an_outsider_is_not_counted_kept_as_a_number_and_reported_once(stage: Stage) -> None:
    card, poll = await asked(stage)
    seen = forwarded(stage, poll)
    stage.world.vote(stage.outsider, seen, "For")
    await stage.settle()
    assert stage.read(chosen) == []
    assert f"1 answer {OUTSIDE} was not counted" in card.text
    reports = [message for message in stage.group.messages if "is answered from outside the group" in message.text]
    assert len(reports) == 1
    assert reports[0].silent
    other = stage.world.add_user("Minsk", username="minsk")
    stage.world.join(other, seen.chat)
    stage.world.vote(other, seen, "Against")
    await stage.settle()
    assert f"2 answers {OUTSIDE} were not counted" in card.text
    assert len([message for message in stage.group.messages if "is answered from outside" in message.text]) == 1
    kept = stage.read(everything)
    for outsider in (stage.outsider, other):
        assert outsider.name not in kept
        assert not re.search(rf"\b{outsider.id}\b", kept)
    stage.world.retract(other, seen)
    await stage.settle()
    assert f"1 answer {OUTSIDE} was not counted" in card.text
    await stage.says(stage.paris, "/close P-1")
    assert "Nobody has answered. Not binding." in card.text
    assert f"1 answer {OUTSIDE} was not counted" in stage.group.messages[-1].text


async def test_administrators_are_told_in_private_where_they_can_be(stage: Stage) -> None:
    stage.world.send(stage.paris, stage.world.private(stage.paris), "/start")
    _, poll = await asked(stage)
    stage.world.vote(stage.outsider, forwarded(stage, poll), "For")
    await stage.settle()
    assert not [message for message in stage.group.messages if "from outside the group" in message.text]
    told = stage.world.private(stage.paris).messages[-1].text
    assert told.startswith("P-1 in Washington Group is answered from outside the group")


async def test_a_poll_that_goes_round_the_world_holds_up_nobody(stage: Stage) -> None:
    """Telegram is asked about twenty people a minute; whoever else is never seen counts as an outsider."""
    card, poll = await asked(stage)
    seen = forwarded(stage, poll)
    for number in range(50):
        reader = stage.world.add_user(f"Reader {number}")
        stage.world.join(reader, seen.chat)
        stage.world.vote(reader, seen, "For")
    stage.world.vote(stage.kyiv, poll, "Against")
    before = len(stage.world.calls)
    await stage.app.intake.step()
    questions = [call for call in stage.world.calls[before:] if call.method == "getChatMember"]
    await stage.settle()
    assert len(questions) == 20
    assert stage.read(counts) == (50, 0)
    assert stage.read(chosen) == ["-2"]
    assert f"50 answers {OUTSIDE} were not counted" in card.text


async def test_an_outsider_is_asked_about_once_a_minute(stage: Stage) -> None:
    _, poll = await asked(stage)
    seen = forwarded(stage, poll)
    before = len(stage.world.calls)
    for _ in range(3):
        stage.world.vote(stage.outsider, seen, "For")
        stage.world.retract(stage.outsider, seen)
    await stage.settle()
    assert len([call for call in stage.world.calls[before:] if call.method == "getChatMember"]) == 1
    assert stage.read(counts) == (0, 0)


async def test_a_member_answers_in_a_forwarded_copy(stage: Stage) -> None:
    _, poll = await asked(stage)
    stage.world.vote(stage.london, forwarded(stage, poll), "Against")
    await stage.settle()
    assert stage.read(chosen) == ["-2"]


async def test_a_member_never_seen_is_asked_about_once(stage: Stage) -> None:
    oslo = stage.world.add_user("Oslo", username="oslo")
    stage.group.statuses[oslo.id] = "member"
    card, poll = await asked(stage)
    for option in ("For", "Against"):
        stage.world.vote(oslo, poll, option)
        await stage.settle()
    asked_about = [
        call for call in stage.world.calls if call.method == "getChatMember" and call.parameters["user_id"] == oslo.id
    ]
    assert len(asked_about) == 1
    assert stage.read(chosen) == ["-2"]
    assert "Against · 1: \u2068Oslo\u2069" in card.text


async def test_who_cannot_be_found_in_the_group_is_not_counted(stage: Stage) -> None:
    """Telegram does not say: a poll can be forwarded to anybody, so that answering proves nothing."""
    oslo = stage.world.add_user("Oslo", username="oslo")
    stage.group.statuses[oslo.id] = "member"
    card, poll = await asked(stage)
    stage.world.fail(
        "getChatMember",
        faults.gateway(502, applied=False),
    )
    stage.world.vote(oslo, poll, "For")
    await stage.settle()
    assert stage.read(chosen) == []
    assert f"1 answer {OUTSIDE} was not counted" in card.text


async def test_who_has_left_is_an_outsider_and_what_they_said_before_stays(stage: Stage) -> None:
    card, poll = await asked(stage)
    seen = forwarded(stage, poll)
    stage.world.vote(stage.london, poll, "For")
    await stage.settle()
    stage.world.leave(stage.london, stage.group)
    await stage.settle()
    stage.world.vote(stage.london, seen, "Against")
    await stage.settle()
    assert stage.read(chosen) == ["-1"]
    assert OUTSIDE not in card.text


async def test_delegations_have_one_voice_each(stage: Stage) -> None:
    await by_delegation(stage)
    await stage.says(stage.paris, "/delegation GB @kyiv deputy")
    card, poll = await asked(stage)
    stage.world.vote(stage.kyiv, poll, "Against")
    await stage.settle()
    assert "Against · 1: \u2068United Kingdom\u2069" in card.text
    stage.world.vote(stage.london, poll, "For")
    await stage.settle()
    assert "For · 1: \u2068United Kingdom\u2069" in card.text
    assert "Against · 0" in card.text
    stage.world.retract(stage.london, poll)
    await stage.settle()
    assert "Against · 1: \u2068United Kingdom\u2069" in card.text
    assert "Not yet answered: \u2068France\u2069" in card.text


async def test_of_two_who_speak_alike_the_later_counts_and_the_other_stands_again(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london\nGB @kyiv")
    _, poll = await asked(stage)
    stage.world.vote(stage.london, poll, "For")
    stage.world.vote(stage.kyiv, poll, "Against")
    await stage.settle()
    assert stage.read(chosen) == ["-2"]
    stage.world.retract(stage.kyiv, poll)
    await stage.settle()
    assert stage.read(chosen) == ["-1"]


async def test_members_without_a_vote_are_named(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london")
    card, poll = await asked(stage)
    stage.world.vote(stage.kyiv, poll, "For")
    await stage.settle()
    assert "Answered without a vote, not counted: \u2068Kyiv\u2069" in card.text
    assert stage.read(chosen) == []
    stage.world.retract(stage.kyiv, poll)
    await stage.settle()
    assert "without a vote" not in card.text


async def test_an_answer_given_as_the_group_is_nobodys(stage: Stage) -> None:
    stage.world.promote(stage.paris, stage.group, anonymous=True)
    card, poll = await asked_by(stage, stage.london)
    stage.world.vote(stage.paris, poll, "For", anonymous=True)
    await stage.settle()
    assert stage.read(chosen) == []
    assert stage.read(counts) == (0, 1)
    assert "1 answer given as the group was not counted" in card.text


async def test_an_answer_given_as_another_chat_is_an_outsiders(stage: Stage) -> None:
    _, poll = await asked(stage)
    seen = forwarded(stage, poll)
    stage.world.vote(stage.outsider, seen, "For", anonymous=True)
    await stage.settle()
    assert stage.read(counts) == (1, 0)
    assert stage.read(chosen) == []


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_comes_twice_and_in_another_order_comes_to_the_same(stage: Stage, seed: int) -> None:
    """As with webhooks, which give the updates their numbers before they come."""
    card, poll = await asked(stage)
    seen = forwarded(stage, poll)
    await stage.settle()
    for option in ("For", "Against"):
        stage.world.vote(stage.london, poll, option)
    stage.world.retract(stage.london, poll)
    stage.world.vote(stage.kyiv, poll, "Against")
    stage.world.retract(stage.kyiv, poll)
    stage.world.vote(stage.kyiv, poll, "For")
    stage.world.vote(stage.outsider, seen, "For")
    stage.world.retract(stage.outsider, seen)
    stage.world.vote(stage.outsider, seen, "Against")
    stage.world.updates.reorder(random.Random(seed), renumber=False)
    await stage.settle()
    stage.world.updates.repeat(9)
    await stage.settle()
    assert stage.read(chosen) == ["-1"]
    assert stage.read(counts) == (1, 0)
    assert "For · 1: \u2068Kyiv\u2069" in card.text
    assert f"1 answer {OUTSIDE}" in card.text


async def test_the_bot_is_out_and_answers_still_come(stage: Stage) -> None:
    card, poll = await asked(stage, "/poll Issue a joint statement?\nnative: yes\ncloses: in 3h")
    stage.world.ban(stage.world.bot, stage.group)
    await stage.settle()
    stage.world.vote(stage.london, poll, "For")
    await stage.settle()
    assert stage.read(chosen) == ["-1"]
    stage.world.unban(stage.world.bot, stage.group)
    stage.world.add_bot(stage.group, stage.paris)
    await stage.settle()
    assert "For · 1: \u2068London\u2069" in card.text
    await stage.wait(timedelta(hours=4))
    assert poll.poll is not None
    assert poll.poll.closed
