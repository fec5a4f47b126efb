"""Mistakes in what is typed after a command: texts, keys, moments."""

from datetime import date

from bot.cards.card import joined, visible
from bot.cards.group_settings import example, typed_name
from bot.cards.mistakes.words import Sentence, key_word, listed, quoted, value_word

FORMS: dict[str, Sentence] = {
    "confidence_unreadable": lambda f, r: r.t(
        "“{text}” is no confidence grade: write a letter A to F and a digit 1 to 6, such as B2.", **quoted(f)
    ),
    "question_expired": lambda f, r: r.t("This question has expired: begin again, for example with /call."),
    "forward_alone": lambda f, r: r.t("A message alone is no command: reply to it with /alert to log it."),
    "text_long": lambda f, r: r.t("The text has {length} characters: {most} at most, please shorten it.", **f),
    "key_not_yet": lambda f, r: r.t("“{key}:” is not available yet: leave that line out.", **f),
    "key_twice": lambda f, r: r.t("“{key}:” is there twice: keep one of the two lines.", key=key_word(f["key"], r)),
    "value_unknown": lambda f, r: r.t(
        "“{text}” does not fit “{key}:”: write one of {allowed}.",
        text=visible(f["text"]),
        key=key_word(f["key"], r),
        allowed=joined([value_word(value, r) for value in f["allowed"]]),
    ),
    "red_line_unreadable": lambda f, r: r.t(
        "A red line has two sides: write for example /redline territorial integrity, annex -> Answer jointly"
    ),
    "red_line_long": lambda f, r: r.t(
        "That is too long for a red line: {most} characters before the arrow and {most_advice} after it at most.", **f
    ),
    "red_line_call": lambda f, r: r.t(
        "“{text}” does not fit a call: write a span of 30 minutes to 2 days, or none.", **quoted(f)
    ),
    "red_line_unknown": lambda f, r: r.t("There is no red line {number} in this group: /redline lists them.", **f),
    "red_lines_many": lambda f, r: r.t("There are {most} red lines already: remove one with /redline remove 1.", **f),
    "step_taken": lambda f, r: r.t("That has been done already: look at {handle}.", **f),
    "language_missing": lambda f, r: r.t("Which language is missing: write /language en or /language fr"),
    "language_unknown": lambda f, r: r.t(
        "I do not speak “{text}”: write one of {known}.", text=visible(f["text"]), known=listed(f["known"])
    ),
    "setting_missing": lambda f, r: r.t(
        "What it should be is missing: write for example {example}", example=example(f["name"], r)
    ),
    "setting_unknown": lambda f, r: r.t(
        "“{text}” is no setting: write one of {known}, and what it should be.",
        text=visible(f["text"]),
        known=joined([typed_name(name, r) for name in f["names"]]),
    ),
    "setting_unreadable": lambda f, r: r.t(
        "“{text}” does not fit there: write for example {example}",
        text=visible(f["text"]),
        example=example(f["name"], r),
    ),
    "span_unreadable": lambda f, r: r.t(
        "“{text}” is no length of time: write for example 4h, 90 minutes or 2d.", **quoted(f)
    ),
    "span_too_long": lambda f, r: r.t("“{text}” is too long: a year at most.", **quoted(f)),
}

MOMENTS: dict[str, Sentence] = {
    "clock_ambiguous": lambda f, r: r.t("“{text}” could be many things: write 18:00, 6pm or “in 5h”.", **quoted(f)),
    "clock_missing": lambda f, r: r.t("“{text}” has no time of day: write for example “tomorrow 18:00”.", **quoted(f)),
    "moment_ambiguous": lambda f, r: r.t(
        "“{text}” could be {readings}: write the date as 27.11. or 2026-11-27.",
        text=visible(f["text"]),
        readings=r.either([r.day(date.fromisoformat(each)) for each in f["readings"]]),
    ),
    "moment_past": lambda f, r: r.t("{moment} is past: write a moment to come.", moment=r.moment(f["at"])),
    "moment_unreadable": lambda f, r: r.t(
        "I cannot read “{text}” as a moment: write for example “tomorrow 18:00”, “friday noon Kyiv” or “in 4h”.",
        **quoted(f),
    ),
    "zone_missing": lambda f, r: r.t("The time zone is missing: write for example /timezone Kyiv"),
    "zone_unknown": lambda f, r: (
        r.t(
            "I know no time zone “{text}”: did you mean {nearest}?",
            text=visible(f["text"]),
            nearest=r.either([visible(name) for name in f["nearest"]]),
        )
        if f["nearest"]
        else r.t("I know no time zone “{text}”: write a city such as Kyiv, or Europe/Kyiv.", text=visible(f["text"]))
    ),
}
