"""Thirty-five members vote within ten seconds in each of twenty groups: no vote is lost, nothing is refused, every card
shows the final tally in time."""

import itertools
import random
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, func, select

from bot.domain.handles import handle
from bot.local.world import Chat, Message, Press
from storage.models import Ballot, JournalEntry
from tests.stage import Stage

GROUPS, MEMBERS = 20, 35
VOTING, PROMPT = timedelta(seconds=10), timedelta(seconds=4)
LOOKS = 100  # at the updates, while they vote
WORDS = ("For", "Against", "Abstain")


async def until(stage: Stage, moment: datetime) -> None:
    """Let time pass, the bot doing everything when it may."""
    while (next_at := await stage.app.step()) is not None and next_at <= moment:
        stage.clock.at = max(stage.clock.at, next_at)
    stage.clock.at = max(stage.clock.at, moment)


def card(chat: Chat) -> Message:
    return next(each for each in chat.messages if each.sender.is_bot and each.text.startswith(handle("poll", 1)))


def tally(message: Message) -> dict[str, int]:
    """What the card says of each word, beside its bar."""
    return {word: int(number) for word, number in re.findall(r"(For|Against|Abstain) · (\d+)", message.text)}


def on_record(session: Session) -> tuple[int, int]:
    cast = select(func.count()).select_from(JournalEntry).where(JournalEntry.kind == "ballot_cast")
    return session.exec(cast).one(), session.exec(select(func.count()).select_from(Ballot)).one()


async def test_no_vote_is_lost_and_every_card_is_right_in_time(tmp_path: Path) -> None:
    dice = random.Random(35)
    async with Stage.opened(tmp_path) as stage:
        people = [stage.world.add_user(f"Capital {number}") for number in range(MEMBERS)]
        groups = []
        for number in range(GROUPS):
            group = stage.world.add_group(f"Group {number}", *people, admins=people[:1])
            stage.world.add_bot(group, people[0])
            groups.append(group)
            stage.world.send(people[0], group, "/poll Issue a joint statement?")
        await stage.settle()
        await stage.wait(timedelta(minutes=2))
        began = stage.clock.now()
        votes = [
            (began + dice.randrange(LOOKS) * VOTING / LOOKS, group, person) for group in groups for person in people
        ]
        pressed: list[tuple[Chat, str, Press]] = []
        last: dict[int, datetime] = {}
        for at, together in itertools.groupby(sorted(votes, key=lambda vote: vote[0]), key=lambda vote: vote[0]):
            await until(stage, at)
            for _, group, person in together:
                word = dice.choice(WORDS)
                pressed.append((group, word, stage.world.press(person, card(group), word)))
                last[group.id] = at
        await until(stage, max(last.values()) + PROMPT)

        assert [str(press.text).split(".")[0] for _, _, press in pressed] == [
            f"Recorded: {word}" for _, word, _ in pressed
        ]
        assert stage.read(on_record) == (GROUPS * MEMBERS, GROUPS * MEMBERS)
        for group in groups:
            wanted = Counter(word for where, word, _ in pressed if where is group)
            shown = card(group)
            assert tally(shown) == {word: wanted[word] for word in WORDS}
            assert shown.edit_date is not None
            assert shown.edit_date - last[group.id] <= PROMPT, group.title
        assert [call for call in stage.world.calls if call.error] == []
