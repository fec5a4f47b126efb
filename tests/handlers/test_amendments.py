"""Putting an alert right, taking it back, and what editing the message behind it does."""

import pytest
from sqlmodel import Session, col, select

from bot.callbacks import DecideOffer
from bot.local.world import Message
from storage.models import Alert, Amendment, JournalEntry
from tests.stage import Stage


def text_of(session: Session) -> str:
    return session.exec(select(Alert.text)).one()


def amendments(session: Session) -> list[tuple[str, str]]:
    return list(session.exec(select(Amendment.before, Amendment.text).order_by(col(Amendment.id))))


def recorded(session: Session) -> list[str]:
    return [kind for kind in session.exec(select(JournalEntry.kind)) if kind.startswith("alert_")]


def offers(stage: Stage) -> list[Message]:
    return [message for message in stage.group.messages if "was edited" in message.text and not message.deleted]


async def test_its_author_puts_it_right_and_the_wording_before_stays_on_record(stage: Stage) -> None:
    card = await stage.says(stage.london, "/alert Tariffs of 10 % https://example.org/a #trade")
    reply = await stage.says(stage.london, "/amend a1 Tariffs of 15 %\non eight countries https://example.org/b")
    assert reply.text == "A-1: amended"
    assert "Tariffs of 15 %\non eight countries https://example.org/b\nSource: example.org/b" in card.text
    assert "Amended by \u2068London\u2069, " in card.text
    before = "Tariffs of 10 % https://example.org/a #trade"
    assert stage.read(amendments) == [(before, "Tariffs of 15 %\non eight countries https://example.org/b")]
    assert stage.read(recorded) == ["alert_logged", "alert_amended"]


async def test_a_source_given_by_itself_stays(stage: Stage) -> None:
    card = await stage.says(stage.london, "/alert Tariffs of 10 %\nsource: The embassy\ntopic: trade")
    await stage.says(stage.london, "/amend A-1 Tariffs of 15 % https://example.org/b")
    assert "Source: The embassy" in card.text


async def test_a_reply_gives_the_new_text(stage: Stage) -> None:
    await stage.says(stage.london, "/alert Tariffs of 10 %")
    better = stage.world.send(stage.kyiv, stage.group, "Tariffs of 15 %")
    await stage.says(stage.london, "/amend A-1", reply_to=better)
    assert stage.read(text_of) == "Tariffs of 15 %"


async def test_an_administrator_may_others_may_not(stage: Stage) -> None:
    await stage.says(stage.london, "/alert Tariffs of 10 %")
    refused = "Only whoever logged A-1, or an administrator, can do that."
    assert (await stage.says(stage.kyiv, "/amend A-1 Nothing")).text == refused
    assert (await stage.says(stage.kyiv, "/retract A-1")).text == refused
    assert (await stage.says(stage.paris, "/amend A-1 Tariffs of 15 %")).text == "A-1: amended"
    assert (await stage.says(stage.paris, "/retract A-1")).text == "A-1: retracted"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/amend", "Which one is missing: for example /amend A-17 …", id="nothing"),
        pytest.param("/amend A-1", "The new text is missing: write for example /amend A-17 The border is open again", id="no text"),
        pytest.param("/amend A-1 \u200b", "The new text is missing: write for example /amend A-17 The border is open again", id="a text nobody sees"),
        pytest.param("/amend A-1 Tariffs", "A-1 says that already: nothing to change.", id="the same text"),
        pytest.param("/amend A-7 Tariffs", "There is no A-7 in this group: look at the number on its card.", id="an alert there is not"),
        pytest.param("/retract", "Which one is missing: for example /retract A-18", id="retract nothing"),
        pytest.param("/attach A-1", "Which one is missing: for example /attach A-18 A-16", id="attach to nothing"),
        pytest.param("/attach A-1 A-1", "A-1 cannot be attached to itself: name the alert it repeats.", id="attach to itself"),
        pytest.param("/attach A-1 P-1", "P-1 is not what this command is for: for example A-3", id="attach to a poll"),
    ],
)  # fmt: skip
async def test_a_mistake_is_one_sentence(stage: Stage, typed: str, answer: str) -> None:
    await stage.says(stage.london, "/alert Tariffs")
    assert (await stage.says(stage.london, typed)).text == answer
    assert stage.read(recorded) == ["alert_logged"]


