"""What is known of a run at one moment of it: from the people's side, from the database and from the chats."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from bot.domain.handles import handle
from bot.local.world import World
from storage.models import (
    Alert,
    Amendment,
    Attachment,
    Ballot,
    Call,
    Elector,
    Group,
    JournalEntry,
    Member,
    Person,
    Poll,
)
from tests.simulation.people import Deed

if TYPE_CHECKING:
    from tests.simulation.run import Run

SENDS = {"sendMessage", "sendDocument"}
MESSAGES = SENDS | {"editMessageText"}


class Facts:
    """One run, at one moment of it."""

    def __init__(self, run: "Run", session: Session) -> None:
        self.run, self.session, self.now = run, session, run.clock.now()
        self.world, self.deeds = run.world, run.people.deeds
        self.groups = {group.id or 0: group for group in session.exec(select(Group))}
        people = select(Member, Person).join(Person, col(Person.id) == col(Member.person_id))
        self.users = {member.id: person.tg_user_id for member, person in session.exec(people)}
        self.journal = session.exec(select(JournalEntry).order_by(col(JournalEntry.id))).all()
        self.polls = {poll.id or 0: poll for poll in session.exec(select(Poll))}
        self.done = {id(update.body) for update in self.world.updates._confirmed}

    @cached_property
    def subjects(self) -> dict[tuple[int, str], int]:
        """What a handle of a group names."""
        found = {}
        kinds: tuple[tuple[str, Any], ...] = (("alert", Alert), ("poll", Poll), ("call", Call))
        for kind, model in kinds:
            for row in self.session.exec(select(model)):
                found[row.group_id, handle(kind, row.number)] = row.id or 0
        return found

    @cached_property
    def doubtful(self) -> set[tuple[int, int]]:
        """Chat and message id of all that was sent without the bot's ever knowing."""
        known = self.run.known_ids()
        sent = {
            (int(call.parameters["chat_id"]), call.result["message_id"])
            for call in self.world.calls
            if call.method in SENDS and call.applied and call.result
        }
        return sent - known

    @cached_property
    def moved(self) -> dict[int, int]:
        """Report -> the alert it was attached to."""
        return {each.alert_id: each.to_id for each in self.all(Attachment)}

    @cached_property
    def logged(self) -> dict[int, str]:
        """Alert -> its words as they were logged, whatever they have been amended to."""
        first = {each.alert_id: each.before for each in reversed(self.all(Amendment))}
        return {alert.id: first.get(alert.id, alert.text) for alert in self.all(Alert)}

    def all(self, model: type[Any]) -> list[Any]:
        """Every row."""
        return list(self.session.exec(select(model)))

    def cast(self) -> list[tuple[Ballot, Elector]]:
        """Every ballot, with whose it is."""
        return list(self.session.exec(select(Ballot, Elector).join(Elector, col(Elector.id) == col(Ballot.elector_id))))

    def confirmed(self, deed: Deed) -> bool:
        """Whether the bot has told Telegram that it is done with the update."""
        return deed.body is not None and id(deed.body) in self.done

    def stayed(self, deed: Deed) -> bool:
        """Whether the person never left the group, so that whenever the bot looked they were a member."""
        return deed.user.id not in self.run.people.gone.get(deed.chat.id, set())


def unnoticed(deleted: dict[tuple[int, int], datetime], world: World) -> set[tuple[int, int]]:
    """Of the messages taken away (chat and id, and when), those that the bot has not tried to change since."""
    last = {
        (int(call.parameters["chat_id"]), int(call.parameters["message_id"])): call.at
        for call in world.calls
        if call.method == "editMessageText" and call.error
    }
    return {message for message, at in deleted.items() if message not in last or last[message] < at}
