"""Message ids belong to an era of their chat, which begins anew when that becomes a supergroup."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage.models import Group

ERA = select(Group.era).where(col(Group.id) == bindparam("group"))


def era_of(session: Session, group_id: int) -> int:
    """The era of a group's chat of today."""
    return session.exec(ERA, params={"group": group_id}).one()
