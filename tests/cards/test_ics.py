"""Calendar files: one event, whatever the title holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.cards.card import visible
from bot.cards.ics import calendar_file
from storage.models import Call

NOW = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)


def call(**facts: Any) -> Call:
    plain: dict[str, Any] = {
        "id": 1, "group_id": 1, "number": 5, "uid": "one@washington-group", "title": "Follow-up", "minutes": 45,
        "starts_at": NOW + timedelta(days=1), "remind": [600], "author_id": 1, "created_at": NOW, "link": "",
        "sequence": 0, "state": "planned",
    }  # fmt: skip
    return Call(**{**plain, **facts})


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_title_or_a_link_cannot_add_an_event(title: str, link: str) -> None:
    file = calendar_file(call(title=f"{title}\r\nEND:VEVENT\r\nBEGIN:VEVENT", link=link), NOW)
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert event["uid"] == "one@washington-group"
    assert str(event["summary"]).split() == f"C-5 {visible(f'{title} END:VEVENT BEGIN:VEVENT')}".split()


def test_a_cancellation_is_one() -> None:
    calendar = Calendar.from_ical(calendar_file(call(state="cancelled", sequence=1), NOW + timedelta(hours=1)).content)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert event.decoded("dtstamp") == NOW + timedelta(hours=1)


def test_only_a_web_address_is_a_url() -> None:
    (room,) = Calendar.from_ical(calendar_file(call(link="Room 5, floor 2"), NOW).content).walk("VEVENT")
    (web,) = Calendar.from_ical(calendar_file(call(link="https://example.org/x"), NOW).content).walk("VEVENT")
    assert ("url" in room, str(room["location"])) == (False, "Room 5, floor 2")
    assert str(web["url"]) == "https://example.org/x"
