"""Buttons: one class for each, with what it carries (bot.payload)."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class SeeAlert(Payload):
    """[Seen]"""

    tag = "as"
    alert_id: int


@dataclass(frozen=True)
class SetKind(Payload):
    """[Words] / [Action]: names the kind it sets, so that two people pressing at once agree."""

    tag = "ak"
    alert_id: int
    kind: str


@dataclass(frozen=True)
class ShowSeverities(Payload):
    """[Severity], and [Back] from it."""

    tag = "aq"
    alert_id: int
    shown: int


@dataclass(frozen=True)
class SetSeverity(Payload):
    """One of the severities."""

    tag = "av"
    alert_id: int
    severity: str


@dataclass(frozen=True)
class SetAlertState(Payload):
    """[Resolve] / [Reopen]"""

    tag = "ar"
    alert_id: int
    state: str


@dataclass(frozen=True)
class SayStillOpen(Payload):
    """[Still open] on the question how a critical alert stands."""

    tag = "az"
    alert_id: int


@dataclass(frozen=True)
class FullText(Payload):
    """[Full text] of a long alert."""

    tag = "at"
    alert_id: int


@dataclass(frozen=True)
class PollAsAgreed(Payload):
    """[Poll as agreed] of an alert that crosses a red line."""

    tag = "xp"
    alert_id: int
    red_line_id: int


@dataclass(frozen=True)
class CallAsAgreed(Payload):
    """[Call within ...] of an alert that crosses a red line."""

    tag = "xc"
    alert_id: int
    red_line_id: int


@dataclass(frozen=True)
class AttachAlike(Payload):
    """[Attach to A-16]: to whichever alert it looks like."""

    tag = "aa"
    alert_id: int


@dataclass(frozen=True)
class KeepAlike(Payload):
    """[Keep]: it looks like another and is not."""

    tag = "ao"
    alert_id: int


@dataclass(frozen=True)
class DecideOffer(Payload):
    """[Amend] / [Leave it]: the message behind an alert was edited."""

    tag = "am"
    offer_id: int
    decision: str


@dataclass(frozen=True)
class StartForm(Payload):
    """[Poll] and [Call]: begins a form about a handle's subject."""

    tag = "f"
    form: str
    about_kind: str
    about_id: int


@dataclass(frozen=True)
class UseDraft(Payload):
    """A choice offered while a form is filled in: one of its suggestions, or yes to a reading."""

    tag = "du"
    draft_id: int
    choice: int


@dataclass(frozen=True)
class ChooseGroup(Payload):
    """Which group something begun in private is for."""

    tag = "dg"
    draft_id: int
    choice: int


@dataclass(frozen=True)
class DropDraft(Payload):
    """[Cancel] while a form is filled in."""

    tag = "dd"
    draft_id: int


@dataclass(frozen=True)
class SignMessage(Payload):
    """[It is me]: the person behind what was written as the group."""

    tag = "ds"
    unsigned_id: int


@dataclass(frozen=True)
class CastBallot(Payload):
    """[For], [Against], [Abstain], or an option."""

    tag = "pv"
    poll_id: int
    choice: int


@dataclass(frozen=True)
class WithdrawBallot(Payload):
    """[Withdraw]"""

    tag = "pw"
    poll_id: int


@dataclass(frozen=True)
class ShowBallot(Payload):
    """[My ballot]"""

    tag = "pm"
    poll_id: int


@dataclass(frozen=True)
class OpenPoll(Payload):
    """[Open now] on a scheduled poll."""

    tag = "oo"
    poll_id: int


@dataclass(frozen=True)
class ShowDetails(Payload):
    """[Details] of a poll."""

    tag = "pd"
    poll_id: int


@dataclass(frozen=True)
class DropPoll(Payload):
    """[Cancel] on a scheduled poll."""

    tag = "oc"
    poll_id: int


@dataclass(frozen=True)
class GuidePoll(Payload):
    """A step of a poll's guided form: which one it is shown on, and which of its choices, by place."""

    tag = "og"
    draft_id: int
    step: str
    choice: int


