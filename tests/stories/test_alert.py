"""An alert's whole life, as three people in a group and one channel live it: from "something happened" to settled."""

from datetime import timedelta

from tests.stage import Stage

LINE = "/redline territorial integrity, annex -> Answer jointly\npoll: Issue a joint statement today?\ncall: 2h"


async def observed(stage: Stage) -> None:
    """The bot is made an administrator, so that it hears of reactions, and a line is agreed on."""
    stage.world.add_bot(stage.group, stage.paris, administrator=True)
    await stage.says(stage.paris, LINE)


async def test_from_a_forwarded_post_to_settled(stage: Stage) -> None:
    await observed(stage)
    channel = stage.world.add_channel("Newsroom", stage.outsider)
    post = stage.world.send(stage.outsider, channel, "They announce the annexation of the island #greenland")
    forwarded = stage.world.forward(stage.kyiv, stage.group, post)

    # Logged by a reply; the origin, the grade in words and the red line stand on the card.
    card = await stage.says(stage.london, "/alert on two channels !high\nconfidence: b2", reply_to=forwarded)
    assert card.text.startswith("A-1 · 🟠 high · action · open\nThey announce the annexation of the island #greenland")
    assert "B2: usually reliable, probably true" in card.text
    assert "Crosses red line 1: territorial integrity, annex\nAgreed: Answer jointly" in card.text
    assert "Note: on two channels" in card.text
    assert "Newsroom" in card.text
    assert not card.silent

    # The same from somebody else is put to it, and confirms it.
    again = await stage.says(
        stage.kyiv, "/alert They announce the annexation of the island\nsource: https://example.org/b"
    )
    assert "Looks like A-1" in again.text
    assert await stage.presses(stage.paris, again, "Attach to A-1") is not None
    assert again.text == "A-2 · moved to A-1"
    assert "Confirmed by \u2068Kyiv\u2069" in card.text

    # It is worse than thought, and what was agreed happens by one press each.
    assert await stage.presses(stage.paris, card, "🔴 critical") == "Recorded: critical"
    assert await stage.presses(stage.paris, card, "Poll as agreed (1)") == "Recorded: P-1"
    assert await stage.presses(stage.paris, card, "Call within 2 hours") == "Recorded: C-1"
    assert "→ P-1 open: Issue a joint statement today?" in card.text
    assert "→ C-1 " in card.text

    # Whoever has not seen it is called by name; a 👀 is enough.
    assert "Not yet seen: \u2068Paris\u2069" in card.text
    await stage.wait(timedelta(minutes=16))
    reminder = next(message for message in reversed(stage.group.messages) if "Not yet seen:" in message.text)
    assert reminder is not card
    assert "Paris" in reminder.text
    stage.world.react(stage.paris, card, "👀")
    await stage.settle()
    assert "Seen by everyone." in card.text

    # It is found, its case tells all of it, and in the end it is settled.
    found = await stage.says(stage.kyiv, "/alerts annex #greenland !critical open")
    assert "A-1" in found.text
    case = await stage.says(stage.london, "/case C-1")
    assert case.text.startswith("Case A-1")
    assert all(handle in case.text for handle in ("A-2 attached", "P-1", "C-1"))
    await stage.says(stage.london, "/resolve A-1 Withdrawn by Washington")
    assert "Resolved by \u2068London\u2069: Withdrawn by Washington" in card.text
    assert (await stage.says(stage.kyiv, "/alerts open")).text.startswith("Nothing found")


async def test_the_same_in_french(stage: Stage) -> None:
    await observed(stage)
    await stage.says(stage.paris, "/language fr")
    card = await stage.says(stage.kyiv, "/alert L’annexion de l’île est annoncée !élevée #arctique\nconfiance: A1")
    assert card.text.startswith("A-1 · 🟠 élevée · actes · en cours")
    assert "Franchit la ligne rouge 1" in card.text
    again = await stage.says(stage.london, "/alert L’annexion de l’île est annoncée")
    assert "Ressemble à A-1" in again.text
    assert ["Rattacher à A-1", "Garder"] in again.buttons
    await stage.presses(stage.paris, again, "Garder")
    await stage.says(stage.kyiv, "/retract A-2 une erreur")
    await stage.says(stage.london, "/retract A-2 une erreur")
    assert "rétractée" in again.text
    await stage.presses(stage.london, card, "Vu")
    await stage.presses(stage.paris, card, "Paroles")
    assert "A-1 · 🟠 élevée · paroles · en cours" in card.text
    case = await stage.says(stage.paris, "/case A-1")
    assert "A-1" in case.text.splitlines()[0]
    await stage.presses(stage.paris, card, "Résoudre")
    assert card.buttons == [["Rouvrir"]]
