"""/poll, /vote as they are typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.deadlines import LATEST, SOONEST
from bot.domain.errors import Mistake
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Choices, Quorum, Rule, read_quorum, read_rule
from bot.domain.rules import Procedure
from bot.forms.folding import blank, fold
from bot.forms.form import Field, Form, Missing, Uncertain, take_apart
from bot.forms.moments import Moment, read_moment
from bot.forms.proxies import read_behalf
from bot.forms.spans import span_of
from bot.forms.ways import Ways, read_sense, read_ways

FORM = Form(
    "poll",
    (
        Field("rule", {"fr": ("règle",)}),
        Field("closes", {"fr": ("clôture", "ferme", "fin")}),
        Field("opens", {"fr": ("ouverture", "ouvre", "début")}),
        Field("quorum", {}),
        Field("secret", {}),
        Field("hidden", {"fr": ("masqué", "caché")}),
        Field("early", {"fr": ("anticipé",)}),
        Field("choices", {"fr": ("choix",)}),
        Field("native", {"fr": ("indicatif",)}),
        Field("about", {"fr": ("sujet", "concerne")}),
    ),
    options=True,
)
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_REASON = 300, 100, 300
FEWEST, MOST = 2, 12
USUAL = timedelta(hours=24)
FURTHEST = timedelta(days=366)  # ahead that an opening may be
EVENING = time(18)  # what a closing date without a clock means
WITHDRAW = "withdraw"
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
NUMBER = r"[1-9１-９][0-9０-９]?"
LISTED = r"\s*[,，、;&]\s*|\s+(?:and|et)\s+"
RANKED = r"\s*[>＞]\s*"
# Options by number: in order of preference, a list, a row of nothing else, or one.
OPTIONS = re.compile(
    rf"(?:(?P<ranked>{NUMBER}(?:(?:{RANKED}){NUMBER})+)|(?P<listed>{NUMBER}(?:(?:{LISTED}){NUMBER})+)"
    rf"|(?P<row>{NUMBER}(?:\s+{NUMBER})+)(?=\s*$)|{NUMBER})(?=\s|$)",
    re.IGNORECASE,
)
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
    opens_at: datetime | None = None
    lasts: int = 0  # seconds it is to stay open, counted from its opening; 0: until `closes_at` whenever it opens
    secret: bool = False
    hidden: bool = False
    early: bool = False
    choices: int = 1
    native: bool = False


@dataclass(frozen=True, slots=True)
class VoteRequest:
    """What /vote asks for: a poll's handle and what is chosen, or None to withdraw.

    `ranks`: whether several options were typed in order of preference; None where that cannot be told.
    """

    handle: str
    choices: Choices | None
    reason: str
    behalf: tuple[str, str] | None = None  # cast as this delegation (its code), for that reason
    ranks: bool | None = None


def read_poll(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en", rule: str = "") -> PollRequest:
    """The poll typed; `rule` is the key of the group's, for one that names none."""
    typed = take_apart(FORM, text, language)
    if not typed.text:
        raise Missing("question")
    check_question(typed.text)
    options = check_options(typed.options) if typed.options else ()
    chosen, ways = read_sense(typed.values, typed.text, options) or _decides(typed.values, options, rule)
    opens_at = _opens(typed.values.get("opens", ""), now, zone, language)
    closes_at, lasts = read_closes(typed.values.get("closes", ""), opens_at, now, zone, language)
    return PollRequest(
        question=typed.text,
        options=options,
        rule=chosen,
        quorum=read_quorum(typed.values["quorum"]) if typed.values.get("quorum") else None,
        closes_at=closes_at,
        about=typed.values.get("about", ""),
        near=typed.near,
        opens_at=opens_at,
        lasts=lasts,
        **ways,
    )


def _decides(values: Mapping[str, str], options: tuple[str, ...], rule: str) -> tuple[Rule, Ways]:
    """The rule of a poll that decides, and how it is voted on."""
    chosen = read_offered_rule(values.get("rule") or rule or ("plurality" if options else "majority"))
    if options and not chosen.takes_options:
        raise Mistake("rule_without_options", rule=chosen.key)
    return chosen, read_ways(values, chosen, len(options))


