"""How a poll is voted on, as it is typed: in secret, hidden until the end, closing early, several options a ballot."""

from collections.abc import Mapping
from typing import TypedDict

from bot.domain.errors import Mistake
from bot.domain.rules import Procedure, Rule
from bot.forms.folding import fold

YES_OR_NO = {"yes": True, "oui": True, "no": False, "non": False}
WAYS = ("secret", "hidden", "early")
# A silence is broken, and an objection made, by somebody for everybody to see; and a silence is kept until it expires.
UNFIT = {Procedure.SILENCE: WAYS, Procedure.CONSENT: ("secret", "hidden")}


class Ways(TypedDict):
    """The columns of a poll that they fill."""

    secret: bool
    hidden: bool
    early: bool
    choices: int


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
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 2 else 0
    if not number:
        raise Mistake("choices_unreadable", text=typed)
    if number > 1 and rule.name is not Procedure.APPROVAL:
        raise Mistake("choices_need_approval", number=number)
    if number > max(1, options):
        raise Mistake("choices_too_high", number=number, options=options)
    return number
