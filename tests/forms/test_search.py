"""/alerts and /search as they are typed."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Mistake
from bot.forms.search import AlertFilter, read_filter, read_words

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        pytest.param("", AlertFilter(), id="nothing asks for everything"),
        pytest.param("tariffs", AlertFilter("tariffs"), id="a word"),
        pytest.param("tariffs on steel", AlertFilter("tariffs on steel"), id="several words"),
        pytest.param("#greenland", AlertFilter(topic="greenland"), id="a topic"),
        pytest.param("!high", AlertFilter(severity="high"), id="a severity"),
        pytest.param("!Élevée", AlertFilter(severity="high"), id="a severity in French, with a capital"),
        pytest.param("!critique", AlertFilter(severity="critical"), id="another in French"),
        pytest.param("open", AlertFilter(state="open"), id="open ones"),
        pytest.param("closed", AlertFilter(state="resolved"), id="closed ones are resolved ones"),
        pytest.param("Resolved", AlertFilter(state="resolved"), id="resolved ones"),
        pytest.param("ouvertes", AlertFilter(state="open"), id="open ones in French"),
        pytest.param("en cours", AlertFilter(state="open"), id="open ones as a card in French says it"),
        pytest.param("résolues", AlertFilter(state="resolved"), id="resolved ones in French"),
        pytest.param("geschlossen", AlertFilter(state="resolved"), id="closed ones in German"),
        pytest.param("7d", AlertFilter(span=7 * DAY), id="a span"),
        pytest.param("7j", AlertFilter(span=7 * DAY), id="a span in French"),
        pytest.param("2 weeks", AlertFilter(span=14 * DAY), id="a span of two words"),
        pytest.param("24 heures", AlertFilter(span=DAY), id="a span of two words in French"),
        pytest.param(
            "7d open tariffs !high #trade steel",
            AlertFilter("tariffs steel", "trade", "high", "open", 7 * DAY),
            id="everything, in any order",
        ),
        pytest.param("  tariffs \n !low  ", AlertFilter("tariffs", severity="low"), id="white space does not matter"),
        pytest.param('"open letter"', AlertFilter('"open letter"'), id="between quotes all is words"),
        pytest.param("« open » «7d»", AlertFilter("« open » «7d»"), id="also between French quotes"),
        pytest.param("G7 summit", AlertFilter("G7 summit"), id="a digit within a word is no span"),
        pytest.param("10 countries", AlertFilter("10 countries"), id="a number before a word is no span"),
        pytest.param("50km", AlertFilter("50km"), id="a measure is no span"),
        pytest.param("10 %", AlertFilter("10 %"), id="a share is no span"),
        pytest.param("attack!", AlertFilter("attack!"), id="an exclamation is no severity"),
        pytest.param("a #", AlertFilter("a #"), id="a lone hash is text"),
        pytest.param("OR NOT AND NEAR(", AlertFilter("OR NOT AND NEAR("), id="operators are words"),
    ],
)
def test_filters(typed: str, asked: AlertFilter) -> None:
    assert read_filter(typed) == asked


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("!huge", "value_unknown", id="no such severity"),
        pytest.param("!high !low", "filter_twice", id="two severities"),
        pytest.param("#a1 #b2", "filter_twice", id="two topics"),
        pytest.param("open closed", "filter_twice", id="open and closed"),
        pytest.param("7d 2w", "filter_twice", id="two spans"),
        pytest.param("???", "search_unreadable", id="no word"),
        pytest.param("open ***", "search_unreadable", id="no word beside a filter"),
        pytest.param("x" * 201, "search_long", id="too long"),
    ],
)
def test_nonsense(typed: str, code: str) -> None:
    with pytest.raises(Mistake) as mistake:
        read_filter(typed)
    assert mistake.value.code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "search_missing"), (" \n", "search_missing"), ("!?", "search_unreadable"), ("y" * 300, "search_long")],
)
def test_nothing_to_search_for(typed: str, code: str) -> None:
    with pytest.raises(Mistake) as mistake:
        read_words(typed)
    assert mistake.value.code == code


def test_a_search_is_all_words() -> None:
    assert read_words(" open  !high\n7d ") == "open !high 7d"


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_a_mistake(typed: str) -> None:
    with contextlib.suppress(Mistake):
        assert len(read_filter(typed).words) <= 80
