"""Alerts, as people type them and press their buttons."""

import pytest
from sqlmodel import Session, col, select

from storage.models import Alert, JournalEntry
from storage.queries.journal import first_broken
from tests.stage import Stage


def alerts(session: Session) -> list[Alert]:
    return list(session.exec(select(Alert)))


async def test_an_alert_becomes_one_card(stage: Stage) -> None:
    card = await stage.says(
        stage.paris, "/alert Tariffs announced !high\nsource: https://example.org/a\nconfidence: b2"
    )
    assert card.text.splitlines()[:2] == ["A-1 · 🟠 high · action · open", "Tariffs announced"]
    assert card.buttons == [["Seen"], ["Words", "Severity"], ["Poll", "Call", "Resolve"]]
    assert "Source: example.org/a · Confidence: B2" in card.text
    assert "Seen by 1 of 3: \u2068Paris\u2069" in card.text
    assert "Not yet seen: \u2068London\u2069, \u2068Kyiv\u2069" in card.text
    assert not card.silent


async def test_words_are_quiet_and_actions_ring(stage: Stage) -> None:
    quiet = await stage.says(stage.paris, "/alert A threat on television\nkind: words")
    ringing = await stage.says(stage.paris, "/alert Customs have closed the border")
    assert (quiet.silent, ringing.silent) == (True, False)


async def test_a_reply_makes_that_message_the_alert(stage: Stage) -> None:
    said = stage.world.send(stage.london, stage.group, "They closed the border https://example.org/b #border")
    card = await stage.says(stage.kyiv, "/alert seen on two channels !critical", reply_to=said)
    assert "They closed the border https://example.org/b #border" in card.text
    assert "Note: seen on two channels" in card.text
    assert stage.read(alerts)[0].model_dump(include={"topic", "source", "severity"}) == {
        "topic": "border",
        "source": "https://example.org/b",
        "severity": "critical",
    }


async def test_a_caption_is_read_too(stage: Stage) -> None:
    photo = stage.world.send_caption(stage.london, stage.group, "The convoy, this morning")
    card = await stage.says(stage.kyiv, "/alert", reply_to=photo)
    assert "The convoy, this morning" in card.text


