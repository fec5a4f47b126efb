"""What a sense check cannot be, and why."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from bot.cards.card import visible
from bot.cards.mistakes.words import Sentence, key_word
from bot.cards.reader import Reader

UNFIT: dict[str, Callable[[dict[str, Any], Reader], Markup]] = {
    "rule": lambda f, r: r.t(
        "A sense check has no rule, it only shows counts: leave out “{key}:”, or “{native}:” for a poll that decides.",
        **f,
    ),
    "quorum": lambda f, r: r.t(
        "A sense check decides nothing and needs no quorum: leave out “{key}:”, or “{native}:” for a poll that decides.",
        **f,
    ),
    "secret": lambda f, r: r.t(
        "Of an anonymous poll Telegram tells me no answers, so no sense check is secret: leave out “{key}:”, or “{native}:”.",
        **f,
    ),
    "hidden": lambda f, r: r.t(
        "Telegram shows its poll’s counts to whoever has answered, so none is hidden: leave out “{key}:”, or “{native}:”.",
        **f,
    ),
    "early": lambda f, r: r.t(
        "A sense check has no result that could be certain early: leave out “{key}:”, and close it with /close at any time.",
        **f,
    ),
}
SENSE: dict[str, Sentence] = {
    "sense_unfit": lambda f, r: UNFIT[f["key"]](_keys(f["key"], r), r),
    "sense_choices": lambda _f, r: r.t(
        "For, Against and Abstain exclude each other: leave out “{key}:”, or add options, each on a line that begins with -.",
        **_keys("choices", r),
    ),
    "sense_question": lambda f, r: r.t(
        "The question is too long for Telegram’s poll, where an emoji counts twice: {most} characters at most.", **f
    ),
    "sense_option": lambda f, r: r.t(
        "“{text}…” is too long for Telegram’s poll, where an emoji counts twice: {most} characters at most.",
        text=visible(f["text"]),
        most=f["most"],
    ),
    "sense_vote": lambda f, r: r.t("{handle} is a sense check: answer in Telegram’s poll below its card.", **f),
    "sense_remind": lambda f, r: r.t(
        "{handle} is a sense check, which nobody has to answer: ask for answers in your own words.", **f
    ),
    "sense_fixed": lambda f, r: r.t(
        "{handle} is a sense check, and Telegram’s poll keeps its words: end it with /cancel {handle} and ask anew.",
        **f,
    ),
}


def _keys(key: str, reader: Reader) -> dict[str, Any]:
    return {"key": key_word(key, reader), "native": key_word("native", reader)}
