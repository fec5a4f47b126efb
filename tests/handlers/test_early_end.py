"""`early: yes`: a poll closes once no vote still out could change its result, after thirty seconds in which people may."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.local.world import Message
from storage.models import Poll
from tests.handlers.polling import by_delegation, record
from tests.stage import Stage

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
GRACE = 30 * SECOND


def state(session: Session) -> tuple[str, str, bool]:
    """Of P-1: open or closed, its verdict, whether it is about to close."""
    poll = session.exec(select(Poll).where(Poll.number == 1)).one()
    return poll.state, poll.verdict, poll.closing_at is not None and poll.state == "open"


OPEN, CLOSING = ("open", "", False), ("open", "", True)


async def asked(stage: Stage, more: str = "") -> Message:
    await stage.says(stage.paris, f"/poll Issue a joint statement?\nearly: yes\n{more}")
    return stage.card("P-1")


async def vote(stage: Stage, votes: str) -> None:
    """Such as "london for; kyiv against": typed, or "kyiv withdraw"."""
    for each in votes.split("; "):
        who, _, choice = each.partition(" ")
        await stage.says(getattr(stage, who), f"/vote P-1 {choice}")


@pytest.mark.parametrize(
    ("more", "votes", "expected"),
    [
        pytest.param("", "london for; kyiv for", CLOSING, id="majority: two of three"),
        pytest.param("", "london for", OPEN, id="one of three is not certain"),
        pytest.param("", "london for; kyiv against", OPEN, id="one each"),
        pytest.param("", "london for; kyiv against; paris abstain", CLOSING, id="all have voted"),
        pytest.param("rule: unanimity", "london for; kyiv for", OPEN, id="unanimity waits for all"),
        pytest.param("rule: unanimity", "london against", CLOSING, id="unanimity: one against is enough"),
        pytest.param("rule: consent", "london consent; kyiv consent", OPEN, id="consent: who is out may object"),
        pytest.param("rule: consent", "london consent; kyiv consent; paris object too soon", OPEN, id="consent: an objection may be resolved"),
        pytest.param("quorum: 3", "london for; kyiv for", OPEN, id="the quorum is missed so far"),
        pytest.param("- Today\n- Tomorrow", "london 1; kyiv 1", CLOSING, id="options: the lead is out of reach"),
        pytest.param("- Today\n- Tomorrow\n- Never", "london 1; kyiv 2; paris 3", CLOSING, id="a tie of all is certain too"),
        pytest.param("- Today\n- Tomorrow\nrule: ranked", "london 1; kyiv 1>2", CLOSING, id="ranked: more than half"),
        pytest.param("- Today\n- Tomorrow\nrule: approval", "london 1; kyiv 1,2", OPEN, id="approval: one more could tie"),
        pytest.param("hidden: yes", "london for; kyiv for", CLOSING, id="hidden"),
    ],
)  # fmt: skip
async def test_when_it_is_about_to_close(stage: Stage, more: str, votes: str, expected: tuple[str, str, bool]) -> None:
    card = await asked(stage, more)
    if votes:
        await vote(stage, votes)
    assert stage.read(state) == expected
    assert card.text.startswith("P-1 · closing" if expected == CLOSING else "P-1 · open")


async def test_the_card_says_when_and_the_result_why(stage: Stage) -> None:
    card = await asked(stage)
    assert "Early: closes once no vote still out could change the result" in card.text
    await stage.presses(stage.london, card, "For")
    await stage.presses(stage.kyiv, card, "For")
    at = stage.clock.now() + GRACE + HOUR  # in Brussels
    assert card.text.startswith("P-1 · closing")
    assert f"Closing {at:%H:%M}:" in card.text
    assert "no vote still out could change the result. Until then you may change yours." in card.text
    assert 'format="T"' in (card.html or "")
    assert "dopted" not in card.text
    await stage.wait(GRACE + SECOND)
    assert card.text.startswith("P-1 · Adopted")
    (result,) = [each for each in stage.group.messages if each.text.startswith("P-1 · Adopted") and each is not card]
    assert result.text.endswith("Closed before its deadline: no vote still out could have changed the result.")
    assert result.reply_to is card
    kind, body = stage.read(record)[-1]
    assert (kind, body["early"]) == ("poll_closed", True)


async def test_not_before_the_thirty_seconds_are_over(stage: Stage) -> None:
    await asked(stage)
    await vote(stage, "london for; kyiv for")
    await stage.wait(GRACE - 5 * SECOND)
    assert stage.read(state) == CLOSING
    await stage.wait(6 * SECOND)
    assert stage.read(state) == ("closed", "adopted", False)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param("kyiv against", OPEN, id="changed: one each again"),
        pytest.param("kyiv withdraw", OPEN, id="withdrawn"),
        pytest.param("paris against", CLOSING, id="a third against changes nothing"),
    ],
)
async def test_in_the_grace_people_may_change(stage: Stage, change: str, expected: tuple[str, str, bool]) -> None:
    card = await asked(stage)
    await vote(stage, "london for; kyiv for")
    await stage.wait(10 * SECOND)
    await vote(stage, change)
    assert stage.read(state) == expected
    await stage.wait(25 * SECOND)
    if expected == CLOSING:  # thirty seconds after the first moment at which it was certain
        assert stage.read(state) == ("closed", "adopted", False)
        return
    assert stage.read(state) == OPEN
    assert card.text.startswith("P-1 · open")
    assert "Early: closes once" in card.text
    await vote(stage, "kyiv for")
    await stage.wait(GRACE + SECOND)
    assert stage.read(state) == ("closed", "adopted", False)


async def test_whoever_flips_the_result_in_the_grace_is_counted(stage: Stage) -> None:
    await asked(stage)
    await vote(stage, "london for; kyiv for; paris against")
    await stage.wait(10 * SECOND)
    await vote(stage, "kyiv against")
    assert stage.read(state) == CLOSING
    await stage.wait(GRACE)
    assert stage.read(state) == ("closed", "rejected", False)


async def test_a_press_that_telegram_held_at_the_moment_counts(stage: Stage) -> None:
    card = await asked(stage)
    await vote(stage, "london for; kyiv for")
    await stage.wait(20 * SECOND)
    stage.world.press(stage.kyiv, card, "Against")
    stage.clock.skip(15 * SECOND)  # past the moment before anybody has looked
    await stage.app.ticker.fire_due()
    assert stage.read(state) == CLOSING  # it waits until all Telegram holds is in
    await stage.settle()
    assert stage.read(state) == OPEN


async def test_a_vote_typed_after_the_moment_does_not(stage: Stage) -> None:
    await asked(stage)
    await vote(stage, "london for; kyiv for")
    stage.clock.skip(GRACE + 5 * SECOND)
    stage.world.send(stage.kyiv, stage.group, "/vote P-1 against")
    await stage.settle()
    assert stage.read(state) == ("closed", "adopted", False)
    assert "Closed: the time for P-1 is over." in [each.text for each in stage.group.messages]


async def test_after_an_outage_the_thirty_seconds_begin_anew(stage: Stage) -> None:
    card = await asked(stage)
    await vote(stage, "london for; kyiv for")
    stage.clock.at += timedelta(minutes=10)  # presses made meanwhile are lost
    await stage.settle()
    assert stage.read(state) == CLOSING
    assert await stage.presses(stage.kyiv, card, "Against")
    assert stage.read(state) == OPEN


async def test_over_a_restart(stage: Stage) -> None:
    card = await asked(stage)
    await vote(stage, "london for; kyiv for")
    stage.clock.skip(20 * SECOND)
    async with stage.playing():
        await stage.settle()
        assert stage.read(state) == CLOSING
        await stage.wait(GRACE)
        assert stage.read(state) == ("closed", "adopted", False)
        assert card.text.startswith("P-1 · Adopted")


async def test_where_the_deadline_comes_first_it_closes_then(stage: Stage) -> None:
    await asked(stage, "closes: in 20 seconds")
    await vote(stage, "london for; kyiv for")
    assert stage.read(state)[2] is False
    await stage.wait(25 * SECOND)
    assert stage.read(state) == ("closed", "adopted", False)
    assert "early" not in stage.read(record)[-1][1]


async def test_extended_before_that_it_may_close_early_after_all(stage: Stage) -> None:
    await asked(stage, "closes: in 25 seconds")
    await vote(stage, "london for; kyiv for")
    await stage.says(stage.paris, "/extend P-1 2h")
    assert stage.read(state) == CLOSING
    await stage.wait(GRACE + SECOND)
    assert stage.read(state) == ("closed", "adopted", False)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        pytest.param("london for; kyiv for", OPEN, id="two ballots would tell who cast them"),
        pytest.param("london for; kyiv for; paris for", CLOSING, id="three would not"),
    ],
)
async def test_secret(stage: Stage, votes: str, expected: tuple[str, str, bool]) -> None:
    card = await asked(stage, "secret: yes")
    for each in votes.split("; "):
        await stage.presses(getattr(stage, each.split()[0]), card, "For")
    assert stage.read(state) == expected


async def test_without_early_it_waits_for_its_deadline(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 1h")
    await vote(stage, "london for; kyiv for; paris for")
    await stage.wait(HOUR / 2)
    assert stage.read(state) == OPEN


# Who may still enter, proxies, new words


async def test_somebody_nobody_knew_may_still_vote(stage: Stage) -> None:
    """Of four in the group three are known: the fourth enters by voting."""
    rome = stage.world.add_user("Rome", username="rome")
    stage.group.statuses[rome.id] = "member"  # there all along
    card = await asked(stage)  # which has Telegram asked how many there are
    await vote(stage, "london for; kyiv for")
    assert stage.read(state) == OPEN
    await stage.presses(rome, card, "Abstain")
    assert stage.read(state) == CLOSING


async def test_by_delegation_nobody_else_enters(stage: Stage) -> None:
    await by_delegation(stage)
    rome = stage.world.add_user("Rome", username="rome")
    stage.group.statuses[rome.id] = "member"
    await asked(stage)
    await vote(stage, "london for; kyiv for")
    assert stage.read(state) == CLOSING


@pytest.mark.parametrize(
    ("deeds", "expected"),
    [
        pytest.param(["london: /proxy P-1 UA", "kyiv: /vote P-1 for"], CLOSING, id="one ballot counts for two"),
        pytest.param(["kyiv: /vote P-1 for", "london: /proxy P-1 UA"], CLOSING, id="given to who has voted"),
        pytest.param(["kyiv: /vote P-1 for", "london: /proxy P-1 UA", "london: /proxy P-1"], OPEN, id="taken back"),
        pytest.param(["kyiv: /vote P-1 for", "london: /proxy P-1 UA", "kyiv: /vote P-1 against as GB"], OPEN, id="cast apart"),
    ],
)  # fmt: skip
async def test_proxies(stage: Stage, deeds: list[str], expected: tuple[str, str, bool]) -> None:
    await by_delegation(stage)
    await asked(stage)
    for each in deeds:
        who, _, typed = each.partition(": ")
        await stage.says(getattr(stage, who), typed)
    assert stage.read(state) == expected


async def test_new_words_make_ballots_void_and_take_the_grace_back(stage: Stage) -> None:
    await asked(stage)
    await vote(stage, "london for; kyiv for")
    await stage.says(stage.paris, "/amend P-1 Issue a joint declaration?")
    assert stage.read(state) == OPEN


async def test_an_objection_resolved_may_be_the_last_word(stage: Stage) -> None:
    card = await asked(stage, "rule: consent")
    await vote(stage, "london consent; kyiv consent; paris object too soon")
    assert stage.read(state) == OPEN
    await stage.presses(stage.paris, card, "Resolved: \u2068Paris\u2069")
    assert stage.read(state) == CLOSING


async def test_closing_by_hand_in_the_grace(stage: Stage) -> None:
    await asked(stage)
    await vote(stage, "london for; kyiv for")
    await stage.says(stage.paris, "/close P-1")
    await stage.wait(GRACE * 2)
    assert [kind for kind, _ in stage.read(record)].count("poll_closed") == 1


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    card = await stage.says(stage.paris, "/poll Publier une déclaration ?\nanticipé: oui")
    await vote(stage, "london pour; kyiv pour")
    assert card.text.startswith("P-1 · clôture en cours")
    await stage.wait(GRACE + SECOND)
    (result,) = [each for each in stage.group.messages if each.text.startswith("P-1 · Adopté") and each is not card]
    assert "Clos avant l’échéance" in result.text


async def test_somebody_known_since_it_opened_may_still_vote(stage: Stage) -> None:
    rome = stage.world.add_user("Rome", username="rome")
    stage.group.statuses[rome.id] = "member"
    await asked(stage)
    await stage.says(rome, f"@{stage.world.bot.username} hello")
    await vote(stage, "london for; kyiv for")
    assert stage.read(state) == OPEN


async def test_whoever_joins_later_cannot_vote_and_is_not_waited_for(stage: Stage) -> None:
    await asked(stage)
    await stage.wait(SECOND)
    rome = stage.world.add_user("Rome", username="rome")
    stage.world.join(rome, stage.group)
    await stage.settle()
    await vote(stage, "london for; kyiv for")
    assert stage.read(state) == CLOSING
