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
              "Also in private: forward me a message and reply to it with /alert. "
              "Words are posted silently, actions ring."),
            t("/alert Tariffs of 10 % announced !high #trade\nsource: https://example.org\nconfidence: B2"),
        ),
        "poll": (
            t("Put a joint response to the vote"),
            t("The question, then “- option” lines if you like; rule (majority, two-thirds, unanimity, consensus, "
              "consent, absolute, qualified, reinforced, plurality, approval, ranked, 60 % of cast), closes, opens, quorum, secret, hidden, early, choices, about; native: yes asks in Telegram’s own poll, as a sense check that binds nobody. Alone it leads you through it."),
            t("/poll Issue a joint statement today?\nrule: two-thirds\ncloses: in 4h\nabout: A-1"),
        ),
        "silence": (
            t("Circulate a text: it stands unless somebody objects"),
            t("The text, then closes (24 hours if left out), about. It is adopted when the time is over, unless a "
              "delegation breaks the silence before; in the first half, one that objects to the procedure has it put to the vote."),
            t("/silence The exercise is coordinated and threatens nobody.\ncloses: tomorrow 17:00\nabout: A-1"),
        ),
        "break": (
            t("Break the silence on a text"),
            t("The poll and why, which is told to everyone; a line amendment: … says what the text should be instead. The same as the button Break silence."),
            t("/break P-1 Say first that all allies were invited\namendment: All allies were invited to the exercise."),
        ),
        "polls": (t("Open and recent polls"), t("What is open, what is to open, how the last ones ended."), t("/polls")),
        "templates": (t("Polls that are ready to use"), t("A button for each begins a poll with it; administrators delete the group's own."), t("/templates")),
        "template": (
            t("Keep a poll as a template"),
            t("A name, as a reply to a poll's card, or with the poll below it as /poll takes it. Administrators: /template remove NAME."),
            t("/template Sanctions\nRenew the sanctions?\nrule: unanimity\ncloses: in 24 hours"),
        ),
        "vote": (
            t("Vote by typing"),
            t("The poll, then for, against, abstain, an option's number (1,3 to approve of several, 2>1>3 in order), or withdraw; a reason may follow. Under consent: consent, aside, object and which risk. Who holds another's vote casts it apart with: as France."),
            t("/vote P-1 for"),
        ),
        "proxy": (
            t("Give your delegation's vote to another"),
            t("The poll, then the delegation whose ballot is to count for both; without one you take it back. Your own ballot always goes before."),
            t("/proxy P-1 Denmark"),
        ),
        "reserve": (
            t("State a reservation beside your vote"),
            t("The poll, then what is to stand with its result; it is no vote and stops nothing. A later one takes its place; withdraw takes it back."),
            t("/reserve P-1 We read this as covering goods only"),
        ),
        "call": (
            t("Schedule a follow-up call"),
            t("The title, then when (tomorrow 18:00, friday noon Kyiv, in 4h), lasts, link, remind, about."),
            t("/call Greenland follow-up\nwhen: tomorrow 18:00\nlasts: 45m\nremind: 1h, 10m"),
        ),
        "task": (
            t("Give somebody something to do"),
            t("Who first (@name, a delegation's name or code; nobody if left out), what is to be done, until when last (by friday, by tomorrow noon, in 4h). Lines if you like: who, due, about. Alone it leads you through it."),
            t("/task @paris draft the list by friday\nabout: P-1"),
        ),
        "done": (t("A task is done"), t("Who was to do it, whoever set it, or an administrator. The same as the button Done; /reopen T-1 takes it back."), t("/done T-1")),
        "tasks": (t("Open tasks, the overdue ones first"), t("By deadline, then those without one, then the last that were done."), t("/tasks")),
        "digest": (t("What happened this week"), t("For another span, write it after the command."), t("/digest 3d")),
        "ack": (t("I have seen an alert"), t("The same as the button Seen."), t("/ack A-1")),
        "resolve": (t("An alert is settled"), t("A note may follow. /reopen A-1 takes it back."), t("/resolve A-1 Withdrawn by Washington")),
        "reopen": (t("An alert is open again"), t("The same as the button Reopen; also a task that was done or cancelled, and a tied poll, which is put to the vote again between the tied."), t("/reopen A-1")),
        "alerts": (
            t("Find alerts"),
            t("Words, #topic, !severity, open or closed, and how far back, in any order; alone all of them. Words between quotes are looked for as they are."),
            t("/alerts tariffs !high open 7d"),
        ),
        "search": (t("Find in alerts, polls, calls and tasks"), t("The words; the last one may be only begun."), t("/search tariffs")),
        "case": (t("All that came of an alert"), t("Who did what and when, for an alert, a poll, a call or a task."), t("/case A-1")),
        "show": (t("Show a card again, at the bottom"), t("An alert's, a poll's, a call's or a task's."), t("/show A-1")),
        "amend": (
            t("Put an alert's or a poll's text right"),
            t("Whoever logged or opened it, or an administrator; what it said before stays on record. Editing the message behind an alert offers the same, editing that of a poll corrects it. Once there are votes in a poll they are void, and everyone votes again."),
            t("/amend A-1 Tariffs of 15 % announced"),
        ),
        "retract": (
            t("Take an alert back"),
            t("Whoever logged it or an administrator; a reason may follow. The text stays, struck through."),
            t("/retract A-1 a misreading"),
        ),
        "attach": (
            t("Move a report to the alert it repeats"),
            t("The report, then the alert. The same as the button Attach on an alert that looks like another."),
            t("/attach A-2 A-1"),
        ),
        "remind": (
            t("Remind those who have not voted"),
            t("Its author or an administrator, once an hour. Each is told in private where I may write to them, the rest by name in the group. Alone it asks which poll."),
            t("/remind P-1"),
        ),
        "extend": (
            t("Put a poll's deadline off"),
            t("Its author or an administrator (of a silence its chair), before the deadline: by how much (2h), or until when (tomorrow 18:00). Alone it asks."),
            t("/extend P-1 2h"),
        ),
        "owner": (
            t("Who carries out a decision"),
            t("A poll that was adopted, then @name, a delegation or another name; none takes it back. Its author or an administrator. The same as the button Owner."),
            t("/owner P-1 France"),
        ),
        "review": (
            t("When a decision is looked at again"),
            t("A poll that was adopted, then a date, on whose morning everybody is told; none takes it back. Its author or an administrator. The same as the button Review date."),
            t("/review P-1 1 march"),
        ),
        "close": (t("Close a poll before its deadline"), t("Its author or an administrator; the votes so far count."), t("/close P-1")),
        "rsvp": (t("Answer a call by typing"), t("yes, late or no."), t("/rsvp C-1 yes")),
        "cancel": (t("Cancel a call, a poll or a task"), t("A reason may follow. Alone it ends what you have begun."), t("/cancel C-1 Talks in Davos")),
        "redline": (
            t("What we do not let pass, and what we do then"),
            t("Administrators: words or a #topic, several between commas, then -> and what to do; lines: severity, poll, rule, closes, call (none leaves a step out). An alert that matches offers the steps as buttons. Alone it lists the lines; /redline remove 1."),
            t("/redline territorial integrity, annex -> Answer jointly\npoll: Issue a joint statement today?\ncall: 2h"),
        ),
        "members": (t("Who is here, who speaks for whom"), t("The roster, with whom I do not know yet, who administers, and whom I cannot write to in private."), t("/members")),
        "delegation": (
            t("Speak and vote for a country"),
            t("A country's code or name, deputy perhaps after it; an administrator confirms. Administrators: FR @name, FR @name deputy, FR weight 1517, FR observer, FR voting, several lines. /delegation none gives the place back."),
            t("/delegation FR"),
        ),
        "delegations": (t("Weights for qualified majority"), t("Administrators: eu27 or equal."), t("/delegations eu27")),
        "status": (t("How the bot is doing"), t("Whether all is well, what waits to be sent, what could not be delivered, what I do not hear."), t("/status")),
        "settings": (
            t("How I work here"),
            t("Everyone may look, administrators change: digest, rule, who-opens-polls, unseen, status-due, language, timezone, topic. In private: your own language and timezone."),
            t("/settings digest monday 08:00"),
        ),
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
