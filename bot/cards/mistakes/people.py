"""Mistakes about who may do what, and where."""

from bot.cards.mistakes.words import Sentence, listed

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
        "You are in several groups ({titles}). Which one is it for?",
        titles=listed(f["titles"]),
    ),
    "write_in_group": lambda f, r: r.t("That belongs in the group: write it there, so that everyone sees it."),
}
