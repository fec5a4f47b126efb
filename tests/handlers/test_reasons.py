"""Reasons given by replying to the card, and reservations."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from storage.models import Ballot
from tests.handlers.polling import by_delegation, kept, opened, record
from tests.stage import Stage

FRANCE, UK = "\u2068France\u2069", "\u2068United Kingdom\u2069"
ASKED = "Recorded: Against. To say why, reply to the card with a few words"


def reasons(session: Session) -> list[str]:
    return list(session.exec(select(Ballot.reason)))


async def test_a_vote_against_is_asked_for_its_reason_and_a_reply_gives_it(stage: Stage) -> None:
    card = await opened(stage)
    assert await stage.presses(stage.london, card, "Against") == ASKED
    answer = await stage.says(stage.london, "Not before\nthe summit", reply_to=card)
    assert answer.text == "Your reason is recorded: “Not before the summit”. To take it back: /vote P-1 against"
    assert "Against · 1: \u2068London\u2069 (Not before the summit)" in card.text
    assert [kind for kind, _ in stage.read(record)] == ["poll_opened", "ballot_cast", "ballot_cast"]
    await stage.says(stage.london, "/vote P-1 against")
    assert stage.read(reasons) == [""]


async def test_a_reason_too_long_is_asked_for_again(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.london, card, "Against")
    answer = await stage.says(stage.london, "x" * 301, reply_to=card)
    assert answer.text == "The text has 301 characters: 300 at most, please shorten it."
    await stage.says(stage.london, "Not before the summit", reply_to=card)
    assert stage.read(reasons) == ["Not before the summit"]
    typed = await stage.says(stage.kyiv, f"/vote P-1 against {'x' * 301}")
    assert typed.text.startswith("Your vote is not recorded yet: its reason has 301 characters, 300 at most.")
    assert stage.read(reasons) == ["Not before the summit"]


@pytest.mark.parametrize("button", ["For", "Abstain"])
async def test_talk_under_the_card_is_left_alone_where_no_reason_was_asked_for(stage: Stage, button: str) -> None:
    card = await opened(stage)
    assert await stage.presses(stage.london, card, button) == f"Recorded: {button}"
    before = len(stage.group.messages)
    await stage.says(stage.london, "See you tomorrow", reply_to=card)
    await stage.says(stage.kyiv, "I have not voted", reply_to=card)
    assert stage.read(reasons) == [""]
    assert len(stage.group.messages) == before + 2


async def test_a_second_reply_is_talk(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.london, card, "Against")
    await stage.says(stage.london, "Not before the summit", reply_to=card)
    await stage.says(stage.london, "By the way, lunch?", reply_to=card)
    assert stage.read(reasons) == ["Not before the summit"]


async def test_a_reply_an_hour_later_is_talk(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.london, card, "Against")
    await stage.wait(timedelta(hours=1, minutes=1))
    await stage.says(stage.london, "Any news?", reply_to=card)
    assert stage.read(reasons) == [""]


async def test_somebody_elses_reply_is_talk(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage)
    await stage.presses(stage.london, card, "Against")
    await stage.says(stage.kyiv, "Why?", reply_to=card)
    assert stage.read(reasons) == [""]


async def test_a_reply_after_closing_is_talk(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.london, card, "Against")
    await stage.says(stage.paris, "/close P-1")
    await stage.says(stage.london, "A pity", reply_to=card)
    assert stage.read(reasons) == [""]


async def test_a_reply_to_a_secret_polls_card_is_talk(stage: Stage) -> None:
    card = await opened(stage, secret=True)
    assert await stage.presses(stage.london, card, "Against") == "Recorded: Against"
    await stage.says(stage.london, "Not before the summit", reply_to=card)
    assert stage.read(reasons) == [""]


# Reservations


async def test_reservations_stand_on_the_card_and_with_the_result(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage)
    answer = await stage.says(stage.london, "/reserve P-1 Goods only")
    assert answer.text == f"The reservation of {UK} is recorded; it stands with the result and is no vote."
    await stage.says(stage.paris, "/reserve P-1 Not the overseas territories")
    await stage.says(stage.london, "/reserve P-1 Goods only, not services")
    stated = f"Reservations: 2\n{FRANCE}: Not the overseas territories\n{UK}: Goods only, not services"
    assert stated in card.text
    assert stage.read(kept) == []
    await stage.presses(stage.kyiv, card, "For")
    await stage.says(stage.paris, "/close P-1")
    assert stated in card.text
    assert stated in stage.world.find(stage.group, "P-1 · Adopted\nWhich?").text
    assert [kind for kind, _ in stage.read(record)].count("reservation_stated") == 3


async def test_a_reservation_is_taken_back_until_closing(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage)
    await stage.says(stage.london, "/reserve P-1 Goods only")
    answer = await stage.says(stage.london, "/reserve P-1 none")
    assert answer.text == f"The reservation of {UK} is taken back."
    assert "Reservations" not in card.text
    answer = await stage.says(stage.london, "/reserve P-1 withdraw")
    assert answer.text == "There is nothing to take back: you have no reservation in P-1."
    await stage.says(stage.paris, "/close P-1")
    assert (await stage.says(stage.london, "/reserve P-1 Too late")).text == "Closed: P-1 (Rejected)."


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/reserve", "Which one is missing: for example /reserve P-3", id="nothing"),
        pytest.param("/reserve P-1", "The reservation is missing: write for example /reserve P-3 We read this", id="no text"),
        pytest.param("/reserve P-1 \u200b\u2060", "The reservation is missing", id="nothing visible"),
        pytest.param("/reserve P-9 Goods only", "There is no P-9 in this group", id="no such poll"),
        pytest.param(f"/reserve P-1 {'x' * 501}", "The reservation has 501 characters: 500 at most", id="too long"),
    ],
)  # fmt: skip
async def test_mistakes(stage: Stage, typed: str, answer: str) -> None:
    await opened(stage)
    assert (await stage.says(stage.london, typed)).text.startswith(answer)


async def test_who_has_no_vote_has_no_reservation(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london")
    await opened(stage)
    assert (await stage.says(stage.kyiv, "/reserve P-1 Goods only")).text.startswith("You have no vote here:")