def read_offered_rule(text: str) -> Rule:
    """The rule a person names, as read_rule.

    Raises Mistake `use_silence` for the one that has a command of its own.
    """
    rule = read_rule(text)
    if rule.name is Procedure.SILENCE:
        raise Mistake("use_silence")
    return rule


def read_vote(text: str) -> VoteRequest:
    """The vote typed: `P-3 for`, `P-3 2`, `P-3 1,3`, `P-3 2>1`, `P-3 withdraw`, words after it being the reason."""
    words = text.split(None, 1)
    if len(words) < 2:
        raise Mistake("vote_unreadable")
    if found := OPTIONS.match(words[1]):
        numbers = re.findall(NUMBER, found[0])
        reason = _reason(words[1][found.end() :])
        ranks = None if found.lastgroup in {None, "row"} else found.lastgroup == "ranked"
        choices = tuple(int(number.translate(DIGITS)) for number in numbers)
        return VoteRequest(words[0], choices, reason, read_behalf(reason), ranks)
    words = text.split(None, 2)
    handle, word, reason = words[0], fold(words[1]) or "", _reason(words[2]) if len(words) > 2 else ""
    behalf = read_behalf(reason)
    if word in {WITHDRAW, "retirer"}:
        return VoteRequest(handle, None, "", behalf)
    if word in CHOICES:
        return VoteRequest(handle, (CHOICES[word],), reason, behalf)
    raise Mistake("vote_unreadable")


def _reason(typed: str) -> str:
    """The reason of a vote; a Mistake where it is too long to stand on record whole."""
    reason = typed.strip()
    if len(reason) > LONGEST_REASON:
        raise Mistake("reason_long", length=len(reason), most=LONGEST_REASON)
    return reason


def certain(moment: Moment, asks: str, instead: timedelta | None = None) -> datetime:
    """The moment, unless it was guessed: then it is to be confirmed, or `instead` a length of time to be chosen."""
    if not moment.certain:
        local = moment.at.astimezone(moment.zone)
        raise Uncertain(asks, f"{local:%Y-%m-%d %H:%M} {moment.zone.key}", moment.at, instead)
    return moment.at


def check_question(question: str) -> None:
    """A Mistake where it is too long for a card."""
    if len(question) > LONGEST_QUESTION:
        raise Mistake("question_long", length=len(question), most=LONGEST_QUESTION)


def check_options(typed: tuple[str, ...]) -> tuple[str, ...]:
    """The options; a Mistake where they are too few, too many, empty, too long or the same."""
    if not FEWEST <= len(typed) <= MOST:
        raise Mistake("options_count", count=len(typed), fewest=FEWEST, most=MOST)
    if any(blank(option) for option in typed):
        raise Mistake("option_empty")
    if long := next((option for option in typed if len(option) > LONGEST_OPTION), None):
        raise Mistake("option_long", text=long[:40], most=LONGEST_OPTION)
    if len({" ".join(option.casefold().split()) for option in typed}) < len(typed):
        raise Mistake("options_equal")
    return typed


def _opens(typed: str, now: datetime, zone: ZoneInfo, language: str) -> datetime | None:
    if not typed:
        return None
    moment = certain(read_moment(typed, now=now, zone=zone, language=language), "opens")
    if moment - now > FURTHEST:
        raise Mistake("opens_too_far", at=moment)
    return moment


def read_closes(
    typed: str, opens_at: datetime | None, now: datetime, zone: ZoneInfo, language: str
) -> tuple[datetime, int]:
    """The deadline, and for how long it is open where a span was meant: that counts from the opening."""
    opening = opens_at or now
    if not typed:
        return opening + USUAL, int(USUAL.total_seconds())
    moment = read_moment(typed, now=now, zone=zone, language=language, clock=EVENING)
    closes_at, lasts = certain(moment, "closes", span_of(fold(typed) or "")), 0  # "4h": at four, or for four hours?
    if moment.span:
        closes_at, lasts = opening + moment.span, int(moment.span.total_seconds())
    if opens_at and closes_at <= opens_at:
        raise Mistake("closes_before_opens", opens_at=opens_at, closes_at=closes_at)
    if not SOONEST <= closes_at - opening <= LATEST:
        raise Mistake("closes_out_of_range", at=closes_at)
    return closes_at, lasts
