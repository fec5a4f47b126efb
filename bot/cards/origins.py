"""Where an alert's words come from, as people read it."""

from markupsafe import Markup

from bot.cards.card import person
from bot.cards.reader import Reader
from storage.models import Group, Origin


def media_word(media: str, reader: Reader) -> Markup:
    """What a message holds besides words."""
    t = reader.t
    known = {
        "photo": t("photo"), "live_photo": t("photo"), "animation": t("animation"), "video": t("video"),
        "video_note": t("video message"), "voice": t("voice message"), "audio": t("audio"), "document": t("document"),
        "sticker": t("sticker"), "contact": t("contact"), "venue": t("place"), "location": t("location"), "poll": t("poll"),
        "checklist": t("checklist"), "story": t("story"),
    }  # fmt: skip
    return known.get(media) or t("message")


def origin_line(origin: Origin | None, group: Group, reader: Reader) -> Markup | None:
    """From whom and when, with a link to the original where there is one; None for what somebody typed about themselves."""
    if origin is None or not (origin.author or origin.media):
        return None
    t, media = reader.t, Markup(" · {}").format(media_word(origin.media, reader)) if origin.media else Markup("")
    if not origin.author or origin.written_at is None:
        return media_word(origin.media, reader)
    name, url = person(origin.author), origin.link or message_url(group, origin.tg_message_id, origin.era)
    linked = Markup('<a href="{}">{}</a>').format(url, name) if url else name
    facts = {"name": linked, "moment": reader.moment(origin.written_at)}
    said = (
        t("Forwarded from {name}, {moment}", **facts) if origin.forwarded else t("Written by {name}, {moment}", **facts)
    )
    return Markup("{}{}").format(said, media)


def message_url(group: Group, tg_message_id: int | None, era: int) -> str | None:
    """A link to a message of a supergroup's chat of today; ordinary groups have none."""
    chat = str(group.tg_chat_id)
    if tg_message_id is None or era != group.era or not chat.startswith("-100"):
        return None
    return f"https://t.me/c/{chat[4:]}/{tg_message_id}"
