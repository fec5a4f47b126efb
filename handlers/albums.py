"""Albums: only one of their pictures carries the words."""

from collections import OrderedDict

from telegram import Message

REMEMBERED = 100


class Albums:
    """The captions of the last albums the bot has received, in memory only: ordinary talk is not stored."""

    def __init__(self) -> None:
        self._captions: OrderedDict[tuple[int, str], str] = OrderedDict()

    def note(self, message: Message) -> None:
        """Remember the caption of a message that is part of an album."""
        if message.media_group_id and message.caption:
            self._captions[message.chat.id, message.media_group_id] = message.caption
            while len(self._captions) > REMEMBERED:
                self._captions.popitem(last=False)

    def caption(self, message: Message) -> str:
        """What the album says that the message is part of; empty where it is part of none, or was not received."""
        return self._captions.get((message.chat.id, message.media_group_id or ""), "")
