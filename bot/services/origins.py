"""Where an alert's words come from: the message that was reported."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from sqlmodel import Session, col, select

from storage.models import Alert, Attachment, Group, Origin
from storage.queries.eras import era_of

AUTHOR = 200  # characters of a name that are kept


@dataclass(frozen=True, slots=True)
class Told:
    """A message that is an alert: `text` is what it says, or in words what it is (`wordless`)."""

    text: str
    tg_message_id: int | None = None  # in the group's chat; None where it stands in a private one or in another
    author: str = ""  # who wrote it, where that is not the reporter
    forwarded: bool = False
    written_at: datetime | None = None  # None: it was typed as an alert, keys and all
    link: str = ""
    media: str = ""
    wordless: bool = False

    def kept(self) -> dict[str, Any]:
        """As JSON, for a draft."""
        return asdict(self) | {"written_at": self.written_at.isoformat() if self.written_at else None}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> Self | None:
        """From a draft; None for a draft without one."""
        if not kept:
            return None
        at = kept["written_at"]
        return cls(**(dict(kept) | {"written_at": datetime.fromisoformat(at) if at else None}))


def keep(session: Session, alert: Alert, told: Told) -> None:
    """Note where a new alert comes from."""
    session.add(
        Origin(
            alert_id=alert.id or 0,
            tg_message_id=told.tg_message_id,
            era=era_of(session, alert.group_id),
            author=told.author[:AUTHOR],
            forwarded=told.forwarded,
            written_at=told.written_at,
            link=told.link,
            media=told.media,
            wordless=told.wordless,
        )
    )


def on_record(told: Told | None) -> dict[str, Any]:
    """What the journal says of it: nothing for an alert in the reporter's own words."""
    if told is None or not (told.author or told.media):
        return {}
    written_at = told.written_at.isoformat() if told.written_at else ""
    facts = {"author": told.author, "forwarded": told.forwarded, "written_at": written_at}
    return {"origin": facts | {"link": told.link, "media": told.media}}


def logged_from(session: Session, *, tg_chat_id: int, tg_message_id: int) -> list[tuple[Alert, bool]]:
    """The alerts behind which a message of today's chat stands, and which can still be put right, the oldest first;
    with each whether it was typed as that alert."""
    statement = (
        select(Alert, col(Origin.written_at).is_(None))
        .join(Origin, col(Origin.alert_id) == col(Alert.id))
        .join(Group, (col(Group.id) == col(Alert.group_id)) & (col(Group.era) == col(Origin.era)))
        .where(Origin.tg_message_id == tg_message_id, Group.tg_chat_id == tg_chat_id, Group.state == "active")
        .where(col(Alert.retracted_at).is_(None), col(Alert.id).not_in(select(Attachment.alert_id)))
    )
    return [(alert, typed) for alert, typed in session.exec(statement.order_by(col(Alert.id)))]
