"""What delegations state beside their ballots."""

from sqlmodel import Session, col, select

from storage.models import Elector, Reservation


def reservations_of(session: Session, poll_id: int) -> tuple[Reservation, ...]:
    """Those that stand in a poll, in the order of its electors."""
    found = select(Reservation).join(Elector, col(Elector.id) == col(Reservation.elector_id))
    found = found.where(Elector.poll_id == poll_id).order_by(col(Elector.id))
    return tuple(session.exec(found.execution_options(populate_existing=True)))
