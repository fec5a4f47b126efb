"""What people do in their groups, drawn at random: everything a member can, some of it wrong, late or forged."""

from collections.abc import Callable

from bot.local.world import Chat
from tests.simulation import presence, pressing, saying
from tests.simulation.people import People

ACTS: dict[Callable[[People, Chat], None], float] = {
    saying.alert: 12,
    saying.alert_by_reply: 3,
    saying.about_alert: 4,
    pressing.press: 40,
    pressing.press_twice: 3,
    pressing.disagree: 4,
    pressing.press_stale: 6,
    pressing.press_forged: 3,
    pressing.press_elsewhere: 4,
    saying.poll: 8,
    saying.vote: 10,
    saying.end_poll: 3,
    saying.call: 4,
    saying.rsvp: 3,
    saying.cancel_call: 2.5,
    saying.begin: 3,
    saying.answer: 5,
    saying.ask: 3,
    saying.delegate: 1.5,
    saying.privately: 2,
    saying.talk: 3,
    saying.edit: 2,
    presence.join: 2.5,
    presence.go: 3.5,
    presence.bot_out: 1.8,
    presence.bot_in: 3,
    presence.take_away: 1.5,
}
"""How often each is done, against each other."""


def act(people: People) -> None:
    """Somebody does something."""
    chat = people.rng.choice(people.groups)
    people.rng.choices([*ACTS], [*ACTS.values()])[0](people, chat)


def begin_something(people: People) -> None:
    """Somebody makes what takes the most writing."""
    what = people.rng.choices((saying.poll, saying.call, saying.alert), (4, 1, 1))[0]
    what(people, people.rng.choice(people.groups))
