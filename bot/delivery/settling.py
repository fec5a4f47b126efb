"""What became of a job, and what follows: kept in the transaction that ends it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select, update

from bot.delivery.backoff import AMBIGUOUS_WAIT, LONGEST, Fate, Ruling
from bot.delivery.claims import Job, Lane, chat_of
from bot.delivery.telegram import Sent
from bot.services import census, joins, poll_reminders, sense, tasks
from storage.models import Census, Group, LiveCard, OutboxItem, Person
from storage.queries import journal, outbox
from storage.queries.core import core, table
from storage.queries.members import group_by_id, refresh_rosters, rekey
from storage.queries.outbox import CARD, DIGEST, PICTURE
from storage.queries.sense import POLL, STOP

UNREACHED = 6  # tries of what never left that count, enough for the longest wait
TRIES = 300  # without an answer, growing to five minutes apart: a day; after that nobody waits for it
NO_ERA = -1  # so that whatever message a card had counts as another chat's: the card was being posted
STOPPED = "stopped while sending"
# A card posted anew meanwhile (/show) keeps its empty id: an edit that arrives only now went to the older message.
CARDS = table(LiveCard)
ITEMS = table(OutboxItem)
OF_ITEM, OF_CARD = (update(rows).where(rows.c.id == bindparam("row")) for rows in (ITEMS, CARDS))
STILL = update(CARDS).where(
    CARDS.c.id == bindparam("card"), CARDS.c.tg_message_id.is_not_distinct_from(bindparam("was"))
)


def sent(session: Session, job: Job, done: Sent | None, now: datetime) -> None:
    """It arrived."""
    tg_message_id = done.message_id if done else None
    if job.item:
        values = {"state": "sent", "tg_message_id": tg_message_id, "era": job.era, "settled_at": now, "error": ""}
        _update(session, job, **values)
        if (
            job.item.kind == "delete" and "outbox_id" in job.item.payload
        ):  # what waits for another try is not to appear after it was taken back
            outbox.end(session, id=job.item.payload["outbox_id"], why="taken back", now=now)
        if done and done.tg_poll_id:
            sense.arrived(
                session, poll_id=job.item.payload["poll_id"], tg_poll_id=done.tg_poll_id,
                tg_message_id=done.message_id, era=job.era, now=now,
            )  # fmt: skip
    elif job.card:
        values = {"tg_message_id": tg_message_id, "era": job.era, "sent": job.card.wanted, "priority": CARD}
        values |= {"tg_topic_id": job.topic} if job.creates else {}
        values |= {"sending": False, "attempts": 0, "not_before": None, "error": ""}
        core(session).execute(STILL, {"card": job.card.id, "was": job.card.tg_message_id} | values)


def counted(session: Session, job: Job, found: Census | None, now: datetime) -> None:
    """How many there are is known, or was not to be learned now: that leaves no trace."""
    if found is None:
        session.exec(delete(OutboxItem).where(col(OutboxItem.id) == job.row.id))
        return
    census.take(session, group_id=job.lane[1], found=found, now=now)
    _update(session, job, state="sent", settled_at=now, error="")


def later(session: Session, job: Job, *, until: datetime, now: datetime, why: str, unknown: bool = False) -> None:
    """It did not arrive, or perhaps did (`unknown`): another try, said to be one where a first copy may exist.

    A digest of unknown fate is not sent again; nothing is tried for much longer than a day.
    """
    repeat = job.row.repeat or (unknown and job.creates)
    if job.card:
        _update(session, job, sending=False, not_before=until, repeat=repeat, error=why)
    elif (unknown and job.creates and job.priority == DIGEST) or job.row.attempts >= TRIES:
        give_up(session, job, why=why, now=now)
    else:
        _update(session, job, state="pending", not_before=until, repeat=repeat, error=why)


def give_up(session: Session, job: Job, *, why: str, now: datetime) -> None:
    """It will never arrive: the reason is kept, also on the group's record."""
    if job.item:
        _update(session, job, state="failed", error=why, settled_at=now)
        if job.item.kind == POLL:
            sense.withheld(session, poll_id=job.item.payload["poll_id"])
    elif job.card:
        _update(session, job, sending=False, sent=job.card.wanted, error=why)
    if job.lane[0] == "group":
        body = {"kind": job.row.kind, "why": why}
        journal.record(session, group_id=job.lane[1], at=now, kind="undelivered", body=body)


