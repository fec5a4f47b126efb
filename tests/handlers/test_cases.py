"""/case and /show, as people use them."""

from datetime import timedelta

from sqlmodel import Session, select

from storage.models import JournalEntry
from storage.queries.journal import record
from tests.stage import Stage


async def evening(stage: Stage) -> None:
    """An alert and what came of it."""
    card = await stage.says(stage.paris, "/alert Tariffs announced !high")
    await stage.presses(stage.london, card, "Seen")
    await stage.presses(stage.kyiv, card, "Seen")
    await stage.presses(stage.kyiv, card, "Severity")
    await stage.presses(stage.kyiv, card, "🔴 critical")
    await stage.presses(stage.kyiv, card, "Words")
    await stage.says(stage.paris, "/poll A joint statement?\nabout: A-1")
    for user in (stage.paris, stage.london, stage.kyiv):
        await stage.presses(user, stage.card("P-1"), "For")
    await stage.says(stage.paris, "/close P-1")
    await stage.says(stage.london, "/call Follow-up\nwhen: tomorrow 18:00\nabout: P-1")
    await stage.says(stage.london, "/cancel C-1 Talks in Davos")
    await stage.says(stage.kyiv, "/resolve A-1 withdrawn")
    await stage.wait(timedelta(minutes=2))


def told(text: str) -> list[str]:
    """A timeline's steps without their moments and the marks around names."""
    plain = text.replace("\u2068", "").replace("\u2069", "")
    return [line.split(") · ", 1)[1] for line in plain.splitlines() if ") · " in line]


async def test_a_case_is_told_in_order_with_who_and_when(stage: Stage) -> None:
    await evening(stage)
    asked = stage.world.send(stage.london, stage.group, "/case a1")
    await stage.settle()
    case = stage.world.last(stage.group)
    assert case.reply_to is asked
    assert case.text.splitlines()[:2] == ["Case A-1 · resolved", "Tariffs announced"]
    assert told(case.text) == [
        "A-1 logged (high, action), by Paris: Tariffs announced",
        "A-1 seen, by London, Kyiv",
        "A-1 is now: critical, by Kyiv",
        "A-1 is now: words, by Kyiv",
        "P-1 put to the vote, by Paris: A joint statement?",
        "P-1: Adopted: For 3, Against 0, Abstain 0, not voted 0, of 3, by Paris",
        "C-1 called for Sun 18 Jan, 18:00 (Brussels), by London: Follow-up",
        "C-1 cancelled, by London: Talks in Davos",
        "A-1 resolved, by Kyiv: withdrawn",
    ]
    assert (case.html or "").count('<tg-time unix="') == 10


async def test_a_poll_and_a_call_lead_to_the_case_they_belong_to(stage: Stage) -> None:
    await evening(stage)
    for handle in ("P-1", "c1"):
        assert (await stage.says(stage.london, f"/case {handle}")).text.startswith("Case A-1 · resolved")
        await stage.wait(timedelta(minutes=1))


