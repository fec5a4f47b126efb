"""Mistakes about alerts, calls, tasks and delegations."""

from bot.cards.card import visible
from bot.cards.mistakes.words import Sentence, listed, quoted

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
        "“{text}” is not possible: a call lasts from 5 minutes to 12 hours.", **quoted(f)
    ),
    "remind_out_of_range": lambda f, r: r.t(
        "“{text}” is not possible: up to five reminders, from 5 seconds before, such as 1h, 10m.", **quoted(f)
    ),
    "title_long": lambda f, r: r.t("The title has {length} characters: {most} at most, please shorten it.", **f),
    "assignee_several": lambda f, r: r.t(
        "Several people here are called “{text}”: write @name, or choose by a button after /task alone.", **quoted(f)
    ),
    "assignee_unknown": lambda f, r: r.t(
        "I know nobody called “{text}” here: write @name, a delegation, or none.", **quoted(f)
    ),
    "not_your_task": lambda f, r: r.t(
        "Only who is to do {handle}, whoever set it, or an administrator can do that.", **f
    ),
    "task_nobodys": lambda f, r: r.t("{handle} is nobody's yet: press [I take it] on its card first.", **f),
    "task_over": lambda f, r: {
        "open": r.t("{handle} is open already.", handle=f["handle"]),
        "done": r.t("{handle} is done already: /reopen {handle} takes that back.", handle=f["handle"]),
        "cancelled": r.t("{handle} is cancelled: /reopen {handle} takes that back.", handle=f["handle"]),
    }[f["state"]],
    "task_taken": lambda f, r: r.t("{handle} is somebody's already: look at its card.", **f),
    "delegation_missing": lambda f, r: r.t("Which delegation is missing: write for example /delegation FR"),
    "delegation_near": lambda f, r: r.t(
        "I know no country “{text}”: did you mean {nearest}?", text=visible(f["text"]), nearest=listed([f["nearest"]])
    ),
    "delegation_unreadable": lambda f, r: r.t(
        "“{text}” is no delegation: write a country such as FR, or a name.", **quoted(f)
    ),
    "one_delegation": lambda f, r: r.t("You can speak for one delegation only: write one line."),
    "preset_unknown": lambda f, r: r.t("I know no weights “{text}”: write eu27 or equal.", **quoted(f)),
    "weight_zero": lambda f, r: r.t("A weight is a whole number from 1: write for example FR weight 1517"),
}
