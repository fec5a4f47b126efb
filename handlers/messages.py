"""A message that somebody reports: what it says, who wrote it, where it comes from."""

from telegram import (
    Chat,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.cards.origins import media_word
from bot.cards.reader import Reader
from bot.forms.folding import blank
from bot.services.origins import Told
from handlers.context import BotContext

# In this order: an animation is a document too, a venue a location.
MEDIA = (
    "photo", "live_photo", "animation", "video", "video_note", "voice", "audio", "document", "sticker", "contact", "venue",
    "location", "poll", "checklist", "dice", "game", "story", "paid_media", "invoice", "giveaway",
)  # fmt: skip


def text_of(message: Message | None) -> str:
    """What a message says, in text or in a caption."""
    return (message.text or message.caption or "") if message else ""


def media_of(message: object) -> str:
    """What a message holds besides words; empty for plain text and for what is no content at all."""
    return next((kind for kind in MEDIA if getattr(message, kind, None)), "")


def reported(context: BotContext) -> Told | None:
    """The message that a command replies to, as an alert; None where it replies to none that says or holds anything.

    What the bot itself has said is no news: a reply to a card says something of its own.
    """
    message, replied = context.message, context.message.reply_to_message
    if replied is None:
        return told_elsewhere(message, context.reader)
    if replied.from_user and replied.from_user.id == context.bot.id and not replied.forward_origin:
        return None
    caption = context.house.albums.caption(replied)
    reporter_id, here = message.from_user.id if message.from_user else None, not context.in_private
    return told_by(replied, context.reader, reporter_id=reporter_id, caption=caption, here=here)


def own_words(context: BotContext) -> Told | None:
    """The message that was typed as the alert itself; None for a press."""
    message = context.source.message if context.source else None
    if message is None:
        return None
    return Told("", None if context.in_private else message.message_id, media=media_of(message))


def told_by(
    message: Message, reader: Reader, *, reporter_id: int | None, caption: str = "", here: bool = True
) -> Told | None:
    """The message as an alert: its words, else `caption` (of its album), else what it is; None for no content at all.

    `here`: it stands in the group, where editing it offers an amendment.
    """
    said, media = text_of(message), media_of(message)
    said = caption if blank(said) else said
    if blank(said) and not media:
        return None
    origin, author = message.forward_origin, ""
    if origin is None and (message.sender_chat or not message.from_user or message.from_user.id != reporter_id):
        author = _writer(message)
    return Told(
        text=_described(message, media, reader) if blank(said) else said.strip(),
        tg_message_id=message.message_id if here else None,
        author=author_of(origin) if origin else author,
        forwarded=origin is not None,
        written_at=origin.date if origin else message.date,
        link=link_of(origin) if origin else "",
        media=media,
        wordless=blank(said),
    )


def told_elsewhere(message: Message, reader: Reader) -> Told | None:
    """What a reply to a message of another chat shows of it: the part quoted, or what it is; None for other messages."""
    reply = message.external_reply
    if reply is None:
        return None
    quoted, media = message.quote.text if message.quote else "", media_of(reply)
    if blank(quoted) and not media:
        return None
    return Told(
        text=str(media_word(media, reader)) if blank(quoted) else quoted.strip(),
        author=author_of(reply.origin),
        forwarded=True,
        written_at=reply.origin.date,
        link=link_of(reply.origin),
        media=media,
        wordless=blank(quoted),
    )


def author_of(origin: MessageOrigin) -> str:
    """Whom a message was forwarded from, by the name they have there."""
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.full_name
    if isinstance(origin, MessageOriginHiddenUser):
        return origin.sender_user_name
    if isinstance(origin, MessageOriginChat):
        return _signed(origin.sender_chat, origin.author_signature)
    if isinstance(origin, MessageOriginChannel):
        return _signed(origin.chat, origin.author_signature)
    return ""  # a kind that Telegram has not made yet


def link_of(origin: MessageOrigin) -> str:
    """A link to the original: there is one to a public channel's post."""
    if isinstance(origin, MessageOriginChannel) and origin.chat.username:
        return f"https://t.me/{origin.chat.username}/{origin.message_id}"
    return ""


def _signed(chat: Chat, signature: str | None) -> str:
    name = chat.title or chat.full_name or ""
    return f"{name} ({signature})" if signature else name


def _writer(message: Message) -> str:
    if message.sender_chat:
        return _signed(message.sender_chat, message.author_signature)
    return message.from_user.full_name if message.from_user else ""


def _described(message: Message, media: str, reader: Reader) -> str:
    """What a message without words is, with the name it goes by if it has one."""
    word = str(media_word(media, reader))
    name = _name(message)
    return f"{word}: {name}" if name and not blank(name) else word


def _name(message: Message) -> str:
    if message.poll:
        return message.poll.question
    if message.contact:
        return " ".join(filter(None, [message.contact.first_name, message.contact.last_name]))
    if message.venue:
        return message.venue.title
    file = message.document or message.audio
    if file and not message.animation:
        return file.file_name or ""
    return (message.sticker.emoji or "") if message.sticker else ""
