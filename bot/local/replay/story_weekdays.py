"""Monday to Friday and the Monday after: countermeasures, Davos, a task, the digest."""

from datetime import date

from bot.local.replay.steps import Answers, Caption, Day, Presses, Says, WaitsUntil

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
            "09:15", "Do words need an answer? London's proposal: the template, to end once no vote can change it."
        ),
        Presses("London", "Poll", on="A-4 ·", shows="what is the question?"),
        Says("London", "Stay calm?", to="what is the question?", shows="How can people answer?"),
        Presses("London", "A template", on="London prepares a poll"),
        Presses("London", "Stay calm, no comment", on="London prepares a poll"),
        Presses("London", "Early", on="London prepares a poll", shows="Rule: consensus"),
        Presses("London", "Post", on="London prepares a poll", shows="P-4 · open"),
        *(
            Presses(who, "For", on="P-4 · open")
            for who in ("Copenhagen", "Helsinki", "Paris", "Rome", "Kyiv", "London", "Berlin")
        ),
        Caption("09:20", "All have voted. Half a minute is left to think again, then it is decided: no comment."),
        WaitsUntil("09:21", shows="P-4 · Adopted"),
        WaitsUntil("09:21", shows="In the picture: P-4"),
        Caption("09:25", "A question that will come again: Brussels keeps it as a template of the group's own."),
        Says("Brussels", "/template Restraint", to="Stay calm?\nRule: consensus", shows="Restraint"),
        Caption(
            "10:00", "In the EU, countermeasures of about EUR 93 billion and the anti-coercion instrument are weighed."
        ),
        Says(
            "Paris",
            "/poll Prepare countermeasures for 1 February?\n- Tariffs on goods worth EUR 93 billion\n"
            "- The anti-coercion instrument\n- Wait for the talks\ncloses: 16:00\nabout: A-1",
            shows="P-5 · open",
        ),
        Caption("10:05", "Kyiv is on the road all day and lends Helsinki its vote: Finland's ballot counts for both."),
        Says("Kyiv", "/proxy P-5 Finland", shows="Ukraine"),
        Presses("Paris", "2 ", on="P-5 · open"),
        Presses("Berlin", "1 ", on="P-5 · open"),
        Presses("Helsinki", "1 ", on="P-5 · open", shows="(by proxy)"),
        Presses("Rome", "3 ", on="P-5 · open"),
        Caption("12:00", "Two have not voted. Paris has the bot remind them, and them alone."),
        Says("Paris", "/remind P-5", shows="Reminder: P-5"),
        Says("London", "/vote P-5 abstain not for us to decide", shows="not for us to decide"),
        Caption("12:40", "Copenhagen's parliament sits until a quarter past four: Paris puts the deadline off."),
        Says("Paris", "/extend P-5 30m", shows="16:30"),
        Caption("13:05", "It is done sooner than it thought. Copenhagen votes, and nobody is left to remind."),
        Presses("Copenhagen", "1 ", on="P-5 · open"),
        Caption("16:30", "The list of goods leads. In the meantime the parliament moves to freeze the trade deal."),
        WaitsUntil("16:30", shows="P-5 · Adopted"),
        WaitsUntil("16:30", shows="In the picture: P-5"),
        Caption(
            "16:40", "An extraordinary summit is called for. From the verdict it is one tap to a call of the heads."
        ),
        Presses("Brussels", "Call", on="P-5 · Adopted", shows="when is the call?"),
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
        Caption("08:00", "How do people lean, before anything is put to the vote? Helsinki asks, from its own phone."),
        Says("Helsinki", "/poll", shows="what is the question?"),
        Says("Helsinki", "Who speaks for us in Davos?", to="what is the question?", shows="How can people answer?"),
        Presses("Helsinki", "Continue in private", on="Helsinki prepares a poll"),
        Presses("Helsinki", "Options of our own", on="Helsinki prepares a poll", private=True),
        Says("Helsinki", "Brussels\nParis\nEach for itself", private=True),
        Presses("Helsinki", "plurality", on="Helsinki prepares a poll", private=True),
        Presses("Helsinki", "1 hour", on="Helsinki prepares a poll", private=True),
        Presses("Helsinki", "Sense check", on="Helsinki prepares a poll", private=True),
        Presses("Helsinki", "Post", on="Helsinki prepares a poll", private=True),
        Caption("08:10", "Telegram's own poll: quick, and not binding. The bot counts, and says who has answered."),
        Answers("Berlin", "Brussels", on="Who speaks for us"),
        Answers("Rome", "Brussels", on="Who speaks for us"),
        Answers("Paris", "Each for itself", on="Who speaks for us"),
        Answers("Copenhagen", "Brussels", on="Who speaks for us", shows="Copenhagen"),
        Says("Helsinki", "/close P-6", shows="Not binding."),
        Caption("08:20", "Now for good, by consent: it stands unless somebody names a concrete risk."),
        Says(
            "Brussels",
            "/poll Brussels speaks for all of us in Davos.\nrule: consent\ncloses: 09:10\nabout: A-1",
            shows="P-7 · open",
        ),
        Presses("Paris", "Consent", on="P-7 · open"),
        Presses("Copenhagen", "Object", on="P-7 · open", shows="which concrete risk do you see?"),
        Says(
            "Copenhagen",
            "Greenland would be spoken of without Nuuk and us at the table.",
            to="which concrete risk do you see?",
            shows="Open objection: Denmark",
        ),
        Caption("08:30", "An objection is something to solve. Brussels proposes an amendment; Copenhagen takes it."),
        Presses("Brussels", "Resolved", on="P-7 · open", shows="which amendment do you propose?"),
        Says(
            "Brussels",
            "Of Greenland itself it speaks only with Copenhagen and Nuuk present.",
            to="which amendment do you propose?",
            shows="an amendment is proposed",
        ),
        Presses("Copenhagen", "Accept", on="P-7"),
        *(Presses(who, "Consent", on="P-7 · open") for who in ("Copenhagen", "Paris", "Berlin", "Rome", "Helsinki")),
        Presses("London", "Stand aside", on="P-7 · open", shows="Stand aside · 1: United Kingdom"),
        WaitsUntil("09:10", shows="P-7 · Adopted"),
        WaitsUntil("09:10", shows="by consent."),
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
        Presses("Paris", "Task", on="P-5 · Adopted", shows="Paris sets a task about P-5"),
        Caption("10:16", "Who, and until when? Buttons again. The card then calls Brussels by name."),
        Presses("Paris", "Brussels", on="Paris sets a task", shows="Until when?"),
        Presses("Paris", "Fri 23 Jan", on="Paris sets a task", shows="Due Fri 23 Jan"),
        Presses("Paris", "Post", on="Paris sets a task", shows="T-1 · open"),
        Caption("10:20", "The decision gets an owner, and a day on which it is looked at again: after the talks."),
        Presses("Paris", "Owner", on="P-5 · Adopted", shows="who carries it out?"),
        Presses("Paris", "Brussels", on="who carries it out?", shows="Owner: Brussels"),
        Says("Paris", "/review P-5 26 january", shows="To be reviewed on 26 January"),
        Caption(
            "11:00", "What is Wednesday's call to be about? Each may name two; a quorum, and no tally until the end."
        ),
        Says(
            "Rome",
            "/poll What do we talk about first?\n- The list of goods\n- Help for exporters\n- The Arctic exercise\n"
            "rule: approval\nchoices: 2\nquorum: 4\nhidden: yes\ncloses: 14:00",
            shows="P-8 · open",
        ),
        Presses("Rome", "2 ", on="P-8 · open"),
        Presses("Rome", "1 ", on="P-8 · open"),
        Presses("Berlin", "2 ", on="P-8 · open"),
        Presses("Helsinki", "3 ", on="P-8 · open"),
        Presses("Copenhagen", "1 ", on="P-8 · open"),
        Caption(
            "14:00", "Two lead with as many votes. A tie is never broken silently: Rome asks again, those two only."
        ),
        WaitsUntil("14:00", shows="P-8 · Tied"),
        WaitsUntil("14:00", shows="In the picture: P-8"),
        Presses("Rome", "Reopen between the tied", on="P-8 · Tied", shows="P-9 · open"),
        *(Presses(who, "1 ", on="P-9 · open") for who in ("Rome", "Copenhagen", "Paris")),
        Presses("Berlin", "2 ", on="P-9 · open"),
        Says("Rome", "/close P-9", shows="P-9 · Adopted"),
        WaitsUntil("14:03", shows="In the picture: P-9"),
        Caption("15:00", "A rumour: Berlin logs it in haste, and takes it back. Nothing is wiped, all can read why."),
        Says("Berlin", "/alert Washington calls off the talks in Davos !high", shows="A-5 ·"),
        Says("Berlin", "/retract A-5 a misreading of the programme", shows="A-5 · "),
        Caption(
            "18:00", "Who takes the chair in February? A secret vote, for tomorrow at ten: the bot opens it itself."
        ),
        Says(
            "Brussels",
            "/poll Who chairs this group in February?\n- Copenhagen\n- Helsinki\n- Rome\nrule: ranked\nsecret: yes\n"
            "opens: tomorrow 10:00\ncloses: in 6h",
            shows="P-10 · ",
        ),
        Caption("20:00", "A day before the call, the first of three reminders."),
        WaitsUntil("20:00", shows="Davos in 1 day"),
    ),
)

