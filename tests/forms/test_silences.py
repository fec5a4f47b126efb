"""What people type around texts: /silence, /break, answers about objections."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import Mistake
from bot.forms.consents import ObjectionRequest, ProposalRequest, read_objection, read_proposal
from bot.forms.form import Missing
from bot.forms.silences import BreakRequest, read_break, read_silence

NOW, ZONE = datetime(2026, 1, 17, 17, 0, tzinfo=UTC), ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("typed", "language", "text", "span", "about"),
    [
        pytest.param("One line", "en", "One line", timedelta(hours=24), "", id="a day where nothing is said"),
        pytest.param("One\n\n- two\nthree", "en", "One\n\n- two\nthree", timedelta(hours=24), "", id="lines and dashes are text"),
        pytest.param("One\ncloses: in 72h\nabout: A-1\ntwo", "en", "One\ntwo", timedelta(hours=72), "A-1", id="keys anywhere"),
        pytest.param("One\nrule: majority", "en", "One\nrule: majority", timedelta(hours=24), "", id="no other keys"),
        pytest.param("Un\nclôture: dans 4h", "fr", "Un", timedelta(hours=4), "", id="in French"),
    ],
)  # fmt: skip
def test_a_text(typed, language, text, span, about):
    read = read_silence(typed, now=NOW, zone=ZONE, language=language)
    assert (read.text, read.closes_at - NOW, read.about) == (text, span, about)


@pytest.mark.parametrize(
    ("typed", "asks"), [("", "text"), ("\u200b", "text"), ("closes: in 4h", "closes"), ("One", "closes")]
)
def test_guided_asks_for_the_text_and_then_for_how_long(typed, asks):
    with pytest.raises(Missing) as missing:
        read_silence(typed, now=NOW, zone=ZONE, guided=True)
    assert missing.value.asks == asks


def test_guided_asks_no_more_once_both_are_there():
    assert read_silence("One\ncloses: in 72h", now=NOW, zone=ZONE, guided=True).text == "One"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("P-3 not so", BreakRequest("P-3", "not so", ""), id="a reason"),
        pytest.param("P-3\nnot so", BreakRequest("P-3", "not so", ""), id="a reason on the next line"),
        pytest.param("P-3 not\nso", BreakRequest("P-3", "not\nso", ""), id="a reason of two lines"),
        pytest.param("P-3 not so\namendment: a\nb", BreakRequest("P-3", "not so", "a\nb"), id="with an amendment"),
        pytest.param("P-3\nreason: not so\namendment: a", BreakRequest("P-3", "not so", "a"), id="as it was answered"),
        pytest.param("P-3 non\nAmendement : a", BreakRequest("P-3", "non", "a"), id="in French"),
        pytest.param("P-3 amendment is needed", BreakRequest("P-3", "amendment is needed", ""), id="the word alone"),
    ],
)  # fmt: skip
def test_a_silence_broken(typed, read):
    assert read_break(typed) == read


@pytest.mark.parametrize(
    "typed", ["P-3", "P-3\n\u200b", "P-3\namendment: only this", "P-3\nreason: amendment: only this"]
)
def test_no_silence_is_broken_without_a_reason(typed):
    with pytest.raises(Missing):
        read_break(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("", "handle_missing", id="nothing"),
        pytest.param(f"P-3 {'x' * 501}", "text_long", id="too long a reason"),
        pytest.param(f"P-3 no\namendment: {'😀' * 1501}", "text_long", id="too long an amendment"),
    ],
)
def test_what_breaks_nothing(typed, code):
    with pytest.raises(Mistake) as mistake:
        read_break(typed)
    assert mistake.value.code == code


def test_answers_about_objections():
    assert read_objection("P-3\nreason: too short\nby far") == ObjectionRequest("P-3", "too short\nby far")
    assert read_proposal("P-3 17\namendment: two months") == ProposalRequest("P-3", 17, "two months")
    for typed, asks in (("P-3 ", "reason"), ("P-3\nreason: \u200b", "reason")):
        with pytest.raises(Missing) as missing:
            read_objection(typed)
        assert missing.value.asks == asks
    with pytest.raises(Missing):
        read_proposal("P-3 17\namendment: \u2060")
    with pytest.raises(Mistake):
        read_proposal("P-3 seventeen\namendment: two months")
