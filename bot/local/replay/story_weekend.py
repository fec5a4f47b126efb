"""Saturday and Sunday: the tariffs, a word too many, the joint statement."""

from datetime import date

from bot.local.replay.steps import AddsBot, Caption, Day, Presses, Reacts, Says, WaitsUntil

REPORT = "https://example.org/washington/tariffs"

SATURDAY = Day(
    date(2026, 1, 17),
    (
        Caption("15:30", "Eight capitals share a group. Brussels, which chairs it, brings in the bot."),
        AddsBot("Brussels", shows="I keep the routine"),
        Caption("15:31", "A bot cannot list a group's members: one tap makes each of them known."),
        Presses("Paris", "Here I am", on="Here I am"),
        Presses("London", "Here I am", on="Here I am"),
        Presses("Berlin", "Here I am", on="Here I am"),
        Presses("Rome", "Here I am", on="Here I am"),
        Presses("Helsinki", "Here I am", on="Here I am"),
        Presses("Copenhagen", "Here I am", on="Here I am"),
        Presses("Kyiv", "Here I am", on="Here I am"),
        Caption(
            "15:40",
            "Capitals vote, not persons: Brussels seats seven of them, and itself keeps the chair without a vote.",
        ),
        Says(
            "Brussels",
            "/delegation FR @paris\nGB @london\nDE @berlin\nIT @rome\nFI @helsinki\nDK @copenhagen\nUA @kyiv",
            shows="Members and delegations",
        ),
        Caption(
            "15:42",
            "Weights by population: the EU's for 2025, and in the same unit, for illustration, London's and Kyiv's.",
        ),
        Says("Brussels", "/delegations eu27", shows="weight 1849"),
        Says("Brussels", "/delegation GB weight 1537\nUA weight 839", shows="weight 839"),
        Caption("15:50", "A red line is drawn in calm hours: what the group will do if tariffs or an annexation come."),
        Says(
            "Brussels",
            "/redline tariffs, annex -> Answer jointly\npoll: Issue a joint statement today?\nrule: qualified\n"
            "closes: in 4h\ncall: 2h",
            shows="Red line 1 is drawn",
        ),
        Caption(
            "17:02",
            "Washington announces tariffs on eight countries until Greenland is sold to it. Copenhagen logs it.",
        ),
        Says(
            "Copenhagen",
            "/alert Tariffs of 10 % from 1 February on goods from Denmark, Norway, Sweden, France, Germany, the United "
            "Kingdom, the Netherlands and Finland, rising to 25 % on 1 June, until Greenland is sold !high #greenland\n"
            f"source: {REPORT}",
            shows="Crosses red line 1",
        ),
        Caption("17:05", "London logs the same link minutes later. The bot notices, and London attaches its report."),
        Says(
            "London",
            f"/alert Washington puts tariffs on eight European countries over Greenland\nsource: {REPORT}",
            shows="Looks like A-1",
        ),
        Presses("London", "Attach to A-1", on="A-2", shows="A-2 · moved to A-1"),
        Caption("17:07", "The card offers what was agreed. Berlin takes the first step: this is critical."),
        Presses("Berlin", "🔴", on="A-1 ·", shows="🔴 critical"),
        Caption("17:08", "Who has seen it? By the button, by 👀, or by typing: all three count."),
        Presses("Paris", "Seen", on="A-1 ·"),
        Reacts("Helsinki", "👀", on="A-1 ·"),
        Says("Kyiv", "/ack A-1"),
        Presses("Berlin", "Seen", on="A-1 ·"),
        Presses("Rome", "Seen", on="A-1 ·", shows="Not yet seen: Brussels"),
        Caption("17:14", "The second agreed step: a call within two hours. The calendar file follows by itself."),
        Presses("Berlin", "Call within", on="A-1 ·", shows="C-1 for your calendar"),
        Presses("Copenhagen", "Coming", on="C-1 · planned"),
        Presses("London", "Coming", on="C-1 · planned"),
        Presses("Kyiv", "Late", on="C-1 · planned"),
        Presses("Rome", "Cannot", on="C-1 · planned"),
        Caption("17:23", "A quarter of an hour, and the chair has still not seen it: it is called by name."),
        WaitsUntil("17:25", shows="Reminder: A-1"),
        Presses("Brussels", "Seen", on="Reminder: A-1", shows="Seen by everyone."),
        Caption("17:40", "Helsinki wants the file on its own phone, and opens its private chat with the bot for that."),
        Says("Helsinki", "/start", private=True),
        Presses("Helsinki", "Calendar", on="C-1 · planned"),
        WaitsUntil("18:05", shows="Reminder: C-1"),
        Caption("18:15", "The call begins. Nobody had to keep the time."),
        WaitsUntil("18:15", shows="Starting now: C-1"),
        Caption("19:20", "A post calls the exercise in the Arctic “a dangerous game”. Rome logs it as an action."),
        Says(
            "Rome",
            "/alert A post on social media calls the Arctic exercise “a dangerous game” !low #arctic",
            shows="A-3 ·",
        ),
        Caption("19:22", "Helsinki puts the kind right: words, not action. The habit is to answer actions, not words."),
        Presses("Helsinki", "Words", on="A-3 ·", shows="words"),
        Caption("21:05", "Four hours open and critical: the bot asks how it stands. Paris answers."),
        WaitsUntil("21:08", shows="Status due: A-1"),
        Presses("Paris", "Still open", on="Status due: A-1", shows="Still open, says Paris"),
        Caption("21:15", "Once a day is enough from here on, says the chair: a setting of the group."),
        Says("Brussels", "/settings status-due 24h", shows="every 1 day"),
    ),
)

