"""Weights to vote by, ready to take: the EU-27 by population. Names of countries are Babel's."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Preset:
    """Weights by ISO 3166-1 code, with what has to be said about them.

    `rounded`: results within 0.1 point of a threshold are to be checked with exact figures. `illustrative`: figures in
    the same unit for others, to be marked as such; the source does not cover them.
    """

    key: str
    year: int
    source: str
    unit: str
    rounded: bool
    weights: Mapping[str, int]
    illustrative: Mapping[str, int]


# fmt: off
_EU27_2025: Final = MappingProxyType({
    "DE": 1849, "FR": 1517, "IT": 1323, "ES": 1078, "PL": 833, "RO": 423, "NL": 401, "BE": 262, "CZ": 242,
    "PT": 236, "SE": 234, "GR": 231, "HU": 213, "AT": 202, "BG": 143, "DK": 132, "FI": 125, "SK": 121,
    "IE": 119, "HR": 86, "LT": 64, "SI": 47, "LV": 42, "EE": 30, "CY": 21, "LU": 15, "MT": 12,
})
# fmt: on

EU27: Final = Preset(
    key="eu27",
    year=2025,
    source="Council Decision for 2025, as reported in Agence Europe 13544",
    unit="hundredths of a percent of the EU population",
    rounded=True,
    weights=_EU27_2025,
    illustrative=MappingProxyType({"GB": 1537, "UA": 839}),
)

EQUAL_WEIGHT: Final = 1  # the preset `equal`: everyone's

_SAME_AS: Final = MappingProxyType({"UK": "GB", "EL": "GR"})


def normalise_code(text: str) -> str:
    """The ISO 3166-1 code for a country's code in any case: UK is GB and EL is GR, as the EU writes them."""
    code = text.strip().upper()
    return _SAME_AS.get(code, code)


def weight_of(code: str) -> int | None:
    """The country's weight in EU27, illustrative ones included; None if there is none."""
    normal = normalise_code(code)
    return EU27.weights.get(normal, EU27.illustrative.get(normal))
