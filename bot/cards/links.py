"""Links to messages."""

from markupsafe import Markup

from bot.cards.card import bold
from storage.models import Group


def message_url(group: Group, message_id: int | None) -> str | None:
    """A link to a message of a supergroup; ordinary groups have none."""
    chat = str(group.tg_chat_id)
    return f"https://t.me/c/{chat[4:]}/{message_id}" if message_id and chat.startswith("-100") else None


def linked(text: str, url: str | None) -> Markup:
    """A handle, leading to its live message where there is a way."""
    return Markup('<a href="{}">{}</a>').format(url, bold(text)) if url else bold(text)
