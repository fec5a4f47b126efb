"""What people did: all of it is on record, once, and nothing else is."""

from collections import Counter
from collections.abc import Iterator

from bot.callbacks import AnswerCall, CastBallot, SeeAlert
from bot.domain.procedures import ABSTAIN, AGAINST, FOR
from storage.models import Alert, Member, OutboxItem
from storage.queries.polls import poll_facts
from tests.simulation.promises.facts import Facts

Key = tuple[str, int, int, int | str]  # what was done, by which user, to which subject, how
WORDS = {"Recorded: For": FOR, "Recorded: Against": AGAINST, "Recorded: Abstain": ABSTAIN}
ANSWERED = {"vote", "ack", "resolve", "reopen", "rsvp"}  # typed commands that are always answered by one message


def alerts(facts: Facts) -> Iterator[str]:
    """Every alert is logged exactly once; one that Telegram had to throw away, or of somebody gone, not at all."""
    logged = Counter((facts.groups[alert.group_id].tg_chat_id, facts.logged[alert.id]) for alert in facts.all(Alert))
    for deed in facts.deeds:
        if deed.kind != "alert" or not deed.text:
            continue
        count = logged.pop((deed.chat.id, deed.text), 0)
        must = facts.confirmed(deed) and facts.stayed(deed)
        if count > 1 or (must and count != 1):
            yield f"an alert is logged {count} times: {deed.text[:60]!r} of {deed.chat.title} at {deed.at}"


def answers(facts: Facts) -> Iterator[str]:
    """What is typed and always answered is answered once."""
    replies = Counter(
        (facts.groups[item.group_id].tg_chat_id, item.payload.get("reply_to"))
        for item in facts.all(OutboxItem)
        if item.group_id and item.kind == "reply"
    )
    for deed in facts.deeds:
        if deed.kind in ANSWERED and deed.message and facts.confirmed(deed):
            count = replies[deed.chat.id, deed.message.id]
            if count != 1:
                yield f"{deed.message.text!r} of {deed.chat.title} at {deed.at} is answered {count} times"


def ballots(facts: Facts) -> Iterator[str]:
    """What a toast calls recorded is on record; nothing is on record more often than it was asked for."""
    told, asked, on_record = Counter[Key](), Counter[Key](), _on_record(facts)
    for deed in facts.deeds:
        if (press := deed.press) is None:
            continue
        recorded = (press.text or "").startswith("Recorded: ")
        if cast := CastBallot.unpack(press.data):
            key: Key = ("ballot_cast", deed.user.id, cast.poll_id, cast.choice)
            said = (press.text or "").partition(". ")[0]  # a vote Against is asked for its reason
            if recorded and WORDS.get(said, cast.choice) != cast.choice:
                yield f"{deed.user.name} pressed {press.data} and is told {press.text!r}"
        elif answered := AnswerCall.unpack(press.data):
            key = ("call_answered", deed.user.id, answered.call_id, answered.answer)
        else:
            seen = SeeAlert.unpack(press.data)
            alert_id = seen.alert_id if seen else 0
            key = ("alert_seen", deed.user.id, facts.moved.get(alert_id, alert_id), "")
            recorded = bool(seen) and press.text == "Seen"
        asked[key] += 1
        told[key] += recorded
    for key, count in (told + Counter()).items():
        if count > on_record[key]:
            yield f"recorded, people were told {count} times, {on_record[key]} times on record: {key}"
    asked.update(_typed_votes(facts))
    for key, count in on_record.items():
        if key[0] == "ballot_cast" and count > asked[key]:
            yield f"on record {count} times, asked for {asked[key]} times: {key}"


def _on_record(facts: Facts) -> Counter[Key]:
    found, subjects = Counter[Key](), facts.subjects
    for entry in facts.journal:
        if entry.kind in {"ballot_cast", "call_answered", "alert_seen"}:
            body = entry.body or {}
            what = int(body["choices"]) if "choices" in body else body.get("answer", "")
            subject_id = subjects[entry.group_id, entry.subject]
            if entry.kind == "alert_seen":  # on a report that was moved since: of the alert it was moved to
                subject_id = facts.moved.get(subject_id, subject_id)
            found[entry.kind, facts.users[entry.actor_id], subject_id, what] += 1
    return found


def _typed_votes(facts: Facts) -> Iterator[Key]:
    for deed in facts.deeds:
        if deed.kind == "vote" and deed.message:
            _, name, word, *_ = deed.message.text.split()
            group = next((each for each in facts.groups.values() if each.tg_chat_id == deed.chat.id), None)
            subject = facts.subjects.get((group.id or 0, name)) if group else None
            choice = {"for": FOR, "against": AGAINST, "abstain": ABSTAIN, "1": 1, "2": 2}.get(word)
            if subject and choice is not None:
                yield "ballot_cast", deed.user.id, subject, choice


def members_only(facts: Facts) -> Iterator[str]:
    """Nobody who was never in a group has left a trace in it."""
    once_in = facts.run.people.once_in
    groups = {member.id: member.group_id for member in facts.all(Member)}
    actors = [(entry.group_id, entry.actor_id) for entry in facts.journal if entry.actor_id]
    actors += [(facts.polls[elector.poll_id].group_id, ballot.cast_by_id) for ballot, elector in facts.cast()]
    for group_id, member_id in set(actors):
        tg_chat_id = facts.groups[group_id].tg_chat_id
        if groups[member_id] != group_id or facts.users[member_id] not in once_in[tg_chat_id]:
            yield f"member {member_id} acts in group {group_id}, which is not theirs"


def counted(facts: Facts) -> Iterator[str]:
    """A closed poll's outcome is what its ballots say, and no ballot comes after it."""
    closed: set[tuple[int, str]] = set()
    for entry in facts.journal:
        subject = entry.group_id, entry.subject
        if entry.kind == "poll_closed":
            closed.add(subject)
        elif entry.kind in {"ballot_cast", "ballot_withdrawn"} and subject in closed:
            yield f"{entry.kind} in {entry.subject} after it was closed"
    for poll_id, poll in facts.polls.items():
        if poll.state == "closed" and poll.verdict != "withdrawn":
            outcome = poll_facts(facts.session, poll_id).standing.outcome
            if (outcome.verdict, outcome.winner) != (poll.verdict, poll.winner):
                yield f"poll {poll_id} is {poll.verdict} {poll.winner}, its ballots say {outcome}"
