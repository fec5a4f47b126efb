"""The EU-27's weights, and the codes they go by."""

import pytest

from bot.domain.weights import EQUAL_WEIGHT, EU27, normalise_code, weight_of


def test_the_union_of_2025():
    assert (len(EU27.weights), sum(EU27.weights.values())) == (27, 10001)
    assert (EU27.key, EU27.year, EU27.rounded) == ("eu27", 2025, True)
    assert EU27.source == "Council Decision for 2025, as reported in Agence Europe 13544"
    assert EU27.unit == "hundredths of a percent of the EU population"


def test_every_figure():
    written = (
        "DE 1849 FR 1517 IT 1323 ES 1078 PL 833 RO 423 NL 401 BE 262 CZ 242 PT 236 SE 234 GR 231 HU 213 AT 202 "
        "BG 143 DK 132 FI 125 SK 121 IE 119 HR 86 LT 64 SI 47 LV 42 EE 30 CY 21 LU 15 MT 12"
    )
    assert " ".join(f"{code} {weight}" for code, weight in EU27.weights.items()) == written


def test_others_are_illustrative_and_apart():
    assert dict(EU27.illustrative) == {"GB": 1537, "UA": 839}
    assert not EU27.weights.keys() & EU27.illustrative.keys()


def test_equal_means_one_each():
    assert EQUAL_WEIGHT == 1


def test_the_preset_cannot_be_changed():
    with pytest.raises(TypeError):
        EU27.weights["FR"] = 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("FR", "FR"), (" fr ", "FR"), ("uk", "GB"), ("GB", "GB"), ("El", "GR"), ("gr", "GR"), ("us", "US")],
)
def test_codes(typed, code):
    assert normalise_code(typed) == code


@pytest.mark.parametrize(("code", "weight"), [("de", 1849), ("EL", 231), ("UK", 1537), ("ua", 839), ("US", None)])
def test_weights_by_code(code, weight):
    assert weight_of(code) == weight
