"""/help, and the menu of commands: one table for both."""

from markupsafe import Markup

from bot.cards.card import Card, bold, lines, plain
from bot.cards.reader import Reader
from bot.texts import Texts

Entry = tuple[Markup, Markup, Markup]


def entries(t: Texts) -> dict[str, Entry]:
    """Every command: its name -> (its menu line, how it is used, examples)."""
    return {
        "alert": (
            t("Log that something happened"),
            t("Text, then lines if you like: severity (low, medium, high, critical), kind (words, action), topic, source, "
              "confidence. !high and #topic work anywhere. As a reply to a message, that message is the alert. "
              "Words are posted silently, actions ring."),
            t("/alert Tariffs of 10 % announced !high #trade\nsource: https://example.org\nconfidence: B2"),
        ),
        "poll": (
            t("Put a joint response to the vote"),
            t("The question, then “- option” lines if you like; rule (majority, two-thirds, unanimity, consensus, "
              "absolute, qualified, reinforced, plurality, 60 % of cast), closes, quorum, about."),
            t("/poll Issue a joint statement today?\nrule: two-thirds\ncloses: in 4h\nabout: A-1"),
        ),
        "vote": (
            t("Vote by typing"),
            t("The poll, then for, against, abstain, an option's number, or withdraw; a reason may follow."),
            t("/vote P-1 for"),
        ),
        "call": (
            t("Schedule a follow-up call"),
            t("The title, then when (tomorrow 18:00, friday noon Kyiv, in 4h), lasts, link, remind, about."),
            t("/call Greenland follow-up\nwhen: tomorrow 18:00\nlasts: 45m\nremind: 1h, 10m"),
        ),
        "digest": (t("What happened this week"), t("For another span, write it after the command."), t("/digest 3d")),
        "ack": (t("I have seen an alert"), t("The same as the button Seen."), t("/ack A-1")),
        "resolve": (t("An alert is settled"), t("A note may follow. /reopen A-1 takes it back."), t("/resolve A-1 Withdrawn by Washington")),
        "reopen": (t("An alert is open again"), t("The same as the button Reopen."), t("/reopen A-1")),
        "close": (t("Close a poll before its deadline"), t("Its author or an administrator; the votes so far count."), t("/close P-1")),
        "rsvp": (t("Answer a call by typing"), t("yes, late or no."), t("/rsvp C-1 yes")),
        "cancel": (t("Cancel a call or a poll"), t("A reason may follow. Alone it ends what you have begun."), t("/cancel C-1 Talks in Davos")),
        "members": (t("Who is here, who speaks for whom"), t("The roster, with whom I do not know yet, who administers, and whom I cannot write to in private."), t("/members")),
        "delegation": (
            t("Speak and vote for a country"),
            t("A country's code or name; an administrator confirms. Administrators: FR @name, FR weight 1517, several lines. /delegation none gives the place back."),
            t("/delegation FR"),
        ),
        "delegations": (t("Weights for qualified majority"), t("Administrators: eu27 or equal."), t("/delegations eu27")),
        "status": (t("How the bot is doing"), t("Whether all is well, what waits to be sent, what could not be delivered, what I do not hear."), t("/status")),
        "language": (t("Language: en or fr"), t("The group's (administrators), in private your own."), t("/language fr")),
        "timezone": (t("Time zone"), t("The group's (administrators), in private your own."), t("/timezone Kyiv")),
        "help": (t("All commands with examples"), t("For one command, write it after."), t("/help poll")),
    }  # fmt: skip


def help_card(command: str, reader: Reader) -> Card:
    """All commands with an example each, or one command whole."""
    t, known = reader.t, entries(reader.t)
    name = command.strip().lstrip("/").casefold()
    if name in known:
        title, use, example = known[name]
        return Card(lines(bold(f"/{name}"), title, use, Markup("<pre>{}</pre>").format(example)))
    listed = [
        Markup("/{} · {}\n<code>{}</code>").format(each, title, example.split("\n", 1)[0])
        for each, (title, _use, example) in known.items()
    ]
    return Card(
        lines(
            bold(t("What I can do. Everything on a card also works by its buttons.")),
            *listed,
            t("More about one of them: /help poll"),
        ),
        silent=True,
    )


def menu(t: Texts) -> list[tuple[str, str]]:
    """The commands menu: name and one line each."""
    return [(name, plain(title)) for name, (title, _use, _example) in entries(t).items()]