async def test_a_poll_that_is_about_nothing_is_a_case_of_its_own(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll A joint statement?")
    case = await stage.says(stage.london, "/case P-1")
    assert case.text.splitlines()[:2] == ["Case P-1", "A joint statement?"]
    assert told(case.text) == ["P-1 put to the vote, by Paris: A joint statement?"]


async def test_a_report_that_was_attached_is_part_of_the_case(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.says(stage.london, "/alert Tariffs, says the radio")
    await stage.says(stage.london, "/attach A-2 A-1")
    case = await stage.says(stage.london, "/case A-2")
    assert case.text.startswith("Case A-1 · open")
    assert [line.split(",")[0] for line in told(case.text)] == [
        "A-1 logged (medium",
        "A-2 logged (medium",
        "A-2 attached",
    ]


async def test_a_long_case_has_pages(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    for _ in range(7):
        await stage.presses(stage.kyiv, card, "Words")
        await stage.presses(stage.kyiv, card, "Action")
    await stage.wait(timedelta(minutes=2))
    case = await stage.says(stage.london, "/case A-1")
    assert len(told(case.text)) == 12
    assert case.text.splitlines()[-1] == "Page 1 of 2"
    assert case.buttons == [["Next"]]
    await stage.presses(stage.london, case, "Next")
    assert len(told(case.text)) == 3
    assert case.buttons == [["Previous"]]


async def test_what_was_erased_is_said_to_be(stage: Stage) -> None:
    await evening(stage)
    stage.write(erase)
    case = await stage.says(stage.london, "/case A-1")
    steps = told(case.text)
    assert steps[0] == "A-1 logged, by Paris: (erased)"
    assert steps[2] == "A-1 is now: (erased), by Kyiv"
    assert steps[6] == "C-1 called for Sun 18 Jan, 18:00 (Brussels), by London: (erased)"


def erase(session: Session, now: object) -> None:
    for entry in session.exec(select(JournalEntry).where(JournalEntry.kind != "ballot_cast")):
        entry.body, entry.salt = None, None
        session.add(entry)


async def test_what_has_no_sentence_is_told_by_its_name(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    stage.write(
        lambda session, now: record(session, group_id=1, at=now, kind="alert_put_right", actor_id=1, subject="A-1")
    )
    case = await stage.says(stage.london, "/case A-1")
    assert told(case.text)[-1] == "A-1 put right, by Paris"


async def test_names_that_are_nothing_here(stage: Stage) -> None:
    for typed in ("/case", "/show"):
        assert (await stage.says(stage.kyiv, typed)).text == f"Which one is missing: for example {typed} A-17"
        answer = await stage.says(stage.kyiv, f"{typed} A-9")
        assert answer.text == "There is no A-9 in this group: look at the number on its card."
        answer = await stage.says(stage.kyiv, f"{typed} seventeen")
        assert answer.text == "“seventeen” names nothing I know: write a name such as A-3"


async def test_show_posts_the_card_again_and_the_older_message_points_there(stage: Stage) -> None:
    older = await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.says(stage.london, "Something else entirely")
    await stage.says(stage.kyiv, "/show A-1")
    newer = stage.world.last(stage.group)
    assert newer.text.startswith("A-1 · 🟡 medium · action · open")
    assert newer.silent
    assert newer.buttons
    assert older.text == "A-1 is shown below. ↗"
    assert older.buttons == []
    assert f"/{newer.id}" in (older.html or "")
    assert await stage.presses(stage.london, newer, "Seen") == "Seen"
    assert "Seen by 2 of 3" in newer.text
    assert older.text == "A-1 is shown below. ↗"


async def test_polls_and_calls_are_shown_too(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll A joint statement?")
    await stage.says(stage.paris, "/call Follow-up\nwhen: tomorrow 18:00")
    for handle in ("P-1", "C-1"):
        await stage.wait(timedelta(minutes=1))
        await stage.says(stage.kyiv, f"/show {handle}")
        assert stage.world.last(stage.group).text.startswith(handle)
        assert stage.world.last(stage.group).buttons


async def test_a_card_is_shown_once_in_ten_seconds(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    stage.world.send(stage.kyiv, stage.group, "/show A-1")
    stage.world.send(stage.london, stage.group, "/show A-1")
    await stage.rest()
    assert stage.world.find(stage.group, "A-1 has just been shown: look a little further up.")
    assert len([message for message in stage.group.messages if message.text.startswith("A-1 ·")]) == 1
    await stage.wait(timedelta(seconds=11))
    await stage.says(stage.london, "/show A-1")
    assert stage.world.last(stage.group).text.startswith("A-1 ·")


async def test_show_where_the_older_message_was_deleted(stage: Stage) -> None:
    older = await stage.says(stage.paris, "/alert Tariffs announced")
    stage.world.delete(stage.paris, older)
    await stage.says(stage.kyiv, "/show A-1")
    assert stage.world.last(stage.group).text.startswith("A-1 ·")
    assert not [message for message in stage.group.messages if "is shown below" in message.text]


async def test_show_in_private_is_a_copy_that_the_group_does_not_see(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    private = stage.world.private(stage.kyiv)
    await stage.says(stage.kyiv, "/start", chat=private)
    messages = len(stage.group.messages)
    copy = await stage.says(stage.kyiv, "/show A-1", chat=private)
    assert copy.text.startswith("A-1 · 🟡 medium")
    assert copy.buttons == []
    assert len(stage.group.messages) == messages
    case = await stage.says(stage.kyiv, "/case A-1", chat=private)
    assert case.text.startswith("Case A-1 · open")


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    older = await stage.says(stage.paris, "/alert Droits de douane !élevée")
    await stage.says(stage.kyiv, "/resolve A-1 retirés")
    case = await stage.says(stage.london, "/case A-1")
    assert case.text.splitlines()[0] == "Dossier A-1 · résolue"
    assert told(case.text) == [
        "A-1 consignée (élevée, actes), par Paris\u00a0: Droits de douane",
        "A-1 résolue, par Kyiv\u00a0: retirés",
    ]
    await stage.wait(timedelta(minutes=1))
    await stage.says(stage.london, "/show A-1")
    assert older.text == "A-1 est affiché plus bas. ↗"