WEDNESDAY = Day(
    date(2026, 1, 21),
    (
        Caption(
            "10:00", "The secret vote opens. Ranked by two taps: a first choice, and whom next if that one is out."
        ),
        WaitsUntil("10:00", shows="P-10 · open"),
        *(Presses(who, "1 ", on="P-10 · open") for who in ("Paris", "Berlin", "Copenhagen")),
        *(Presses(who, "2 ", on="P-10 · open") for who in ("Helsinki", "Kyiv", "London")),
        *(Presses(who, choice, on="P-10 · open") for who, choice in (("Rome", "3 "), ("Rome", "2 "))),
        Caption(
            "16:00", "Rome's own was out first, its second choice decided. Who chose whom, nobody will ever learn."
        ),
        WaitsUntil("16:00", shows="P-10 · Adopted"),
        WaitsUntil("16:00", shows="In the picture: P-10"),
        Caption("19:00", "The evening of the call. Whoever comes, or has not said, is called by name."),
        WaitsUntil("19:00", shows="Davos in 1 hour"),
        WaitsUntil("19:50", shows="Davos in 10 minutes"),
        WaitsUntil("20:00", shows="Starting now: C-3"),
        Caption("21:00", "Words need no answer: Helsinki settles them, so that what is open is what counts."),
        Presses("Helsinki", "Resolve", on="A-3 ·", shows="A-3 · "),
        Says("Helsinki", "/resolve A-4 words only", shows="words only"),
        Caption("21:10", "How did it all come about? Kyiv asks for the case: every step, by whom and when."),
        Says("Kyiv", "/case A-1", shows="Case A-1"),
        Caption("21:20", "Helsinki looks things up in private: the group does not hear of it."),
        Says("Helsinki", "/search countermeasures", private=True, shows="P-5"),
        Says("Helsinki", "/alerts open", private=True, shows="A-1"),
        Says("Helsinki", "/tasks", private=True, shows="T-1"),
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
        WaitsUntil("09:00", shows="P-5 is up for review"),
        Caption("09:05", "Nothing was lost, nothing said twice. The week is on record, and the group can stay calm."),
    ),
)
