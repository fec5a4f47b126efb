"""Native polls as people use them, and as time closes them."""

from bot.local.model import Chat, Message, User
from bot.local.native_poll import Poll
from bot.local.wire_polls import poll_answer_json, poll_json
from bot.local.writing import Writing


class Voting(Writing):
    """Votes in polls the bot sent. The bot hears of every vote, and who gave it unless the poll is anonymous."""

    def vote(self, user: User, message: Message, *options: int | str, anonymous: bool = False) -> None:
        """Choose options by place or text. Whoever sees the message may vote, a forward of it too.

        `anonymous`: as an administrator who hides behind the group's name. Raises ValueError where no client lets it.
        """
        poll = self._open_poll(user, message)
        places = poll.places(options)
        if not places or (len(places) > 1 and not poll.multiple):
            raise ValueError("this poll takes one option")
        voter = message.chat if anonymous else user
        if voter.id in poll.votes and not poll.revoting:
            raise ValueError(f"{user.name} has voted")
        poll.votes[voter.id] = places
        self._tell_vote(message, poll, voter, places)

    def retract(self, user: User, message: Message) -> None:
        """Take one's vote back."""
        poll = self._open_poll(user, message)
        if user.id not in poll.votes or not poll.revoting:
            raise ValueError(f"{user.name} has no vote to take back")
        del poll.votes[user.id]
        self._tell_vote(message, poll, user, [])

    def _open_poll(self, user: User, message: Message) -> Poll:
        self.close_polls()
        if message.poll is None or message.poll.closed:
            raise ValueError("there is no open poll in this message")
        if not message.chat.has(user) and message.chat.user is not user:
            raise ValueError(f"{user.name} does not see this message")
        return message.poll

    def _tell_vote(self, message: Message, poll: Poll, voter: User | Chat, places: list[int]) -> None:
        self.touch(message)
        if not poll.anonymous:
            self.updates.put("poll_answer", poll_answer_json(poll, voter, places))
        self.updates.put("poll", poll_json(poll))

    def close_poll(self, poll: Poll) -> None:
        """Nobody can vote any more; the bot hears the result."""
        poll.closed = True
        self.updates.put("poll", poll_json(poll))

    def close_polls(self) -> None:
        """Close what is due by the world's clock."""
        now = self.now()
        due = [poll for poll in self.polls if not poll.closed and poll.close_date and poll.close_date <= now]
        for poll in due:
            self.close_poll(poll)
