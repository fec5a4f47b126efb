"""Time: nothing early, nothing late, nothing forgotten, nothing twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.callbacks import CastBallot
from bot.domain.handles import handle
from storage.models import Call, Poll
from tests.simulation.people import Deed
from tests.simulation.promises.facts import Facts
from tests.simulation.virtual import SATURDAY

A_MINUTE = timedelta(minutes=1)
A_MOMENT = timedelta(seconds=10)  # how late the clock may be where nothing is wrong
BRUSSELS = ZoneInfo("Europe/Brussels")
MORNING = timedelta(hours=8)  # of a Monday: a digest is due
OUTAGE, BEAT = timedelta(seconds=150), timedelta(seconds=5)


def in_time(facts: Facts) -> Iterator[str]:
    """No vote made before the deadline is refused because the poll is closed, if Telegram was not late itself."""
    by_clock = {
        (entry.group_id, entry.subject) for entry in facts.journal if entry.kind == "poll_closed" and not entry.actor_id
    }
    for poll in facts.polls.values():
        name = handle("poll", poll.number)
        if (poll.group_id, name) not in by_clock:
            continue
        for deed in facts.deeds:
            if deed.at < poll.closes_at and not deed.late and _refused(facts, deed, poll, name):
                yield f"{deed.user.name} voted in {name} at {deed.at}, before {poll.closes_at}: closed"


def _refused(facts: Facts, deed: Deed, poll: Poll, name: str) -> bool:
    if deed.press:
        cast = CastBallot.unpack(deed.press.data)
        return bool(cast and cast.poll_id == poll.id and (deed.press.text or "").startswith("Closed: "))
    if deed.kind != "vote" or not deed.message or deed.message.text.split()[1] != name:
        return False
    if deed.chat.id != facts.groups[poll.group_id].tg_chat_id:
        return False
    replies = (each for each in deed.chat.messages if each.reply_to is deed.message)
    return any(each.text.startswith("Closed: ") for each in replies)


def punctual(facts: Facts) -> Iterator[str]:
    """Nothing happens before its time; where nothing was wrong, nothing happens long after it."""
    calls = {(call.group_id, handle("call", call.number)): call.starts_at for call in facts.all(Call)}
    polls = {(poll.group_id, handle("poll", poll.number)): poll.closes_at for poll in facts.polls.values()}
    for entry in facts.journal:
        due_at = {"poll_closed": polls, "call_start": calls}.get(entry.kind, {}).get((entry.group_id, entry.subject))
        if due_at is None or entry.actor_id:
            continue
        if entry.at < due_at:
            yield f"{entry.kind} of {entry.subject} at {entry.at}, due at {due_at}: early"
        elif (late := _idle(facts, due_at, entry.at)) > A_MOMENT:
            yield f"{entry.kind} of {entry.subject} at {entry.at}, due at {due_at}: {late} too late"
    for group_id in facts.groups:
        digests = [entry.at for entry in facts.journal if entry.kind == "digest" and entry.group_id == group_id]
        yield from (f"group {group_id} has its digest of {at} twice" for at in too_many(digests, SATURDAY))


def too_many(digests: list[datetime], since: datetime) -> list[datetime]:
    """Those that are one more than there were Monday mornings so far. One that is late may come in the next one's week."""

    def mondays(at: datetime) -> int:
        return ((at.astimezone(BRUSSELS).replace(tzinfo=None) - MORNING).toordinal() - 1) // 7

    return [at for count, at in enumerate(digests, 1) if count > mondays(at) - mondays(since)]


def over(facts: Facts) -> Iterator[str]:
    """Nothing whose time has come is forgotten."""
    before = facts.now - A_MINUTE
    for poll in facts.polls.values():
        if poll.state == "open" and poll.closes_at < before:
            yield f"poll {poll.id} is open, its deadline was {poll.closes_at}"
    started = {(entry.group_id, entry.subject) for entry in facts.journal if entry.kind == "call_start"}
    for call in facts.all(Call):
        told = (call.group_id, handle("call", call.number)) in started
        if call.state == "planned" and call.starts_at < before and not told:
            yield f"nobody was told that call {call.id} started at {call.starts_at}"


def _idle(facts: Facts, since: datetime, until: datetime) -> timedelta:
    """How long nothing was wrong between two moments."""
    left = [(since, until)]
    for begin, end in facts.run.troubled():
        left = [
            part
            for start, stop in left
            for part in ((start, min(stop, begin)), (max(start, end), stop))
            if part[0] < part[1]
        ]
    return sum((stop - start for start, stop in left), timedelta())


def outages(facts: Facts) -> Iterator[str]:
    """Every group has an outage on record; no outage is told twice, and none invented."""
    told: dict[int, list[tuple[datetime, datetime]]] = {group_id: [] for group_id in facts.groups}
    for entry in facts.journal:
        if entry.kind == "outage":
            body = entry.body or {}
            told[entry.group_id].append((datetime.fromisoformat(body["since"]), datetime.fromisoformat(body["until"])))
    for group_id, spans in told.items():
        for (_, end), (begin, _) in pairwise(spans):
            if begin < end:
                yield f"an outage of group {group_id} is told twice: {begin} is before {end}"
        yield from (f"no outage from {begin} to {end}" for begin, end in spans if end - begin <= OUTAGE)
    for begin, end in facts.run.silences(OUTAGE + 4 * BEAT):
        for group_id in _served(facts, begin, end):
            if not any(since < end and until > begin for since, until in told[group_id]):
                yield f"group {group_id} was not told of the outage from {begin} to {end}"


def _served(facts: Facts, begin: datetime, end: datetime) -> set[int]:
    """Groups with a poll that was open all the while, and those that had a record before and never threw the bot out."""
    stood = {
        poll.group_id for poll in facts.polls.values() if poll.opened_at < begin and (poll.closed_at or facts.now) > end
    }
    left = {entry.group_id for entry in facts.journal if entry.kind == "left"}
    return stood | {entry.group_id for entry in facts.journal if entry.at < begin} - left
