"""What the bot promises, asked of a whole run: tests/invariants.py, and what only a simulation knows.

Who did what and when is known here from the people's side, what came of it from the database and from the chats.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.callbacks import AnswerCall, CastBallot, SeeAlert
from bot.domain.handles import handle
from bot.domain.procedures import ABSTAIN, AGAINST, FOR
from storage.models import (
    Alert,
    Attachment,
    Ballot,
    Call,
    Elector,
    Group,
    JournalEntry,
    Member,
    OutboxItem,
    Person,
    Poll,
)  # fmt: skip
from storage.queries.polls import poll_facts
from tests.invariants import violations
from tests.simulation.people import Deed

if TYPE_CHECKING:
    from tests.simulation.run import Run

Key = tuple[str, int, int, int | str]  # what was done, by which user, to which subject, how
WORDS = {"Recorded: For": FOR, "Recorded: Against": AGAINST, "Recorded: Abstain": ABSTAIN}
ANSWERED = {"vote", "ack", "resolve", "reopen", "rsvp"}  # typed commands that are always answered by one message
SENDS = {"sendMessage", "sendDocument"}
MESSAGES = SENDS | {"editMessageText"}
A_MINUTE, MOST = timedelta(minutes=1), 20
A_DAY = timedelta(days=1)  # how long Telegram keeps an update
A_MOMENT = timedelta(seconds=10)  # how late the clock may be where nothing is wrong
BRUSSELS = ZoneInfo("Europe/Brussels")
OUTAGE, BEAT = timedelta(seconds=150), timedelta(seconds=5)


class Promises:
    """The questions about one run, at one moment of it."""

    def __init__(self, run: "Run", session: Session) -> None:
        self.run, self.session, self.now = run, session, run.clock.now()
        self.world, self.deeds = run.world, run.people.deeds
        self.groups = {group.id or 0: group for group in session.exec(select(Group))}
        people = select(Member, Person).join(Person, col(Person.id) == col(Member.person_id))
        self.users = {member.id: person.tg_user_id for member, person in session.exec(people)}
        self.journal = session.exec(select(JournalEntry).order_by(col(JournalEntry.id))).all()
        self.polls = {poll.id or 0: poll for poll in session.exec(select(Poll))}
        self.done = {id(update.body) for update in self.world.updates._confirmed}

    def at_rest(self) -> Iterator[str]:
        """What must hold minutes after the last trouble."""
        yield from violations(self.session, self.world, self.now, unknown=len(self.doubtful), deleted=self._unnoticed)
        if pending := self.world.updates.pending:
            yield f"liveness: Telegram still holds {len(pending)} updates"
        for group in self.groups.values():
            chat = self.world.chats.get(group.tg_chat_id)
            told = not self.run.silences(A_DAY)  # else the news that it is back may have been thrown away
            if chat and chat.has(self.world.bot) and group.state != "active" and told:
                yield f"liveness: the bot is in {chat.title} and takes it for {group.state}"
        for process in self.run.processes:
            if process.why.startswith("a part of the bot"):
                yield process.why
            if process.app.telegram.plain_fallbacks:
                yield "markup was refused"

    @property
    def _unnoticed(self) -> set[tuple[int, int]]:
        """Messages taken away that the bot has not tried to change since."""
        refused = {
            (int(call.parameters["chat_id"]), int(call.parameters["message_id"]))
            for call in self.world.calls
            if call.method == "editMessageText" and call.error
        }
        return self.run.people.deleted - refused

    def in_the_end(self) -> Iterator[str]:
        """What must hold of the whole run."""
        yield from self._alerts()
        yield from self._answers()
        yield from self._ballots()
        yield from self._in_time()
        yield from self._punctual()
        yield from self._over()
        yield from self._counted()
        yield from self._outages()
        yield from self._limits()
        yield from self._patient()
        yield from self._doubles()
        yield from self._apart()
        yield from self._members_only()

    # --- what people did

    def _alerts(self) -> Iterator[str]:
        """Every alert is logged exactly once; one that Telegram had to throw away, or of somebody gone, not at all."""
        logged = Counter((self.groups[alert.group_id].tg_chat_id, alert.text) for alert in self._all(Alert))
        for deed in self.deeds:
            if deed.kind != "alert" or not deed.text:
                continue
            count = logged.pop((deed.chat.id, deed.text), 0)
            must = self._confirmed(deed) and self._stayed(deed)
            if count > 1 or (must and count != 1):
                yield f"an alert is logged {count} times: {deed.text[:60]!r} of {deed.chat.title} at {deed.at}"

    def _answers(self) -> Iterator[str]:
        """What is typed and always answered is answered once."""
        replies = Counter(
            (self.groups[item.group_id].tg_chat_id, item.payload.get("reply_to"))
            for item in self._all(OutboxItem)
            if item.group_id and item.kind == "reply"
        )
        for deed in self.deeds:
            if deed.kind in ANSWERED and deed.message and self._confirmed(deed):
                count = replies[deed.chat.id, deed.message.id]
                if count != 1:
                    yield f"{deed.message.text!r} of {deed.chat.title} at {deed.at} is answered {count} times"

    def _ballots(self) -> Iterator[str]:
        """What a toast calls recorded is on record; nothing is on record more often than it was asked for."""
        told, asked, on_record = Counter[Key](), Counter[Key](), self._on_record()
        for deed in self.deeds:
            if (press := deed.press) is None:
                continue
            recorded = (press.text or "").startswith("Recorded: ")
            if cast := CastBallot.unpack(press.data):
                key: Key = ("ballot_cast", deed.user.id, cast.poll_id, cast.choice)
                if recorded and WORDS.get(press.text or "", cast.choice) != cast.choice:
                    yield f"{deed.user.name} pressed {press.data} and is told {press.text!r}"
            elif answered := AnswerCall.unpack(press.data):
                key = ("call_answered", deed.user.id, answered.call_id, answered.answer)
            else:
                seen = SeeAlert.unpack(press.data)
                alert_id = seen.alert_id if seen else 0
                key = ("alert_seen", deed.user.id, self._moved.get(alert_id, alert_id), "")
                recorded = bool(seen) and press.text == "Seen"
            asked[key] += 1
            told[key] += recorded
        for key, count in (told + Counter()).items():
            if count > on_record[key]:
                yield f"recorded, people were told {count} times, {on_record[key]} times on record: {key}"
        asked.update(self._typed_votes())
        for key, count in on_record.items():
            if key[0] == "ballot_cast" and count > asked[key]:
                yield f"on record {count} times, asked for {asked[key]} times: {key}"

    @cached_property
    def _moved(self) -> dict[int, int]:
        return {each.alert_id: each.to_id for each in self._all(Attachment)}

    def _on_record(self) -> Counter[Key]:
        found, subjects = Counter[Key](), self.subjects
        for entry in self.journal:
            if entry.kind in {"ballot_cast", "call_answered", "alert_seen"}:
                body = entry.body or {}
                what = body.get("choice", body.get("answer", ""))
                subject_id = subjects[entry.group_id, entry.subject]
                if entry.kind == "alert_seen":  # on a report that was moved since: of the alert it was moved to
                    subject_id = self._moved.get(subject_id, subject_id)
                found[entry.kind, self.users[entry.actor_id], subject_id, what] += 1
        return found

    def _typed_votes(self) -> Iterator[Key]:
        for deed in self.deeds:
            if deed.kind == "vote" and deed.message:
                _, name, word, *_ = deed.message.text.split()
                group = next((each for each in self.groups.values() if each.tg_chat_id == deed.chat.id), None)
                subject = self.subjects.get((group.id or 0, name)) if group else None
                choice = {"for": FOR, "against": AGAINST, "abstain": ABSTAIN, "1": 1, "2": 2}.get(word)
                if subject and choice is not None:
                    yield "ballot_cast", deed.user.id, subject, choice

    def _in_time(self) -> Iterator[str]:
        """No vote made before the deadline is refused because the poll is closed, if Telegram was not late itself."""
        by_clock = {
            (entry.group_id, entry.subject)
            for entry in self.journal
            if entry.kind == "poll_closed" and not entry.actor_id
        }
        for poll in self.polls.values():
            name = handle("poll", poll.number)
            if (poll.group_id, name) not in by_clock:
                continue
            for deed in self.deeds:
                if deed.at < poll.closes_at and not deed.late and self._refused(deed, poll, name):
                    yield f"{deed.user.name} voted in {name} at {deed.at}, before {poll.closes_at}: closed"

    def _refused(self, deed: Deed, poll: Poll, name: str) -> bool:
        if deed.press:
            cast = CastBallot.unpack(deed.press.data)
            return bool(cast and cast.poll_id == poll.id and (deed.press.text or "").startswith("Closed: "))
        if deed.kind != "vote" or not deed.message or deed.message.text.split()[1] != name:
            return False
        if deed.chat.id != self.groups[poll.group_id].tg_chat_id:
            return False
        replies = (each for each in deed.chat.messages if each.reply_to is deed.message)
        return any(each.text.startswith("Closed: ") for each in replies)

    def _members_only(self) -> Iterator[str]:
        """Nobody who was never in a group has left a trace in it."""
        once_in = self.run.people.once_in
        groups = {member.id: member.group_id for member in self._all(Member)}
        actors = [(entry.group_id, entry.actor_id) for entry in self.journal if entry.actor_id]
        actors += [(self.polls[elector.poll_id].group_id, ballot.cast_by_id) for ballot, elector in self._cast()]
        for group_id, member_id in set(actors):
            tg_chat_id = self.groups[group_id].tg_chat_id
            if groups[member_id] != group_id or self.users[member_id] not in once_in[tg_chat_id]:
                yield f"member {member_id} acts in group {group_id}, which is not theirs"

    # --- time

    def _punctual(self) -> Iterator[str]:
        """Nothing happens before its time; where nothing was wrong, nothing happens long after it."""
        calls = {(call.group_id, handle("call", call.number)): call.starts_at for call in self._all(Call)}
        polls = {(poll.group_id, handle("poll", poll.number)): poll.closes_at for poll in self.polls.values()}
        for entry in self.journal:
            due_at = {"poll_closed": polls, "call_start": calls}.get(entry.kind, {}).get(
                (entry.group_id, entry.subject)
            )
            if due_at is None or entry.actor_id:
                continue
            if entry.at < due_at:
                yield f"{entry.kind} of {entry.subject} at {entry.at}, due at {due_at}: early"
            elif (late := self._idle(due_at, entry.at)) > A_MOMENT:
                yield f"{entry.kind} of {entry.subject} at {entry.at}, due at {due_at}: {late} too late"
        weeks = Counter(
            (entry.group_id, *entry.at.astimezone(BRUSSELS).isocalendar()[:2])
            for entry in self.journal
            if entry.kind == "digest"
        )
        yield from (f"{count} digests of group and week {week}" for week, count in weeks.items() if count > 1)

    def _over(self) -> Iterator[str]:
        """Nothing whose time has come is forgotten."""
        before = self.now - A_MINUTE
        for poll in self.polls.values():
            if poll.state == "open" and poll.closes_at < before:
                yield f"poll {poll.id} is open, its deadline was {poll.closes_at}"
        started = {(entry.group_id, entry.subject) for entry in self.journal if entry.kind == "call_start"}
        for call in self._all(Call):
            told = (call.group_id, handle("call", call.number)) in started
            if call.state == "planned" and call.starts_at < before and not told:
                yield f"nobody was told that call {call.id} started at {call.starts_at}"

    def _idle(self, since: datetime, until: datetime) -> timedelta:
        """How long nothing was wrong between two moments."""
        left = [(since, until)]
        for begin, end in self.run.troubled():
            left = [
                part
                for start, stop in left
                for part in ((start, min(stop, begin)), (max(start, end), stop))
                if part[0] < part[1]
            ]
        return sum((stop - start for start, stop in left), timedelta())

    def _outages(self) -> Iterator[str]:
        """Where a poll was open all through an outage, the group is told; no outage is told twice, and none invented."""
        told: dict[int, list[tuple[datetime, datetime]]] = {group_id: [] for group_id in self.groups}
        for entry in self.journal:
            if entry.kind == "outage":
                body = entry.body or {}
                told[entry.group_id].append(
                    (datetime.fromisoformat(body["since"]), datetime.fromisoformat(body["until"]))
                )
        for group_id, spans in told.items():
            for (_, end), (begin, _) in pairwise(spans):
                if begin < end:
                    yield f"an outage of group {group_id} is told twice: {begin} is before {end}"
            yield from (f"no outage from {begin} to {end}" for begin, end in spans if end - begin <= OUTAGE)
        for begin, end in self.run.silences(OUTAGE + 4 * BEAT):
            for poll in self.polls.values():
                stood = poll.opened_at < begin and (poll.closed_at or self.now) > end
                if stood and not any(since < end and until > begin for since, until in told[poll.group_id]):
                    yield f"group {poll.group_id} was not told of the outage from {begin} to {end}"

    # --- what can be seen in the chats

    def _limits(self) -> Iterator[str]:
        """No chat is told more than Telegram allows."""
        moments: dict[int, list[datetime]] = {}
        for call in self.world.calls:
            if call.method in MESSAGES and (chat_id := int(call.parameters["chat_id"])) < 0:
                moments.setdefault(chat_id, []).append(call.at)
        for chat_id, at in moments.items():
            for first, last in zip(at, at[MOST:], strict=False):
                if last - first < A_MINUTE and not self.run.restarted(first, last):
                    yield f"limit: {MOST + 1} messages to {chat_id} from {first} to {last}"
                    break
            for first, last in pairwise(at):
                if last - first < timedelta(seconds=0.999) and not self.run.restarted(first, last):
                    yield f"limit: two messages to {chat_id} at {first} and {last}"
                    break

    def _patient(self) -> Iterator[str]:
        """Where Telegram says how long to wait, the chat hears nothing for so long, whatever happens meanwhile."""
        until: dict[str, datetime] = {}
        for call in self.world.calls:
            if call.method not in MESSAGES:
                continue
            chat_id = str(call.parameters["chat_id"])
            if chat_id in until and call.at < until[chat_id]:
                yield f"{call.method} to {chat_id} at {call.at}, though told to wait until {until[chat_id]}"
            if call.fault.answer and call.fault.answer.retry_after:
                until[chat_id] = call.at + timedelta(seconds=call.fault.answer.retry_after)

    @cached_property
    def doubtful(self) -> set[tuple[int, int]]:
        """Chat and message id of all that was sent without the bot's ever knowing."""
        known = self.run.known_ids()
        sent = {
            (int(call.parameters["chat_id"]), call.result["message_id"])
            for call in self.world.calls
            if call.method in SENDS and call.applied and call.result
        }
        return sent - known

    def _doubles(self) -> Iterator[str]:
        """What is sent again after an unknown fate says so."""
        replies = Counter(
            (self.groups[item.group_id].tg_chat_id, item.payload["html"])
            for item in self._all(OutboxItem)
            if item.group_id and item.kind == "reply"
        )
        sent: dict[tuple[int, str, str, str], list[tuple[int, int]]] = {}
        for call in self.world.calls:
            if call.method in SENDS and call.applied and call.result:
                p, chat_id = call.parameters, int(call.parameters["chat_id"])
                text = str(p.get("text") or p.get("caption"))
                said = chat_id, text, str(p.get("reply_parameters")), str(p.get("reply_markup"))
                sent.setdefault(said, []).append((chat_id, call.result["message_id"]))
        for (chat_id, text, *_), copies in sent.items():
            known = replies[chat_id, text]  # as many different replies may say the same
            if "(repeat)" in text or text.startswith("<b>Hello") or len(copies) <= max(known, 1):
                continue
            if any(copy in self.doubtful for copy in copies[:-1]):
                yield f"{chat_id} is told {len(copies)} times: {text[:60]!r}"

    def _apart(self) -> Iterator[str]:
        """No group hears of another's affairs."""
        titles = {chat.id: f"of {chat.title}" for chat in self.run.people.groups}
        for chat in self.run.people.groups:
            others = [title for chat_id, title in titles.items() if chat_id != chat.id]
            for message in chat.messages:
                if message.sender is self.world.bot and any(title in message.text for title in others):
                    yield f"{chat.title} is told {message.text[:80]!r}"

    def _counted(self) -> Iterator[str]:
        """A closed poll's outcome is what its ballots say, and no ballot comes after it."""
        closed: set[tuple[int, str]] = set()
        for entry in self.journal:
            subject = entry.group_id, entry.subject
            if entry.kind == "poll_closed":
                closed.add(subject)
            elif entry.kind in {"ballot_cast", "ballot_withdrawn"} and subject in closed:
                yield f"{entry.kind} in {entry.subject} after it was closed"
        for poll_id, poll in self.polls.items():
            if poll.state == "closed" and poll.verdict != "withdrawn":
                outcome = poll_facts(self.session, poll_id).standing.outcome
                if (outcome.verdict, outcome.winner) != (poll.verdict, poll.winner):
                    yield f"poll {poll_id} is {poll.verdict} {poll.winner}, its ballots say {outcome}"

    # --- shorthands

    @cached_property
    def subjects(self) -> dict[tuple[int, str], int]:
        """What a handle of a group names."""
        found = {}
        kinds: tuple[tuple[str, Any], ...] = (("alert", Alert), ("poll", Poll), ("call", Call))
        for kind, model in kinds:
            for row in self.session.exec(select(model)):
                found[row.group_id, handle(kind, row.number)] = row.id or 0
        return found

    def _all(self, model: type[Any]) -> list[Any]:
        return list(self.session.exec(select(model)))

    def _cast(self) -> list[tuple[Ballot, Elector]]:
        return list(self.session.exec(select(Ballot, Elector).join(Elector, col(Elector.id) == col(Ballot.elector_id))))

    def _confirmed(self, deed: Deed) -> bool:
        """Whether the bot has told Telegram that it is done with the update."""
        return deed.body is not None and id(deed.body) in self.done

    def _stayed(self, deed: Deed) -> bool:
        """Whether the person never left the group, so that whenever the bot looked they were a member."""
        return deed.user.id not in self.run.people.gone.get(deed.chat.id, set())
