"""When one alert resembles another."""

import pytest

from bot.domain.likeness import fold, normalise_link, resembles

TARIFFS = "Tariffs of 10 % announced on eight countries"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param(TARIFFS, TARIFFS, id="the same"),
        pytest.param(TARIFFS, TARIFFS.upper(), id="case does not matter"),
        pytest.param(
            TARIFFS, "On eight countries: announced, tariffs of 10%!", id="order and punctuation do not matter"
        ),
        pytest.param(TARIFFS, "Tariffs of 10 % announced on 8 countries", id="a word differs"),
        pytest.param("Déclaration à Genève", "declaration a geneve", id="accents do not matter"),
        pytest.param(TARIFFS, TARIFFS + " https://example.org/a-long-link/to/the/statement", id="a link in the text"),
    ],
)
def test_alike(text, other):
    assert resembles(text, None, [(7, other, None)]) == 7


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param(TARIFFS, "Troops moved to the northern border", id="something else"),
        pytest.param(TARIFFS, "Tariffs announced", id="far shorter"),
        pytest.param("", "", id="nothing is not like nothing"),
        pytest.param("!!!", "???", id="nor are signs like signs"),
        pytest.param(
            "https://example.org/posts/11", "https://example.org/posts/12", id="nor links alike but not the same"
        ),
    ],
)
def test_not_alike(text, other):
    assert resembles(text, None, [(7, other, None)]) is None


def test_the_threshold_is_85_of_100():
    # 20 letters: 17 in common are a ratio of exactly 85, 16 of 80.
    assert resembles("abcdefghijklmnopqrst", None, [(1, "abcdefghijklmnopq123", None)]) == 1
    assert resembles("abcdefghijklmnopqrst", None, [(1, "abcdefghijklmnop1234", None)]) is None


def test_the_best_match_wins_and_of_equals_the_first():
    near, nearer = "Tariffs of 10 % announced on 8 countries", TARIFFS + "."
    assert resembles(TARIFFS, None, [(1, near, None), (2, nearer, None), (3, nearer, None)]) == 2


def test_the_same_link_is_the_best_match():
    others = [(1, TARIFFS, None), (2, "Something else entirely", "HTTPS://Example.org/post/?utm_source=x#top")]
    assert resembles(TARIFFS, "https://example.org/post", others) == 2


def test_without_others_nothing_is_alike():
    assert resembles(TARIFFS, "https://example.org", []) is None


def test_no_link_is_not_the_same_link():
    assert resembles("one", None, [(1, "two", None), (2, "three", "")]) is None
    assert resembles("one", "", [(1, "two", None), (2, "three", "")]) is None


@pytest.mark.parametrize(
    ("link", "normal"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTPS://EXAMPLE.org/A/", "https://example.org/A"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org/a?utm_source=x&id=3&UTM_medium=y#part", "https://example.org/a?id=3"),
        ("https://example.org/a?utm_source=x", "https://example.org/a"),
        ("https://example.org/a?q=%C3%A9&b=", "https://example.org/a?q=%C3%A9&b="),
        ("https://Me:Secret@Example.org:8443/a", "https://Me:Secret@example.org:8443/a"),
        ("  https://example.org/a ", "https://example.org/a"),
        ("http://[bad", "http://[bad"),
        ("", ""),
        (None, ""),
    ],
)
def test_links(link, normal):
    assert normalise_link(link) == normal


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ça va, Zoë?", "ca va zoe"), ("STRASSE — straße", "strasse strasse"), ("10 % ⚠️ now", "10 now"), ("  ", "")],
)
def test_folding(text, folded):
    assert fold(text) == folded