SUNDAY = Day(
    date(2026, 1, 18),
    (
        Caption(
            "10:00", "EU ambassadors meet in emergency session. Brussels opens the poll that the red line has ready."
        ),
        Presses("Brussels", "Poll as agreed", on="A-1 ·", shows="P-1 · open"),
        Caption("10:05", "It needs a qualified majority: 55 % of the capitals with 65 % of the weight."),
        Presses("Copenhagen", "For", on="P-1 · open"),
        Presses("Helsinki", "For", on="P-1 · open"),
        Presses("Berlin", "For", on="P-1 · open"),
        Presses("Kyiv", "For", on="P-1 · open"),
        Says("Rome", "/vote P-1 against not before we have seen a text", shows="not before we have seen a text"),
        Caption("10:40", "Ordinary talk is not the bot's business: it hears commands, buttons and replies only."),
        Says("London", "We have told Washington in a call that the tariffs are wrong."),
        Says("Brussels", "Berlin, Paris, London and NATO have been spoken to: Europe stands firm on Greenland."),
        Caption("12:00", "Half time: the bot reminds the capitals that have not voted."),
        WaitsUntil("12:01", shows="Reminder: P-1"),
        Says("London", "/vote P-1 for", shows="United Kingdom"),
        Presses("Paris", "For", on="P-1 · open"),
        Caption("12:20", "Rome has read the draft and no longer stands against it: votes may change until the end."),
        Presses("Rome", "Abstain", on="P-1 · open", shows="Abstain · 1: Italy"),
        Caption("14:00", "The poll closes. The verdict comes with its arithmetic, for all to check."),
        WaitsUntil("14:01", shows="Adopted: "),
        WaitsUntil("14:01", shows="In the picture: P-1"),
        Caption("14:10", "Now the text itself, under silence: it stands at five o'clock unless a capital breaks it."),
        Says(
            "Berlin",
            "/silence The exercise is coordinated and threatens nobody. We stand with Denmark and Greenland.\n"
            "closes: 17:00\nabout: A-1",
            shows="P-2 · under silence",
        ),
        Presses("Copenhagen", "Seen", on="P-2 · under silence", shows="Seen by 2 of 7: Germany, Denmark"),
        Presses("Paris", "Seen", on="P-2 · under silence", shows="Seen by 3 of 7"),
        Caption("14:20", "One capital is enough. Rome presses, says why, and what the text should say instead."),
        Presses("Rome", "Break silence", on="P-2 · under silence", shows="why do you break the silence?"),
        Says(
            "Rome",
            "Say first that all allies were invited to it.\namendment: All allies were invited to the exercise. It is "
            "coordinated and threatens nobody. We stand with Denmark and Greenland.",
            to="why do you break the silence?",
            shows="Broken by Italy: Say first that all allies were invited to it.",
        ),
        Caption("14:25", "One tap, and Rome's wording is under silence for as long as the first: until about 17:15."),
        Presses(
            "Berlin",
            "Circulate the amended text",
            on="P-2 · Rejected",
            shows="P-3 · under silence",
        ),
        Presses("Rome", "Seen", on="P-3 · under silence"),
        Presses("Copenhagen", "Seen", on="P-3 · under silence"),
        Presses("Paris", "Seen", on="P-3 · under silence"),
        Presses("London", "Seen", on="P-3 · under silence", shows="Seen by 5 of 7"),
        Caption("15:50", "Half time: the capitals that have not even seen the text are called by name."),
        WaitsUntil("15:50", shows="Reminder: the silence on P-3"),
        Presses("Helsinki", "Seen", on="Reminder: the silence on P-3", shows="Seen by 6 of 7"),
        Caption("15:55", "Helsinki can accept it, but not without a word of its own: a reservation breaks no silence."),
        Says("Helsinki", "/reserve P-3 The exercise stays open to every ally.", shows="reservation of Finland"),
        Caption(
            "17:15",
            "Nobody has broken the silence. The text comes once more, ready to pass on: the eight publish it.",
        ),
        WaitsUntil("17:15", shows="P-3 · Adopted"),
        Caption(
            "17:20", "The answer is given: Copenhagen takes the alert down to high, and the bot stops asking about it."
        ),
        Presses("Copenhagen", "Severity", on="A-1 · 🔴 critical · action"),
        Presses("Copenhagen", "🟠", on="A-1 · 🔴 critical · action", shows="A-1 · 🟠 high · action"),
    ),
)