async def test_what_is_retracted_stays_struck_through(stage: Stage) -> None:
    card = await stage.says(stage.london, "/alert <b>Tariffs</b> & more")
    reply = await stage.says(stage.london, "/retract A-1 a misreading")
    assert reply.text == "A-1: retracted"
    assert card.text.startswith("A-1 · 🟡 medium · action · retracted\n<b>Tariffs</b> & more\n")
    assert "<s>&lt;b&gt;Tariffs&lt;/b&gt; &amp; more</s>" in (card.html or "")
    assert "Retracted by \u2068London\u2069: a misreading" in card.text
    assert card.buttons == [["Reopen"]]
    for typed in ("/retract A-1", "/resolve A-1"):
        assert (await stage.says(stage.london, typed)).text == "A-1 is retracted already."
    assert (await stage.says(stage.london, "/amend A-1 More")).text == "A-1 is retracted: reopen it first."


async def test_only_they_reopen_it(stage: Stage) -> None:
    card = await stage.says(stage.london, "/alert Tariffs")
    await stage.says(stage.london, "/retract A-1")
    refused = "Only whoever logged A-1, or an administrator, can do that."
    assert await stage.presses(stage.kyiv, card, "Reopen") == refused
    assert (await stage.says(stage.kyiv, "/reopen A-1")).text == refused
    assert await stage.presses(stage.paris, card, "Reopen") == "A-1: open"
    assert card.text.startswith("A-1 · 🟡 medium · action · open\nTariffs")
    assert stage.read(recorded) == ["alert_logged", "alert_retracted", "alert_open"]


async def test_editing_the_message_offers_an_amendment(stage: Stage) -> None:
    message = stage.world.send(stage.london, stage.group, "/alert Tariffs of 10 % !high")
    await stage.settle()
    stage.world.edit(stage.london, message, "/alert Tariffs of 15 % !high")
    await stage.settle()
    (offer,) = offers(stage)
    assert offer.text == "The message behind A-1 was edited. It now says:\nTariffs of 15 %"
    assert (offer.buttons, offer.reply_to) == ([["Amend", "Leave it"]], message)
    assert await stage.presses(stage.kyiv, offer, "Amend") == (
        "Only whoever logged A-1, or an administrator, can do that."
    )
    assert stage.read(text_of) == "Tariffs of 10 %"
    assert await stage.presses(stage.london, offer, "Amend") == "A-1: amended"
    assert offer.deleted
    assert stage.read(amendments) == [("Tariffs of 10 %", "Tariffs of 15 %")]
    assert "Amended by \u2068London\u2069" in stage.card("A-1").text


async def test_editing_a_message_that_was_replied_to_offers_it_too(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)  # else it does not hear of others' edits
    said = stage.world.send_caption(stage.kyiv, stage.group, "They closed the border")
    await stage.says(stage.london, "/alert", reply_to=said)
    stage.world.edit(stage.kyiv, said, "They closed two borders")
    await stage.settle()
    (offer,) = offers(stage)
    assert await stage.presses(stage.paris, offer, "Leave it") == "A-1: left as it is"
    assert offer.deleted
    assert stage.read(text_of) == "They closed the border"


async def test_editing_the_answer_to_the_question_offers_it_too(stage: Stage) -> None:
    question = await stage.says(stage.london, "/alert")
    said = stage.world.send(stage.london, stage.group, "Border closed\nseverity: high", reply_to=question)
    await stage.settle()
    stage.world.edit(stage.london, said, "Two borders closed\nseverity: high")
    await stage.settle()
    (offer,) = offers(stage)
    assert offer.text.endswith("Two borders closed")


