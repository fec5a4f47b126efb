"""Consent: somebody consents and no objection is open; an objection states a risk and may be resolved."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message
from storage.models import Ballot, Elector, JournalEntry, Objection, Poll
from tests.stage import Stage

HOUR = timedelta(hours=1)
FRANCE, UK, UKRAINE = "\u2068France\u2069", "\u2068United Kingdom\u2069", "\u2068Ukraine\u2069"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """France (Paris), the United Kingdom (London) and Ukraine (Kyiv) vote; it is Saturday, 18:00 in Brussels."""
    async with Stage.opened(tmp_path) as opened:
        await opened.says(opened.paris, "/delegation FR\nGB @london\nUA @kyiv")
        yield opened


async def opened(stage: Stage, more: str = "") -> Message:
    await stage.says(stage.london, f"/poll Share the rota of the chair?\nrule: consent\ncloses: in 4h{more}")
    return stage.card("P-1")


async def objects(stage: Stage, card: Message, risk: str, user=None) -> Message:
    """Ukraine, or another, presses [Object] and says which risk."""
    user = user or stage.kyiv
    await stage.presses(user, card, "Object")
    question = stage.world.find(stage.group, "which concrete risk do you see?")
    return await stage.says(user, risk, reply_to=question)


async def proposes(stage: Stage, card: Message, amendment: str) -> Message:
    """The author presses [Resolved] on the objection and says how the text could be amended."""
    await stage.presses(stage.london, card, "Resolved")
    question = stage.world.find(stage.group, "which amendment do you propose?")
    return await stage.says(stage.london, amendment, reply_to=question)


def stands(session: Session) -> dict[str, tuple[int, str, str]]:
    rows = session.exec(
        select(Elector.code, Ballot.rank, Ballot.choices, Ballot.reason).join(Ballot).order_by(col(Ballot.rank))
    )
    return {code: (rank, choices, reason) for code, rank, choices, reason in rows}


def kinds(session: Session) -> list[str]:
    found = select(JournalEntry.kind).where(JournalEntry.subject == "P-1").order_by(col(JournalEntry.id))
    return list(session.exec(found))


def poll(session: Session) -> Poll:
    return session.exec(select(Poll)).one()


async def test_a_poll_by_consent_has_its_own_words(stage: Stage) -> None:
    card = await opened(stage)
    assert card.buttons == [["Consent", "Stand aside"], ["Object", "Withdraw", "Details"]]
    assert "Rule: consent: somebody consents, and no objection is open" in card.text
    assert "Needs somebody’s consent" in card.text
    assert await stage.presses(stage.paris, card, "Consent") == "Recorded: Consent"
    assert await stage.presses(stage.kyiv, card, "Stand aside") == "Recorded: Stand aside"
    for row in (f"▓▓▓░░░ Consent · 1: {FRANCE}", "░░░░░░ Object · 0", f"▓▓▓░░░ Stand aside · 1: {UKRAINE}"):
        assert row in card.text.splitlines()
    assert "Enough so far: no open objection" in card.text
    await stage.wait(4.1 * HOUR)
    assert card.text.startswith("P-1 · Adopted")
    result = stage.world.find(stage.group, "P-1 · Adopted\nShare the rota of the chair?")
    assert "Adopted: Consent 1, stand aside 1, not answered 1, of 3; no open objection" in result.text


async def test_an_objection_counts_once_its_reason_is_there(stage: Stage) -> None:
    card = await opened(stage)
    toast = await stage.presses(stage.kyiv, card, "Object")
    assert toast == "Please answer the question I have posted."
    assert stage.read(stands) == {}
    question = stage.world.find(stage.group, "which concrete risk do you see?")
    assert question.force_reply
    answer = await stage.says(stage.kyiv, "A month is too short to prepare", reply_to=question)
    assert answer.text == "Recorded: Object"
    assert stage.read(stands) == {"UA": (3, "-2", "A month is too short to prepare")}
    assert f"Open objection: {UKRAINE}: A month is too short to prepare" in card.text
    assert "Needs 1 objection to be resolved; somebody’s consent" in card.text
    assert card.buttons[-1] == [f"Resolved: {UKRAINE}"]


@pytest.mark.parametrize(
    ("typed", "answer", "stored"),
    [
        pytest.param("/vote P-1 object too short to prepare", "Recorded: Object", {"UA": (3, "-2", "too short to prepare")}, id="an objection"),
        pytest.param("/vote P-1 against too short", "Recorded: Object", {"UA": (3, "-2", "too short")}, id="an objection as against"),
        pytest.param("/vote P-1 object", "An objection states a concrete risk: press [Object], or write /vote P-1 object and which risk.", {}, id="no reason"),
        pytest.param("/vote P-1 consent", "Recorded: Consent", {"UA": (3, "-1", "")}, id="consent"),
        pytest.param("/vote P-1 aside", "Recorded: Stand aside", {"UA": (3, "0", "")}, id="standing aside"),
    ],
)  # fmt: skip
async def test_answers_are_typed(
    stage: Stage, typed: str, answer: str, stored: dict[str, tuple[int, str, str]]
) -> None:
    await opened(stage)
    assert (await stage.says(stage.kyiv, typed)).text == answer
    assert stage.read(stands) == stored


async def test_a_forged_objection_without_a_reason_is_refused(stage: Stage) -> None:
    card = await opened(stage)
    forged = stage.world.press_data(stage.kyiv, card, "1:pv:1:-2")
    await stage.settle()
    assert (forged.text or "").startswith("An objection states a concrete risk")
    assert stage.read(stands) == {}


async def test_an_open_objection_rejects_with_its_reason(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.paris, card, "Consent")
    await objects(stage, card, "A month is too short")
    await stage.wait(4.1 * HOUR)
    result = stage.world.find(stage.group, "P-1 · Rejected\nShare")
    assert "1 open objection" in result.text
    assert f"Open objection: {UKRAINE}: A month is too short" in result.text


async def test_whoever_objects_marks_it_resolved(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.paris, card, "Consent")
    await objects(stage, card, "A month is too short")
    assert await stage.presses(stage.kyiv, card, "Resolved") == "Recorded: resolved"
    assert f"Resolved: {UKRAINE}: A month is too short" in card.text
    assert "Enough so far: no open objection" in card.text
    assert card.buttons == [["Consent", "Stand aside"], ["Object", "Withdraw", "Details"]]
    await stage.wait(4.1 * HOUR)
    result = stage.world.find(stage.group, "P-1 · Adopted\nShare")
    assert "1 objection resolved" in result.text
    assert stage.read(kinds)[:4] == ["poll_opened", "ballot_cast", "ballot_cast", "objection_resolved"]


async def test_nobody_else_resolves_it(stage: Stage) -> None:
    card = await opened(stage)
    await objects(stage, card, "A month is too short")
    refused = await stage.presses(stage.paris, card, "Resolved")
    assert refused == "Only whoever objects says that it is resolved; the author of P-1 may propose an amendment."


async def test_resolved_and_objected_to_anew_is_open(stage: Stage) -> None:
    card = await opened(stage)
    await objects(stage, card, "A month is too short")
    data = card.keyboard[-1][0]["callback_data"]
    await stage.presses(stage.kyiv, card, "Resolved")
    again = stage.world.press_data(stage.kyiv, card, data)
    await stage.settle()
    assert again.text == "That objection to P-1 is resolved already."
    stage.clock.skip(timedelta(minutes=1))
    await stage.says(stage.kyiv, "/vote P-1 object and the translation")
    assert f"Open objection: {UKRAINE}: and the translation" in card.text


async def test_an_objection_withdrawn_is_none(stage: Stage) -> None:
    card = await opened(stage)
    await objects(stage, card, "A month is too short")
    data = card.keyboard[-1][0]["callback_data"]
    assert await stage.presses(stage.kyiv, card, "Withdraw") == "Withdrawn"
    assert "Open objection" not in card.text
    late = stage.world.press_data(stage.kyiv, card, data)
    await stage.settle()
    assert late.text == "This button is out of date: look at the newest card, or type the command."


async def test_an_amendment_that_the_objector_accepts_resolves_it(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.paris, card, "Consent")
    await objects(stage, card, "A month is too short")
    await proposes(stage, card, "Two months for each capital.")
    proposed = stage.world.find(stage.group, "P-1: an amendment is proposed to")
    assert proposed.buttons == [["Accept"]]
    assert not proposed.silent
    assert "Amendment proposed: Two months for each capital." in card.text
    refused = await stage.presses(stage.paris, proposed, "Accept")
    assert refused == "Only whoever objects can accept an amendment: look at P-1."
    assert await stage.presses(stage.kyiv, proposed, "Accept") == "Recorded: accepted"
    assert await stage.presses(stage.kyiv, proposed, "Accept") == "Already recorded"
    told = stage.world.find(stage.group, "P-1 is amended, ")
    assert told.text == (
        f"P-1 is amended, {UKRAINE} accepts:\nTwo months for each capital.\n"
        "Who has answered already may answer anew, until Sat 17 Jan, 22:00 (Brussels)."
    )
    assert "As amended:\nTwo months for each capital." in card.text
    assert f"Resolved: {UKRAINE}" in card.text
    assert (stage.read(poll).text, stage.read(poll).version) == ("Two months for each capital.", 2)
    await stage.wait(4.1 * HOUR)
    result = stage.world.find(stage.group, "P-1 · Adopted\nShare")
    assert "As amended:\nTwo months for each capital." in result.text
    case = (await stage.says(stage.paris, "/case P-1")).text
    assert f"P-1: amendment accepted, by \u2068Kyiv\u2069 ({UKRAINE}): Two months for each capital." in case


async def test_only_the_last_amendment_proposed_can_be_accepted(stage: Stage) -> None:
    card = await opened(stage)
    await objects(stage, card, "A month is too short")
    await proposes(stage, card, "Two months for each capital.")
    first = stage.world.find(stage.group, "Two months for each capital.\nIf")
    await proposes(stage, card, "Three months for each capital.")
    second = stage.world.find(stage.group, "Three months for each capital.\nIf")
    assert (
        await stage.presses(stage.kyiv, first, "Accept")
        == "This button is out of date: look at the newest card, or type the command."
    )
    assert await stage.presses(stage.kyiv, second, "Accept") == "Recorded: accepted"
    assert stage.read(poll).text == "Three months for each capital."


async def test_resolving_without_the_amendment_leaves_the_text(stage: Stage) -> None:
    card = await opened(stage)
    await objects(stage, card, "A month is too short")
    await proposes(stage, card, "Two months for each capital.")
    await stage.presses(stage.kyiv, card, "Resolved")
    assert stage.read(poll).text == ""
    (row,) = stage.read(lambda session: list(session.exec(select(Objection))))
    assert row.resolved_at is not None


async def test_the_authors_own_objection_is_resolved_by_one_press(stage: Stage) -> None:
    card = await opened(stage)
    await objects(stage, card, "I see a risk in my own text", user=stage.london)
    assert await stage.presses(stage.london, card, "Resolved") == "Recorded: resolved"


async def test_a_deputy_does_not_resolve_the_principals_objection(stage: Stage) -> None:
    rome = stage.world.add_user("Rome", username="rome")
    stage.group.statuses[rome.id] = "member"
    await stage.says(rome, f"@{stage.world.bot.username} hello")
    await stage.says(stage.paris, "/delegation UA @rome deputy")
    card = await opened(stage)
    await objects(stage, card, "A month is too short")
    assert (await stage.presses(rome, card, "Resolved") or "").startswith("Only whoever objects")
    assert await stage.presses(stage.kyiv, card, "Resolved") == "Recorded: resolved"


async def test_an_objection_by_proxy_follows_the_holders(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 UA")
    await objects(stage, card, "A month is too short")
    assert f"Object · 2: {FRANCE} (by proxy), {UKRAINE}" in card.text
    assert [row for row in card.buttons if row[0].startswith("Resolved")] == [[f"Resolved: {UKRAINE}"]]
    await stage.presses(stage.kyiv, card, "Resolved")
    assert "Open objection" not in card.text
    assert f"Resolved: {FRANCE}" in card.text


async def test_an_objection_apart_is_resolved_apart(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 UA")
    await stage.presses(stage.kyiv, card, "Consent")
    refused = await stage.says(stage.kyiv, "/vote P-1 object as France")
    assert refused.text.startswith("An objection states a concrete risk")
    await stage.says(stage.kyiv, "/vote P-1 object as France: the French text is wrong")
    assert f"Open objection: {FRANCE}: the French text is wrong" in card.text
    assert await stage.presses(stage.kyiv, card, "Resolved") == "Recorded: resolved"
    assert f"Resolved: {FRANCE}" in card.text


async def test_observers_do_not_object(stage: Stage) -> None:
    rome = stage.world.add_user("Rome", username="rome")
    stage.group.statuses[rome.id] = "member"
    await stage.says(rome, f"@{stage.world.bot.username} hello")
    await stage.says(stage.paris, "/delegation IT @rome\nIT observer")
    card = await opened(stage)
    assert await stage.presses(rome, card, "Object") == "You have no vote here: observers do not vote"
    await objects(stage, card, "A month is too short")
    assert (await stage.presses(rome, card, "Resolved") or "").startswith("Only whoever objects")


async def test_after_the_end_nothing_is_objected_to_or_resolved(stage: Stage) -> None:
    card = await opened(stage)
    await objects(stage, card, "A month is too short")
    late = [row[0]["callback_data"] for row in card.keyboard[1:]]
    await stage.says(stage.london, "/close P-1")
    assert card.text.startswith("P-1 · Rejected")
    for data in late:
        press = stage.world.press_data(stage.kyiv, card, data)
        await stage.settle()
        assert press.text == "Closed: P-1 (Rejected)."


async def test_a_quorum_is_for_consent_too(stage: Stage) -> None:
    card = await opened(stage, "\nquorum: 2")
    await stage.presses(stage.paris, card, "Consent")
    await stage.wait(4.1 * HOUR)
    assert card.text.startswith("P-1 · No quorum")


async def test_consent_as_the_groups_usual_rule(stage: Stage) -> None:
    await stage.says(stage.paris, "/settings rule consent")
    await stage.says(stage.london, "/poll Share the rota of the chair?")
    assert stage.card("P-1").buttons[0] == ["Consent", "Stand aside"]
