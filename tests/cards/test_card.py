"""Cards: escaped, isolated, within Telegram's limits."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.callbacks import SeeAlert
from bot.cards.card import Button, Card, Document, bold, cut, fits, fitted, lines, person, plain, visible
from bot.local.markup import parse_html


@given(st.text(max_size=300))
def test_whatever_people_write_comes_out_as_they_wrote_it(text: str) -> None:
    """Telegram, reading our HTML, shows the text itself, and nothing of it is markup."""
    shown = visible(text, keep_lines=True)
    read, entities = parse_html(str(bold(shown)))
    assert read == shown
    found = {"bot_command", "mention", "hashtag", "cashtag", "url", "email", "phone_number"}  # Telegram's own finds
    assert [entity["type"] for entity in entities if entity["type"] not in found] == ["bold"] * bool(shown)


@given(st.text(max_size=200))
def test_a_name_is_one_isolated_line(name: str) -> None:
    shown = plain(person(name))
    assert (shown[0], shown[-1]) == ("\u2068", "\u2069")
    assert not set(shown[1:-1]) & set("\n\r\u2028\u2029\u202e\u202d\u2066\u2067\u2068\u2069\u200b")
    assert len(shown) <= 34


@given(st.text(max_size=9000))
def test_every_card_fits_one_message(text: str) -> None:
    assert fits(fitted(bold(text)))


def test_too_long_a_text_loses_its_end_not_its_beginning() -> None:
    shown = fitted(lines(bold("A-1"), "😀" * 5000))
    assert fits(shown)
    assert shown.startswith("A-1\n😀")


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab cd", 4, "ab…"), ("", 3, "")],
)
def test_cutting(text: str, length: int, expected: str) -> None:
    assert cut(text, length) == expected


def test_lines_keep_inner_gaps_and_drop_the_last() -> None:
    assert lines("a", None, "", "b", "") == Markup("a\n\nb")


def test_a_card_is_json() -> None:
    card = Card(
        bold("x"),
        rows=((Button("Seen" * 20, SeeAlert(7), style="primary"), Button("Link", url="https://example.org")), ()),
        silent=True,
        asks="hint" * 40,
        document=Document("C-1.ics", "text/calendar", b"\x00\xff"),
    )
    payload = json.loads(json.dumps(card.payload()))
    assert payload["keyboard"] == [
        [
            {"text": "Seen" * 9 + "See…", "callback_data": "1:as:7", "style": "primary"},
            {"text": "Link", "url": "https://example.org"},
        ]
    ]
    assert (payload["html"], payload["silent"], len(payload["asks"])) == ("<b>x</b>", True, 64)
    assert payload["document"] == {"name": "C-1.ics", "mime": "text/calendar", "content": "AP8="}
