"""Seats: asked for, given, in which role; the roster that shows them; weights and where they come from."""

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message
from storage.models import Delegation, Seat
from tests.stage import Stage

TELEGRAM_LONGEST = 4096
FRANCE, UK = "\u2068France\u2069", "\u2068United Kingdom\u2069"


def seats(session: Session) -> list[tuple[str, str, str]]:
    found = select(Delegation.code, Seat.state, Seat.role).join(Seat).order_by(col(Seat.member_id), col(Seat.id))
    return list(session.exec(found))


def weights(session: Session) -> dict[str, tuple[int | None, int | None, str]]:
    return {each.code: (each.weight, each.weight_year, each.weight_source) for each in session.exec(select(Delegation))}


async def roster(stage: Stage) -> Message:
    await stage.says(stage.paris, "/delegations")
    return stage.world.find(stage.group, "Members and delegations")


async def test_a_second_claim_is_said_to_be_one_and_offers_both_roles(stage: Stage) -> None:
    await stage.says(stage.london, "/delegation FR")
    await stage.says(stage.kyiv, "/delegation France")
    card = await roster(stage)
    assert f"\u2068London\u2069 asks to speak for {FRANCE}: an administrator presses [Seat]." in card.text
    assert f"\u2068Kyiv\u2069 also asks to speak for {FRANCE}: an administrator presses [Seat]." in card.text
    assert card.buttons == [[f"Seat {FRANCE}: \u2068London\u2069"], [f"Seat {FRANCE}: \u2068Kyiv\u2069", "As deputy"]]
    await stage.presses(stage.paris, card, f"Seat {FRANCE}: \u2068London")
    assert await stage.presses(stage.paris, card, "As deputy") == f"Seated: {FRANCE}"
    assert f"• {FRANCE}: \u2068London\u2069, \u2068Kyiv\u2069 (deputy)" in card.text
    assert stage.read(seats) == [("FR", "seated", "principal"), ("FR", "seated", "deputy")]


async def test_a_claim_on_a_delegation_that_has_somebody_is_said_to_be_so(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @london")
    await stage.says(stage.kyiv, "/delegation FR deputy")
    card = await roster(stage)
    assert f"\u2068Kyiv\u2069 also asks to speak for {FRANCE} (deputy)" in card.text
    assert card.buttons == [[f"Seat {FRANCE}: \u2068Kyiv\u2069", "As principal"]]
    await stage.presses(stage.paris, card, "As principal")
    assert stage.read(seats) == [("FR", "seated", "principal"), ("FR", "seated", "principal")]


async def test_a_deputy_is_asked_for_and_seated_as_one(stage: Stage) -> None:
    await stage.says(stage.london, "/delegation FR deputy")
    card = await roster(stage)
    await stage.presses(stage.paris, card, "Seat")
    assert stage.read(seats) == [("FR", "seated", "deputy")]
    assert f"• {FRANCE}: \u2068London\u2069 (deputy)" in card.text


async def test_only_administrators_choose_the_role(stage: Stage) -> None:
    await stage.says(stage.london, "/delegation FR")
    await stage.says(stage.kyiv, "/delegation FR")
    card = await roster(stage)
    refused = await stage.presses(stage.kyiv, card, "As deputy")
    assert refused == "Only administrators of the group can do that: please ask one of them."
    assert {state for _, state, _ in stage.read(seats)} == {"asked"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("FR", [("FR", "seated", "principal")], id="oneself"),
        pytest.param("FR deputy", [("FR", "seated", "deputy")], id="oneself as deputy"),
        pytest.param("FR @london", [("FR", "seated", "principal")], id="somebody"),
        pytest.param("FR @london deputy", [("FR", "seated", "deputy")], id="somebody as deputy"),
        pytest.param("fr @LONDON Deputy", [("FR", "seated", "deputy")], id="in any case"),
        pytest.param("UK @london\nEL @kyiv", [("GB", "seated", "principal"), ("GR", "seated", "principal")], id="codes as the EU writes them"),
        pytest.param("FR @london\nFR @london deputy", [("FR", "seated", "deputy")], id="the later line counts"),
        pytest.param("FR @london deputy\nFR weight 1849\nFR @kyiv", [("FR", "seated", "deputy"), ("FR", "seated", "principal")], id="several lines at once"),
        pytest.param("European Commission observer\nEuropean Commission @kyiv", [("european commission", "seated", "principal")], id="an institution that observes"),
    ],
)  # fmt: skip
async def test_administrators_seat_at_once(stage: Stage, typed: str, expected: list[tuple[str, str, str]]) -> None:
    await stage.says(stage.paris, f"/delegation {typed}")
    assert stage.read(seats) == expected


@pytest.mark.parametrize("typed", ["FR observer", "FR voting", "FR @london deputy", "FR weight 3"])
async def test_what_only_an_administrator_may(stage: Stage, typed: str) -> None:
    reply = await stage.says(stage.kyiv, f"/delegation {typed}")
    assert reply.text == "Only administrators of the group can do that: please ask one of them."


