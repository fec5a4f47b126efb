"""What it costs to close a poll of 35 delegations under each procedure, without Telegram: on the disk, and as it is shown."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot.cards.polls import poll_card, result_card
from bot.cards.reader import Reader
from bot.domain.ballots import SEVERAL, write_choices
from bot.domain.procedures import ABSTAIN, AGAINST, FOR
from bot.domain.rules import Procedure, Rule, read_rule
from bot.domain.weights import EU27
from bot.services import polls
from storage.database import Database
from storage.migrations import upgrade
from storage.models import PRINCIPAL, Choosing, Delegation, Elector, Group, Member, Person, Poll, Seat
from storage.queries.polls import poll_facts, put_ballot
from tests.benchmarks.scene import MEMBERS

NOW = datetime(2026, 1, 19, 17, tzinfo=UTC)
OPTIONS = tuple(f"Measure {number}" for number in range(1, 13))
RULES = (*(each.value for each in Procedure if each is not Procedure.SHARE), "60% of weight")
SECRET = "majority, secret"
TITLE = 42, 24  # widths of the columns


@dataclass(frozen=True)
class Closing:
    """Milliseconds, one a poll: judged, recorded and committed; its card and its result put into words."""

    title: str
    closed: list[float]
    shown: list[float]


def closings(runs: int) -> list[Closing]:
    """So many polls closed under each procedure, the procedures taking turns."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bot.db'}")
        upgrade(database)
        try:
            database.write_now(_seated)
            found = {title: Closing(title, [], []) for title in (*RULES, SECRET)}
            for run in range(runs + 1):
                for title, closing in found.items():
                    closed, shown = _one(database, title, random.Random(run))
                    if run:  # the first is SQLAlchemy's, which compiles
                        closing.closed.append(closed)
                        closing.shown.append(shown)
        finally:
            database.close()
    return list(found.values())


def rendered(found: list[Closing]) -> str:
    """A table: median (least..most) of each."""
    head = ("closing a poll of 35 delegations", "on the disk (ms)", "in words (ms)")
    rows = [(each.title, _cell(each.closed), _cell(each.shown)) for each in found]
    return "\n".join(f"{first:<{TITLE[0]}}{second:<{TITLE[1]}}{third}" for first, second, third in (head, *rows))


def _cell(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f}..{max(values):.1f})"


def _seated(session: Session) -> None:
    """A group of 35 delegations, each with its principal and a weight."""
    group = Group(tg_chat_id=-1, title="Advisers", language="en", timezone="Europe/Brussels", created_at=NOW)
    session.add(group)
    session.flush()
    codes = [*EU27.weights, *EU27.illustrative, *(f"X{number}" for number in range(MEMBERS))][:MEMBERS]
    for number, code in enumerate(codes, start=1):
        person = Person(tg_user_id=number, name=f"Delegation {number}")
        seat = Delegation(group_id=group.id or 0, code=code, name="", weight=100 + number, weight_year=2025)
        session.add(person)
        session.add(seat)
        session.flush()
        member = Member(group_id=group.id or 0, person_id=person.id or 0)
        session.add(member)
        session.flush()
        session.add(Seat(member_id=member.id or 0, delegation_id=seat.id or 0, state="seated"))


def _one(database: Database, title: str, dice: random.Random) -> tuple[float, float]:
    def opened(session: Session) -> int:
        rule, secret = (Rule(Procedure.MAJORITY), True) if title == SECRET else (read_rule(title), False)
        options = OPTIONS if rule.needs_options or rule.name is Procedure.PLURALITY else ()
        more: dict[str, Any] = {"text": "The text"} if rule.name is Procedure.SILENCE else {"secret": secret}
        poll = polls.open_poll(
            session, group_id=1, by=1, question="Which answer?", options=options, rule=rule,
            closes_at=NOW + timedelta(hours=1), now=NOW, **more,
        )  # fmt: skip
        electors = session.exec(select(Elector).where(Elector.poll_id == poll.id)).all()
        for elector, choice in zip(electors, _chosen(poll, dice), strict=False):
            put_ballot(session, Choosing(elector.id or 0, PRINCIPAL, choice, 1, NOW))
        return poll.id or 0

    poll_id = database.write_now(opened)
    closed = _timed(lambda: database.write_now(lambda session: polls.close(session, poll_id=poll_id, now=NOW)))
    return closed, _timed(lambda: database.read_now(lambda session: _shown(session, poll_id)))


def _chosen(poll: Poll, dice: random.Random) -> Iterator[str]:
    """A ballot each, as the table keeps it; none under silence."""
    if poll.rule == Procedure.SILENCE:
        return
    numbers = range(1, len(OPTIONS) + 1)
    for _ in range(MEMBERS):
        if poll.rule in SEVERAL:
            several = dice.sample(numbers, dice.randint(1, len(OPTIONS)))
            ranked = poll.rule == Procedure.RANKED
            yield write_choices(tuple(several if ranked else sorted(several)), ranked=ranked)
        elif poll.rule == Procedure.PLURALITY:
            yield write_choices((dice.choice(numbers),))
        else:
            yield write_choices((dice.choices((FOR, AGAINST, ABSTAIN), (8, 1, 1))[0],))


def _shown(session: Session, poll_id: int) -> None:
    facts, reader = poll_facts(session, poll_id), Reader("en", ZoneInfo("Europe/Brussels"), NOW)
    poll_card(facts, reader)
    result_card(facts, {}, reader)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
