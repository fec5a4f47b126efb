"""What people press: buttons that stand there, that once did, and that never were."""

from bot.callbacks import AnswerCall, CastBallot, ConfirmSeat, SeeAlert, SetAlertState, UseDraft, WithdrawBallot
from bot.local.world import Chat, Message, User
from tests.simulation.people import People


def press(people: People, chat: Chat) -> None:
    """A button of a message that stands, by a member."""
    press_by(people, people.member(chat), chat)


def press_by(people: People, user: User, chat: Chat) -> None:
    """A button of a message that stands, mostly of one of the newest."""
    if not (messages := people.standing(chat)):
        return
    message = people.rng.choice(messages[-4:] if people.rng.random() < 0.7 else messages)
    button = people.rng.choice([button for row in message.keyboard for button in row])
    if data := button.get("callback_data"):
        people.stale.append((message, data))
        people.presses(user, message, data)


def press_stale(people: People, chat: Chat) -> None:
    """A button that stood there once, by whoever still sees it."""
    here = [(message, data) for message, data in people.stale if message.chat is chat]
    if here:
        gone = [
            user_id for user_id in sorted(people.gone.get(chat.id, ())) if not chat.has(people.world.users[user_id])
        ]
        who = gone if gone and people.rng.random() < 0.7 else sorted(people.once_in[chat.id])
        people.presses(people.world.users[people.rng.choice(who)], *people.rng.choice(here))


def press_twice(people: People, chat: Chat) -> None:
    """An impatient member."""
    press(people, chat)
    if people.deeds and (last := people.deeds[-1].press):
        people.presses(last.user, last.message, last.data)


def choose(people: People, chat: Chat, electors: int = 1) -> None:
    """Members choose, each differently, on the newest card that lets them."""
    for message in reversed(people.standing(chat)):
        choices = [each for each in _said_by(message) if CastBallot.unpack(each)]
        if choices:
            members = [user for user in people.world.members(chat) if not user.is_bot]
            for user, choice in zip(people.rng.sample(members, electors), choices, strict=False):
                people.presses(user, message, choice)
            return


def disagree(people: People, chat: Chat) -> None:
    """Two members choose differently."""
    choose(people, chat, electors=2)


def press_forged(people: People, chat: Chat) -> None:
    """A client that makes up what it sends: ids of other groups, choices there are not, rubbish."""
    if not (messages := people.standing(chat)):
        return
    some, rng = people.rng.randint(0, 12), people.rng
    data = rng.choice((
        CastBallot(some, rng.randint(-3, 9)).pack(), CastBallot(some, -1).pack(), WithdrawBallot(some).pack(),
        SeeAlert(some).pack(), SetAlertState(some, rng.choice(("resolved", "open", "deleted"))).pack(),
        AnswerCall(some, rng.choice(("yes", "perhaps"))).pack(), UseDraft(some, 0).pack(), ConfirmSeat(some).pack(),
        "1:pv:1", "2:pv:1:-1", "nonsense", "1:pv:99999999999999999999:1",
    ))  # fmt: skip
    people.presses(people.member(chat), rng.choice(messages), data)


def press_elsewhere(people: People, chat: Chat) -> None:
    """A client that sends from one group what a button of another says or once said; mostly a choice in a poll."""
    others = [data for message, data in people.stale if message.chat is not chat]
    for message in (each for group in people.groups if group is not chat for each in people.standing(group)[-4:]):
        others += _said_by(message)
    choices = [data for data in others if CastBallot.unpack(data)]
    if others and (messages := people.standing(chat)):
        data = people.rng.choice(choices if choices and people.rng.random() < 0.7 else others)
        people.presses(people.member(chat), people.rng.choice(messages), data)


def _said_by(message: Message) -> list[str]:
    """What the message's buttons send."""
    return [str(data) for row in message.keyboard for button in row if (data := button.get("callback_data"))]