@pytest.mark.parametrize("typed", ["FR @london observer", "FR @london weight 3", "deputy FR @london", "@london"])
async def test_nonsense_seats_nobody(stage: Stage, typed: str) -> None:
    reply = await stage.says(stage.paris, f"/delegation {typed}")
    assert "is no delegation" in reply.text
    assert stage.read(seats) == []


async def test_the_eu_weights_with_illustrative_ones_for_who_is_there_besides(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london\nUA @kyiv")
    await stage.says(stage.paris, "/delegations eu27")
    found = stage.read(weights)
    assert found["FR"] == (1517, 2025, "eu27")
    assert (found["GB"], found["UA"]) == ((1537, None, "illustrative"), (839, None, "illustrative"))
    text = (await roster(stage)).text
    assert f"• {UK} · weight 1537 (illustrative): \u2068London\u2069" in text
    assert "Weights 2025: Council Decision for 2025, as reported in Agence Europe 13544" in text
    assert (
        f"Illustrative weights, in the same unit: \u2068Ukraine\u2069, {UK}" in text or "Illustrative weights" in text
    )
    card = await stage.says(stage.paris, "/poll Prepare countermeasures?\nrule: qualified")
    assert "Illustrative weights" in card.text
    assert "Weights 2025" in card.text


async def test_where_weights_come_from_is_said_in_french_too(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.paris, "/delegations eu27")
    text = stage.world.find(stage.group, "Membres et délégations").text.replace("\xa0", " ")
    assert (
        "Poids 2025 : décision du Conseil pour 2025, d’après Agence Europe n° 13544, en centièmes de pour cent de la "
        "population de l’UE." in text
    )


@pytest.mark.parametrize(
    ("before", "code", "expected"),
    [
        pytest.param("UA weight 900", "UA", (900, 2026, ""), id="what an administrator wrote stays"),
        pytest.param("Brussels observer", "brussels", (None, None, ""), id="who has none there has none"),
        pytest.param("UK @london", "GB", (1537, None, "illustrative"), id="UK is GB"),
        pytest.param("EL @london", "GR", (231, 2025, "eu27"), id="EL is GR"),
        pytest.param("CA @london", "CA", (None, None, ""), id="an equal weight of before is in another unit"),
    ],
)
async def test_weights_have_one_unit(stage: Stage, before: str, code: str, expected: tuple[object, ...]) -> None:
    await stage.says(stage.paris, f"/delegation {before}")
    if code == "CA":
        await stage.says(stage.paris, "/delegations equal")
    await stage.says(stage.paris, "/delegations eu27")
    assert stage.read(weights)[code] == expected


async def test_missing_weights_are_made_equal_by_one_tap(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nUA @kyiv")
    refused = await stage.says(stage.london, "/poll Prepare countermeasures?\nrule: qualified")
    assert refused.text.startswith("No weight is known for France, Ukraine")
    assert refused.buttons == [["Equal weights"]]
    told = await stage.presses(stage.kyiv, refused, "Equal weights")
    assert told == "Only administrators of the group can do that: please ask one of them."
    told = await stage.presses(stage.paris, refused, "Equal weights")
    assert told == "All weights are equal now: send the poll again."
    assert stage.read(weights) == {"FR": (1, None, "equal"), "UA": (1, None, "equal")}
    await stage.says(stage.paris, "/poll Prepare countermeasures?\nrule: qualified")
    assert stage.card("P-1")


async def crowd(stage: Stage, each: int, name: str) -> None:
    """Thirty-five delegations with so many members each, a principal first, the rest deputies."""
    codes = [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
        "GB",
        "UA",
        "NO",
        "IS",
        "CH",
        "CA",
        "JP",
        "TR",
    ]
    typed = []
    for code in codes:
        for number in range(each):
            user = stage.world.add_user(f"{name} {code} {number}", username=f"{code.lower()}_{number}x")
            stage.world.join(user, stage.group)
            typed.append(f"{code} @{user.username}{' deputy' if number else ''}")
    await stage.settle()
    for start in range(0, len(typed), 50):
        await stage.says(stage.paris, "/delegation " + "\n".join(typed[start : start + 50]))
    await stage.says(stage.paris, "/delegations eu27")


async def test_thirty_five_delegations_fit_one_card(stage: Stage) -> None:
    await crowd(stage, 1, "Adviser")
    text = (await roster(stage)).text
    assert len(text.encode("utf-16-le")) // 2 <= TELEGRAM_LONGEST
    assert text.count("•") == 35
    assert f"• {UK} · weight 1537 (illustrative): \u2068Adviser GB 0\u2069" in text


async def test_of_very_many_people_the_delegations_and_how_many_speak_for_them_stay(stage: Stage) -> None:
    await crowd(stage, 3, "A very long name of an adviser")
    text = (await roster(stage)).text
    assert len(text.encode("utf-16-le")) // 2 <= TELEGRAM_LONGEST
    assert text.count("•") == 35
    assert f"• {UK} · weight 1537 (illustrative): 3" in text
    assert text.rstrip().endswith("Take your place: /delegation FR")
