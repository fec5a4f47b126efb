"""The table of examples: each command and each button, who may use it, and what that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from bot import callbacks as b
from bot.callbacks import Payload

IN_GROUP, IN_PRIVATE, ELSEWHERE = PLACES = ("in the group", "in private", "in another group")
MEMBER, ADMINISTRATOR, DEMOTED = "a member", "an administrator", "a demoted administrator"
EX_MEMBER, OUTSIDER, ANONYMOUS = "an ex-member", "an outsider", "an anonymous administrator"
CHANNEL, BOT = "a channel", "another bot"
PRINCIPALS = (MEMBER, ADMINISTRATOR, DEMOTED, EX_MEMBER, OUTSIDER, ANONYMOUS, CHANNEL, BOT)
NOBODYS: frozenset[str] = frozenset()
ADMINISTRATORS = frozenset({ADMINISTRATOR, ANONYMOUS})  # who hides in the group is a person in private and in a press
MEMBERS = ADMINISTRATORS | {MEMBER, DEMOTED}

Deed = str | Callable[[SimpleNamespace], Payload]


@dataclass(frozen=True)
class Example:
    """A command as it is typed, or a button's payload, about the scene's subjects; who may; what that changes.

    `about`: it takes a handle. `private`: it works in private too.
    `unsigned`: it needs no person, so an anonymous administrator has it answered at once.
    """

    deed: Deed
    by: frozenset[str] = MEMBERS
    changes: frozenset[str] = frozenset()
    about: bool = False
    private: bool = True
    unsigned: bool = False


def row(deed: Deed, *changes: str, by: frozenset[str] = MEMBERS, **more: Any) -> Example:
    """A row of the table."""
    return Example(deed, by, frozenset(changes), **more)


# In this order, so that each finds something to change: buttons about the one set of subjects, commands about the other.
EXAMPLES: dict[str | type[Payload], Example] = {
    b.SeeAlert: row(lambda on: b.SeeAlert(on.alert), "acknowledgements"),
    b.SetKind: row(lambda on: b.SetKind(on.alert, "words"), "alerts"),
    b.ShowSeverities: row(lambda on: b.ShowSeverities(on.alert, 1), "cards"),
    b.SetSeverity: row(lambda on: b.SetSeverity(on.alert, "critical"), "alerts"),
    b.SetAlertState: row(lambda on: b.SetAlertState(on.alert, "resolved"), "alerts"),
    b.FullText: row(lambda on: b.FullText(on.alert)),
    b.StartForm: row(lambda on: b.StartForm("call", "alert", on.alert), "drafts"),
    b.UseDraft: row(lambda on: b.UseDraft(on.draft, 0), by=NOBODYS),
    b.DropDraft: row(lambda on: b.DropDraft(on.draft), by=NOBODYS),
    b.SignMessage: row(lambda on: b.SignMessage(on.unsigned), "unsigned", "calls", by=ADMINISTRATORS, private=False),
    b.CastBallot: row(lambda on: b.CastBallot(on.poll, 1), "ballots"),
    b.WithdrawBallot: row(lambda on: b.WithdrawBallot(on.poll), "ballots"),
    b.AnswerCall: row(lambda on: b.AnswerCall(on.call, "yes"), "attendances"),
    b.SendCalendar: row(lambda on: b.SendCalendar(on.call)),
    "alert": row("/alert Border closed", "alerts", "acknowledgements", private=False),
    "poll": row("/poll Issue a joint statement?", "polls", "electors", private=False),
    "call": row("/call Follow-up\nwhen: in 4h", "calls", private=False),
    "ack": row("/ack {alert}", "acknowledgements", about=True),
    "resolve": row("/resolve {alert} Withdrawn", "alerts", about=True),
    "reopen": row("/reopen {alert}", "alerts", about=True),
    "vote": row("/vote {poll} 1", "ballots", about=True),
    "rsvp": row("/rsvp {call} late", "attendances", about=True),
    "close": row("/close {poll}", "polls", about=True, by=ADMINISTRATORS),
    "cancel": row("/cancel {call} Snow", "calls", about=True, by=ADMINISTRATORS),
    b.HereIAm: row(lambda _: b.HereIAm()),
    "digest": row("/digest", unsigned=True),
    "status": row("/status", unsigned=True),
    "help": row("/help", unsigned=True),
    "start": row("/start", unsigned=True),
    "members": row("/members", "cards", private=False, unsigned=True),
    "language": row("/language fr", "groups", private=False, by=ADMINISTRATORS),
    "timezone": row("/timezone Kyiv", "groups", private=False, by=ADMINISTRATORS),
    b.ConfirmSeat: row(lambda on: b.ConfirmSeat(on.seat), "seats", by=ADMINISTRATORS),
    "delegation": row("/delegation LV", "seats", "delegations", private=False),
    "delegations": row("/delegations equal", "delegations", private=False, by=ADMINISTRATORS),
}
