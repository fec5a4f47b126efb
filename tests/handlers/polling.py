"""Polls opened by the use case itself, with what no form asks for yet, and what is kept of their ballots."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.procedures import read_rule
from bot.local.world import Message, User
from bot.services import polls
from storage.models import Ballot, Elector, JournalEntry, Member, Person
from tests.stage import Stage

DAY = timedelta(days=1)


def member_id(session: Session, user: User) -> tuple[int, int]:
    """Group and member, by id."""
    found = select(Member).join(Person, col(Person.id) == col(Member.person_id)).where(Person.tg_user_id == user.id)
    member = session.exec(found).one()
    return member.group_id, member.id or 0


async def opened(stage: Stage, *options: str, rule: str = "", **facts: Any) -> Message:
    """Paris puts a question, for a day."""
    group_id, by = stage.read(member_id, stage.paris)
    chosen = read_rule(rule or ("plurality" if options else "majority"))
    stage.write(
        polls.open_poll, group_id=group_id, by=by, question="Which?", options=options, rule=chosen,
        closes_at=stage.clock.now() + DAY, **facts,
    )  # fmt: skip
    await stage.settle()
    return stage.card("P-1")


async def by_delegation(stage: Stage) -> None:
    """France (Paris), the United Kingdom (London) and Ukraine (Kyiv) vote."""
    await stage.says(stage.paris, "/delegation FR\nGB @london\nUA @kyiv")


def kept(session: Session) -> list[str]:
    """What the ballots choose, in the order of the electors."""
    return list(session.exec(select(Ballot.choices).join(Elector).order_by(col(Elector.id), col(Ballot.rank))))


def record(session: Session) -> list[tuple[str, dict[str, Any]]]:
    """What the record says of P-1: kinds and bodies."""
    found = select(JournalEntry).where(JournalEntry.subject == "P-1").order_by(col(JournalEntry.seq))
    return [(entry.kind, dict(entry.body or {})) for entry in session.exec(found)]
