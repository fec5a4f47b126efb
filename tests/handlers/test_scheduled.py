"""Polls that open later: announced, opened once, checked again, told of where they cannot open."""

from datetime import timedelta

from sqlmodel import Session, col, select

from storage.models import Elector, JournalEntry, Poll
from tests.stage import Stage

HOURS = timedelta(hours=1)
LATER = "/poll Issue a joint statement?\nopens: tomorrow 09:00\ncloses: in 4h"


def poll_of(session: Session) -> Poll:
    return session.exec(select(Poll)).one()


def entries(session: Session) -> list[str]:
    kinds = session.exec(select(JournalEntry.kind).where(JournalEntry.subject == "P-1").order_by(col(JournalEntry.id)))
    return [kind for kind in kinds if kind.startswith("poll")]


async def test_one_message_says_what_opens_when(stage: Stage) -> None:
    card = await stage.says(stage.london, f"{LATER}\nsecret: yes\nearly: yes")
    assert card.text.splitlines() == [
        "P-1 · scheduled",
        "Issue a joint statement?",
        "Rule: majority: more For than Against",
        "Secret: nobody learns who chose what",
        "Early: closes once no vote still out could change the result",
        "Asked by \u2068London\u2069",
        "",
        "Opens Sun 18 Jan, 09:00 (Brussels)",
        "Closes Sun 18 Jan, 13:00 (Brussels)",
        "Who may vote is settled when it opens.",
    ]
    assert card.buttons == [["Open now", "Cancel"]]
    assert stage.read(entries) == ["poll_scheduled"]
    assert stage.read(lambda session: session.exec(select(Elector)).all()) == []


async def test_until_then_nobody_votes_and_nothing_is_closed(stage: Stage) -> None:
    await stage.says(stage.london, LATER)
    for typed in ("/vote P-1 for", "/vote P-1 withdraw", "/close P-1"):
        reply = await stage.says(stage.london, typed)
        assert reply.text == "P-1 is not open yet: it opens Sun 18 Jan, 09:00 (Brussels)."


async def test_it_opens_at_its_moment_for_those_who_are_there_then(stage: Stage) -> None:
    notice = await stage.says(stage.london, LATER)
    await stage.says(stage.kyiv, "/delegation UA")
    await stage.says(stage.paris, "/delegation UA @kyiv")
    await stage.wait(15.5 * HOURS)
    card = stage.group.messages[-1] if stage.group.messages[-1].text.startswith("P-1") else stage.card("P-1 · open")
    assert card is not notice
    assert not card.silent
    assert card.text.startswith("P-1 · open\nIssue a joint statement?")
    assert "Closes Sun 18 Jan, 13:00 (Brussels)" in card.text
    assert notice.text.startswith("P-1 is shown below.")
    assert notice.buttons == []
    assert stage.read(lambda session: session.exec(select(Elector.code)).all()) == ["UA"]
    assert await stage.presses(stage.kyiv, card, "For") == "Recorded: For"
    await stage.wait(5 * HOURS)
    assert card.text.startswith("P-1 · Adopted")
    assert stage.read(entries)[:2] == ["poll_scheduled", "poll_opened"]


async def test_the_author_or_an_administrator_opens_it_now_and_nobody_else(stage: Stage) -> None:
    notice = await stage.says(stage.london, LATER)
    refusal = "Only whoever opened P-1, or an administrator, can do that."
    assert await stage.presses(stage.kyiv, notice, "Open now") == refusal
    assert await stage.presses(stage.kyiv, notice, "Cancel") == refusal
    data = [button["callback_data"] for button in notice.keyboard[0]]
    assert await stage.presses(stage.paris, notice, "Open now") == "P-1 is open"
    card = stage.card("P-1 · open")
    assert "Closes Sat 17 Jan, 22:00 (Brussels)" in card.text
    for again in data:
        press = stage.world.press_data(stage.london, card, again)
        await stage.settle()
        assert press.text == "P-1 is open already."
    await stage.wait(20 * HOURS)
    assert stage.read(entries).count("poll_opened") == 1


