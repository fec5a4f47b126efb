"""Secret polls: nobody learns who chose what, from nothing that is said or kept. Hidden ones: not before they close."""

import json
import sqlite3
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.local.world import Message, User
from bot.upkeep.exports import exported
from storage.models import Group, OutboxItem, Poll
from tests.handlers.polling import by_delegation, kept, opened, record
from tests.stage import Stage

OPTIONS = ("ALPHA", "BETA", "GAMMA")
FRANCE, UK, UKRAINE = "\u2068France\u2069", "\u2068United Kingdom\u2069", "\u2068Ukraine\u2069"


def said_to_all(stage: Stage) -> list[str]:
    return [message.text for message in stage.group.messages if message.sender is stage.world.bot]


async def in_private(stage: Stage, user: User, text: str) -> Message:
    return await stage.says(user, text, chat=stage.world.private(user))


async def test_while_it_is_open_only_how_many_and_who_have_voted_is_told(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, secret=True, quorum=None)
    assert await stage.presses(stage.london, card, "Against") == "Recorded: Against"
    assert await stage.presses(stage.london, card, "For") == "Recorded: For"
    assert f"1 of 3 voted: {UK}" in card.text
    assert f"Not yet voted: {FRANCE}, {UKRAINE}" in card.text
    assert "Secret: the count comes at closing, who chose what never." in card.text
    assert card.text.endswith("Counted at closing")
    assert "For ·" not in card.text
    assert stage.read(record)[1:] == [
        ("ballot_cast", {"elector": 2, "rank": 3, "changed": False}),
        ("ballot_cast", {"elector": 2, "rank": 3, "changed": True}),
    ]


async def test_the_quorum_is_told(stage: Stage) -> None:
    await by_delegation(stage)
    card = await stage.says(stage.paris, "/poll Which?\nquorum: 2")
    stage.write(lambda session, now: _make(session, secret=True))
    await stage.presses(stage.london, card, "For")
    assert "Needs 1 more ballot for the quorum" in card.text
    await stage.presses(stage.kyiv, card, "Against")
    assert "Enough so far: quorum: 2 of 3 voted, 2 needed" in card.text


def _make(session: Session, **facts: bool) -> None:
    poll = session.exec(select(Poll)).one()
    for name, value in facts.items():
        setattr(poll, name, value)
    session.add(poll)


async def test_at_closing_the_choices_are_on_record_and_whose_they_were_is_nowhere(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, *OPTIONS, secret=True)
    await stage.presses(stage.paris, card, "2 BETA")
    await stage.presses(stage.london, card, "2 BETA")
    await stage.presses(stage.kyiv, card, "1 ALPHA")
    await stage.says(stage.paris, "/close P-1")
    assert card.text.startswith("P-1 · Adopted")
    assert "2 BETA · 2\n" in card.text
    assert "1 ALPHA · 1\n" in card.text
    assert "Adopted: the leading option has 2 of 3 ballots" in card.text
    assert stage.read(kept) == ["", "", ""]
    kind, body = stage.read(record)[-1]
    assert kind == "poll_closed"
    assert Counter(body["ballots"]) == {"2": 2, "1": 1}


