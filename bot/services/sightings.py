"""Who has seen a text under silence, and the word to those who have not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.nights import dawn_after
from bot.domain.rules import Procedure
from bot.services.electorate import speakers, voice
from storage.models import MemberFacts, Poll, PollFacts, Sighting
from storage.queries import cards, journal, outbox, timers
from storage.queries.polls import poll_facts

URGENT = timedelta(hours=1)  # before the expiry the night is no reason to wait
GROUP, PRIVATE = "silence_unseen", "silence_unseen_private"  # kinds of what they say
MORNING = "poll_unseen_morning"  # kind of timer


def see(session: Session, *, by: int, poll: Poll, now: datetime) -> bool:
    """A member has seen the text, whether or not they have a vote. False when they had seen it already."""
    poll_id = poll.id or 0
    if session.get(Sighting, (poll_id, by)):
        return False
    sighting = note(session, by=by, poll=poll, now=now)
    _record(session, poll, by, now, "poll_seen", {"elector": sighting.elector_id})
    cards.mark_stale(session, "poll", poll_id)
    return True


def note(session: Session, *, by: int, poll: Poll, now: datetime) -> Sighting:
    """Keep that a member has seen the text, where something else is the record of it: they circulate it."""
    try:
        elector_id = voice(session, poll, by, now).elector_id
    except Mistake:
        elector_id = None
    sighting = Sighting(poll_id=poll.id or 0, member_id=by, elector_id=elector_id, at=now)
    session.add(sighting)
    return sighting


def remind(session: Session, facts: PollFacts, by: int | None, now: datetime) -> None:
    """Name those that have not seen the text in the group, and tell who speaks for them in private."""
    poll = facts.poll
    if poll.state == "open" and now < poll.closes_at and facts.unseen:
        entry = _record(session, poll, by, now, "poll_reminded", {})
        _announce(session, poll, GROUP, entry, now)
        _tell(session, facts, entry, now)


def _tell(session: Session, facts: PollFacts, entry: int, now: datetime) -> None:
    """In private where that chat is open: at night only within the last hour, else at the end of the night."""
    poll = facts.poll
    last = poll.closes_at - URGENT
    for each in missing(facts):
        if not each.person.private_open:
            continue
        dawn = dawn_after(now, ZoneInfo(each.person.timezone or facts.group.timezone))
        if dawn is None or now >= last:
            _announce(session, poll, PRIVATE, entry, now, person_id=each.person.id)
        elif dawn < last:  # the last hour has a reminder of its own
            occurrence = f"{each.member.id}:{dawn:%Y-%m-%dT%H:%M}"
            timers.schedule(session, kind=MORNING, subject_id=poll.id or 0, due_at=dawn, occurrence=occurrence)


def tell_in_the_morning(session: Session, *, poll_id: int, member_id: int, now: datetime) -> None:
    """Remind one member of what was kept back at night, if it is still of use."""
    facts = poll_facts(session, poll_id)
    waited = [each for each in missing(facts) if each.member.id == member_id]
    if facts.poll.state == "open" and facts.group.state == "active" and waited:
        entry = _record(session, facts.poll, None, now, "poll_reminded", {"member": member_id})
        _announce(session, facts.poll, PRIVATE, entry, now, person_id=waited[0].person.id)


def missing(facts: PollFacts) -> list[MemberFacts]:
    """Who of those present speaks for an elector that has not seen the text; nobody under another procedure."""
    return speakers(facts, facts.unseen) if facts.poll.rule == Procedure.SILENCE else []


def under_silence(poll: Poll) -> Poll:
    """The poll; a Mistake where it goes by another procedure."""
    if poll.rule != Procedure.SILENCE:
        raise Mistake("not_silence", handle=handle("poll", poll.number))
    return poll


def _announce(
    session: Session, poll: Poll, kind: str, entry: int, now: datetime, *, person_id: int | None = None
) -> None:
    outbox.announce(
        session, group_id=poll.group_id, kind=kind, journal_id=entry, now=now, priority=outbox.REMINDER,
        person_id=person_id, poll_id=poll.id,
    )  # fmt: skip


def _record(session: Session, poll: Poll, by: int | None, now: datetime, kind: str, body: dict[str, object]) -> int:
    subject = handle("poll", poll.number)
    return journal.record(session, group_id=poll.group_id, at=now, kind=kind, actor_id=by, subject=subject, body=body)
