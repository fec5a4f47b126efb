"""The moments of a silence procedure (OSCE MC.DOC/1/06 Annex 1(A))."""

from datetime import datetime


def half_time(opened_at: datetime, closes_at: datetime) -> datetime:
    """Until when a delegation may object to the procedure itself."""
    return opened_at + (closes_at - opened_at) / 2
