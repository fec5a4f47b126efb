"""What people type: alerts, polls, calls, answers to the bot's questions, some of it wrong."""

import asyncio

from bot.local.world import Chat
from tests.simulation.people import People
from tests.simulation.pressing import choose

RULES = (
    "majority",
    "absolute",
    "two-thirds",
    "unanimity",
    "consensus",
    "plurality",
    "more than 1/3 of all",
    "qualified",
)
OPTION_RULES = ("plurality", "plurality", "plurality", "majority", "consensus")
VOTES = ("for", "for", "against", "abstain", "1", "1", "2", "2", "withdraw", "withdraw", "for because we must", "so")
SOON = {"in 10s": 10.0, "in 40s": 40.0}  # somebody votes at the last moment
CLOSING = ("in 10s", "in 40s", "in 2m", "in 10m", "in 1h", "in 5h", "in 2d", "tomorrow 18:00")
STARTING = ("in 20s", "in 2m", "in 15m", "in 3h", "tomorrow 18:00")
SEVERITIES = ("low", "medium", "high", "critical")


def alert(people: People, chat: Chat) -> None:
    text, rng = people.unique(chat), people.rng
    if rng.random() < 0.05:
        text += " - " + "and so on " * rng.choice((150, 350))
        text = text.strip()
    lines = [f"/alert {text}"]
    if rng.random() < 0.6:
        lines[0] += f" !{rng.choice(SEVERITIES)}"
    if rng.random() < 0.3:
        lines.append(f"kind: {rng.choice(('words', 'action'))}")
    if rng.random() < 0.1:
        lines += ["confidence: B2", "source: https://example.org/news"]
    people.says(people.member(chat), chat, "\n".join(lines), "alert", alert=text)


def alert_by_reply(people: People, chat: Chat) -> None:
    text, user = people.unique(chat), people.member(chat)
    told = people.world.send(people.member(chat), chat, text)
    people.says(user, chat, people.rng.choice(("/alert", "/alert !high from the wires")), "alert", alert=text,
              reply_to=told)  # fmt: skip


def about_alert(people: People, chat: Chat) -> None:
    verb = people.rng.choice(("ack", "ack", "resolve", "reopen"))
    people.says(people.member(chat), chat, f"/{verb} A-{people.rng.randint(1, 9)}", verb)


def poll(people: People, chat: Chat) -> None:
    rng = people.rng
    lines = [f"/poll Do we answer {people.unique(chat)}?"]
    if rng.random() < 0.5:
        lines += [f"- Option {letter} of {chat.title}" for letter in "ABC"[: rng.randint(2, 3)]]
    if rng.random() < 0.5:
        lines.append(f"rule: {rng.choice(RULES if len(lines) == 1 else OPTION_RULES)}")
    if rng.random() < 0.85:
        closing = rng.choice(CLOSING)
        lines.append(f"closes: {closing}")
        if closing in SOON:
            last = SOON[closing] - rng.uniform(0, 0.5)
            asyncio.get_running_loop().call_later(last, choose, people, chat)
    if rng.random() < 0.2:
        lines.append(f"quorum: {rng.choice(('2', '60%'))}")
    if rng.random() < 0.2:
        lines.append(f"about: A-{rng.randint(1, 5)}")
    people.says(people.member(chat), chat, "\n".join(lines), "poll")


def vote(people: People, chat: Chat) -> None:
    choice = people.rng.choice(VOTES)
    people.says(people.member(chat), chat, f"/vote P-{people.some('poll', chat, beyond=1)} {choice}", "vote")


def end_poll(people: People, chat: Chat) -> None:
    handle = f"P-{people.some('poll', chat)}"
    people.says(people.member(chat), chat, people.rng.choice((f"/close {handle}", f"/cancel {handle} not now")), "end")


def call(people: People, chat: Chat) -> None:
    rng = people.rng
    lines = [f"/call About {people.unique(chat)}", f"when: {rng.choice(STARTING)}"]
    if rng.random() < 0.6:
        lines.append(f"remind: {rng.choice(('5s', '10s, 1m', '1h, 10m', '24h', 'none'))}")
    if rng.random() < 0.2:
        lines.append("about: A-1")
    people.says(people.member(chat), chat, "\n".join(lines), "call")


def rsvp(people: People, chat: Chat) -> None:
    answer = people.rng.choice(("yes", "late", "no", "perhaps"))
    people.says(people.member(chat), chat, f"/rsvp C-{people.some('call', chat, beyond=1)} {answer}", "rsvp")


def cancel_call(people: People, chat: Chat) -> None:
    people.says(people.member(chat), chat, f"/cancel C-{people.some('call', chat)} no room", "end")


def begin(people: People, chat: Chat) -> None:
    people.says(people.member(chat), chat, people.rng.choice(("/alert", "/poll", "/call", "/call Follow-up")), "begin")


def answer(people: People, chat: Chat) -> None:
    """An answer to one of the bot's questions, mostly by whoever was asked."""
    asked = [message for message in chat.messages if message.sender is people.world.bot and message.force_reply]
    if asked:
        question = people.rng.choice(asked[-3:])
        begun = question.reply_to.sender if question.reply_to else people.member(chat)
        user = begun if chat.has(begun) and people.rng.random() < 0.8 else people.member(chat)
        text = people.rng.choice((people.unique(chat), "in 2m", "tomorrow 18:00", "whenever", "03/04 18:00"))
        people.says(user, chat, text, "answer", reply_to=question)


def ask(people: People, chat: Chat) -> None:
    text = people.rng.choice(("/members", "/digest", "/digest 3d", "/help poll", "/cancel", "/start", "/nonsense"))
    people.says(people.member(chat), chat, text, "ask")


def delegate(people: People, chat: Chat) -> None:
    user = people.founder(chat) if people.rng.random() < 0.5 else people.member(chat)
    mate = people.member(chat).username
    line = people.rng.choice(("FR", "FR", "UK", "none", f"DE @{mate}", f"FR @{mate}", "FR weight 60", "DE weight 80"))
    people.says(user, chat, f"/delegation {line}", "delegate")


def privately(people: People, chat: Chat) -> None:
    user = people.member(chat)
    people.says(
        user, people.world.private(user), people.rng.choice(("/start", "/start calendar", "/digest", "hi")), "ask"
    )


def talk(people: People, chat: Chat) -> None:
    user = people.member(chat)
    people.world.send(user, chat, people.rng.choice(("Good evening", f"@{people.world.bot.username} hello")))


def edit(people: People, chat: Chat) -> None:
    own = [deed for deed in people.deeds[-10:] if deed.message and deed.message.chat is chat]
    if own and (message := own[-1].message) and not message.deleted and chat.has(message.sender):
        people.world.edit(message.sender, message, f"{message.text} (edited)")