def settle(session: Session, job: Job, ruling: Ruling, why: str, now: datetime) -> None:  # noqa: C901 -- a table
    """It did not arrive as it was: what Telegram's answer, or none, means for it and for its chat."""
    until = now + ruling.wait
    match ruling.fate:
        case Fate.WAIT:
            _rest(session, job, until, why)
        case Fate.AGAIN | Fate.STOP:
            _rest(session, job, until, why, attempts=min(job.row.attempts, UNREACHED))
        case Fate.UNKNOWN:
            later(session, job, until=until, now=now, why=why, unknown=True)
        case Fate.MOVED if job.lane[0] == "group" and ruling.tg_chat_id is not None:
            _moved(session, job, ruling.tg_chat_id, why, now)
        case Fate.LOST if job.message_id is not None and job.row.kind != STOP:
            _anew(session, job, why)
        case Fate.LOST if job.item and job.item.kind == POLL:
            sense.lost(session, poll_id=job.item.payload["poll_id"])
            _back(session, job, why)
        case Fate.BARRED if job.item and job.item.kind == POLL:
            sense.withheld(session, poll_id=job.item.payload["poll_id"])
            _back(session, job, why, not_before=until, payload=job.item.payload | {"barred": True})
        case Fate.TOPIC if job.topic is not None or (job.card and job.card.tg_topic_id is not None):
            _astray(session, job, why)
        case Fate.MUTED if job.lane[0] == "group":
            _muted(session, job, until, why)
        case Fate.BARRED if job.row.kind == PICTURE:  # nobody waits for one
            give_up(session, job, why=why, now=now)
        case Fate.MUTED | Fate.BARRED | Fate.TOPIC if ruling.wait:
            _back(session, job, why, not_before=until)
        case Fate.CLOSED:
            _closed(session, job, why, now)
        case _ if job.card:
            # What a card shows is not given up for an answer we do not know.
            _back(session, job, why, not_before=now + LONGEST)
        case _:
            give_up(session, job, why=why, now=now)


def recover(session: Session, now: datetime) -> list[Job]:
    """After a crash: what was being sent may or may not have arrived; returns it."""
    found: list[Job] = []
    for item in session.exec(select(OutboxItem).where(OutboxItem.state == "sending")).all():
        lane: Lane = ("group", item.group_id) if item.group_id is not None else ("person", item.person_id or 0)
        found.append(Job(lane, 0, item.priority, item=item, era=item.era))
    posting = session.exec(select(LiveCard).where(col(LiveCard.sending))).all()
    found.extend(Job(("group", card.group_id), 0, card.priority, card=card, era=NO_ERA) for card in posting)
    for job in found:
        later(session, job, until=now + AMBIGUOUS_WAIT, now=now, why=STOPPED, unknown=True)
    return found


def _rest(session: Session, job: Job, until: datetime, why: str, *, attempts: int = 0) -> None:
    """The whole chat waits; kept in its row, so that a restart waits too. Its order stays."""
    chat = chat_of(session, job.lane)
    chat.blocked_until = until
    session.add(chat)
    _back(session, job, why, attempts=attempts)


def _moved(session: Session, job: Job, tg_chat_id: int, why: str, now: datetime) -> None:
    """The chat became a supergroup: one row changes, the message goes again."""
    group = group_by_id(session, job.lane[1])
    if rekey(session, group, tg_chat_id, now):
        journal.record(session, group_id=job.lane[1], at=now, kind="migrated")
        sense.send_anew(session, group_id=job.lane[1], now=now)
    known = group.tg_chat_id != job.tg_chat_id
    _back(session, job, why, not_before=now if known else now + LONGEST)


def _anew(session: Session, job: Job, why: str) -> None:
    """The message to edit is gone: another takes its place, silently."""
    if job.card:
        _back(session, job, why, tg_message_id=None, silent=True)
    elif job.item:
        _back(session, job, why, payload={name: value for name, value in job.item.payload.items() if name != "edit"})


def _astray(session: Session, job: Job, why: str) -> None:
    """Its topic is closed or gone: it goes to General and says so; what follows of its subject goes there at once."""
    anew: dict[str, Any] = {"tg_message_id": None, "silent": True} if job.card and not job.creates else {}
    _back(session, job, why, astray=True, **anew)
    if job.anchor:
        session.exec(update(LiveCard).where(col(LiveCard.id) == job.anchor.id).values(astray=True))


def _muted(session: Session, job: Job, until: datetime, why: str) -> None:
    """Nothing may be written in the group now: all waits, and is tried again slowly or once somebody writes there."""
    session.exec(update(Group).where(col(Group.id) == job.lane[1]).values(muted_until=until))
    _back(session, job, why)


def _closed(session: Session, job: Job, why: str, now: datetime) -> None:
    """The chat will not have us: a group's messages wait until we are back, a person's are over."""
    kind, lane_id = job.lane
    if job.row.kind == "leave":
        sent(session, job, None, now)
    elif kind == "group":
        group = group_by_id(session, lane_id)
        if group.state == "active":
            group.state = "left"
            session.add(group)
            journal.record(session, group_id=lane_id, at=now, kind="left", body={"why": why})
        _back(session, job, why)
    else:
        session.exec(update(Person).where(col(Person.id) == lane_id).values(private_open=False))
        refresh_rosters(session, lane_id)
        give_up(session, job, why=why, now=now)
        outbox.end(session, person_id=lane_id, why=why, now=now)
        joins.tell_group_instead(session, person_id=lane_id, now=now)
        poll_reminders.tell_group_instead(session, person_id=lane_id, now=now)
        tasks.tell_group_instead(session, person_id=lane_id, now=now)


def _back(session: Session, job: Job, why: str, *, attempts: int = 0, **values: Any) -> None:
    """It waits for its turn again. What Telegram has answered, or never heard of, does not count as tried."""
    values |= {"sending": False} if job.card else {"state": "pending"}
    _update(session, job, attempts=attempts, error=why, **values)


def _update(session: Session, job: Job, **values: Any) -> None:
    core(session).execute(OF_ITEM if job.item else OF_CARD, {"row": job.row.id} | values)
