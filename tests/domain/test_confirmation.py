"""Who confirms a report: whoever rests on something else than everybody before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confirmation import Word, confirming

FIRST = Word("https://example.org/a", "Paris")


@pytest.mark.parametrize(
    ("others", "found"),
    [
        pytest.param([], [], id="nobody else"),
        pytest.param([Word("https://example.com/b", "London")], [0], id="another source"),
        pytest.param([Word("https://example.com/b", "Paris")], [0], id="another source of the same voice"),
        pytest.param([Word("HTTPS://EXAMPLE.org/a/?utm_source=x", "London")], [], id="the same link, from another voice"),
        pytest.param([Word("", "London")], [0], id="no source, another voice"),
        pytest.param([Word("", "Paris")], [], id="no source, the same voice"),
        pytest.param([Word("", "London"), Word("", "London"), Word("", "Kyiv")], [0, 2], id="a voice counts once"),
        pytest.param([Word("https://b.eu/1", "London"), Word("https://b.eu/1", "Kyiv")], [0], id="a source counts once"),
        pytest.param([Word("The embassy", "London"), Word("the EMBASSY!", "Kyiv")], [0], id="a source in words counts once"),
        pytest.param([Word("The embassy", "London"), Word("", "London")], [0], id="a voice without a source adds nothing to what it said"),
    ],
)  # fmt: skip
def test_a_report_confirms(others: list[Word], found: list[int]) -> None:
    assert confirming(FIRST, others) == found


words = st.builds(Word, st.sampled_from(["", "https://a.eu", "https://b.eu/", "The embassy"]), st.sampled_from("PLK"))


@given(words, st.lists(words, max_size=6))
def test_saying_all_of_it_again_confirms_nothing_more(first: Word, others: list[Word]) -> None:
    assert confirming(first, [*others, *others, first]) == confirming(first, others)
