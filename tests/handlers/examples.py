"""The table of examples: each command and each button, who may use it, and what that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from bot import callbacks as b
from bot.payload import Payload

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
    b.SetSeverity: row(lambda on: b.SetSeverity(on.alert, "critical"), "alerts", "watches"),
    b.SayStillOpen: row(lambda on: b.SayStillOpen(on.alert), "watches"),
    b.PollAsAgreed: row(lambda on: b.PollAsAgreed(on.alert, on.red_line), "crossings", "polls", "electors", "mandates"),
    b.CallAsAgreed: row(lambda on: b.CallAsAgreed(on.alert, on.red_line), "crossings", "calls"),
    b.KeepAlike: row(lambda on: b.KeepAlike(on.kept), "likenesses"),
    b.AttachAlike: row(lambda on: b.AttachAlike(on.alike), "attachments", "alerts", "acknowledgements", "likenesses"),
    b.DecideOffer: row(
        lambda on: b.DecideOffer(on.offer, "amended"), "offers", "alerts", "amendments", by=ADMINISTRATORS
    ),
    b.SeeBundle: row(lambda on: b.SeeBundle(on.bundle), "acknowledgements"),
    b.ShowCard: row(lambda on: b.ShowCard("call", on.call), "cards"),
    b.TurnPage: row(lambda on: b.TurnPage(on.listing, 0)),
    b.TurnCase: row(lambda on: b.TurnCase("alert", on.alert, 0)),
    b.SetAlertState: row(lambda on: b.SetAlertState(on.alert, "resolved"), "alerts", "watches"),
    b.FullText: row(lambda on: b.FullText(on.alert)),
    b.StartForm: row(lambda on: b.StartForm("call", "alert", on.alert), "drafts"),
    b.UseDraft: row(lambda on: b.UseDraft(on.draft, 0), by=NOBODYS),
    b.DropDraft: row(lambda on: b.DropDraft(on.draft), by=NOBODYS),
    b.ChooseGroup: row(lambda on: b.ChooseGroup(on.draft, 0), by=NOBODYS),
    b.UseGroup: row(lambda on: b.UseGroup(on.group), by=NOBODYS),
    b.SignMessage: row(lambda on: b.SignMessage(on.unsigned), "unsigned", "calls", by=ADMINISTRATORS, private=False),
    b.CastBallot: row(lambda on: b.CastBallot(on.poll, 1), "ballots"),
    b.ShowBallot: row(lambda on: b.ShowBallot(on.poll)),
    b.ShowDetails: row(lambda on: b.ShowDetails(on.poll)),
    b.WithdrawBallot: row(lambda on: b.WithdrawBallot(on.poll), "ballots"),
    b.OpenPoll: row(lambda on: b.OpenPoll(on.scheduled), "polls", "electors", "mandates", "timers", by=ADMINISTRATORS),
    b.DropPoll: row(lambda on: b.DropPoll(on.dropped), "polls", by=ADMINISTRATORS),
    b.GuidePoll: row(lambda on: b.GuidePoll(on.draft, "rule", 0), by=NOBODYS),
    b.UseBuiltIn: row(lambda _: b.UseBuiltIn("call_first"), "drafts"),
    b.UseTemplate: row(lambda on: b.UseTemplate(on.template), "drafts"),
    b.DropTemplate: row(lambda on: b.DropTemplate(on.template), "templates", by=ADMINISTRATORS),
    b.SeeSilence: row(lambda on: b.SeeSilence(on.silence.id), "sightings"),
    b.BreakSilence: row(lambda on: b.BreakSilence(on.silence.id), "drafts"),
    b.ObjectToProcedure: row(lambda on: b.ObjectToProcedure(on.contested.id), "polls"),
    b.Recirculate: row(lambda on: b.Recirculate(on.broken.id), "polls", "electors", "mandates", "sightings"),
    b.RaiseObjection: row(lambda on: b.RaiseObjection(on.consent.id), "drafts"),
    b.ResolveObjection: row(lambda on: b.ResolveObjection(on.consent.id, on.objector), "objections"),
    b.AcceptAmendment: row(lambda on: b.AcceptAmendment(on.objection, 1), "objections", "polls"),
    b.ReopenTied: row(
        lambda on: b.ReopenTied(on.tied), "polls", "poll_options", "electors", "mandates", by=ADMINISTRATORS
    ),
    b.AnswerCall: row(lambda on: b.AnswerCall(on.call, "yes"), "attendances"),
    b.SendCalendar: row(lambda on: b.SendCalendar(on.call)),
    b.FinishTask: row(lambda on: b.FinishTask(on.task), "tasks"),
    b.TakeTask: row(lambda on: b.TakeTask(on.free_task), "tasks"),
    b.GuideTask: row(lambda on: b.GuideTask(on.draft, "who", -4), by=NOBODYS),
    b.GiveTask: row(lambda on: b.GiveTask(on.draft, "member", 1), by=NOBODYS),
    "alert": row("/alert Border closed", "alerts", "acknowledgements", "origins"),
    "poll": row("/poll Issue a joint statement?", "polls", "electors", "mandates"),
    "polls": row("/polls", unsigned=True),
    "templates": row("/templates", unsigned=True),
    "template": row("/template Sanctions\nRenew them?", "templates"),
    "silence": row("/silence The text as it stands", "polls", "electors", "mandates", "sightings"),
    "break": row("/break {silence} Not as it stands", "ballots", "objections", "polls", about=True),
    "call": row("/call Follow-up\nwhen: in 4h", "calls"),
    "task": row("/task Draft the list by friday", "tasks"),
    "done": row("/done {task}", "tasks", about=True),
    "tasks": row("/tasks", unsigned=True),
    "ack": row("/ack {alert}", "acknowledgements", about=True),
    "resolve": row("/resolve {alert} Withdrawn", "alerts", about=True),
    "reopen": row("/reopen {alert}", "alerts", about=True),
    "amend": row("/amend {alert} Another wording", "alerts", "amendments", about=True, by=ADMINISTRATORS),
    "retract": row("/retract {alert} a hoax", "alerts", about=True, by=ADMINISTRATORS),
    "attach": row("/attach {report} A-1", "attachments", "alerts", "acknowledgements", about=True, by=ADMINISTRATORS),
    "alerts": row("/alerts", unsigned=True),
    "search": row("/search two", unsigned=True),
    "case": row("/case {alert}", about=True, unsigned=True),
    "show": row("/show {poll}", about=True, unsigned=True),
    "vote": row("/vote {poll} 1", "ballots", about=True),
    "reserve": row("/reserve {poll} Goods only", "reservations", about=True),
    "proxy": row("/proxy {delegates} DK", "proxies", about=True),
    "rsvp": row("/rsvp {call} late", "attendances", about=True),
    "remind": row("/remind {poll}", about=True, by=ADMINISTRATORS),
    "extend": row("/extend {poll} 2h", "polls", "timers", about=True, by=ADMINISTRATORS),
    "owner": row("/owner {decided} LV", "polls", about=True, by=ADMINISTRATORS),
    "review": row("/review {decided} in 7d", "polls", about=True, by=ADMINISTRATORS),
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
    "settings": row("/settings", "cards", private=False, unsigned=True),
    b.ShowSetting: row(lambda _: b.ShowSetting("unseen"), "cards", private=False, by=ADMINISTRATORS),
    b.SetSetting: row(lambda _: b.SetSetting("unseen", 1), "groups", by=ADMINISTRATORS),
    b.SetOwn: row(lambda _: b.SetOwn("language", 1)),
    "redline": row("/redline war -> Answer jointly", "red_lines", by=ADMINISTRATORS),
    b.EqualWeights: row(lambda _: b.EqualWeights(), "delegations", by=ADMINISTRATORS),
    b.SeatAs: row(lambda on: b.SeatAs(on.second_seat, "deputy"), "seats", by=ADMINISTRATORS),
    b.ConfirmSeat: row(lambda on: b.ConfirmSeat(on.seat), "seats", by=ADMINISTRATORS),
    "delegation": row("/delegation LV", "seats", "delegations", private=False),
    "delegations": row("/delegations eu27", "delegations", private=False, by=ADMINISTRATORS),
}
