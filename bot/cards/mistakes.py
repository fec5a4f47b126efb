"""Every mistake's sentence: the cause first, then how to put it right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.callbacks import EqualWeights, UseGroup
from bot.cards import ballots, consents, proxies, silence_answers
from bot.cards.card import Button, Card, joined, plain, visible
from bot.cards.group_settings import example, typed_name
from bot.cards.procedures import rule_name, verdict_word
from bot.cards.reader import Reader
from bot.cards.severity import SEVERITIES, kind_word, severity_word
from bot.domain.errors import Mistake
from storage.models import Group

Facts = Mapping[str, Any]
Sentence = Callable[[Facts, Reader], Markup]

WHO: dict[str, Sentence] = {
    "administrators_only": lambda f, r: r.t("Only administrators of the group can do that: please ask one of them."),
    "anonymous": lambda f, r: r.t(
        "I cannot tell who wrote that: turn off “Remain anonymous” in your administrator rights, then write again."
    ),
    "no_group": lambda f, r: r.t("You are in no group that I serve: add me to your group and write there."),
    "no_topics": lambda f, r: r.t("This group has no topics: turn them on in the group's settings first."),
    "polls_by_administrators": lambda f, r: r.t("Only administrators open polls in this group."),
    "not_a_member": lambda f, r: r.t("You are not a member of this group"),
    "not_your_alert": lambda f, r: r.t("Only whoever logged {handle}, or an administrator, can do that.", **f),
    "not_yours": lambda f, r: r.t("Only whoever opened {handle}, or an administrator, can do that.", **f),
    "somebody_elses_form": lambda f, r: r.t(
        "Somebody else is filling this in: begin your own, for example with /poll."
    ),
    "username_unknown": lambda f, r: r.t(
        "I know no @{username} in this group: ask them to write something here first, then try again.", **f
    ),
    "which_group": lambda f, r: r.t(
        "You are in several groups ({titles}): say which one, or write that in the group it is for.",
        titles=_list(f["titles"]),
    ),
    "write_in_group": lambda f, r: r.t("That belongs in the group: write it there, so that everyone sees it."),
}
HANDLES: dict[str, Sentence] = {
    "button_old": lambda f, r: r.t("This button is out of date: look at the newest card, or type the command."),
    "command_unknown": lambda f, r: r.t("I do not know that command: /help shows what I can do."),
    "handle_missing": lambda f, r: r.t("Which one is missing: for example {example}", **f),
    "handle_of_another_kind": lambda f, r: r.t("{handle} is not what this command is for: for example {example}", **f),
    "handle_unknown": lambda f, r: r.t("There is no {handle} in this group: look at the number on its card.", **f),
    "handle_unreadable": lambda f, r: r.t("“{text}” names nothing I know: write a name such as {example}", **_safe(f)),
}
FORMS: dict[str, Sentence] = {
    "confidence_unreadable": lambda f, r: r.t(
        "“{text}” is no confidence grade: write a letter A to F and a digit 1 to 6, such as B2.", **_safe(f)
    ),
    "question_expired": lambda f, r: r.t("This question has expired: begin again, for example with /call."),
    "forward_alone": lambda f, r: r.t("A message alone is no command: reply to it with /alert to log it."),
    "text_long": lambda f, r: r.t("The text has {length} characters: {most} at most, please shorten it.", **f),
    "key_not_yet": lambda f, r: r.t("“{key}:” is not available yet: leave that line out.", **f),
    "key_twice": lambda f, r: r.t("“{key}:” is there twice: keep one of the two lines.", key=_key(f["key"], r)),
    "value_unknown": lambda f, r: r.t(
        "“{text}” does not fit “{key}:”: write one of {allowed}.",
        text=visible(f["text"]),
        key=_key(f["key"], r),
        allowed=joined([_value(value, r) for value in f["allowed"]]),
    ),
    "red_line_unreadable": lambda f, r: r.t(
        "A red line has two sides: write for example /redline territorial integrity, annex -> Answer jointly"
    ),
    "red_line_long": lambda f, r: r.t(
        "That is too long for a red line: {most} characters before the arrow and {most_advice} after it at most.", **f
    ),
    "red_line_call": lambda f, r: r.t(
        "“{text}” does not fit a call: write a span of 30 minutes to 2 days, or none.", **_safe(f)
    ),
    "red_line_unknown": lambda f, r: r.t("There is no red line {number} in this group: /redline lists them.", **f),
    "red_lines_many": lambda f, r: r.t("There are {most} red lines already: remove one with /redline remove 1.", **f),
    "step_taken": lambda f, r: r.t("That has been done already: look at {handle}.", **f),
    "language_missing": lambda f, r: r.t("Which language is missing: write /language en or /language fr"),
    "language_unknown": lambda f, r: r.t(
        "I do not speak “{text}”: write one of {known}.", text=visible(f["text"]), known=_list(f["known"])
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
        "“{text}” is no length of time: write for example 4h, 90 minutes or 2d.", **_safe(f)
    ),
    "span_too_long": lambda f, r: r.t("“{text}” is too long: a year at most.", **_safe(f)),
}
FINDING: dict[str, Sentence] = {
    "filter_twice": lambda f, r: r.t("“{text}” is a second one of its kind: leave one of the two out.", **_safe(f)),
    "search_long": lambda f, r: r.t("That is too long to look for: {most} characters at most.", **f),
    "search_missing": lambda f, r: r.t("What to look for is missing: write for example /search tariffs"),
    "search_unreadable": lambda f, r: r.t(
        "There is no word in “{text}”: write for example /alerts tariffs #trade !high open 7d", **_safe(f)
    ),
    "shown_just_now": lambda f, r: r.t("{handle} has just been shown: look a little further up.", **f),
}
MOMENTS: dict[str, Sentence] = {
    "clock_ambiguous": lambda f, r: r.t("“{text}” could be many things: write 18:00, 6pm or “in 5h”.", **_safe(f)),
    "clock_missing": lambda f, r: r.t("“{text}” has no time of day: write for example “tomorrow 18:00”.", **_safe(f)),
    "moment_ambiguous": lambda f, r: r.t(
        "“{text}” could be {readings}: write the date as 27.11. or 2026-11-27.",
        text=visible(f["text"]),
        readings=joined(f["readings"], " / "),
    ),
    "moment_past": lambda f, r: r.t("{moment} is past: write a moment to come.", moment=r.moment(f["at"])),
    "moment_unreadable": lambda f, r: r.t(
        "I cannot read “{text}” as a moment: write for example “tomorrow 18:00”, “friday noon Kyiv” or “in 4h”.",
        **_safe(f),
    ),
    "zone_missing": lambda f, r: r.t("The time zone is missing: write for example /timezone Kyiv"),
    "zone_unknown": lambda f, r: (
        r.t(
            "I know no time zone “{text}”: did you mean {nearest}?",
            text=visible(f["text"]),
            nearest=_list(f["nearest"]),
        )
        if f["nearest"]
        else r.t("I know no time zone “{text}”: write a city such as Kyiv, or Europe/Kyiv.", text=visible(f["text"]))
    ),
}
POLLS: dict[str, Sentence] = {
    "choice_unknown": lambda f, r: (
        r.t("{handle} has options 1 to {options}: write for example /vote {handle} 1", **f)
        if f["options"]
        else r.t("{handle} is answered by for, against or abstain: write for example /vote {handle} for", **f)
    ),
    "closes_out_of_range": lambda f, r: r.t(
        "{moment} is not possible: a poll stays open from 5 seconds to 30 days.", moment=r.moment(f["at"])
    ),
    "choices_too_high": lambda f, r: r.t(
        "“{key}: {number}” is more than there are options ({options}): write a smaller number.",
        key=_key("choices", r),
        **f,
    ),
    "choices_need_approval": lambda f, r: r.t(
        "“{key}: {number}” goes with approval only: add the line “rule: approval”, or leave that one out.",
        key=_key("choices", r),
        **f,
    ),
    "choices_unreadable": lambda f, r: r.t(
        "“{text}” is no number of options: write for example 2.", text=visible(f["text"])
    ),
    "closes_before_opens": lambda f, r: r.t(
        "It would close {closes}, before it opens {opens}: write a later deadline, or a span such as 4h.",
        closes=r.moment(f["closes_at"]),
        opens=r.moment(f["opens_at"]),
    ),
    "opens_too_far": lambda f, r: r.t("{moment} is too far: a year ahead at most.", moment=r.moment(f["at"])),
    "way_unfit": lambda f, r: r.t(
        "{rule} does not go with “{key}:”: leave that line out, or choose another rule.",
        rule=rule_name(f["rule"], r),
        key=_key(f["key"], r),
    ),
    "correct_missing": lambda f, r: r.t(
        "The new words are missing: write for example /amend P-3 Issue a joint statement today?"
    ),
    "correct_options": lambda f, r: r.t(
        "{handle} has {options} options: write as many, or leave them out; to ask something else, cancel it.", **f
    ),
    "electorate_empty": lambda f, r: r.t("Nobody could vote: have a member write something here first."),
    "joined_later": lambda f, r: r.t("You have no vote here: you joined after {handle} was opened.", **f),
    "no_delegation": lambda f, r: r.t(
        "You have no vote here: in {handle} delegations vote. Take your place for the next one: /delegation FR", **f
    ),
    "delegation_late": lambda f, r: r.t(
        "You have no vote here: nobody spoke for your delegation when {handle} was opened.", **f
    ),
    "nothing_to_withdraw": lambda f, r: r.t("There is nothing to withdraw: no vote of yours stands in {handle}.", **f),
    "option_empty": lambda f, r: r.t("One option is empty: write something after each “- ”."),
    "option_long": lambda f, r: r.t("“{text}…” is too long for an option: {most} characters at most.", **_safe(f)),
    "options_count": lambda f, r: r.t(
        "{count} is no possible number of options: write {fewest} to {most}, or none for a yes or no.", **f
    ),
    "options_equal": lambda f, r: r.t("Two options are the same: change or leave out one of them."),
    "poll_closed": lambda f, r: (
        r.t("Closed: {handle} ({verdict}).", handle=f["handle"], verdict=verdict_word(f["verdict"], r))
        if f["verdict"]
        else r.t("Closed: the time for {handle} is over.", **f)
    ),
    "poll_not_open": lambda f, r: r.t(
        "{handle} is not open yet: it opens {moment}.", handle=f["handle"], moment=r.moment(f["at"])
    ),
    "poll_open_already": lambda f, r: r.t("{handle} is open already.", **f),
    "poll_reworded": lambda f, r: r.t("{handle} has just got new words: read them on its card, then vote again.", **f),
    "question_long": lambda f, r: r.t("The question has {length} characters: {most} at most, please shorten it.", **f),
    "quorum_unreadable": lambda f, r: r.t(
        "“{text}” is no quorum: write 60%, 60% of weight, or a number such as 20.", **_safe(f)
    ),
    "rule_needs_options": lambda f, r: r.t(
        "{rule} chooses between options: add two or more lines that begin with -, or choose another rule.",
        rule=rule_name(f["rule"], r),
    ),
    "rule_share": lambda f, r: r.t(
        "“{text}” can never be met: write a share up to 100 %, such as 60 % of cast.", **_safe(f)
    ),
    "rule_unknown": lambda f, r: r.t(
        "I know no rule “{text}”: did you mean {nearest}?",
        text=visible(f["text"]),
        nearest=joined([rule_name(name, r) for name in f["nearest"]]),
    ),
    "rule_without_options": lambda f, r: r.t(
        "{rule} is a yes or no: leave out the options, or choose another rule.", rule=rule_name(f["rule"], r)
    ),
    "rule_without_quorum": lambda f, r: r.t(
        "{rule} takes no quorum, since not answering is consent: leave out the quorum.", rule=rule_name(f["rule"], r)
    ),
    "template_doubt": lambda f, r: r.t(
        "“{text}” could mean two things: write the deadline of a template as 18:00 or 4h.", **_safe(f)
    ),
    "template_key": lambda f, r: r.t(
        "A template has no “{key}:”, which changes each time: leave that line out.", key=_key(f["key"], r)
    ),
    "template_long": lambda f, r: r.t("The name has {length} characters: {most} at most, please shorten it.", **f),
    "template_missing": lambda f, r: r.t(
        "What to keep is missing: reply to a poll's card with /template and a name, or write the poll below the name."
    ),
    "template_unknown": lambda f, r: r.t("There is no template “{text}”: /templates lists them.", **_safe(f)),
    "templates_many": lambda f, r: r.t(
        "There are {most} templates already: delete one, for example with /template remove NAME.", **f
    ),
    "vote_unreadable": lambda f, r: r.t(
        "I cannot read that vote: write /vote P-3 for, against or abstain, or /vote P-3 2"
    ),
    "observers": lambda f, r: r.t("You have no vote here: observers do not vote"),
    "weights_missing": lambda f, r: r.t(
        "No weight is known for {names}: an administrator writes for example /delegation {first} weight 100, or /delegations eu27, or presses [Equal weights].",
        first=f["names"][0],
        names=joined([r.country(name) for name in f["names"]]),
    ),
}
OTHERS: dict[str, Sentence] = {
    "alert_already": lambda f, r: {
        "open": r.t("{handle} is open already.", handle=f["handle"]),
        "resolved": r.t("{handle} is resolved already.", handle=f["handle"]),
        "retracted": r.t("{handle} is retracted already.", handle=f["handle"]),
    }[f["state"]],
    "alert_moved": lambda f, r: r.t("{handle} was moved to {to}: go on there.", **f),
    "alert_retracted": lambda f, r: r.t("{handle} is retracted: reopen it first.", **f),
    "amend_missing": lambda f, r: r.t(
        "The new text is missing: write for example /amend A-17 The border is open again"
    ),
    "amend_same": lambda f, r: r.t("{handle} says that already: nothing to change.", **f),
    "attach_to_itself": lambda f, r: r.t("{handle} cannot be attached to itself: name the alert it repeats.", **f),
    "answer_unreadable": lambda f, r: r.t("I cannot read that answer: write /rsvp C-5 yes, late or no"),
    "call_cancelled": lambda f, r: r.t("{handle} is cancelled: nothing more can be done about it.", **f),
    "call_over": lambda f, r: r.t("{handle} has begun already: there is nothing left to cancel.", **f),
    "call_too_far": lambda f, r: r.t("{moment} is too far: a year ahead at most.", moment=r.moment(f["at"])),
    "lasts_out_of_range": lambda f, r: r.t(
        "“{text}” is not possible: a call lasts from 5 minutes to 12 hours.", **_safe(f)
    ),
    "remind_out_of_range": lambda f, r: r.t(
        "“{text}” is not possible: up to five reminders, from 5 seconds before, such as 1h, 10m.", **_safe(f)
    ),
    "title_long": lambda f, r: r.t("The title has {length} characters: {most} at most, please shorten it.", **f),
    "delegation_missing": lambda f, r: r.t("Which delegation is missing: write for example /delegation FR"),
    "delegation_near": lambda f, r: r.t(
        "I know no country “{text}”: did you mean {nearest}?", text=visible(f["text"]), nearest=_list([f["nearest"]])
    ),
    "delegation_unreadable": lambda f, r: r.t(
        "“{text}” is no delegation: write a country such as FR, or a name.", **_safe(f)
    ),
    "one_delegation": lambda f, r: r.t("You can speak for one delegation only: write one line."),
    "preset_unknown": lambda f, r: r.t("I know no weights “{text}”: write eu27 or equal.", **_safe(f)),
    "weight_zero": lambda f, r: r.t("A weight is a whole number from 1: write for example FR weight 1517"),
}
TEXTS: dict[str, Sentence] = silence_answers.MISTAKES | consents.MISTAKES
SENTENCES: dict[str, Sentence] = (
    WHO | HANDLES | FORMS | FINDING | MOMENTS | POLLS | ballots.MISTAKES | proxies.MISTAKES | TEXTS | OTHERS
)


def sentence(mistake: Mistake, reader: Reader) -> Markup:
    """What to answer to a mistake."""
    return SENTENCES[mistake.code](mistake.facts, reader)


def kept(code: str, facts: Facts, reader: Reader) -> Card:
    """The answer to one that is on record."""
    return Card(SENTENCES[code](facts, reader), rows=_remedy(code, reader))


def answer(mistake: Mistake, groups: Sequence[Group], reader: Reader) -> Card:
    """The sentence, and a button for each of the groups that may be meant, or for what would put it right."""
    rows = tuple((Button(visible(group.title) or "?", UseGroup(group.id or 0)),) for group in groups)
    return Card(sentence(mistake, reader), rows=rows or _remedy(mistake.code, reader))


def _remedy(code: str, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if code != "weights_missing":
        return ()
    return ((Button(plain(reader.t("Equal weights")), EqualWeights()),),)


def already_recorded(reader: Reader) -> Markup:
    """The answer to a press that Telegram delivered twice."""
    return reader.t("Already recorded")


def apology(reader: Reader) -> Markup:
    """An update nobody could handle: it is kept, the person is told."""
    return reader.t("Sorry, that went wrong on my side. It is kept for whoever operates me; please try again.")


def _safe(facts: Facts) -> dict[str, Any]:
    """What somebody typed, quoted back without what could disturb the line."""
    return {**facts, "text": visible(str(facts["text"]))}


def _list(words: list[str]) -> Markup:
    return joined([visible(word) for word in words])


def _value(value: str, reader: Reader) -> Markup:
    if value in {"yes", "no"}:
        return {"yes": reader.t("yes"), "no": reader.t("no")}[value]
    return severity_word(value, reader) if value in SEVERITIES else kind_word(value, reader)


def _key(key: str, reader: Reader) -> Markup | str:
    """A form's key by the name it has in the reader's language."""
    t = reader.t
    return {
        "severity": t("severity"),
        "kind": t("kind"),
        "topic": t("topic"),
        "source": t("source"),
        "confidence": t("confidence"),
        "rule": t("rule"),
        "closes": t("closes"),
        "opens": t("opens"),
        "quorum": t("quorum"),
        "secret": t("secret"),
        "hidden": t("hidden"),
        "early": t("early"),
        "choices": t("choices"),
        "about": t("about"),
        "when": t("when"),
        "lasts": t("lasts"),
        "link": t("link"),
        "remind": t("remind"),
    }.get(key, key)
