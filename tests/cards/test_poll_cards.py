"""A poll's card holds to Telegram's limits whatever people write, and what is missing is always on it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.card import Card, fits, plain
from bot.cards.details import details_cards
from bot.cards.polls import poll_card, result_card
from bot.cards.procedures import needs
from bot.cards.reader import Reader
from bot.cards.tallies import CELLS, EMPTY, FULL, bar
from bot.domain.ballots import read_choices, write_choices
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Electorate, count, read_quorum, read_rule
from bot.domain.procedures import Elector as Voter
from storage.models import (
    Ballot,
    Delegation,
    Elector,
    Group,
    Member,
    MemberFacts,
    Person,
    Poll,
    PollFacts,
    PollOption,
    Proxy,
    Reservation,
)

NOW = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)
ENTITIES, BUTTONS, DATA = 100, 100, 64  # Telegram's limits: of a message's entities, of its buttons, of a button's data
WIDE = "\U0001f1ea\U0001f1fa"  # one sign to people, four UTF-16 units to Telegram


def reader(language: str = "en") -> Reader:
    return Reader(language, ZoneInfo("Europe/Brussels"), NOW)


def facts(
    ballots: list[str], *, rule: str = "majority", options: list[str] | None = None, name: str = "Place", reason: str = "",
    question: str = "Which?", empty: int = 0, observers: int = 0, reserved: str = "", given: int = 0, state: str = "open",
    quorum: str = "", **more: Any,
) -> PollFacts:  # fmt: skip
    """A poll of as many delegations as there are ballots; "." has not voted."""
    texts = options or []
    poll = Poll(
        id=1, group_id=1, number=1, question=question, rule=rule, quorum=quorum,
        author_id=1, by_delegation=True, opened_at=NOW, closes_at=NOW + timedelta(hours=3), state=state, **more,
    )  # fmt: skip
    electors = tuple(
        Elector(id=key, poll_id=1, delegation_id=key, name=f"{name} {key}", weight=100 + key)
        for key in range(1, len(ballots) + 1)
    )
    cast = {key: read_choices(text) for key, text in enumerate(ballots, 1) if text != "."}
    standing = count(
        Electorate(tuple(Voter(each.id or 0, each.name, each.weight) for each in electors)), cast, read_rule(rule),
        options=len(texts), quorum=read_quorum(poll.quorum) if poll.quorum else None,
    )  # fmt: skip
    if state == "closed":
        outcome = standing.outcome
        poll.verdict, poll.winner, poll.closed_at = outcome.verdict.value, outcome.winner, NOW
    told = not (poll.secret or poll.hidden) or state == "closed"
    author = MemberFacts(
        Member(id=1, group_id=1, person_id=1, status="member"), Person(id=1, tg_user_id=1, name=name), None
    )
    return PollFacts(
        group=Group(id=1, tg_chat_id=-1, title="G", language="en", timezone="Europe/Brussels", created_at=NOW),
        poll=poll,
        options=tuple(PollOption(poll_id=1, number=number, text=text) for number, text in enumerate(texts, 1)),
        electors=electors,
        ballots=tuple(
            Ballot(elector_id=key, rank=3, choices=ballots[key - 1] if told and not poll.secret else "", reason=reason, cast_by_id=1, at=NOW)
            for key in cast
        ),
        author=author,
        outside=(),
        empty=tuple(Delegation(id=100 + key, group_id=1, code="", name=f"{name} {key}") for key in range(empty)),
        observers=tuple(Delegation(id=200 + key, group_id=1, code="", name=f"{name} {key}", role="observer") for key in range(observers)),
        proxies=tuple(Proxy(poll_id=1, from_id=key, to_id=len(ballots) + 1 - key, given_by_id=1, at=NOW) for key in range(1, given + 1)),
        alert_number=None,
        members=(),
        standing=standing,
        told=told,
        choices=tuple(cast.values()) if told else (),
        reservations=tuple(
            Reservation(elector_id=each.id or 0, text=reserved, stated_by_id=1, at=NOW) for each in electors if reserved
        ),
    )  # fmt: skip


def entities(card: Card) -> int:
    return len(re.findall(r"<(?!/)[a-z]", str(card.text)))


def keeps_the_limits(card: Card) -> None:
    assert fits(card.text), len(plain(card.text))
    assert entities(card) <= ENTITIES
    buttons = [button for row in card.rows for button in row]
    assert len(buttons) <= BUTTONS
    assert all(len(row) <= 8 for row in card.rows)
    for button in buttons:
        packed = button.keyboard()
        assert 0 < len(packed["text"]) <= 40
        assert len(packed["callback_data"].encode()) <= DATA


ranking = st.permutations(range(1, 13)).flatmap(
    lambda order: st.integers(1, 12).map(lambda n: write_choices(tuple(order[:n]), ranked=True))
)
approval = st.sets(st.integers(1, 12), min_size=1).map(lambda several: write_choices(tuple(sorted(several))))
KINDS = {
    "ranked": st.one_of(ranking, st.sampled_from([".", "0"])),
    "approval": st.one_of(approval, st.sampled_from([".", "0"])),
    "plurality": st.sampled_from([".", "0", *map(str, range(1, 13))]),
    "qualified": st.sampled_from([".", str(FOR), str(AGAINST), str(ABSTAIN)]),
}
LONG = st.sampled_from(["x", "Ж", "😀", WIDE, "<b>&"])


@st.composite
def crowded(draw: st.DrawFn) -> PollFacts:
    """35 delegations, 12 options, and everything as long as it can be, or not."""
    rule = draw(st.sampled_from(sorted(KINDS)))
    letter, long = draw(LONG), draw(st.booleans())
    size = 35 if draw(st.booleans()) else draw(st.integers(1, 35))
    ballots = draw(st.lists(KINDS[rule], min_size=size, max_size=size))

    def text(most: int) -> str:
        return (letter * most)[:most] if long else letter

    return facts(
        ballots, rule=rule, options=None if rule == "qualified" else [text(100) for _ in range(12)], name=text(30),
        reason=draw(st.sampled_from(["", text(300)])), question=text(300), empty=draw(st.integers(0, 40)),
        observers=draw(st.integers(0, 40)), reserved=draw(st.sampled_from(["", text(500)])), given=draw(st.integers(0, size // 2)),
        quorum=draw(st.sampled_from(["", "60%", "34"])), state=draw(st.sampled_from(["open", "closed"])),
        secret=draw(st.booleans()), hidden=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(crowded(), st.sampled_from(["en", "fr"]))
def test_a_card_is_never_over_the_limits_and_says_what_is_missing(found: PollFacts, language: str) -> None:
    spoken = reader(language)
    card = poll_card(found, spoken)
    keeps_the_limits(card)
    keeps_the_limits(result_card(found, {}, spoken)) if found.poll.state == "closed" else None
    said = plain(card.text)
    if found.poll.state == "open" and found.told:
        assert plain(needs(found.standing, spoken)) in said
    absent = len(found.electors) - len(found.ballots)
    silent = "Not yet voted: {names}" if found.poll.state == "open" else "Did not vote: {names}"
    assert (plain(spoken.t(silent, names="")).strip() in said) == bool(absent)
    assert found.poll.verdict or said.startswith("P-1")


@pytest.mark.parametrize("rule", ["approval", "plurality", "ranked"])
def test_a_tie_of_all_options_fits(rule: str) -> None:
    """Twelve of them, as long as they may be in signs that count twice, each named among the tied as well."""
    ballots = [str(number) for number in range(1, 13)] + ["."] * 23
    found = facts(
        ballots, rule=rule, options=["😀" * 100] * 12, question="😀" * 300, name="😀" * 20, state="closed",
        reserved="😀" * 200, reason="😀" * 300,
    )  # fmt: skip
    assert found.poll.verdict == "tied"
    for card in (poll_card(found, reader()), result_card(found, {}, reader())):
        keeps_the_limits(card)
        assert "12 😀" in plain(card.text)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(crowded())
def test_details_tell_every_ballot_in_messages_that_fit(found: PollFacts) -> None:
    cards = details_cards(found, reader())
    for card in cards:
        keeps_the_limits(card)
    rows = sum(plain(card.text).count("\n• ") + plain(card.text).startswith("• ") for card in cards)
    assert rows == (len(found.ballots) if found.told and not found.poll.secret else 0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(KINDS["plurality"], min_size=2, max_size=35),
    st.randoms(use_true_random=False),
    st.sampled_from(["open", "closed"]),
)
def test_a_secret_polls_card_is_the_same_whoever_chose_what(ballots: list[str], lot: Any, state: str) -> None:
    """Dealt out anew among those who have voted, the same choices make the same card."""
    voted = [index for index, text in enumerate(ballots) if text != "."]
    dealt = [ballots[index] for index in voted]
    lot.shuffle(dealt)
    other = list(ballots)
    for index, text in zip(voted, dealt, strict=True):
        other[index] = text
    shown = [
        poll_card(
            facts(each, rule="plurality", options=[f"Option {n}" for n in range(12)], secret=True, state=state),
            reader(),
        )
        for each in (ballots, other)
    ]
    assert shown[0] == shown[1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(KINDS["qualified"], min_size=1, max_size=35),
    st.lists(KINDS["qualified"], min_size=35, max_size=35),
    st.booleans(),
)
def test_an_open_secret_or_hidden_polls_card_depends_on_who_has_voted_alone(
    ballots: list[str], others: list[str], secret: bool
) -> None:  # fmt: skip
    other = [text if text == "." or new == "." else new for text, new in zip(ballots, others, strict=False)]
    shown = [
        poll_card(facts(each, rule="qualified", secret=secret, hidden=not secret, quorum="60%"), reader())
        for each in (ballots, other)
    ]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("part", "whole", "filled"),
    [
        pytest.param(0, 0, 0, id="nobody has voted"),
        pytest.param(0, 35, 0, id="none"),
        pytest.param(1, 1000, 1, id="next to none is seen"),
        pytest.param(999, 1000, CELLS - 1, id="nearly all is not all"),
        pytest.param(35, 35, CELLS, id="all"),
        pytest.param(1, 2, CELLS // 2, id="half"),
    ],
)
def test_a_bar(part: int, whole: int, filled: int) -> None:
    assert bar(part, whole) == FULL * filled + EMPTY * (CELLS - filled)


def test_many_who_do_not_take_part_are_counted() -> None:
    assert "Not taking part: 22 delegations\n" in plain(poll_card(facts(["-1"] * 5, empty=22), reader()).text)
    few = plain(poll_card(facts(["-1"] * 5, empty=3), reader()).text)
    assert "Not taking part: \u2068Place 0\u2069, \u2068Place 1\u2069, \u2068Place 2\u2069\n" in few
    details = plain(details_cards(facts(["-1"] * 5, empty=22), reader())[0].text)
    assert "\u2068Place 21\u2069" in details


def test_a_long_row_of_names_is_folded() -> None:
    card = poll_card(facts(["-1"] * 30 + ["-2"]), reader())
    assert "For · <b>30</b>\n<blockquote expandable>" in str(card.text)
    assert "Against · <b>1</b>: \u2068Place 31\u2069" in str(card.text)


def test_an_option_written_from_right_to_left_keeps_its_count_behind_it() -> None:
    found = facts(["1", "1", "2"], rule="plurality", options=["نعم، اليوم", "לא", "Later"])
    shown = plain(poll_card(found, reader()).text)
    assert "1 \u2068نعم، اليوم\u2069 · 2" in shown
    assert "2 \u2068לא\u2069 · 1" in shown
    assert "3 Later · 0" in shown
