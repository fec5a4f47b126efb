"""Who is here: people come and go, the bot is thrown out and brought back, its messages are taken away."""

import asyncio

from bot.local.world import Chat
from tests.simulation.people import People
from tests.simulation.pressing import press_by
from tests.simulation.saying import about_alert


def join(people: People, chat: Chat) -> None:
    outside = [user for user in people.world.users.values() if not user.is_bot and not chat.has(user)]
    new = people.rng.choice(outside) if outside else people.world.add_user(f"Capital {len(people.world.users)}")
    people.once_in[chat.id].add(new.id)
    people.note(f"{new.name} joins {chat.title}")
    people.world.unban(new, chat)
    people.world.join(new, chat)
    if people.rng.random() < 0.5:
        press_by(people, new, chat)


def go(people: People, chat: Chat) -> None:
    """Somebody leaves, is thrown out, rises or falls; the founder stays."""
    ordinary = [user for user in people.world.members(chat) if not user.is_bot and chat.status(user) != "creator"]
    if len(ordinary) < 2:
        return
    user, world = people.rng.choice(ordinary), people.world
    what = people.rng.choice(("leaves", "is thrown out", "rises", "falls"))
    people.note(f"{user.name} {what} in {chat.title}")
    match what:
        case "leaves":
            people.gone.setdefault(chat.id, set()).add(user.id)
            world.leave(user, chat)
        case "is thrown out":
            people.gone.setdefault(chat.id, set()).add(user.id)
            world.set_status(chat, user, "kicked", by=people.founder(chat))
            world.post(chat, people.founder(chat), service="left_chat_member", subjects=[user])
        case "rises":
            world.promote(user, chat)
        case "falls":
            world.demote(user, chat)


def bot_out(people: People, chat: Chat) -> None:
    """Somebody asks, and the founder throws the bot out, perhaps while the answer is on its way."""
    if chat.has(people.world.bot):
        about_alert(people, chat)
        asyncio.get_running_loop().call_later(people.rng.choice((0.0, 0.05, 0.2, 1.0)), _throw_out, people, chat)


def _throw_out(people: People, chat: Chat) -> None:
    if chat.has(people.world.bot):
        people.note(f"the bot is thrown out of {chat.title}")
        people.world.remove_bot(chat, people.founder(chat))


def bot_in(people: People, chat: Chat) -> None:
    if not chat.has(people.world.bot):
        people.note(f"the bot is back in {chat.title}")
        people.world.add_bot(chat, people.founder(chat), administrator=people.rng.random() < 0.5)


def take_away(people: People, chat: Chat) -> None:
    """An administrator deletes one of the bot's messages."""
    own = [message for message in chat.messages if message.sender is people.world.bot and not message.service]
    if own:
        message = people.rng.choice(own[-6:])
        people.note(f"message {message.id} of {chat.title} is deleted")
        people.deleted[chat.id, message.id] = people.world.now()
        people.world.delete(people.founder(chat), message)
