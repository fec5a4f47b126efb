"""Corrections of polls as they are typed: a handle, the new question, perhaps the options below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import Mistake
from bot.forms.form import take_apart
from bot.forms.polls import FORM, check_options, check_question


@dataclass(frozen=True, slots=True)
class Wording:
    """A question and its options; none where they stay as they are."""

    question: str
    options: Sequence[str]


def read_wording(text: str, language: str) -> Wording:
    """The words of a poll as it is typed; what else stands there is not changed by correcting it.

    Raises Mistake: `correct_missing`, and those of a question and of options.
    """
    typed = take_apart(FORM, text, language)
    if not typed.text:
        raise Mistake("correct_missing")
    check_question(typed.text)
    return Wording(typed.text, check_options(typed.options) if typed.options else ())
