"""What a person does on the chat page with what is there: read, vote, pin, take away; and that they are typing."""

from bot.local.deeds import Action, Deed, Refused
from bot.local.reading import mark_read


def _read(deed: Deed) -> None:
    """Everything up to a message has been seen; without `topic`, in all topics."""
    message = deed.message()
    if mark_read(deed.user, message, everywhere=deed.body.get("topic") is None):
        deed.world.changes.add("read", chat_id=message.chat.id, message_id=message.id, user_id=deed.user.id)


def _typing(deed: Deed) -> None:
    deed.world.changes.add("typing", chat_id=deed.chat.id, user_id=deed.user.id)


def _vote(deed: Deed) -> None:
    """Choose options of a native poll by place; none takes the vote back."""
    message, places = deed.message(), deed.body.get("options")
    if not isinstance(places, list) or not all(type(place) is int for place in places):
        raise Refused("There is no such answer")
    if places:
        deed.world.vote(deed.user, message, *places)
    else:
        deed.world.retract(deed.user, message)


def _delete(deed: Deed) -> None:
    deed.world.delete(deed.user, deed.message())


def _pin(deed: Deed) -> None:
    """Pin a message; one that is pinned is taken off."""
    message = deed.message()
    if message in message.chat.pins:
        deed.world.unpin(deed.user, message)
    else:
        deed.world.pin(deed.user, message)


READING: dict[str, Action] = {"read": _read, "typing": _typing, "vote": _vote, "delete": _delete, "pin": _pin}
