"""How a poll is voted on, as it is typed: in secret, hidden until the end, closing early, several options a ballot; or
in Telegram's own poll, which decides nothing."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from bot.domain.errors import Mistake
from bot.domain.rules import Procedure, Rule
from bot.forms.folding import fold

YES_OR_NO = {"yes": True, "oui": True, "no": False, "non": False}
WAYS = ("secret", "hidden", "early")
# A silence is broken, and an objection made, by somebody for everybody to see; and a silence is kept until it expires.
UNFIT = {Procedure.SILENCE: WAYS, Procedure.CONSENT: ("secret", "hidden")}
NATIVE = "native"
BINDING = ("rule", "quorum", *WAYS)  # what only a poll that decides can have
LONGEST_ASKED, LONGEST_ANSWER = 300, 100  # UTF-16 units of a question and an option in a poll of Telegram's own


class Ways(TypedDict):
    """The columns of a poll that they fill."""

    secret: bool
    hidden: bool
    early: bool
    choices: int
    native: bool


def read_sense(values: Mapping[str, str], question: str, options: Sequence[str]) -> tuple[Rule, Ways] | None:
    """The rule that says which ballots can be cast in a sense check, and its ways; None for a poll that decides.

    How many options one may choose cannot be told to Telegram: one, or as many as there are. Raises Mistake:
    `value_unknown`, `sense_unfit` (key) for one of BINDING, `sense_choices` where there are no options of one's
    own, `sense_question`, `sense_option` (text) and (most) for what Telegram does not take, `choices_unreadable` (text).
    """
    if not _yes(NATIVE, values.get(NATIVE, "")):
        return None
    for key in BINDING:
        if values.get(key) and (key not in WAYS or _yes(key, values[key])):
            raise Mistake("sense_unfit", key=key)
    if _units(question) > LONGEST_ASKED:
        raise Mistake("sense_question", most=LONGEST_ASKED)
    if long := next((option for option in options if _units(option) > LONGEST_ANSWER), None):
        raise Mistake("sense_option", text=long[:40], most=LONGEST_ANSWER)
    several = _number(values.get("choices") or "1") > 1
    if several and not options:
        raise Mistake("sense_choices")
    rule = Rule(Procedure.APPROVAL if several else Procedure.PLURALITY if options else Procedure.MAJORITY)
    choices = len(options) if several else 1
    return rule, Ways(secret=False, hidden=False, early=False, choices=choices, native=True)


def read_ways(values: Mapping[str, str], rule: Rule, options: int) -> Ways:
    """Of the values typed, by key, those that say how it is voted on. `options`: how many of its own the poll has.

    Raises Mistake: `value_unknown`; `way_unfit` (rule, key) for what the rule cannot have; `choices_unreadable` (text),
    `choices_need_approval`, `choices_too_high` (options).
    """
    chosen = {key: _yes(key, values.get(key, "")) for key in WAYS}
    for key in UNFIT.get(rule.name, ()):
        if chosen[key]:
            raise Mistake("way_unfit", rule=rule.key, key=key)
    return Ways(
        secret=chosen["secret"],
        hidden=chosen["hidden"],
        early=chosen["early"],
        choices=_choices(values.get("choices", ""), rule, options),
        native=False,
    )


def _yes(key: str, typed: str) -> bool:
    if not typed:
        return False
    meant = YES_OR_NO.get(fold(typed) or "")
    if meant is None:
        raise Mistake("value_unknown", key=key, text=typed, allowed=["yes", "no"])
    return meant


def _choices(typed: str, rule: Rule, options: int) -> int:
    """The most options on one ballot; left out it is one, or all of them where a ballot may name several."""
    if not typed:
        return max(1, options) if rule.needs_options else 1
    number = _number(typed)
    if number > 1 and rule.name is not Procedure.APPROVAL:
        raise Mistake("choices_need_approval", number=number)
    if number > max(1, options):
        raise Mistake("choices_too_high", number=number, options=options)
    return number


def _number(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 2 else 0
    if not number:
        raise Mistake("choices_unreadable", text=typed)
    return number


def _units(text: str) -> int:
    """How long Telegram takes a text to be: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2
