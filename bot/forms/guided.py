"""A poll filled in step by step: which step follows, what each offers, and what was chosen as lines of the typed form.

What is kept between two steps is the form as it would be typed, so that both ways end in the same reading.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.rules import Procedure, Rule
from bot.forms.form import OPTION_LINE, Typed, take_apart, without
from bot.forms.moments import read_moment
from bot.forms.polls import EVENING, FORM, check_options
from bot.forms.ways import BINDING, NATIVE

STEPS = ("question", "answers", "rule", "closes", "preview")
WITHIN = {
    "options": "answers",
    "templates": "answers",
    "rules": "rule",
    "deadline": "closes",
}  # step -> the one it is of
TYPED = ("question", "options", "deadline")  # answered by a reply
BACK, MORE, PRIVATE = -1, -2, -3  # choices besides a step's own: every step has the first, some the others
PLAIN, OWN_OPTIONS, TEMPLATE = range(3)  # how people can answer
CLOSINGS = ("in 1h", "in 4h", "today 18:00", "tomorrow 18:00", "in 24h", "in 72h")
USUAL = ("plurality", "approval", "majority", "two-thirds", "unanimity", "consensus", "qualified")  # the others: [More]
NUMBERED = re.compile(r"\s*(?:[-–—•*]|\d{1,2}[.)])\s+")


def parts(text: str, language: str) -> Typed:
    """What has been chosen so far."""
    return take_apart(FORM, text, language)


def is_bare(text: str, language: str) -> bool:
    """Whether there is a question, and at most what it is about: whoever types more is in a hurry."""
    typed = parts(text, language)
    return not typed.options and typed.values.keys() <= {"about"}


def following(step: str, text: str, language: str) -> str:
    """The step after this one that asks for something not chosen yet."""
    typed, at = parts(text, language), STEPS.index(WITHIN.get(step, step))
    chosen = {
        "answers": bool(typed.options or typed.values.get("rule")),
        "rule": bool(typed.values.get("rule")),
        "closes": bool(typed.values.get("closes")),
    }
    return next(each for each in STEPS[at + 1 :] if not chosen.get(each))


def preceding(step: str) -> str:
    """The step that [Back] leads to."""
    return WITHIN.get(step) or STEPS[max(0, STEPS.index(step) - 1)]


def rules(*, options: bool) -> list[Rule]:
    """The rules such a question can be put to, the usual ones first."""
    offered = [Rule(name) for name in Procedure if name not in {Procedure.SHARE, Procedure.SILENCE}]
    fit = [rule for rule in offered if (rule.takes_options and options) or not (options or _between_options(rule))]
    return sorted(fit, key=lambda rule: USUAL.index(rule.key) if rule.key in USUAL else len(USUAL))


def usual(rule: Rule) -> bool:
    """Whether it is offered before [More]."""
    return rule.key in USUAL


def with_question(text: str, question: str) -> str:
    """The question put in place of the one before; lines may follow it."""
    first, _, more = question.strip().partition("\n")
    rest = text.partition("\n")[2]
    return "\n".join(part for part in (first, more, rest) if part)


def with_options(text: str, options: tuple[str, ...], language: str) -> str:
    """The options put in place of those before, and no rule: it may not fit them."""
    first, *rest = without(FORM, text, "rule", language).splitlines() or [""]
    kept = [line for line in rest if not OPTION_LINE.fullmatch(line)]
    return "\n".join([first, *(f"- {option}" for option in options), *kept])


def with_value(text: str, key: str, value: str, language: str) -> str:
    """The key's line, or none for no value, in place of the one before."""
    kept = without(FORM, text, key, language)
    return f"{kept}\n{key}: {value}" if value else kept


def with_way(text: str, way: str, *, on: bool, language: str) -> str:
    """One of the switches; a sense check has nothing of what only a poll that decides can have."""
    for key in BINDING if on and way == NATIVE else ():
        text = with_value(text, key, "", language)
    return with_value(text, way, "yes" if on else "", language)


def with_template(text: str, template: str, language: str) -> str:
    """A template's choices for the question there is; what the poll is about stays."""
    about = parts(text, language).values.get("about", "")
    return with_value(with_question(template, text.partition("\n")[0]), "about", about, language)


def read_options(typed: str) -> tuple[str, ...]:
    """Options as they are typed in answer to the question for them: one a line, with dash, number or nothing before."""
    lines = [NUMBERED.sub("", line, count=1).strip() for line in typed.splitlines() if line.strip()]
    return check_options(tuple(lines))


def fixed(typed: str, now: datetime, zone: ZoneInfo, language: str) -> str:
    """A deadline typed or pressed, so that it means the same whenever it is read: a span as it is, a moment in UTC."""
    moment = read_moment(typed, now=now, zone=zone, language=language, clock=EVENING)
    return typed.strip() if moment.span else f"{moment.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _between_options(rule: Rule) -> bool:
    return rule.needs_options or rule.name is Procedure.PLURALITY
