"""/poll, /vote as they are typed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Quorum, Rule, read_quorum, read_rule
from bot.domain.rules import Procedure
from bot.forms.folding import blank, fold
from bot.forms.form import Field, Form, Missing, Uncertain, take_apart
from bot.forms.moments import Moment, read_moment
from bot.forms.proxies import read_behalf

FORM = Form(
    "poll",
    (
        Field("rule", {"fr": ("règle",)}),
        Field("closes", {"fr": ("clôture", "ferme", "fin")}),
        Field("quorum", {}),
        Field("about", {"fr": ("sujet", "concerne")}),
    ),
    options=True,
    later=frozenset({"secret", "hidden", "early", "choices", "native", "opens"}),
)
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_REASON = 300, 100, 300
FEWEST, MOST = 2, 12
SOONEST, LATEST, USUAL = timedelta(seconds=5), timedelta(days=30), timedelta(hours=24)
EVENING = time(18)  # what a closing date without a clock means
WITHDRAW = "withdraw"
# Counted already, but neither the cards nor the ballots kept can say what they need.
NOT_OFFERED = {Procedure.APPROVAL, Procedure.RANKED}
CHOICES = {
    "for": FOR, "yes": FOR, "pour": FOR, "oui": FOR,
    "against": AGAINST, "no": AGAINST, "contre": AGAINST, "non": AGAINST,
    "abstain": ABSTAIN, "abstention": ABSTAIN,
    "consent": FOR, "aside": ABSTAIN, "object": AGAINST,
    "consentir": FOR, "ecart": ABSTAIN, "objecter": AGAINST,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PollRequest:
    """What /poll asks for; the names are those of services.polls.open_poll."""

    question: str
    options: tuple[str, ...]
    rule: Rule
    quorum: Quorum | None
    closes_at: datetime
    about: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteRequest:
    """What /vote asks for: a poll's handle and a choice, or None to withdraw."""

    handle: str
    choice: int | None
    reason: str
    behalf: tuple[str, str] | None = None  # cast as this delegation (its code), for that reason


def read_poll(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en", rule: str = "") -> PollRequest:
    """The poll typed; `rule` is the key of the group's, for one that names none."""
    typed = take_apart(FORM, text, language)
    if not typed.text:
        raise Missing("question")
    if len(typed.text) > LONGEST_QUESTION:
        raise Mistake("question_long", length=len(typed.text), most=LONGEST_QUESTION)
    options = _options(typed.options)
    usual = rule or ("plurality" if options else "majority")
    chosen = read_offered_rule(typed.values.get("rule") or usual)
    if options and not chosen.takes_options:
        raise Mistake("rule_without_options", rule=chosen.key)
    return PollRequest(
        question=typed.text,
        options=options,
        rule=chosen,
        quorum=read_quorum(typed.values["quorum"]) if typed.values.get("quorum") else None,
        closes_at=read_closes(typed.values.get("closes", ""), now, zone, language),
        about=typed.values.get("about", ""),
        near=typed.near,
    )


def read_offered_rule(text: str) -> Rule:
    """The rule a person names, as read_rule.

    Raises Mistake `use_silence` for the one that has a command of its own, `rule_not_yet` (text) for one that no poll can
    have yet.
    """
    rule = read_rule(text)
    if rule.name is Procedure.SILENCE:
        raise Mistake("use_silence")
    if rule.name in NOT_OFFERED:
        raise Mistake("rule_not_yet", text=text.strip())
    return rule


def read_vote(text: str) -> VoteRequest:
    """The vote typed: `P-3 for`, `P-3 2`, `P-3 withdraw`, words after it being the reason."""
    words = text.split(None, 2)
    if len(words) < 2:
        raise Mistake("vote_unreadable")
    handle, word, reason = words[0], fold(words[1]) or "", words[2][:LONGEST_REASON] if len(words) > 2 else ""
    behalf = read_behalf(reason)
    if word in {WITHDRAW, "retirer"}:
        return VoteRequest(handle, None, "", behalf)
    if word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= MOST:
        return VoteRequest(handle, int(word), reason, behalf)
    if word in CHOICES:
        return VoteRequest(handle, CHOICES[word], reason, behalf)
    raise Mistake("vote_unreadable")


def certain(moment: Moment, asks: str) -> datetime:
    """The moment, unless it was guessed: then it is to be confirmed."""
    if not moment.certain:
        local = moment.at.astimezone(moment.zone)
        raise Uncertain(asks, f"{local:%Y-%m-%d %H:%M} {moment.zone.key}", moment.at)
    return moment.at


def _options(typed: tuple[str, ...]) -> tuple[str, ...]:
    if not typed:
        return ()
    if not FEWEST <= len(typed) <= MOST:
        raise Mistake("options_count", count=len(typed), fewest=FEWEST, most=MOST)
    if any(blank(option) for option in typed):
        raise Mistake("option_empty")
    if long := next((option for option in typed if len(option) > LONGEST_OPTION), None):
        raise Mistake("option_long", text=long[:40], most=LONGEST_OPTION)
    if len({" ".join(option.casefold().split()) for option in typed}) < len(typed):
        raise Mistake("options_equal")
    return typed


def read_closes(typed: str, now: datetime, zone: ZoneInfo, language: str) -> datetime:
    """When a poll is to close, typed; in a day where nothing is."""
    if not typed:
        return now + USUAL
    moment = certain(read_moment(typed, now=now, zone=zone, language=language, clock=EVENING), "closes")
    if not SOONEST <= moment - now <= LATEST:
        raise Mistake("closes_out_of_range", at=moment)
    return moment
