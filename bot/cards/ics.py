"""Calendar files (RFC 5545 by icalendar): one event, a stable UID, a SEQUENCE that rises."""

from datetime import datetime, timedelta

from bot.cards.card import Document, visible
from bot.domain.handles import handle
from storage.models import Call

MIME = "text/calendar"


def calendar_file(call: Call, now: datetime) -> Document:
    """The call as a file that calendars import: METHOD:PUBLISH, or METHOD:CANCEL once it is off."""
    from icalendar import Calendar, Event  # noqa: PLC0415 -- loaded when first used: a bot that only counts presses stays small

    cancelled = call.state == "cancelled"
    event = Event()
    event.add("uid", call.uid)
    event.add("sequence", call.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", call.starts_at)
    event.add("dtend", call.starts_at + timedelta(minutes=call.minutes))
    event.add("summary", f"{handle('call', call.number)} {visible(call.title)}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if call.link:
        event.add("location", visible(call.link))
    if call.link.startswith(("http://", "https://")):
        event.add("url", call.link)
    calendar = Calendar()
    calendar.add("prodid", "-//Washington Group bot//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    return Document(f"{handle('call', call.number)}.ics", MIME, calendar.to_ical())