async def test_it_is_cancelled_by_its_button_and_never_opens(stage: Stage) -> None:
    notice = await stage.says(stage.london, LATER)
    assert await stage.presses(stage.london, notice, "Cancel") == "Withdrawn"
    assert notice.text.startswith("P-1 · Withdrawn")
    await stage.wait(20 * HOURS)
    assert stage.read(entries) == ["poll_scheduled", "poll_closed"]


async def test_it_is_cancelled_by_typing_with_a_reason(stage: Stage) -> None:
    notice = await stage.says(stage.london, LATER)
    await stage.says(stage.london, "/cancel P-1 overtaken by events")
    assert "Withdrawn: overtaken by events" in notice.text


async def test_after_an_outage_it_opens_once_and_keeps_its_length(stage: Stage) -> None:
    await stage.says(stage.london, LATER)
    stage.clock.at += 18 * HOURS  # three hours late, an hour before it should have closed
    await stage.settle()
    card = stage.card("P-1 · open")
    assert "Closes Sun 18 Jan, 16:00 (Brussels)" in card.text
    await stage.wait(10 * HOURS)
    assert stage.read(entries).count("poll_opened") == 1


async def test_a_deadline_that_an_outage_swallowed_is_put_off_by_as_much(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Now?\nopens: tomorrow 09:00\ncloses: tomorrow 10:00")
    stage.clock.at += 18 * HOURS
    await stage.settle()
    assert "Closes Sun 18 Jan, 13:00 (Brussels)" in stage.card("P-1 · open").text


async def test_it_opens_after_a_restart(stage: Stage) -> None:
    await stage.says(stage.london, LATER)
    async with stage.playing():
        await stage.wait(16 * HOURS)
        assert stage.card("P-1 · open")


async def test_where_it_cannot_open_its_author_is_told_why_and_can_open_it_later(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @london")
    await stage.says(stage.paris, "/delegation FR weight 1517")
    notice = await stage.says(stage.london, f"{LATER}\nrule: qualified")
    assert notice.text.startswith("P-1 · scheduled")
    await stage.says(stage.paris, "/delegation UA @kyiv")
    await stage.wait(16 * HOURS)
    told = stage.world.find(stage.group, "did not open")
    assert told.text.startswith("\u2068London\u2069, P-1 did not open. No weight is known for Ukraine")
    assert told.buttons == [["Equal weights"]]
    assert notice.text.startswith("P-1 · scheduled")
    answer = await stage.presses(stage.london, notice, "Open now")
    assert answer is not None
    assert answer.startswith("No weight is known for Ukraine")
    await stage.presses(stage.paris, told, "Equal weights")
    assert await stage.presses(stage.london, notice, "Open now") == "P-1 is open"


async def test_what_could_not_open_now_is_not_scheduled(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @london")
    reply = await stage.says(stage.london, f"{LATER}\nrule: qualified")
    assert reply.text.startswith("No weight is known for")
    assert stage.read(lambda session: session.exec(select(Poll)).all()) == []


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    card = await stage.says(stage.london, "/poll Déclaration ?\nouverture: demain 9h00\nclôture: demain 18h30")
    assert card.text.startswith("P-1 · programmé\nDéclaration ?")
    assert "Ouverture : dim. 18 janv., 09:00 (Bruxelles)" in card.text.replace("\xa0", " ")
    assert card.buttons == [["Ouvrir maintenant", "Annuler"]]


async def test_its_case_and_search_and_digest_know_it(stage: Stage) -> None:
    await stage.says(stage.london, LATER)
    assert "P-1 · scheduled" in (await stage.says(stage.kyiv, "/search statement")).text
    assert "P-1 scheduled" in (await stage.says(stage.kyiv, "/case P-1")).text
    assert "P-1" not in (await stage.says(stage.kyiv, "/digest")).text
