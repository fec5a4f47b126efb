"""How a critical alert that is left open stands is asked, until somebody says so."""

import pytest
from sqlmodel import col, select

from storage.models import JournalEntry, Member, Timer
from tests.handlers.test_reminders import HOUR, MINUTE, plays, said
from tests.stage import Stage


async def questions(stage: Stage, deeds: dict[int, str], *, until: int = 24 * 60) -> list[int]:
    """At which minutes it is asked how the alert stands."""
    begun = stage.clock.now()
    await plays(stage, deeds, until=until)
    return [round((each.date - begun) / MINUTE) for each in said(stage, "Status due")]


@pytest.mark.parametrize(
    ("deeds", "minutes"),
    [
        pytest.param({0: "paris: /alert X !critical"}, [240, 480, 720], id="nobody answers: once each span"),
        pytest.param({0: "paris: /alert X !high"}, [], id="only of critical ones"),
        pytest.param({0: "paris: /alert X !high", 60: "kyiv: critical"}, [300, 540, 780], id="from when it is critical"),
        pytest.param({0: "paris: /alert X !critical", 250: "kyiv: /resolve A-1"}, [240], id="resolved"),
        pytest.param({0: "paris: /alert X !critical", 250: "kyiv: high"}, [240], id="no longer critical"),
        pytest.param({0: "paris: /alert X !critical", 250: "kyiv: /resolve A-1", 300: "kyiv: /reopen A-1"}, [240, 540, 780], id="reopened"),
        pytest.param({0: "paris: /alert X !critical", 5: "london: /ack A-1; kyiv: /ack A-1"}, [240, 480, 720], id="seen by all is no answer"),
        pytest.param({0: "paris: /settings status-due off; paris: /alert X !critical"}, [], id="turned off"),
        pytest.param({0: "paris: /settings status-due 2h; paris: /alert X !critical", 250: "kyiv: high"}, [120, 240], id="another span"),
        pytest.param({0: "paris: /alert X !critical", 90: "paris: /settings status-due 1h", 190: "kyiv: high"}, [120, 180], id="a shorter span: its next multiple"),
        pytest.param({0: "paris: /alert X !critical", 90: "paris: /settings status-due off"}, [], id="turned off later"),
    ],
)  # fmt: skip
async def test_status_is_due(stage: Stage, deeds: dict[int, str], minutes: list[int]) -> None:
    assert await questions(stage, deeds, until=13 * 60 + 5) == minutes


async def test_still_open_is_recorded_and_starts_the_span_anew(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Border closed !critical")
    await stage.wait(4 * HOUR + MINUTE)
    (question,) = said(stage, "Status due")
    assert question.text == (
        "Status due: A-1 · 🔴 critical\nBorder closed\nCritical and open for 4 hours.\n"
        "How does it stand? Press Still open or Resolve."
    )
    assert question.buttons == [["Still open", "Resolve"]]
    assert question.reply_to is card
    await stage.wait(HOUR)
    assert await stage.presses(stage.kyiv, question, "Still open") == "Recorded: still open"
    assert await stage.presses(stage.kyiv, question, "Still open") == "Already recorded"
    assert "Still open, says \u2068Kyiv\u2069, " in card.text
    answered = stage.clock.now()
    await stage.wait(5 * HOUR)
    second = said(stage, "Status due")[1]
    assert round((second.date - answered) / MINUTE) == 240
    assert "Still open, says \u2068Kyiv\u2069, " in second.text
    entries = select(JournalEntry.kind, Member.person_id).join(Member, col(Member.id) == col(JournalEntry.actor_id))
    entries = entries.where(JournalEntry.kind == "alert_still_open")
    assert len(stage.read(lambda session: session.exec(entries).all())) == 1
    # The older question's buttons still do what they say.
    assert await stage.presses(stage.kyiv, question, "Still open") == "Recorded: still open"
    assert await stage.presses(stage.london, question, "Resolve") == "A-1: resolved"
    assert await stage.presses(stage.london, second, "Still open") == "A-1 is resolved already."
    assert "Still open, says" not in card.text
    await stage.wait(10 * HOUR)
    assert len(said(stage, "Status due")) == 2


async def test_nothing_stays_due_once_an_alert_is_resolved(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced !critical")
    await stage.says(stage.paris, "/resolve A-1")
    kinds = select(Timer.kind).where(Timer.state == "pending")
    assert stage.read(lambda session: session.exec(kinds).all()) == ["digest"]
