"""What became of an alert as a report: put right, taken back, moved to another, confirmed by others."""

from markupsafe import Markup

from bot.callbacks import AttachAlike, DecideOffer, KeepAlike
from bot.cards.card import Button, Card, bold, cut, joined, lines, person, plain, quote, visible
from bot.cards.members import delegation_name, names, who
from bot.cards.reader import Reader
from bot.domain.confirmation import Word, confirming
from bot.domain.handles import handle
from storage.models import Alert, AlertFacts, MemberFacts, Report

OFFERED = 700  # characters of a new wording that the question shows
HOST = 30  # characters of a source behind a name


def pointer(facts: AlertFacts, reader: Reader) -> Card:
    """What is left of a report that was moved: one line."""
    assert facts.moved_to is not None  # noqa: S101 -- the caller has looked
    name, to = bold(handle("alert", facts.alert.number)), bold(handle("alert", facts.moved_to.number))
    return Card(reader.t("{handle} · moved to {target}", handle=name, target=to), silent=True)


def looks_like(facts: AlertFacts, reader: Reader) -> Markup | None:
    """Which older alert it looks like, while nobody has decided."""
    if facts.looks_like is None or facts.alert.state != "open":
        return None
    return reader.t("Looks like {handle}", handle=bold(handle("alert", facts.looks_like.number)))


def alike_buttons(facts: AlertFacts, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """[Attach to A-16] [Keep]"""
    if facts.looks_like is None:
        return ()
    t, alert_id = reader.t, facts.alert.id or 0
    label = t("Attach to {handle}", handle=handle("alert", facts.looks_like.number))
    return (
        (Button(plain(label), AttachAlike(alert_id), style="primary"), Button(plain(t("Keep")), KeepAlike(alert_id))),
    )


def amended(facts: AlertFacts, reader: Reader) -> Markup | None:
    """Who put the text right last, and when."""
    if facts.amended is None or facts.amended_by is None:
        return None
    return reader.t(
        "Amended by {name}, {moment}", name=who(facts.amended_by, reader), moment=reader.moment(facts.amended.at)
    )


def confirmations(facts: AlertFacts, reader: Reader) -> list[Markup]:
    """The reports moved here, and those of them that confirm it independently."""
    if not facts.attached:
        return []
    t, n = reader.t, len(facts.attached)
    handles = joined([handle("alert", report.alert.number) for report in facts.attached[:20]])
    told = [t.plural("{n} report attached: {handles}", "{n} reports attached: {handles}", n, handles=handles)]
    confirming_names = _confirming(facts, reader)
    if confirming_names:
        told.append(bold(t("Confirmed by {names}", names=names(confirming_names, reader))))
    return told


def attached_toast(target: Alert, new: bool, reader: Reader) -> Markup:
    """The answer to [Attach to A-16], also when typed."""
    if not new:
        return reader.t("Already recorded")
    return reader.t("Attached to {handle}", handle=handle("alert", target.number))


def kept_toast(new: bool, reader: Reader) -> Markup:
    """The answer to [Keep]."""
    return reader.t("Kept as an alert of its own") if new else reader.t("Already recorded")


def amended_toast(alert: Alert, reader: Reader) -> Markup:
    """The answer to /amend and to [Amend]."""
    return reader.t("{handle}: amended", handle=handle("alert", alert.number))


def decided_toast(alert: Alert, decision: str, new: bool, reader: Reader) -> Markup:
    """The answer to [Amend] and [Leave it]."""
    if not new:
        return reader.t("Already recorded")
    if decision == "amended":
        return amended_toast(alert, reader)
    return reader.t("{handle}: left as it is", handle=handle("alert", alert.number))


def offer_card(alert: Alert, text: str, offer_id: int, reader: Reader) -> Card:
    """The message behind an alert was edited: should the alert follow?"""
    t = reader.t
    said = lines(
        t("The message behind {handle} was edited. It now says:", handle=bold(handle("alert", alert.number))),
        quote(cut(visible(text, keep_lines=True), OFFERED)),
    )
    amend = Button(plain(t("Amend")), DecideOffer(offer_id, "amended"), style="primary")
    return Card(said, rows=((amend, Button(plain(t("Leave it")), DecideOffer(offer_id, "left"))),), silent=True)


def _confirming(facts: AlertFacts, reader: Reader) -> list[Markup]:
    """By name; with the source behind it where somebody confirms their own report from another source."""
    first = Report(facts.alert, facts.reporter)
    voices, found = {_voice(first)}, list[Markup]()
    for place in confirming(_word(first), [_word(report) for report in facts.attached]):
        report = facts.attached[place]
        name = _name(report.reporter, reader)
        if _voice(report) in voices:
            name = Markup("{} ({})").format(name, cut(visible(report.alert.source.rpartition("//")[2]), HOST))
        voices.add(_voice(report))
        found.append(name)
    return found


def _word(report: Report) -> Word:
    return Word(report.alert.source, _voice(report))


def _voice(report: Report) -> str:
    """Whom a report speaks for: delegations and people without one count as one each."""
    delegation = report.reporter.delegation
    return f"delegation {delegation.id}" if delegation else f"member {report.reporter.member.id}"


def _name(facts: MemberFacts, reader: Reader) -> Markup:
    return delegation_name(facts.delegation, reader) if facts.delegation else person(facts.person.name)
