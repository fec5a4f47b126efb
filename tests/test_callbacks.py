"""Buttons' payloads: what is packed comes back, everything else is nothing."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import CastBallot, SetKind
from bot.payload import Payload

CLASSES = Payload.__subclasses__()
VALUES: dict[Any, Any] = {
    int: st.integers(min_value=-(10**12), max_value=10**12),
    str: st.from_regex(r"[a-z_]{0,20}", fullmatch=True),
}


def built(each: Any) -> st.SearchStrategy[Payload]:
    return st.builds(each, **{field.name: VALUES[field.type] for field in fields(each)})


def payloads() -> st.SearchStrategy[Payload]:
    return st.one_of([built(each) for each in CLASSES])


def test_every_button_has_a_tag_of_its_own() -> None:
    assert len({each.tag for each in CLASSES}) == len(CLASSES)


@given(payloads())
def test_what_is_packed_comes_back_and_is_nobody_elses(payload: Payload) -> None:
    data = payload.pack()
    assert len(data.encode()) <= 64
    assert [each.unpack(data) for each in CLASSES if each.unpack(data) is not None] == [payload]


@given(st.text(max_size=80))
def test_forged_data_is_nothing_or_says_the_same_again(data: str) -> None:
    for each in CLASSES:
        if payload := each.unpack(data):
            assert payload.pack() == data


@pytest.mark.parametrize(
    "data",
    ["", "1", "1:pv", "1:pv:1", "1:pv:1:2:3", "2:pv:1:2", "1:pv:01:2", "1:pv:+1:2", "1:pv:1:٢", "1:pv:1: 2", "1:pv:1:2\n",
     "1:pv:99999999999999999999:1", "1:ak:1:ACTION", None],
)  # fmt: skip
def test_what_is_not_exactly_a_payload_is_none(data: object) -> None:
    assert CastBallot.unpack(data) is None
    assert SetKind.unpack(data) is None
