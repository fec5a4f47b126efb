"""Who has not voted is reminded: in private where the bot may write to them, else by name in the group."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.nights import dawn_after
from bot.domain.rules import Procedure
from bot.services import poll_clock, polls, sightings
from bot.services.electorate import speakers
from storage.models import Elector, JournalEntry, MemberFacts, OutboxItem, PollFacts
from storage.queries import outbox, timers
from storage.queries.polls import poll_facts

PAUSE = timedelta(hours=1)  # between two reminders of a poll that somebody asks for
GROUP, PRIVATE = "poll_reminder", "poll_reminder_private"  # kinds of what they say
KIND = "poll_reminded"  # of entry


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many people were told in private, now or at the end of their night, and how many electors in the group."""

    handle: str
    private: int = 0
    morning: int = 0
    group: int = 0


def remind(session: Session, *, poll_id: int, due_at: datetime | None = None, now: datetime) -> None:
    """Its moment has come: whoever has not voted is told, or has not seen a text under silence.

    Not where a later reminder is due too: the bot was down (`due_at`: when this one was).
    """
    facts = poll_facts(session, poll_id)
    last = poll_clock.last_reminder(facts.poll)
    if due_at and last and due_at < last <= now:
        return
    if facts.poll.rule == Procedure.SILENCE:
        sightings.remind(session, facts, None, now)
    elif _open(facts, now):
        _remind(session, facts, None, now)


def remind_now(
    session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, now: datetime
) -> Reminded:
    """The same at the word of its author or an administrator, once an hour. A Mistake where nobody is left to remind."""
    poll = polls.own_poll(session, group_id, by, poll_id, administrator=administrator)
    name, facts = handle("poll", poll.number), poll_facts(session, poll_id)
    if poll.native:
        raise Mistake("sense_remind", handle=name)
    if not _open(facts, now):
        raise Mistake("poll_closed", handle=name, verdict=poll.verdict)
    silent = poll.rule == Procedure.SILENCE
    if not (facts.unseen if silent else absent(facts)):
        raise Mistake("all_seen" if silent else "all_voted", handle=name)
    last = _last_asked_for(session, group_id, name)
    if last and now < last + PAUSE:
        raise Mistake("reminded_lately", handle=name, at=last + PAUSE)
    if silent:
        sightings.remind(session, facts, by, now)
        return Reminded(name, group=len(facts.unseen))
    return _remind(session, facts, by, now)


def absent(facts: PollFacts) -> list[Elector]:
    """Who has not voted and is there to be reminded: somebody speaks for them."""
    voted = {ballot.elector_id for ballot in facts.ballots}
    return [each for each in facts.electors if each.id not in voted and speakers(facts, [each])]


def tell_in_the_morning(session: Session, *, poll_id: int, member_id: int, now: datetime) -> None:
    """Remind one member of what was kept back at night, if it is still of use."""
    facts = poll_facts(session, poll_id)
    member = next((each for each in speakers(facts, absent(facts)) if each.member.id == member_id), None)
    if member is None or not _open(facts, now) or facts.group.state != "active":
        return
    if member.person.private_open:
        entry = polls.record(session, facts.poll, None, now, KIND, {"member": member_id})
        _announce(session, facts, entry, now, person_id=member.person.id)
    else:
        _name(session, facts, _spoken_for(facts, member), None, now)


def tell_group_instead(session: Session, *, person_id: int, now: datetime) -> None:
    """A private chat has turned out to be closed: whom it was to remind is named in the group."""
    lost = select(OutboxItem).where(OutboxItem.person_id == person_id, OutboxItem.kind == PRIVATE)
    for item in session.exec(lost.where(OutboxItem.state == "failed", OutboxItem.settled_at == now)).all():
        facts = poll_facts(session, item.payload["poll_id"])
        own = [elector for each in facts.members if each.person.id == person_id for elector in _spoken_for(facts, each)]
        if own and _open(facts, now):
            _name(session, facts, own, None, now)


def _open(facts: PollFacts, now: datetime) -> bool:
    return facts.poll.state == "open" and now < facts.poll.closes_at


def _spoken_for(facts: PollFacts, member: MemberFacts) -> list[Elector]:
    """For whom of those who have not voted a member speaks."""
    return [each for each in absent(facts) if member in speakers(facts, [each])]


def _remind(session: Session, facts: PollFacts, by: int | None, now: datetime) -> Reminded:
    """Tell those who can be told in private, and name in one message to the group those of whom nobody can."""
    reached: list[MemberFacts] = []
    named: list[Elector] = []
    served = facts.group.state == "active"  # else the group's may be said once it is again
    for elector in absent(facts):
        here = [each for each in speakers(facts, [elector]) if each.person.private_open and served]
        reached += here
        named += [] if here else [elector]
    name = handle("poll", facts.poll.number)
    if not (reached or named):
        return Reminded(name)
    entry = _name(session, facts, named, by, now)
    told = [_tell(session, facts, each, entry, by, now) for each in reached]
    return Reminded(name, private=told.count("now"), morning=told.count("morning"), group=len(named))


def _name(session: Session, facts: PollFacts, electors: list[Elector], by: int | None, now: datetime) -> int:
    """Record that there is a reminder and, where there are electors of whom nobody is told in private, name these."""
    entry = polls.record(session, facts.poll, by, now, KIND, {"electors": [each.id for each in electors]})
    if electors:
        _announce(session, facts, entry, now)
    return entry


def _tell(session: Session, facts: PollFacts, member: MemberFacts, entry: int, by: int | None, now: datetime) -> str:
    """Remind somebody in private "now"; at night in the "morning", unless that would be too late for the deadline.

    "": not at all, since that night's last hour has a reminder of its own, and nobody asks for this one.
    """
    poll, last = facts.poll, poll_clock.last_reminder(facts.poll)
    dawn = dawn_after(now, ZoneInfo(member.person.timezone or facts.group.timezone))
    if dawn and dawn < poll.closes_at - poll_clock.LAST_HOUR:
        occurrence = f"{member.member.id}:{dawn:%Y-%m-%dT%H:%M}"
        timers.schedule(session, kind=poll_clock.MORNING, subject_id=poll.id or 0, due_at=dawn, occurrence=occurrence)
        return "morning"
    if dawn and by is None and last and now < last:
        return ""
    _announce(session, facts, entry, now, person_id=member.person.id)
    return "now"


def _last_asked_for(session: Session, group_id: int, subject: str) -> datetime | None:
    asked = select(JournalEntry.at).where(
        JournalEntry.group_id == group_id, JournalEntry.subject == subject, JournalEntry.kind == KIND,
        col(JournalEntry.actor_id).is_not(None),
    )  # fmt: skip
    return session.exec(asked.order_by(col(JournalEntry.seq).desc()).limit(1)).first()


def _announce(session: Session, facts: PollFacts, entry: int, now: datetime, *, person_id: int | None = None) -> None:
    outbox.announce(
        session, group_id=facts.poll.group_id, kind=PRIVATE if person_id else GROUP, journal_id=entry, now=now,
        priority=outbox.REMINDER, person_id=person_id, poll_id=facts.poll.id,
    )  # fmt: skip
