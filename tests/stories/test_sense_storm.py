"""A sense check in rough weather: whatever goes wrong between Telegram and the bot, what people last said is what counts."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.local import faults
from bot.local.world import Chat, Message, User
from storage.models import Ballot, Elector, Member, NativePoll, Person
from tests.stage import Stage

OPTIONS = ("For", "Against", "Abstain")
KEPT = {"For": "-1", "Against": "-2", "Abstain": "0"}


class Storm(Stage):
    """Members and outsiders answer in whichever copy they find; what each has said last is written down beside."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder)
        self.rng = random.Random(seed)
        # Basic groups can become supergroups.
        self.group = self.world.add_group(
            "Washington Group", self.paris, self.london, self.kyiv, admins=[self.paris], basic=True
        )
        self.elsewhere = self.world.add_group("Elsewhere", self.outsider, self.london)
        self.said: dict[int, dict[str, str]] = {}  # user -> Telegram's poll -> option, the latest last
        self.unknown = 0

    def copies(self, *chats: Chat) -> list[Message]:
        return [message for chat in chats for message in chat.messages if message.poll and not message.poll.closed]

    def answers(self, user: User, message: Message) -> None:
        """Choose, change one's choice, or take it back; outsiders, as Telegram's own apps do, before they choose anew."""
        assert message.poll is not None
        mine = self.said.setdefault(user.id, {})
        if message.poll.id in mine and (user is self.outsider or self.rng.random() < 0.3):
            self.world.retract(user, message)
            del mine[message.poll.id]
            return
        option = self.rng.choice(OPTIONS)
        self.world.vote(user, message, option)
        mine.pop(message.poll.id, None)
        mine[message.poll.id] = option

    def member_answers(self) -> None:
        user = self.rng.choice((self.paris, self.london, self.kyiv))
        if found := self.copies(self.group):
            self.answers(user, self.rng.choice(found))

    def outsider_answers(self) -> None:
        if self.rng.random() < 0.5 and (found := self.copies(self.group)):
            self.world.forward(self.london, self.elsewhere, self.rng.choice(found))
        if found := self.copies(self.elsewhere):
            self.answers(self.outsider, self.rng.choice(found))

    def shows(self) -> None:
        self.world.send(self.london, self.group, "/show P-1")

    def takes_away(self) -> None:
        if found := self.copies(self.group):
            self.world.delete(self.paris, self.rng.choice(found))

    def moves(self) -> None:
        if self.group.type == "group":
            self.group = self.world.migrate(self.group)

    def sends_fail(self) -> None:
        self.world.fail(
            self.rng.choice(("sendPoll", "forwardMessage")), faults.gateway(applied=self.rng.random() < 0.5)
        )

    def updates_err(self) -> None:
        if self.rng.random() < 0.5:
            self.world.updates.repeat(self.rng.randint(1, 5))
        else:
            self.world.updates.reorder(self.rng, renumber=False)

    def weather(self) -> Callable[[], None]:
        kinds: dict[Callable[[], None], int] = {
            self.member_answers: 12, self.outsider_answers: 5, self.shows: 2, self.takes_away: 1, self.moves: 1,
            self.sends_fail: 2, self.updates_err: 3,
        }  # fmt: skip
        return self.rng.choices([*kinds], [*kinds.values()])[0]

    def expected(self) -> dict[str, str]:
        """By name, what each member's last answer that stands chooses."""
        members = (self.paris, self.london, self.kyiv)
        latest = {user.name: [*self.said.get(user.id, {}).values()] for user in members}
        return {name: KEPT[given[-1]] for name, given in latest.items() if given}


def counted(session: Session) -> dict[str, str]:
    names = dict(
        session.exec(select(Member.id, Person.name).join(Person, col(Person.id) == col(Member.person_id))).all()
    )
    cast = session.exec(
        select(Elector.member_id, Ballot.choices).join(Elector, col(Elector.id) == col(Ballot.elector_id))
    )
    return {names[member_id]: choices for member_id, choices in cast}


def outsiders(session: Session) -> int:
    return sum(session.exec(select(NativePoll.outsiders).where(col(NativePoll.sure))))


@pytest.mark.parametrize("seed", range(12))
async def test_what_people_last_said_is_what_counts(tmp_path: Path, seed: int) -> None:
    stage = Storm(tmp_path, seed)
    stage.sound = False  # of the copies nobody knew of, nobody keeps account
    stage.world.add_bot(stage.group, stage.paris)
    async with stage.playing():
        for user in (stage.paris, stage.london, stage.kyiv):
            stage.world.send(user, stage.group, f"@{stage.world.bot.username} hello")
        await stage.settle()
        if stage.rng.random() < 0.5:
            stage.sends_fail()
        stage.world.send(stage.paris, stage.group, "/poll Joint statement?\nnative: yes\ncloses: in 2d")
        await stage.settle()
    for _ in range(4):
        async with stage.playing():  # a restart
            for _ in range(stage.rng.randint(3, 9)):
                stage.weather()()
                if stage.rng.random() < 0.6:
                    await stage.settle()
                stage.clock.skip(timedelta(seconds=stage.rng.randint(1, 100)))
            await stage.settle()
    async with stage.playing():
        await stage.rest()
        assert stage.read(counted) == stage.expected()
        assert stage.read(outsiders) == len(stage.said.get(stage.outsider.id, {}))
        stage.world.send(stage.paris, stage.group, "/close P-1")
        await stage.rest()
        stage.clock.skip(timedelta(minutes=1))
        stage.world.send(stage.paris, stage.group, "/show P-1")
        await stage.rest()
        assert stage.read(counted) == stage.expected()
        last = stage.group.messages[-1]
        assert last.text.startswith("P-1 · closed · sense check, not binding")
