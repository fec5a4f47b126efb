"""What delegations state beside their ballots."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage.models import Elector, Reservation

OF_POLL = (
    select(Reservation)
    .join(Elector, col(Elector.id) == col(Reservation.elector_id))
    .where(col(Elector.poll_id) == bindparam("poll"))
    .order_by(col(Elector.id))
    .execution_options(populate_existing=True)
)


def reservations_of(session: Session, poll_id: int) -> tuple[Reservation, ...]:
    """Those that stand in a poll, in the order of its electors."""
    return tuple(session.exec(OF_POLL, params={"poll": poll_id}))
