"""What a person does on the chat page with the topics of a group."""

from bot.local.deeds import Action, Deed, Refused
from bot.local.method_topics import LONGEST_NAME


def _turn_on(deed: Deed) -> None:
    """Make a forum of a group one administers."""
    if not deed.chat.is_administrator(deed.user):
        raise Refused("Only administrators turn on topics")
    deed.world.make_forum(deed.chat)


def _begin(deed: Deed) -> int:
    """A new topic; its id."""
    chat, name = deed.chat, str(deed.body.get("name", "")).strip()[:LONGEST_NAME]
    if not name:
        raise Refused("A topic needs a name")
    return deed.world.create_topic(deed.user, chat, name).id


TOPICS: dict[str, Action] = {"forum": _turn_on, "topic": _begin}
