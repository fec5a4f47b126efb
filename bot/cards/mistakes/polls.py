"""Mistakes about polls."""

from bot.cards.card import joined, visible
from bot.cards.mistakes.words import Sentence, key_word, quoted
from bot.cards.procedures import rule_name, verdict_word
from bot.domain.rules import Procedure

NAMED = {each.value for each in Procedure}  # rules; a share of one's own has another key

POLLS: dict[str, Sentence] = {
    "choice_unknown": lambda f, r: (
        r.t("{handle} has options 1 to {options}: write for example /vote {handle} 1", **f)
        if f["options"]
        else r.t("{handle} is answered by for, against or abstain: write for example /vote {handle} for", **f)
    ),
    "not_decided": lambda f, r: r.t(
        "{handle} has adopted nothing: only a decision has an owner and a review date.", **f
    ),
    "none_decided": lambda f, r: r.t("No poll has adopted anything yet: /polls shows how they stand."),
    "closes_out_of_range": lambda f, r: r.t(
        "{moment} is not possible: a poll stays open from 5 seconds to 30 days.", moment=r.moment(f["at"])
    ),
    "choices_too_high": lambda f, r: r.t(
        "“{key}: {number}” is more than there are options ({options}): write a smaller number.",
        key=key_word("choices", r),
        **f,
    ),
    "choices_need_approval": lambda f, r: r.t(
        "“{key}: {number}” goes with approval only: add the line “rule: approval”, or leave that one out.",
        key=key_word("choices", r),
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
        key=key_word(f["key"], r),
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
    "option_long": lambda f, r: r.t("“{text}…” is too long for an option: {most} characters at most.", **quoted(f)),
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
    "quorum_too_high": lambda f, r: r.t.plural(
        "A quorum of {quorum} can never be met, {n} can vote here: write a smaller number, or a share such as 60%.",
        "A quorum of {quorum} can never be met, {n} can vote here: write a smaller number, or a share such as 60%.",
        f["most"],
        quorum=f["quorum"],
    ),
    "quorum_unreadable": lambda f, r: r.t(
        "“{text}” is no quorum: write 60%, 60% of weight, or a number such as 20.", **quoted(f)
    ),
    "rule_needs_options": lambda f, r: r.t(
        "{rule} chooses between options: add two or more lines that begin with -, or choose another rule.",
        rule=rule_name(f["rule"], r),
    ),
    "rule_share": lambda f, r: r.t(
        "“{text}” is no possible share: write one above 0 and up to 100 %, such as 60 % of cast.", **quoted(f)
    ),
    "rule_unknown": lambda f, r: r.t(
        "I know no rule “{text}”: did you mean {nearest}?",
        text=visible(f["text"]),
        nearest=r.either([rule_name(name, r) for name in f["nearest"]]),
    ),
    "rule_without_options": lambda f, r: (
        r.t("{rule} is a yes or no: leave out the options, or choose another rule.", rule=rule_name(f["rule"], r))
        if f["rule"] in NAMED
        else r.t(
            "{share} is less than half, with which two options could win: leave out the options, or write a larger share.",
            share=f["rule"],
        )
    ),
    "rule_without_quorum": lambda f, r: r.t(
        "{rule} takes no quorum, since not answering is consent: leave out the quorum.", rule=rule_name(f["rule"], r)
    ),
    "template_doubt": lambda f, r: r.t(
        "“{text}” could mean two things: write the deadline of a template as 18:00 or 4h.", **quoted(f)
    ),
    "template_key": lambda f, r: r.t(
        "A template has no “{key}:”, which changes each time: leave that line out.", key=key_word(f["key"], r)
    ),
    "template_long": lambda f, r: r.t("The name has {length} characters: {most} at most, please shorten it.", **f),
    "template_missing": lambda f, r: r.t(
        "What to keep is missing: reply to a poll's card with /template and a name, or write the poll below the name."
    ),
    "template_unknown": lambda f, r: r.t("There is no template “{text}”: /templates lists them.", **quoted(f)),
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
