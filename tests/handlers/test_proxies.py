"""Proxies: a delegation gives its vote in one poll to another, and takes it back."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message
from storage.models import Ballot, Elector, JournalEntry, Proxy
from tests.stage import Stage

FRANCE, UK, UKRAINE = "\u2068France\u2069", "\u2068United Kingdom\u2069", "\u2068Ukraine\u2069"


async def opened(stage: Stage, *, rule: str = "majority") -> Message:
    """France (Paris), the United Kingdom (London) and Ukraine (Kyiv) vote."""
    await stage.says(stage.paris, "/delegation FR\nGB @london\nUA @kyiv")
    return await stage.says(stage.paris, f"/poll Issue a joint statement?\nrule: {rule}")


def stands(session: Session) -> dict[str, tuple[int, str]]:
    """By delegation, rank and choices of the ballot that stands."""
    rows = session.exec(select(Elector.code, Ballot.rank, Ballot.choices).join(Ballot).order_by(col(Ballot.rank)))
    return {code: (rank, choices) for code, rank, choices in rows}


def kinds(session: Session) -> list[str]:
    found = select(JournalEntry.kind).where(JournalEntry.subject == "P-1").order_by(col(JournalEntry.id))
    return list(session.exec(found))


async def test_a_vote_given_is_cast_with_the_holders_own(stage: Stage) -> None:
    card = await opened(stage)
    answer = await stage.says(stage.paris, "/proxy P-1 United Kingdom")
    assert answer.text == f"{FRANCE} gives its vote to {UK}, whose ballot counts for both."
    assert f"Proxies: {FRANCE} → {UK}" in card.text
    assert f"Not yet voted: {FRANCE}, {UK}, {UKRAINE}" in card.text
    assert await stage.presses(stage.london, card, "For") == f"Recorded: For, also for {FRANCE}"
    assert f"For · 2: {FRANCE} (by proxy), {UK}" in card.text
    assert f"Not yet voted: {UKRAINE}" in card.text
    assert stage.read(kinds) == ["poll_opened", "proxy_given", "ballot_cast"]


async def test_a_vote_given_to_one_who_has_voted_follows_at_once_and_every_change(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.london, card, "Against")
    await stage.says(stage.paris, "/proxy P-1 GB")
    assert stage.read(stands) == {"GB": (3, "-2"), "FR": (1, "-2")}
    await stage.presses(stage.london, card, "For")
    assert stage.read(stands) == {"GB": (3, "-1"), "FR": (1, "-1")}
    assert await stage.presses(stage.london, card, "Withdraw") == "Withdrawn"
    assert stage.read(stands) == {}


async def test_ones_own_ballot_goes_before_and_withdrawn_lets_the_proxys_stand_again(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.london, card, "For")
    assert (await stage.presses(stage.paris, card, "Against") or "").startswith("Recorded: Against. To say why")
    assert f"Against · 1: {FRANCE}\n" in card.text
    await stage.presses(stage.london, card, "Abstain")
    assert stage.read(stands) == {"GB": (3, "0"), "FR": (3, "-2")}
    assert await stage.presses(stage.paris, card, "Withdraw") == "Withdrawn; the vote by proxy stands again"
    assert stage.read(stands) == {"GB": (3, "0"), "FR": (1, "0")}


async def test_the_holder_votes_apart_and_together_again(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.london, card, "For")
    answer = await stage.says(stage.london, "/vote P-1 against as France: as Paris asks")
    assert answer.text == f"Recorded: Against (by proxy for {FRANCE})"
    assert f"Against · 1: {FRANCE} (by proxy) (as Paris asks)" in card.text
    assert await stage.presses(stage.london, card, "Abstain") == "Recorded: Abstain"
    assert stage.read(stands) == {"GB": (3, "0"), "FR": (1, "-2")}
    assert (await stage.says(stage.london, "/vote P-1 withdraw as France")).text == "Withdrawn"
    assert stage.read(stands) == {"GB": (3, "0"), "FR": (1, "0")}


async def test_apart_says_when_the_giver_has_voted_itself(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.paris, card, "For")
    answer = await stage.says(stage.london, "/vote P-1 against as FR")
    assert f"but {FRANCE} has voted itself: yours counts once that is withdrawn" in answer.text
    assert stage.read(stands)["FR"] == (3, "-1")


@pytest.mark.parametrize("typed", ["/proxy P-1", "/proxy P-1 nobody", "/proxy P-1 personne"])
async def test_a_vote_is_taken_back(stage: Stage, typed: str) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.london, card, "For")
    assert (await stage.says(stage.paris, typed)).text == f"{FRANCE} votes for itself again."
    assert stage.read(stands) == {"GB": (3, "-1")}
    assert "Proxies" not in card.text


async def test_a_vote_given_to_another_leaves_the_first(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.london, card, "For")
    await stage.says(stage.paris, "/proxy P-1 UA")
    assert stage.read(stands) == {"GB": (3, "-1")}
    await stage.presses(stage.kyiv, card, "Against")
    assert stage.read(stands) == {"GB": (3, "-1"), "UA": (3, "-2"), "FR": (1, "-2")}
    assert f"Proxies: {FRANCE} → {UKRAINE}" in card.text


async def test_to_the_same_again_changes_nothing(stage: Stage) -> None:
    await opened(stage)
    for _ in range(2):
        await stage.says(stage.paris, "/proxy P-1 GB")
    assert stage.read(kinds) == ["poll_opened", "proxy_given"]
    assert len(stage.read(lambda session: session.exec(select(Proxy)).all())) == 1


async def test_one_who_has_voted_is_told_that_it_goes_before(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.paris, card, "For")
    answer = await stage.says(stage.paris, "/proxy P-1 GB")
    assert answer.text == f"{FRANCE} gives its vote to {UK}; its own ballot goes before until it is withdrawn."


@pytest.mark.parametrize(
    ("before", "typed", "answer"),
    [
        pytest.param([], "/proxy P-1 FR", "That is your own delegation: name another, or vote yourself.", id="to oneself"),
        pytest.param(["kyiv GB"], "/proxy P-1 GB", f"{UK} votes for {UKRAINE} already, and may for one other only: name another delegation.", id="to one that holds one already"),
        pytest.param(["london UA"], "/proxy P-1 GB", f"{UK} has given its own vote to {UKRAINE}: name a delegation that votes itself.", id="to one that has given its own away"),
        pytest.param(["kyiv FR"], "/proxy P-1 GB", f"You hold the vote of {UKRAINE}, which cannot be passed on: have it take that back first.", id="by one that holds one"),
        pytest.param([], "/proxy P-1 Denmark", "\u2068Denmark\u2069 has no vote in P-1: name a delegation that takes part.", id="to one that does not take part"),
        pytest.param([], "/proxy P-1", "There is nothing to take back: you have given your vote in P-1 to nobody.", id="taken back though never given"),
        pytest.param([], "/proxy", "Which one is missing: for example /proxy P-3 Denmark", id="of no poll"),
        pytest.param([], "/proxy P-9 GB", "There is no P-9 in this group: look at the number on its card.", id="of a poll there is not"),
        pytest.param([], "/proxy P-1 Frnace", "I know no country “Frnace”: did you mean France?", id="to a country misspelt"),
        pytest.param([], "/proxy P-1 @london", "“@london” is no delegation: write a country such as FR, or a name.", id="to a person"),
        pytest.param(["kyiv GB"], "/vote P-1 for as Ukraine", f"You do not hold the vote of {UKRAINE}: it gives it to you with /proxy P-1 and your delegation.", id="somebody else's proxy"),
        pytest.param([], "/vote P-1 for as Denmark", "\u2068Denmark\u2069 has no vote in P-1: name a delegation that takes part.", id="as one that does not take part"),
    ],
)  # fmt: skip
async def test_nonsense_is_answered_by_one_sentence(stage: Stage, before: list[str], typed: str, answer: str) -> None:
    await opened(stage)
    for given in before:
        who, _, to = given.partition(" ")
        await stage.says(getattr(stage, who), f"/proxy P-1 {to}")
    so_far = stage.read(lambda session: len(session.exec(select(Proxy)).all()))
    assert (await stage.says(stage.paris, typed)).text == answer
    assert stage.read(lambda session: len(session.exec(select(Proxy)).all())) == so_far == len(before)
    assert stage.read(stands) == {}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        pytest.param("/vote P-1 for as agreed yesterday", "as agreed yesterday", id="words that name nobody"),
        pytest.param("/vote P-1 for as France: we wrote it", "we wrote it", id="one's own delegation"),
        pytest.param("/vote P-1 for asking for more", "asking for more", id="a word that begins so"),
    ],
)
async def test_a_reason_that_begins_with_as_is_a_reason(stage: Stage, typed: str, reason: str) -> None:
    card = await opened(stage)
    assert (await stage.says(stage.paris, typed)).text == "Recorded: For"
    assert f"For · 1: {FRANCE} ({reason})" in card.text


async def test_where_members_vote_there_are_no_proxies(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll Issue a joint statement?")
    answer = await stage.says(stage.paris, "/proxy P-1 GB")
    assert answer.text == "In P-1 every member votes for themselves: a vote can be given only between delegations."


async def test_of_a_closed_poll_nothing_is_given(stage: Stage) -> None:
    await opened(stage)
    await stage.says(stage.paris, "/close P-1")
    assert (await stage.says(stage.paris, "/proxy P-1 GB")).text == "Closed: P-1 (Rejected)."


async def test_one_typed_in_time_counts_and_one_typed_late_does_not(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london\nUA @kyiv")
    await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 30m")
    await stage.wait(timedelta(minutes=29))
    stage.world.send(stage.paris, stage.group, "/proxy P-1 GB")
    stage.clock.at += timedelta(minutes=2)
    stage.world.send(stage.kyiv, stage.group, "/proxy P-1 FR")
    await stage.settle()
    assert len(stage.read(lambda session: session.exec(select(Proxy)).all())) == 1


async def test_it_counts_in_the_verdict_by_weight(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london\nUA @kyiv\nFR weight 60\nGB weight 20\nUA weight 20")
    card = await stage.says(stage.paris, "/poll Prepare countermeasures?\nrule: 2/3 of weight")
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.london, card, "For")
    await stage.presses(stage.kyiv, card, "Against")
    await stage.says(stage.paris, "/close P-1")
    assert card.text.startswith("P-1 · Adopted")
    assert f"{FRANCE} (by proxy)" in card.text
    assert f"Proxies: {FRANCE} → {UK}" in card.text


async def test_a_case_tells_who_gave_their_vote_to_whom(stage: Stage) -> None:
    await opened(stage)
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.says(stage.paris, "/proxy P-1")
    case = await stage.says(stage.london, "/case P-1")
    assert f"P-1: {FRANCE} gives its vote to {UK}, by \u2068Paris\u2069" in case.text
    assert f"P-1: {FRANCE} takes its vote back from {UK}, by \u2068Paris\u2069" in case.text


async def test_in_french(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/language fr")
    answer = await stage.says(stage.paris, "/proxy P-1 Royaume-Uni")
    assert answer.text == f"{FRANCE} donne sa voix à \u2068Royaume-Uni\u2069, dont le vote compte pour deux."
    await stage.presses(stage.london, card, "Pour")
    assert f"{FRANCE} (par procuration)" in card.text
    answer = await stage.says(stage.london, "/vote P-1 contre au nom de la France")
    assert answer.text == f"Enregistré\u00a0: Contre (par procuration pour {FRANCE})"
