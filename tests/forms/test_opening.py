"""What can be typed about a poll besides its question: when it opens and closes, and how it is voted on."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import Mistake
from bot.domain.procedures import read_rule
from bot.forms.polls import PollRequest, read_poll
from bot.forms.ways import read_ways

NOW, ZONE = datetime(2026, 1, 17, 17, 0, tzinfo=UTC), ZoneInfo("Europe/Brussels")  # Saturday, 18:00 there
OPTIONS = "- One\n- Two\n- Three"


def read(lines: str, language: str = "en") -> PollRequest:
    return read_poll(f"Which?\n{lines}", now=NOW, zone=ZONE, language=language)


@pytest.mark.parametrize(
    ("lines", "language", "expected"),
    [
        pytest.param("", "en", {"secret": False, "hidden": False, "early": False, "choices": 1}, id="nothing said"),
        pytest.param("secret: yes", "en", {"secret": True}, id="secret"),
        pytest.param("Secret: OUI", "en", {"secret": True}, id="secret, with the French word"),
        pytest.param("secret: no\nhidden: no", "en", {"secret": False, "hidden": False}, id="said to be neither"),
        pytest.param("hidden: yes\nearly: yes", "en", {"hidden": True, "early": True}, id="hidden and early"),
        pytest.param("masqué: oui\nanticipé: oui", "fr", {"hidden": True, "early": True}, id="in French"),
        pytest.param("caché: non\nsecret: oui", "fr", {"hidden": False, "secret": True}, id="the other French name"),
        pytest.param("- One\n- Two\nchoices: 1", "en", {"choices": 1}, id="one option a ballot, said aloud"),
    ],
)
def test_how_a_poll_is_voted_on(lines: str, language: str, expected: dict[str, Any]) -> None:
    request = read(lines, language)
    assert {name: getattr(request, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("lines", "opens", "closes", "lasts"),
    [
        pytest.param("", None, timedelta(hours=24), 24, id="neither said"),
        pytest.param("closes: in 4h", None, timedelta(hours=4), 4, id="a span from now"),
        pytest.param("closes: tomorrow 18:00", None, timedelta(hours=24), 0, id="a moment"),
        pytest.param("opens: monday 09:00", timedelta(hours=39), timedelta(hours=63), 24, id="a day from its opening"),
        pytest.param("opens: monday 09:00\ncloses: in 4h", timedelta(hours=39), timedelta(hours=43), 4, id="a span counts from the opening"),
        pytest.param("opens: monday 09:00\ncloses: monday 18:00", timedelta(hours=39), timedelta(hours=48), 0, id="two moments"),
        pytest.param("opens: in 1h\ncloses: in 30 days", timedelta(hours=1), timedelta(days=30, hours=1), 720, id="thirty days from the opening"),
    ],
)  # fmt: skip
def test_when_it_opens_and_closes(lines: str, opens: timedelta | None, closes: timedelta, lasts: int) -> None:
    request = read(lines)
    assert request.opens_at == (NOW + opens if opens else None)
    assert request.closes_at == NOW + closes
    assert request.lasts == lasts * 3600


def test_in_french_it_opens_and_closes_as_well() -> None:
    request = read("ouverture: lundi 9h00\nclôture: lundi 18h30", "fr")
    assert (request.opens_at, request.closes_at) == (
        NOW + timedelta(hours=39), NOW + timedelta(hours=48, minutes=30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "code", "facts"),
    [
        pytest.param("secret: perhaps", "value_unknown", {"key": "secret"}, id="neither yes nor no"),
        pytest.param("early: ", None, {}, id="a key without a value says nothing"),
        pytest.param("choices: 2", "choices_need_approval", {"number": 2}, id="several choices without a rule"),
        pytest.param(f"{OPTIONS}\nchoices: 2", "choices_need_approval", {"number": 2}, id="several choices, plurality"),
        pytest.param(f"{OPTIONS}\nchoices: many", "choices_unreadable", {"text": "many"}, id="choices in words"),
        pytest.param(f"{OPTIONS}\nchoices: 0", "choices_unreadable", {"text": "0"}, id="no choice at all"),
        pytest.param("opens: yesterday 18:00", "moment_past", {}, id="opens in the past"),
        pytest.param("opens: monday", "clock_missing", {}, id="opens at no time of day"),
        pytest.param("opens: 5", "clock_ambiguous", {}, id="opens at five, whatever that is"),
        pytest.param("opens: in 400 days", "opens_too_far", {}, id="opens in more than a year"),
        pytest.param("opens: monday 09:00\ncloses: sunday 18:00", "closes_before_opens", {}, id="closes before it opens"),
        pytest.param("opens: monday 09:00\ncloses: monday 09:00", "closes_before_opens", {}, id="closes as it opens"),
        pytest.param("opens: in 1h\ncloses: in 31 days", "closes_out_of_range", {}, id="open for longer than thirty days"),
        pytest.param("opens: in 1h\ncloses: in 4 seconds", "closes_out_of_range", {}, id="open for less than five seconds"),
        pytest.param("closes: yesterday", "moment_past", {}, id="a deadline in the past"),
        pytest.param("closes: 5", "clock_ambiguous", {}, id="a lone number"),
        pytest.param("closes: 12/01", "moment_ambiguous", {}, id="December or January"),
        pytest.param("quorum: 400 %", "quorum_unreadable", {}, id="more than everybody"),
        pytest.param("- One", "options_count", {"count": 1}, id="one option"),
        pytest.param("\n".join(f"- {n}" for n in range(13)), "options_count", {"count": 13}, id="thirteen options"),
        pytest.param("- One\n- ONE", "options_equal", {}, id="equal options"),
        pytest.param("- One\n- Two\nrule: unanimity", "rule_without_options", {}, id="unanimity over options"),
    ],
)  # fmt: skip
def test_what_cannot_be(lines: str, code: str | None, facts: dict[str, Any]) -> None:
    if code is None:
        read(lines)
        return
    with pytest.raises(Mistake) as caught:
        read(lines)
    assert caught.value.code == code
    assert {name: caught.value.facts[name] for name in facts} == facts


@pytest.mark.parametrize(
    ("rule", "values", "options", "code"),
    [
        pytest.param("silence", {"secret": "yes"}, 0, "way_unfit", id="a secret silence"),
        pytest.param("silence", {"hidden": "yes"}, 0, "way_unfit", id="a hidden silence"),
        pytest.param("silence", {"early": "yes"}, 0, "way_unfit", id="an early silence"),
        pytest.param("consent", {"secret": "yes"}, 0, "way_unfit", id="secret objections"),
        pytest.param("consent", {"hidden": "yes"}, 0, "way_unfit", id="hidden objections"),
        pytest.param("consent", {"early": "yes"}, 0, None, id="early consent"),
        pytest.param("silence", {"secret": "no"}, 0, None, id="a silence said not to be secret"),
        pytest.param("approval", {"choices": "4"}, 3, "choices_too_high", id="more choices than options"),
        pytest.param("ranked", {"choices": "2"}, 3, "choices_need_approval", id="choices where all are ranked"),
    ],
)
def test_what_a_rule_cannot_have(rule: str, values: dict[str, str], options: int, code: str | None) -> None:
    try:
        read_ways(values, read_rule(rule), options)
    except Mistake as mistake:
        assert mistake.code == code  # noqa: PT017 -- one way out of two
    else:
        assert code is None


@pytest.mark.parametrize(
    ("rule", "typed", "expected"),
    [
        pytest.param("approval", "", 3, id="approval: any number of them"),
        pytest.param("approval", "2", 2, id="approval of two at most"),
        pytest.param("approval", "1", 1, id="approval of one"),
        pytest.param("ranked", "", 3, id="ranked: all of them"),
        pytest.param("plurality", "", 1, id="plurality: one"),
    ],
)
def test_how_many_options_a_ballot_may_name(rule: str, typed: str, expected: int) -> None:
    assert read_ways({"choices": typed}, read_rule(rule), 3)["choices"] == expected