async def test_each_wording_is_offered_once(stage: Stage) -> None:
    message = stage.world.send(stage.london, stage.group, "/alert Tariffs of 10 %")
    await stage.settle()
    for text in ("/alert Tariffs of 10 %", "/alert Tariffs of 10 % !high", "/alert Tariffs\nseverity: awful", "/alert"):
        stage.world.edit(stage.london, message, text)
        await stage.settle()
        assert offers(stage) == []
    for _ in range(2):
        stage.world.edit(stage.london, message, "/alert Tariffs of 15 %")
        await stage.settle()
    (first,) = offers(stage)
    stage.world.edit(stage.london, message, "/alert Tariffs of 20 %")
    await stage.settle()
    (second,) = offers(stage)
    assert first.deleted
    await stage.presses(stage.london, second, "Leave it")
    stage.world.edit(stage.london, message, "/alert Tariffs of 20 % #trade")
    stage.world.edit(stage.london, message, "/alert Tariffs of 20 %")
    await stage.settle()
    assert stage.read(amendments) == []


async def test_editing_back_takes_the_offer_away(stage: Stage) -> None:
    message = stage.world.send(stage.london, stage.group, "/alert Tariffs of 10 %")
    await stage.settle()
    for text in ("/alert Tariffs of 15 %", "/alert Tariffs of 10 %"):
        stage.world.edit(stage.london, message, text)
        await stage.settle()
    assert offers(stage) == []


async def test_pressed_twice_and_by_two_it_counts_once(stage: Stage) -> None:
    message = stage.world.send(stage.london, stage.group, "/alert Tariffs of 10 %")
    await stage.settle()
    stage.world.edit(stage.london, message, "/alert Tariffs of 15 %")
    await stage.settle()
    (offer,) = offers(stage)
    one = stage.world.press(stage.london, offer, "Amend")
    two = stage.world.press(stage.paris, offer, "Amend")
    three = stage.world.press(stage.paris, offer, "Leave it")
    await stage.settle()
    assert (one.text, two.text) == ("A-1: amended", "Already recorded")
    assert three.text == "This button is out of date: look at the newest card, or type the command."
    assert len(stage.read(amendments)) == 1


@pytest.mark.parametrize("data", [DecideOffer(1, "burned").pack(), DecideOffer(99, "amended").pack(), "1:am:1"])
async def test_a_forged_button_does_nothing(stage: Stage, data: str) -> None:
    message = stage.world.send(stage.london, stage.group, "/alert Tariffs of 10 %")
    await stage.settle()
    stage.world.edit(stage.london, message, "/alert Tariffs of 15 %")
    await stage.settle()
    press = stage.world.press_data(stage.london, offers(stage)[0], data)
    await stage.settle()
    assert (press.text or "").startswith("This button is out of date")
    assert stage.read(amendments) == []


async def test_other_edits_leave_no_trace(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)
    said = stage.world.send(stage.kyiv, stage.group, "Good evening")
    await stage.settle()
    before = len(stage.group.messages)
    stage.world.edit(stage.kyiv, said, "Good night")
    await stage.settle()
    assert len(stage.group.messages) == before


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    message = stage.world.send(stage.paris, stage.group, "/alert Droits de 10 %")
    await stage.settle()
    stage.world.edit(stage.paris, message, "/alert Droits de 15 %")
    await stage.settle()
    offer = stage.world.last(stage.group)
    assert offer.text == "Le message à l’origine de A-1 a été modifié. Il dit maintenant :\nDroits de 15 %".replace(
        " :", "\u00a0:"
    )
    assert offer.buttons == [["Corriger", "Laisser"]]
    await stage.presses(stage.paris, offer, "Corriger")
    assert "Corrigée par \u2068Paris\u2069" in stage.card("A-1").text
    await stage.says(stage.paris, "/retract A-1 une erreur")
    assert stage.card("A-1").text.startswith("A-1 · 🟡 moyenne · actes · rétractée\n")