@dataclass(frozen=True)
class UseBuiltIn(Payload):
    """One of the templates that every group has."""

    tag = "ob"
    name: str


@dataclass(frozen=True)
class UseTemplate(Payload):
    """One of the group's own templates."""

    tag = "ot"
    template_id: int


@dataclass(frozen=True)
class DropTemplate(Payload):
    """[Delete] beside one of the group's own templates."""

    tag = "od"
    template_id: int


@dataclass(frozen=True)
class SeeSilence(Payload):
    """[Seen] on a text under silence."""

    tag = "zs"
    poll_id: int


@dataclass(frozen=True)
class BreakSilence(Payload):
    """[Break silence]: asks for the reason."""

    tag = "zb"
    poll_id: int


@dataclass(frozen=True)
class ObjectToProcedure(Payload):
    """[Object to the procedure]"""

    tag = "zo"
    poll_id: int


@dataclass(frozen=True)
class Recirculate(Payload):
    """[Circulate the amended text] of a silence that was broken."""

    tag = "zr"
    poll_id: int


@dataclass(frozen=True)
class RaiseObjection(Payload):
    """[Object] under consent: asks for the reason."""

    tag = "no"
    poll_id: int


@dataclass(frozen=True)
class ResolveObjection(Payload):
    """[Resolved]: who objects says so; the author is asked for an amendment."""

    tag = "nr"
    poll_id: int
    elector_id: int


@dataclass(frozen=True)
class AcceptAmendment(Payload):
    """[Accept]: the amendment proposed then, of those proposed for an objection."""

    tag = "na"
    objection_id: int
    proposal: int


@dataclass(frozen=True)
class AnswerCall(Payload):
    """[Coming], [Late], [Cannot]"""

    tag = "cr"
    call_id: int
    answer: str


@dataclass(frozen=True)
class SendCalendar(Payload):
    """[Calendar]"""

    tag = "cc"
    call_id: int


@dataclass(frozen=True)
class HereIAm(Payload):
    """[Here I am]: somebody makes themselves known; a bot cannot list members."""

    tag = "mh"


@dataclass(frozen=True)
class ConfirmSeat(Payload):
    """[Seat]"""

    tag = "ms"
    seat_id: int


@dataclass(frozen=True)
class SeatAs(Payload):
    """[As deputy], [As principal]: a seat that was asked for, in the other role."""

    tag = "mr"
    seat_id: int
    role: str


@dataclass(frozen=True)
class EqualWeights(Payload):
    """[Equal weights], where a rule by weight finds none."""

    tag = "mq"


@dataclass(frozen=True)
class SeeBundle(Payload):
    """[All seen] on alerts that share a message."""

    tag = "bs"
    bundle_id: int


@dataclass(frozen=True)
class ShowCard(Payload):
    """[A-25] and the like: posts the card at the bottom."""

    tag = "sh"
    kind: str
    subject_id: int


@dataclass(frozen=True)
class TurnPage(Payload):
    """[Previous], [Next] of what was looked for; pages count from 0."""

    tag = "lp"
    listing_id: int
    page: int


@dataclass(frozen=True)
class TurnCase(Payload):
    """[Previous], [Next] of a case's timeline; pages count from 0."""

    tag = "kp"
    kind: str
    subject_id: int
    page: int


@dataclass(frozen=True)
class ShowSetting(Payload):
    """A setting of the group, to unfold its presets; [Back] names none."""

    tag = "gs"
    name: str


@dataclass(frozen=True)
class SetSetting(Payload):
    """One of a setting's presets, by its place in the list."""

    tag = "gv"
    name: str
    preset: int


@dataclass(frozen=True)
class SetOwn(Payload):
    """One of the presets of a person's own language or zone, in private."""

    tag = "gp"
    name: str
    preset: int


@dataclass(frozen=True)
class UseGroup(Payload):
    """A group's title, in private: what was typed is meant for that one."""

    tag = "ug"
    group_id: int