async def test_seen_is_recorded_once(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    assert await stage.presses(stage.london, card, "Seen") == "Seen"
    assert await stage.presses(stage.london, card, "Seen") == "Already recorded"
    await stage.says(stage.kyiv, "/ack a1")
    assert "Seen by 3 of 3" in card.text
    assert "Seen by everyone." in card.text


async def test_kind_and_severity_change_by_button_and_say_who(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert A dangerous game, he said")
    assert await stage.presses(stage.kyiv, card, "Words") == "Recorded: words"
    assert card.text.startswith("A-1 · 🟡 medium · words · open")
    assert "Last changed by \u2068Kyiv\u2069" in card.text
    assert card.buttons[1] == ["Action", "Severity"]
    await stage.presses(stage.london, card, "Severity")
    assert card.buttons == [["⚪ low", "🟡 medium"], ["🟠 high", "🔴 critical"], ["Back"]]
    assert await stage.presses(stage.london, card, "🔴 critical") == "Recorded: critical"
    assert card.text.startswith("A-1 · 🔴 critical · words · open")


async def test_resolve_and_reopen(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    reply = await stage.says(stage.kyiv, "/resolve A-1 withdrawn after the call")
    assert reply.text == "A-1: resolved"
    assert "Resolved by \u2068Kyiv\u2069: withdrawn after the call" in card.text
    assert card.buttons == [["Reopen"]]
    assert await stage.presses(stage.london, card, "Reopen") == "A-1: open"
    again = await stage.says(stage.paris, "/reopen A-1")
    assert again.text == "A-1 is open already."


async def test_a_command_alone_asks_for_what_is_missing(stage: Stage) -> None:
    question = await stage.says(stage.london, "/alert")
    assert question.force_reply
    assert question.text == "\u2068London\u2069, what happened? Reply to this message. /cancel ends it."
    stage.world.send(stage.paris, stage.group, "not mine to answer", reply_to=question)
    await stage.settle()
    assert stage.read(alerts) == []
    await stage.says(stage.london, "Border closed\nseverity: high", reply_to=question)
    assert [(alert.text, alert.severity) for alert in stage.read(alerts)] == [("Border closed", "high")]
    assert question.deleted


async def test_cancel_alone_ends_it(stage: Stage) -> None:
    question = await stage.says(stage.london, "/alert")
    reply = await stage.says(stage.london, "/cancel")
    assert reply.text == "Cancelled. Nothing was posted."
    assert question.deleted


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/alert X\nseverity: awful", "“awful” does not fit “severity:”: write one of low, medium, high, critical.", id="an unknown severity"),
        pytest.param("/alert X\nkind: feelings", "“feelings” does not fit “kind:”: write one of words, action.", id="an unknown kind"),
        pytest.param("/alert X\nconfidence: Z9", "“Z9” is no confidence grade: write a letter A to F and a digit 1 to 6, such as B2.", id="an unknown grade"),
        pytest.param("/alert X\nkind: words\nkind: action", "“kind:” is there twice: keep one of the two lines.", id="a key twice"),
        pytest.param("/ack A-7", "There is no A-7 in this group: look at the number on its card.", id="a handle that does not exist"),
        pytest.param("/ack P-1", "P-1 is not what this command is for: for example A-3", id="a handle of another kind"),
        pytest.param("/ack", "Which one is missing: for example /ack A-17", id="no handle"),
        pytest.param("/ack yesterday", "“yesterday” names nothing I know: write a name such as A-3", id="no handle at all"),
    ],
)  # fmt: skip
async def test_a_mistake_is_one_sentence_and_nothing_is_posted(stage: Stage, typed: str, answer: str) -> None:
    reply = await stage.says(stage.london, typed)
    assert reply.text == answer
    assert reply.reply_to is not None
    assert reply.reply_to.text == typed
    assert stage.read(alerts) == []


async def test_a_word_nearly_a_key_stays_text_and_is_asked_about(stage: Stage) -> None:
    await stage.says(stage.london, "/alert Tariffs\nseverty: high")
    assert "Did you mean severity:? I left it as text." in [message.text for message in stage.group.messages]
    assert "severty: high" in stage.card("A-1").text


async def test_hostile_text_and_names_do_no_harm(stage: Stage) -> None:
    stage.london.name = "Lon\u202edon <b>\u200b"
    text = "<b>not bold</b> & <a href='x'>\u202egnp.exe\u202c " + "x" * 3900
    card = await stage.says(stage.london, f"/alert {text}")
    assert "<b>not bold</b> & <a href='x'>gnp.exe" in card.text
    assert "\u202e" not in card.text
    assert "\u2068London <b>\u2069" in card.text
    await stage.presses(stage.kyiv, card, "Full text")
    assert stage.group.messages[-1].text.endswith("x" * 3000)


async def test_a_long_alert_shows_its_beginning(stage: Stage) -> None:
    card = await stage.says(stage.london, f"/alert {'word ' * 300}")
    assert len(card.text) < 1500
    assert card.buttons[0] == ["Seen", "Full text"]


async def test_edits_and_forwards_run_nothing_again(stage: Stage) -> None:
    message = stage.world.send(stage.london, stage.group, "/alert Border closed")
    await stage.settle()
    stage.world.edit(stage.london, message, "/alert Border closed again")
    stage.world.forward(stage.kyiv, stage.group, message)
    await stage.settle()
    assert [alert.text for alert in stage.read(alerts)] == ["Border closed"]


async def test_commands_for_other_bots_are_theirs(stage: Stage) -> None:
    await stage.says(stage.london, "/alert@SomeOtherBot Border closed")
    await stage.says(stage.london, f"/alert@{stage.world.bot.username} Border closed")
    assert len(stage.read(alerts)) == 1


async def test_everything_is_on_record(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.presses(stage.london, card, "Seen")
    await stage.presses(stage.london, card, "Words")
    kinds = stage.read(lambda session: list(session.exec(select(JournalEntry.kind).order_by(col(JournalEntry.seq)))))
    assert kinds == ["arrived", "alert_logged", "alert_seen", "alert_kind"]
    assert stage.read(first_broken, 1) is None
