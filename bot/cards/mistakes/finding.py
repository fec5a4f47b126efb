"""Mistakes in naming what is on record, and in looking for it."""

from bot.cards.mistakes.words import Sentence, quoted

HANDLES: dict[str, Sentence] = {
    "button_old": lambda f, r: r.t("This button is out of date: look at the newest card, or type the command."),
    "command_unknown": lambda f, r: r.t("I do not know that command: /help shows what I can do."),
    "handle_missing": lambda f, r: r.t("Which one is missing: for example {example}", **f),
    "handle_of_another_kind": lambda f, r: r.t("{handle} is not what this command is for: for example {example}", **f),
    "handle_unknown": lambda f, r: r.t("There is no {handle} in this group: look at the number on its card.", **f),
    "handle_unreadable": lambda f, r: r.t("“{text}” names nothing I know: write a name such as {example}", **quoted(f)),
}

FINDING: dict[str, Sentence] = {
    "filter_twice": lambda f, r: r.t("“{text}” is a second one of its kind: leave one of the two out.", **quoted(f)),
    "search_long": lambda f, r: r.t("That is too long to look for: {most} characters at most.", **f),
    "search_missing": lambda f, r: r.t("What to look for is missing: write for example /search tariffs"),
    "search_unreadable": lambda f, r: r.t(
        "There is no word in “{text}”: write for example /alerts tariffs #trade !high open 7d", **quoted(f)
    ),
    "shown_just_now": lambda f, r: r.t("{handle} has just been shown: look a little further up.", **f),
}
