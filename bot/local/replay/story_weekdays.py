"""Monday to Friday and the Monday after: countermeasures, Davos, a task, the digest."""

from datetime import date

from bot.local.replay.steps import Caption, Day, Presses, Says, WaitsUntil

MONDAY = Day(
    date(2026, 1, 19),
    (
        Caption("08:00", "Monday, eight o'clock: the weekly digest, by itself. It sums up a long weekend."),
        WaitsUntil("08:00", shows="Digest, 12 January"),
        Caption(
            "09:10", "Washington repeats that only it can secure Greenland. Words again: logged, and no phone rings."
        ),
        Says(
            "London",
            "/alert Washington says again that only it can secure Greenland #greenland\nkind: words\nseverity: low",
            shows="A-4 ·",
        ),
        Caption(
            "10:00", "In the EU, countermeasures of about EUR 93 billion and the anti-coercion instrument are weighed."
        ),
        Says(
            "Paris",
            "/poll Prepare countermeasures for 1 February?\n- Tariffs on goods worth EUR 93 billion\n"
            "- The anti-coercion instrument\n- Wait for the talks\ncloses: 16:00\nabout: A-1",
            shows="P-4 · open",
        ),
        Presses("Paris", "2 ", on="P-4 · open"),
        Presses("Copenhagen", "1 ", on="P-4 · open"),
        Presses("Berlin", "1 ", on="P-4 · open"),
        Presses("Helsinki", "1 ", on="P-4 · open"),
        Presses("Rome", "3 ", on="P-4 · open"),
        Presses("Kyiv", "Abstain", on="P-4 · open"),
        Says("London", "/vote P-4 abstain not for us to decide", shows="not for us to decide"),
        Caption("16:00", "The list of goods leads. In the meantime the parliament moves to freeze the trade deal."),
        WaitsUntil("16:00", shows="P-4 · Adopted"),
        WaitsUntil("16:00", shows="In the picture: P-4"),
        Caption(
            "16:10", "An extraordinary summit is called for. From the verdict it is one tap to a call of the heads."
        ),
        Presses("Brussels", "Call", on="P-4 · Adopted", shows="when is the call?"),
        Says(
            "Brussels",
            "tomorrow 18:00\nlasts: 45m\nlink: https://example.org/heads\nremind: 1h, 10m",
            to="when is the call?",
            shows="C-2 for your calendar",
        ),
        Presses("London", "Coming", on="C-2 · planned"),
        Presses("Kyiv", "Coming", on="C-2 · planned"),
        Presses("Helsinki", "Coming", on="C-2 · planned"),
    ),
)

TUESDAY = Day(
    date(2026, 1, 20),
    (
        Caption(
            "09:30", "Davos: face-to-face talks are possible. The call is off, and the file takes it out of calendars."
        ),
        Says("Brussels", "/cancel C-2 talks in Davos", shows="C-2 is cancelled"),
        Caption("09:40", "It is called anew for Wednesday evening. Each phone shows the hour in its own zone."),
        Says(
            "Brussels",
            "/call Heads of government: after the talks in Davos\nwhen: wednesday 20:00\nlasts: 45m\n"
            "link: https://example.org/heads\nremind: 24h, 1h, 10m\nabout: A-1",
            shows="C-3 for your calendar",
        ),
        Presses("London", "Coming", on="C-3 · planned"),
        Presses("Helsinki", "Coming", on="C-3 · planned"),
        Says("Kyiv", "/rsvp C-3 late", shows="Late · 1: Kyiv"),
        Presses("Paris", "Coming", on="C-3 · planned"),
        Caption(
            "10:15",
            "While others talk in Davos, the list has to be drafted: one tap on the decision makes a task of it.",
        ),
        Presses("Paris", "Task", on="P-4 · Adopted", shows="Paris sets a task about P-4"),
        Caption("10:16", "Who, and until when? Buttons again. The card then calls Brussels by name."),
        Presses("Paris", "Brussels", on="Paris sets a task", shows="Until when?"),
        Presses("Paris", "Fri 23 Jan", on="Paris sets a task", shows="Due Fri 23 Jan"),
        Presses("Paris", "Post", on="Paris sets a task", shows="T-1 · open"),
        Caption("10:20", "The decision gets an owner, and a day on which it is looked at again: after the talks."),
        Presses("Paris", "Owner", on="P-4 · Adopted", shows="who carries it out?"),
        Presses("Paris", "Brussels", on="who carries it out?", shows="Owner: Brussels"),
        Says("Paris", "/review P-4 26 january", shows="To be reviewed on 26 January"),
        Caption("20:00", "A day before the call, the first of three reminders."),
        WaitsUntil("20:00", shows="Davos in 1 day"),
    ),
)

WEDNESDAY = Day(
    date(2026, 1, 21),
    (
        Caption("19:00", "The evening of the call. Whoever comes, or has not said, is called by name."),
        WaitsUntil("19:00", shows="Davos in 1 hour"),
        WaitsUntil("19:50", shows="Davos in 10 minutes"),
        WaitsUntil("20:00", shows="Starting now: C-3"),
        Caption("21:00", "Words need no answer: Helsinki settles them, so that what is open is what counts."),
        Presses("Helsinki", "Resolve", on="A-3 ·", shows="A-3 · "),
        Says("Helsinki", "/resolve A-4 words only", shows="words only"),
        Caption("21:10", "How did it all come about? Kyiv asks for the case: every step, by whom and when."),
        Says("Kyiv", "/case A-1", shows="Case A-1"),
    ),
)

FRIDAY = Day(
    date(2026, 1, 23),
    (
        Caption("18:00", "Friday evening: the task is due. The bot calls Brussels, once; it has not forgotten."),
        WaitsUntil("18:00", shows="Due now: T-1"),
        Presses("Brussels", "Done", on="T-1 · open", shows="T-1 · done"),
    ),
)

NEXT_MONDAY = Day(
    date(2026, 1, 26),
    (
        Caption("08:00", "A week later the digest: what was decided, what was held, what is still open."),
        WaitsUntil("08:00", shows="Digest, 19 January"),
        Caption("09:00", "Nine o'clock: the countermeasures are up for review, as was said on Tuesday."),
        WaitsUntil("09:00", shows="P-4 is up for review"),
        Caption("09:05", "Nothing was lost, nothing said twice. The week is on record, and the group can stay calm."),
    ),
)
