"""Every kind of thing the courier sends: how it comes to be sent, and how it is known afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup
from sqlmodel import Session, col, select

from bot.cards.card import Card
from bot.domain.procedures import ABSTAIN, read_rule
from bot.services import alerts, calls, digests, members, pictures, poll_reminders, polls
from storage.models import Elector, JournalEntry, LiveCard, OutboxItem
from storage.queries import outbox
from storage.queries.cards import card_of
from storage.queries.members import group_by_id
from storage.queries.polls import poll_facts
from tests.delivery.bench import GROUP, PARIS, Bench

Row = OutboxItem | LiveCard
AUTHOR: dict[str, Any] = {"group_id": GROUP, "by": PARIS}


@dataclass(frozen=True)
class Thing:
    """`before` brings about what it needs, `act` has it sent by `method`; `text` is what a copy of it shows.

    `sort` is what it has in common with others: what an error means depends on that alone.
    """

    sort: str
    method: str
    text: str
    act: Callable[[Bench], object]
    before: Callable[[Bench], object] = lambda _bench: None
    kind: str = ""  # of its row

    @property
    def says(self) -> bool:
        """Whether the call that sends it has its text."""
        return self.sort not in {"delete", "leave", "stop", "toast"}

    @property
    def shows(self) -> bool:
        """Whether it can be seen in a chat."""
        return self.sort not in {"leave", "toast"}

    def row(self, session: Session) -> Row | None:
        """Its row: of a card, or the newest of its kind in the outbox."""
        if self.kind in {"alert", "poll", "call"}:
            return card_of(session, self.kind, 1)
        newest = select(OutboxItem).where(OutboxItem.kind == self.kind).order_by(col(OutboxItem.id).desc())
        return session.exec(newest).first()


def log_alert(bench: Bench) -> None:
    bench.write(alerts.log, text="Tariffs announced", **AUTHOR)


def open_poll(bench: Bench) -> None:
    """Paris, whom a reminder would reach in private, has voted in it: what is said of it is for the group."""
    closes_at = bench.clock.at + timedelta(hours=24)
    bench.write(polls.open_poll, question="Joint statement?", rule=read_rule("majority"), closes_at=closes_at, **AUTHOR)
    bench.write(polls.cast_ballot, poll_id=1, choices=(ABSTAIN,), made=bench.clock.at, **AUTHOR)


def decide(bench: Bench) -> None:
    """A poll of four, of whom Paris votes, is over; of its picture nothing has been said yet."""

    def close(session: Session, now: datetime) -> None:
        group = group_by_id(session, GROUP)
        group.pictures = False
        session.add(Elector(poll_id=1, name="Rome", weight=1))
        polls.close_early(session, poll_id=1, administrator=False, now=now, **AUTHOR)
        group.pictures = True

    open_poll(bench)
    bench.write(close)


def show(bench: Bench) -> None:
    def announce(session: Session, now: datetime) -> None:
        entry = session.exec(select(JournalEntry.id).where(JournalEntry.kind == "poll_closed")).one()
        pictures.announce(session, poll_facts(session, 1), entry or 0, now)

    bench.write(announce)


def sense_check(bench: Bench) -> None:
    closes_at = bench.clock.at + timedelta(hours=24)
    rule = read_rule("majority")
    bench.write(polls.open_poll, question="Joint stand?", rule=rule, closes_at=closes_at, native=True, **AUTHOR)


def plan_call(bench: Bench) -> None:
    bench.write(
        calls.plan, title="Follow-up", starts_at=bench.clock.at + timedelta(hours=4), minutes=30, remind=[600], **AUTHOR
    )


def say(bench: Bench, text: str, **payload: Any) -> int:
    """An answer to the group, as a reply to the last message there."""
    asked = {"reply_to": bench.group.messages[-1].id} if "edit" not in payload else {}
    card = Card(Markup("{}").format(text)).payload()
    said: int = bench.write(outbox.post, payload=card | asked | payload, group_id=GROUP)
    return said


def turn_page(bench: Bench) -> None:
    (page,) = bench.seen("The first page")
    say(bench, "The next page", edit=page.id)


def take_away(bench: Bench) -> None:
    item = bench.read(lambda session: session.exec(select(OutboxItem).order_by(col(OutboxItem.id).desc())).first())
    bench.write(outbox.post, payload={"outbox_id": item.id}, kind="delete", group_id=GROUP, priority=outbox.CARD)


def refuse(bench: Bench) -> None:
    group = bench.read(group_by_id, GROUP)
    bench.write(members.welcome, chat=group, allowed=False)


def answer_privately(bench: Bench) -> None:
    bench.write(outbox.post, payload=Card(Markup("Between us")).payload(), person_id=PARIS)


def press(bench: Bench) -> None:
    (card,) = bench.seen("A-1 ·")
    bench.world.press(bench.paris, card, "Seen")


THINGS = {
    "a new card": Thing("card", "sendMessage", "A-1 ·", log_alert, kind="alert"),
    "a card's edit": Thing(
        "edit", "editMessageText", "Resolved", before=log_alert, kind="alert",
        act=lambda bench: bench.write(alerts.set_state, alert_id=1, state="resolved", **AUTHOR),
    ),
    "a reply": Thing("said", "sendMessage", "The answer", lambda bench: say(bench, "The answer"), kind="reply"),
    "a reply that edits": Thing(
        "page", "editMessageText", "The next page", turn_page, lambda bench: say(bench, "The first page"), "reply"
    ),
    "a result": Thing(
        "said", "sendMessage", "Joint statement?\nRejected:", before=open_poll, kind="poll_result",
        act=lambda bench: bench.write(polls.close_early, poll_id=1, administrator=False, **AUTHOR),
    ),
    "a picture": Thing(
        "picture", "sendPhoto", "In the picture: P-1", before=decide, act=show, kind=outbox.PICTURE,
    ),
    "Telegram's own poll": Thing("native", "sendPoll", "P-1 · Joint stand?", sense_check, kind="native_poll"),
    "stopping Telegram's poll": Thing(
        "stop", "stopPoll", "P-1 · Joint stand?", before=sense_check, kind="native_stop",
        act=lambda bench: bench.write(polls.close_early, poll_id=1, administrator=False, **AUTHOR),
    ),
    "a reminder": Thing(
        "said", "sendMessage", "Reminder: P-1", before=open_poll, kind="poll_reminder",
        act=lambda bench: bench.write(poll_reminders.remind, poll_id=1),
    ),
    "a digest": Thing(
        "digest", "sendMessage", "Digest,", lambda bench: bench.write(digests.post, group_id=GROUP), kind="digest"
    ),
    "a calendar file": Thing(
        "said", "sendDocument", "C-1 is cancelled", before=plan_call, kind="call_calendar",
        act=lambda bench: bench.write(calls.cancel, call_id=1, administrator=False, reason="", **AUTHOR),
    ),
    "a private answer": Thing("private", "sendMessage", "Between us", answer_privately, kind="reply"),
    "taking a question away": Thing(
        "delete", "deleteMessage", "The question?", take_away, lambda bench: say(bench, "The question?"), "delete"
    ),
    "leaving": Thing("leave", "leaveChat", "", refuse, kind="leave"),
    "the answer to a press": Thing("toast", "answerCallbackQuery", "Seen", press, log_alert),
}  # fmt: skip