async def test_the_order_on_record_is_drawn_by_lot(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[list[str]] = []

    class Lot:
        def shuffle(self, texts: list[str]) -> None:
            drawn.append(list(texts))
            texts.reverse()

    monkeypatch.setattr("bot.services.ballots.secrets.SystemRandom", Lot)
    card = await opened(stage, *OPTIONS, secret=True)
    await stage.presses(stage.paris, card, "1 ALPHA")
    await stage.presses(stage.london, card, "2 BETA")
    await stage.says(stage.paris, "/close P-1")
    assert drawn == [["1", "2"]]
    assert stage.read(record)[-1][1]["ballots"] == ["2", "1"]


async def test_typed_in_the_group_it_is_refused_and_taken_away(stage: Stage) -> None:
    stage.group.statuses[stage.world.bot.id] = "administrator"
    stage.write(_administers)
    card = await opened(stage, secret=True)
    stage.world.send(stage.london, stage.group, "/vote P-1 against")
    await stage.settle()
    assert stage.world.last(stage.group).text == "P-1 is secret: use the buttons, or write to me in private"
    assert not [message for message in stage.group.messages if message.text == "/vote P-1 against"]
    assert stage.read(kept) == []
    assert "0 of 3 voted" in card.text


def _administers(session: Session, now: object) -> None:
    group = session.exec(select(Group)).one()
    group.administrator = True
    session.add(group)


async def test_where_the_bot_may_not_delete_it_is_refused_all_the_same(stage: Stage) -> None:
    await opened(stage, secret=True)
    answer = await stage.says(stage.london, "/vote P-1 against")
    assert answer.text == "P-1 is secret: use the buttons, or write to me in private"
    assert answer.reply_to is not None
    assert not [call for call in stage.world.calls if call.method == "deleteMessage"]


async def test_an_administrator_without_the_right_to_delete_goes_on_speaking(stage: Stage) -> None:
    stage.write(_administers)  # as far as the bot knows
    card = await opened(stage, secret=True)
    await stage.says(stage.london, "/vote P-1 against")
    assert [call.error is None for call in stage.world.calls if call.method == "deleteMessage"] == [False]
    assert await stage.presses(stage.london, card, "For") == "Recorded: For"
    assert "1 of 3 voted" in card.text


async def test_in_private_it_works_and_no_message_says_what_was_chosen(stage: Stage) -> None:
    card = await opened(stage, *OPTIONS, rule="ranked", secret=True)
    await in_private(stage, stage.london, "/start")
    answer = await in_private(stage, stage.london, "/vote P-1 2>1")
    assert answer.text == "Recorded"
    assert await stage.presses(stage.london, answer, "My ballot") == "P-1, your ballot: 2 > 1"
    assert stage.read(kept) == ["2>1"]
    kept_texts = stage.read(lambda session: [json.dumps(item.payload) for item in session.exec(select(OutboxItem))])
    assert not [text for text in kept_texts if "2 > 1" in text or "2 &gt; 1" in text]
    assert "1 of 3 voted" in card.text


async def test_a_reason_is_refused(stage: Stage) -> None:
    await opened(stage, secret=True)
    await in_private(stage, stage.london, "/start")
    answer = await in_private(stage, stage.london, "/vote P-1 against not before the summit")
    assert answer.text == "P-1 is secret: leave the reason out, which would tell how you voted."
    said = await stage.says(stage.london, "/reserve P-1 Goods only")
    assert said.text == "P-1 is secret: leave the reservation out, which would tell how you voted."
    assert stage.read(kept) == []


async def test_a_proxys_ballot_is_as_secret(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, secret=True)
    await stage.says(stage.paris, "/proxy P-1 GB")
    assert await stage.presses(stage.london, card, "Against") == f"Recorded: Against, also for {FRANCE}"
    await in_private(stage, stage.london, "/start")
    answer = await in_private(stage, stage.london, "/vote P-1 for as France")
    assert answer.text == f"Recorded (by proxy for {FRANCE})"
    assert f"2 of 3 voted: {FRANCE} (by proxy), {UK}" in card.text
    assert not [body for _, body in stage.read(record) if {"choices", "reason"} & body.keys() and "verdict" not in body]
    await stage.says(stage.paris, "/close P-1")
    assert set(stage.read(kept)) == {""}
    assert sorted(stage.read(record)[-1][1]["ballots"]) == ["-1", "-2"]


async def test_withdrawn_by_its_author_it_is_never_counted(stage: Stage) -> None:
    card = await opened(stage, secret=True)
    await stage.presses(stage.london, card, "Against")
    await stage.says(stage.paris, "/cancel P-1 overtaken")
    assert "Secret: not counted." in card.text
    assert "Against ·" not in card.text
    assert stage.read(kept) == [""]
    assert "ballots" not in stage.read(record)[-1][1]


async def test_weights_in_favour_are_not_told(stage: Stage) -> None:
    await by_delegation(stage)
    await stage.says(stage.paris, "/delegation FR weight 1517\nGB weight 1537\nUA weight 839")
    card = await opened(stage, secret=True, rule="qualified")
    for user in (stage.paris, stage.london):
        await stage.presses(user, card, "For")
    await stage.presses(stage.kyiv, card, "Against")
    await stage.says(stage.paris, "/close P-1")
    assert "Adopted: For 2, Against 1, Abstain 0, not voted 0, of 3; 2 of 3 in favour, 2 needed" in card.text
    assert "%" not in card.text.partition("Adopted: ")[2]


@pytest.mark.parametrize("facts", [{"secret": True}, {"hidden": True}], ids=["secret", "hidden"])
async def test_no_way_of_looking_shows_an_open_ones_count(stage: Stage, facts: dict[str, bool]) -> None:
    await by_delegation(stage)
    card = await opened(stage, *OPTIONS, rule="approval", **facts)
    for user, label in ((stage.paris, "3 GAMMA"), (stage.london, "3 GAMMA"), (stage.kyiv, "2 BETA")):
        await stage.presses(user, card, label)
    empty = card.text
    for asked in ("/case P-1", "/show P-1", "/digest 7d", "/search alpha"):
        await stage.says(stage.paris, asked)
    await in_private(stage, stage.paris, "/start")
    for asked in ("/show P-1", "/case P-1"):
        await in_private(stage, stage.paris, asked)
    await stage.presses(stage.paris, stage.card("P-1"), "Details")
    told = [*said_to_all(stage), *(message.text for message in stage.world.private(stage.paris).messages)]
    assert not [text for text in told if "GAMMA · " in text or "BETA · " in text or ": 3" in text]
    assert "3 of 3 voted" in empty
    document = exported(stage.settings, stage.group.id)
    (poll,) = document["polls"]
    assert (poll["ballots"], sorted(poll["voted"])) == ([], ["France", "Ukraine", "United Kingdom"])
    assert not [
        entry for entry in document["journal"] if entry["kind"] == "ballot_cast" and "choices" in (entry["body"] or {})
    ]


async def test_an_export_of_a_closed_secret_poll_names_nobody(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, *OPTIONS, secret=True)
    await stage.presses(stage.paris, card, "2 BETA")
    await stage.presses(stage.london, card, "1 ALPHA")
    await stage.says(stage.paris, "/close P-1")
    (poll,) = exported(stage.settings, stage.group.id)["polls"]
    assert poll["secret"]
    assert sorted(each["choice"] for each in poll["ballots"]) == ["ALPHA", "BETA"]
    assert {each["delegation"] for each in poll["ballots"]} == {None}


async def test_a_closed_secret_poll_leaves_nothing_in_the_file(stage: Stage) -> None:
    """What the ballots held is overwritten, not only let go of."""
    card = await opened(stage, *(f"Option {number}" for number in range(1, 6)), rule="ranked", secret=True)
    for number in (4, 2, 5, 1, 3):
        await stage.presses(stage.london, card, f"{number} Option")
    await stage.says(stage.paris, "/cancel P-1")  # so that the record has no ballots either
    path = stage.database.path
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert b"4>2>5>1>3" not in path.read_bytes()


async def test_hidden_tells_count_and_names_once_it_is_closed(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, hidden=True)
    press = await stage.presses(stage.london, card, "Against")
    assert (press or "").startswith("Recorded: Against. To say why")
    await stage.presses(stage.kyiv, card, "For")
    assert f"2 of 3 voted: {UK}, {UKRAINE}" in card.text
    assert "Hidden: the count and the names come at closing." in card.text
    assert "Needs" not in card.text
    await stage.wait(timedelta(days=1, minutes=1))
    assert f"Against · 1: {UK}" in card.text
    assert f"For · 1: {UKRAINE}" in card.text
    assert not card.text.count("Hidden")


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    card = await opened(stage, secret=True)
    assert "░░░░░░ participation\u00a0: 0 sur 3" in card.text
    assert "Secret\u00a0: le décompte vient à la clôture, qui a choisi quoi jamais." in card.text
    said = await stage.says(stage.london, "/vote P-1 contre")
    assert said.text == "P-1 est secret\u00a0: servez-vous des boutons, ou écrivez-moi en privé"
