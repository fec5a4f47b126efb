"""Alerts that look alike: attached to each other, or kept."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.callbacks import AttachAlike, KeepAlike
from storage.models import Alert, Attachment, JournalEntry
from tests.stage import Stage

STORY = "Tariffs of ten percent announced on eight countries"
AGAIN = "Tariffs of 10 percent announced on eight countries!"


def attachments(session: Session) -> list[tuple[int, int]]:
    return list(session.exec(select(Attachment.alert_id, Attachment.to_id).order_by(col(Attachment.alert_id))))


def recorded(session: Session) -> list[tuple[str, str]]:
    entries = session.exec(select(JournalEntry).order_by(col(JournalEntry.seq)))
    return [(entry.kind, entry.subject) for entry in entries if entry.kind in {"alert_attached", "alert_kept"}]


async def two_alike(stage: Stage) -> None:
    await stage.says(stage.paris, f"/alert {STORY}")
    await stage.says(stage.london, f"/alert {AGAIN}")


async def test_an_alert_that_looks_like_another_is_logged_and_says_so(stage: Stage) -> None:
    await two_alike(stage)
    card = stage.card("A-2")
    assert card.text.splitlines()[:3] == ["A-2 · 🟡 medium · action · open", "Looks like A-1", AGAIN]
    assert card.buttons == [
        ["Attach to A-1", "Keep"], ["Seen"], ["Words", "Severity"], ["Poll", "Call", "Resolve"],
    ]  # fmt: skip
    assert "Looks like" not in stage.card("A-1").text


async def test_attaching_leaves_one_line_and_counts_there(stage: Stage) -> None:
    await two_alike(stage)
    card = stage.card("A-2")
    assert await stage.presses(stage.kyiv, card, "Attach to A-1") == "Attached to A-1"
    assert (card.text, card.buttons) == ("A-2 · moved to A-1", [])
    first = stage.card("A-1")
    assert "1 report attached: A-2\nConfirmed by \u2068London\u2069" in first.text
    assert "Seen by 2 of 3: \u2068Paris\u2069, \u2068London\u2069" in first.text
    assert stage.read(recorded) == [("alert_attached", "A-2")]


async def test_keeping_takes_the_question_away(stage: Stage) -> None:
    await two_alike(stage)
    card = stage.card("A-2")
    assert await stage.presses(stage.kyiv, card, "Keep") == "Kept as an alert of its own"
    assert "Looks like" not in card.text
    assert card.buttons == [["Seen"], ["Words", "Severity"], ["Poll", "Call", "Resolve"]]
    assert stage.read(recorded) == [("alert_kept", "A-2")]


@pytest.mark.parametrize(
    ("second", "alike"),
    [
        pytest.param("Something else altogether https://example.org/a/?utm_source=x", True, id="the same link"),
        pytest.param("eight countries: tariffs of TEN percent announced", True, id="the same words in another order"),
        pytest.param("The border with Norway is closed", False, id="something else"),
    ],
)
async def test_what_looks_alike(stage: Stage, second: str, alike: bool) -> None:
    await stage.says(stage.paris, "/alert Tariffs of ten percent announced: eight countries https://example.org/a")
    await stage.says(stage.london, f"/alert {second}")
    assert ("Looks like A-1" in stage.card("A-2").text) == alike


async def test_only_open_alerts_of_two_days_are_looked_at(stage: Stage) -> None:
    await stage.says(stage.paris, f"/alert {STORY}")
    await stage.wait(timedelta(hours=48, minutes=1))
    await stage.says(stage.paris, f"/alert {STORY}")
    assert "Looks like" not in stage.card("A-2").text
    await stage.says(stage.paris, "/resolve A-2")
    await stage.says(stage.paris, f"/alert {STORY}")
    assert "Looks like" not in stage.card("A-3").text


async def test_another_group_is_another_world(stage: Stage) -> None:
    await stage.says(stage.paris, f"/alert {STORY}")
    other = stage.world.add_group("Another", stage.paris, admins=[stage.paris])
    stage.world.add_bot(other, stage.paris)
    card = await stage.says(stage.paris, f"/alert {STORY}", chat=other)
    assert "Looks like" not in card.text
    await stage.says(stage.paris, "/alert Something of this group", chat=other)
    card = await stage.says(stage.london, f"/alert {AGAIN}")
    press = stage.world.press_data(stage.paris, other.messages[-1], AttachAlike(3).pack())
    await stage.settle()
    assert (press.text or "").startswith("This button is out of date")
    assert stage.read(attachments) == []


async def test_two_people_pressing_at_once_attach_it_once(stage: Stage) -> None:
    await two_alike(stage)
    card = stage.card("A-2")
    presses = [stage.world.press(user, card, "Attach to A-1") for user in (stage.paris, stage.kyiv)]
    keep = stage.world.press(stage.kyiv, card, "Keep")
    await stage.settle()
    assert [press.text for press in presses] == ["Attached to A-1", "Already recorded"]
    assert keep.text == "A-2 was moved to A-1: go on there."
    assert stage.read(recorded) == [("alert_attached", "A-2")]


async def test_what_goes_on_about_a_moved_report_is_sent_there(stage: Stage) -> None:
    await two_alike(stage)
    card = stage.card("A-2")
    late = [button["callback_data"] for row in card.keyboard for button in row]
    await stage.presses(stage.kyiv, card, "Attach to A-1")
    assert ":as:" in late[2]  # [Seen] is as good here as there
    press = stage.world.press_data(stage.kyiv, card, late[2])
    await stage.settle()
    assert press.text == "Seen"
    assert "Seen by everyone." in stage.card("A-1").text
    for data in late[3:]:
        if ":f:" in data:
            continue  # [Poll] and [Call] only begin a form
        press = stage.world.press_data(stage.kyiv, card, data)
        await stage.settle()
        assert press.text == "A-2 was moved to A-1: go on there.", data
    assert (await stage.says(stage.paris, "/ack A-2")).text == "Already recorded"
    for typed in ("/resolve A-2", "/retract A-2", "/amend A-2 Tariffs of 15 %"):
        assert (await stage.says(stage.paris, typed)).text == "A-2 was moved to A-1: go on there."


async def test_a_chain_ends_at_its_last_target(stage: Stage) -> None:
    for number, text in enumerate(("One thing", "A second story", "And a third event", "Fourthly this"), start=1):
        await stage.says(stage.paris, f"/alert {text}")
        assert stage.card(f"A-{number}")
    assert (await stage.says(stage.paris, "/attach A-3 A-2")).text == "Attached to A-2"
    assert (await stage.says(stage.paris, "/attach a4 to a3")).text == "Attached to A-2"
    assert (await stage.says(stage.paris, "/attach A-2 A-1")).text == "Attached to A-1"
    assert stage.read(attachments) == [(2, 1), (3, 1), (4, 1)]
    assert [stage.card(f"A-{number}").text for number in (2, 3, 4)] == [
        "A-2 · moved to A-1", "A-3 · moved to A-1", "A-4 · moved to A-1",
    ]  # fmt: skip
    assert "3 reports attached: A-3, A-4, A-2" in stage.card("A-1").text
    assert "Confirmed by" not in stage.card("A-1").text
    assert (await stage.says(stage.paris, "/attach A-1 A-4")).text == (
        "A-1 cannot be attached to itself: name the alert it repeats."
    )
    assert (await stage.says(stage.paris, "/attach A-4 A-1")).text == "Already recorded"


async def test_typing_is_for_whoever_logged_it_and_administrators(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert One thing")
    await stage.says(stage.london, "/alert A second story")
    refused = "Only whoever logged A-2, or an administrator, can do that."
    assert (await stage.says(stage.kyiv, "/attach A-2 A-1")).text == refused
    assert (await stage.says(stage.london, "/attach A-2 A-1")).text == "Attached to A-1"


async def test_sources_decide_who_confirms(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert One thing\nsource: https://a.example.org")
    await stage.says(stage.london, "/alert A second story\nsource: https://a.example.org/")
    await stage.says(stage.kyiv, "/alert And a third event\nsource: https://b.example.org")
    await stage.says(stage.paris, "/alert Fourthly this\nsource: https://c.example.org")
    for number in (2, 3, 4):
        await stage.says(stage.paris, f"/attach A-{number} A-1")
    assert "Confirmed by \u2068Kyiv\u2069, \u2068Paris\u2069 (c.example.org)" in stage.card("A-1").text


async def test_delegations_speak_for_their_members(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @paris\nFR @kyiv\nGB @london")
    for user, text in ((stage.paris, "One thing"), (stage.kyiv, "A second story"), (stage.london, "A third event")):
        await stage.says(user, f"/alert {text}")
    for number in (2, 3):
        await stage.says(stage.paris, f"/attach A-{number} A-1")
    assert "2 reports attached: A-2, A-3\nConfirmed by \u2068United Kingdom\u2069" in stage.card("A-1").text


async def test_what_came_of_a_report_is_shown_where_it_was_moved(stage: Stage) -> None:
    await two_alike(stage)
    await stage.says(stage.london, "/poll Do we answer?\nabout: A-2")
    await stage.presses(stage.kyiv, stage.card("A-2"), "Attach to A-1")
    assert "→ P-1 open: Do we answer?" in stage.card("A-1").text
    await stage.says(stage.london, "/cancel P-1")
    assert "→ P-1 Withdrawn: Do we answer?" in stage.card("A-1").text


async def test_the_offer_follows_the_alert_it_names(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Something older")
    await stage.says(stage.paris, f"/alert {STORY}")
    await stage.says(stage.london, f"/alert {AGAIN}")
    await stage.says(stage.paris, "/attach A-2 A-1")
    card = stage.card("A-3")
    assert "Looks like A-1" in card.text
    assert await stage.presses(stage.kyiv, card, "Attach to A-1") == "Attached to A-1"


async def test_what_is_retracted_is_like_nothing(stage: Stage) -> None:
    await two_alike(stage)
    stale = AttachAlike(2).pack()
    await stage.says(stage.paris, "/retract A-1")
    card = stage.card("A-2")
    assert "Looks like" not in card.text
    press = stage.world.press_data(stage.london, card, stale)
    await stage.settle()
    assert (press.text or "").startswith("This button is out of date")
    assert (await stage.says(stage.paris, "/attach A-2 A-1")).text == "A-1 is retracted: reopen it first."
    await stage.says(stage.paris, "/reopen A-1")
    assert "Looks like A-1" in card.text


@pytest.mark.parametrize(
    "data", [AttachAlike(1).pack(), AttachAlike(9).pack(), KeepAlike(1).pack(), KeepAlike(9).pack()]
)
async def test_a_forged_button_does_nothing(stage: Stage, data: str) -> None:
    await two_alike(stage)
    press = stage.world.press_data(stage.kyiv, stage.card("A-2"), data)
    await stage.settle()
    assert (press.text or "").startswith("This button is out of date")
    assert stage.read(attachments) == []


async def test_a_moved_report_is_in_no_digest(stage: Stage) -> None:
    await two_alike(stage)
    await stage.presses(stage.kyiv, stage.card("A-2"), "Attach to A-1")
    digest = await stage.says(stage.paris, "/digest")
    assert "A-1" in digest.text
    assert "A-2" not in digest.text
    assert stage.read(lambda session: session.exec(select(Alert.state).order_by(col(Alert.id))).all()) == [
        "open",
        "resolved",
    ]


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await two_alike(stage)
    card = stage.card("A-2")
    assert card.text.splitlines()[1] == "Ressemble à A-1"
    assert card.buttons[0] == ["Rattacher à A-1", "Garder"]
    await stage.presses(stage.kyiv, card, "Rattacher à A-1")
    assert card.text == "A-2 · rattachée à A-1"
    assert "1 signalement rattaché : A-2".replace(" :", "\u00a0:") in stage.card("A-1").text
    assert "Confirmée par \u2068London\u2069" in stage.card("A-1").text
