"""/settings: shown to everyone, changed by administrators, by button and by typing; what is due follows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.services import digests
from storage.models import Group, JournalEntry, Timer
from storage.queries.journal import first_broken
from storage.queries.members import group_by_id
from tests.stage import Stage

MONDAY = datetime(2026, 1, 19, 7, 0, tzinfo=UTC)  # 08:00 in Brussels
DAY = timedelta(days=1)
SHOWN = [
    "Settings of this group",
    "Language: English",
    "Time zone: Europe/Brussels",
    "Digest: every Monday at 08:00",
    "Rule of polls that name none: majority, or plurality of options",
    "Who opens polls: everyone",
    "Reminders of alerts not seen: after 15 minutes, 1 hour",
    "Status of critical alerts due: every 4 hours",
    "Pictures of results: on",
]


def group(session: Session) -> Group:
    return group_by_id(session, 1)


def changes(session: Session) -> list[dict[str, Any] | None]:
    """What the journal says was changed."""
    entries = select(JournalEntry).where(JournalEntry.kind == "settings").order_by(col(JournalEntry.seq))
    return [entry.body for entry in session.exec(entries)]


def digest_due(session: Session) -> list[datetime]:
    return list(session.exec(select(Timer.due_at).where(Timer.kind == "digest", Timer.state == "pending")))


def digests_of(stage: Stage) -> list[datetime]:
    return [message.date for message in stage.group.messages if message.text.startswith("Digest,")]


async def test_everyone_may_look(stage: Stage) -> None:
    card = await stage.says(stage.london, "/settings")
    assert card.text.splitlines()[: len(SHOWN)] == SHOWN
    assert card.text.splitlines()[-1].endswith("by typing, for example /settings digest monday 08:00")
    assert [row for row in card.buttons] == [[line.partition(":")[0]] for line in SHOWN[1:]]  # noqa: C416 -- rows
    assert await stage.presses(stage.london, card, "Digest") == (
        "Only administrators of the group can do that: please ask one of them."
    )
    answer = await stage.says(stage.london, "/settings unseen off")
    assert answer.text == "Only administrators of the group can do that: please ask one of them."
    assert stage.read(changes) == []


async def test_a_setting_unfolds_its_presets_and_folds_them_again(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/settings")
    await stage.presses(stage.paris, card, "Reminders of alerts not seen")
    assert card.buttons == [["✓ after 15 minutes, 1 hour"], ["after 5 minutes, 15 minutes"], ["never"], ["Back"]]
    await stage.presses(stage.paris, card, "Back")
    assert len(card.buttons) == len(SHOWN) - 1
    await stage.presses(stage.paris, card, "Reminders of alerts not seen")
    assert await stage.presses(stage.paris, card, "never") == "Recorded: never"
    assert "Reminders of alerts not seen: never" in card.text
    assert len(card.buttons) == len(SHOWN) - 1
    await stage.presses(stage.paris, card, "Reminders of alerts not seen")
    assert card.buttons[2] == ["✓ never"]
    assert stage.read(changes) == [{"unseen": ""}]


@pytest.mark.parametrize(
    ("setting", "preset", "line", "columns"),
    [
        ("Language", "français", "Langue\xa0: français", {"language": "fr"}),
        ("Time zone", "Europe/Kyiv", "Time zone: Europe/Kyiv", {"timezone": "Europe/Kyiv"}),
        ("Digest", "every Friday at 16:00", "Digest: every Friday at 16:00", {"digest_weekday": 4, "digest_time": "16:00"}),
        ("Rule of polls that name none", "two-thirds", "Rule of polls that name none: two-thirds", {"rule": "two-thirds"}),
        ("Who opens polls", "administrators", "Who opens polls: administrators", {"polls_by": "administrators"}),
        ("Pictures of results", "off", "Pictures of results: off", {"pictures": False}),
        ("Status of critical alerts due", "every 12 hours", "Status of critical alerts due: every 12 hours", {"status_due": 720}),
    ],
)  # fmt: skip
async def test_each_setting_has_a_button(
    stage: Stage, setting: str, preset: str, line: str, columns: dict[str, Any]
) -> None:
    card = await stage.says(stage.paris, "/settings")
    await stage.presses(stage.paris, card, setting)
    assert await stage.presses(stage.paris, card, preset) == f"Recorded: {preset}"
    assert line in card.text.splitlines()
    assert stage.read(group).model_dump(include=set(columns)) == columns
    assert stage.read(changes) == [columns]
    assert stage.read(first_broken, 1) is None


@pytest.mark.parametrize(
    ("typed", "answer", "columns"),
    [
        ("digest friday 16:00", "Recorded: Digest: every Friday at 16:00", {"digest_weekday": 4, "digest_time": "16:00"}),
        ("rule consensus", "Recorded: Rule of polls that name none: consensus", {"rule": "consensus"}),
        ("who-opens-polls admins", "Recorded: Who opens polls: administrators", {"polls_by": "administrators"}),
        ("unseen 5m", "Recorded: Reminders of alerts not seen: after 5 minutes", {"unseen": "5"}),
        ("status-due off", "Recorded: Status of critical alerts due: never", {"status_due": 0}),
        ("pictures off", "Recorded: Pictures of results: off", {"pictures": False}),
        ("timezone Europe/Paris", "Recorded: Time zone: Europe/Paris", {"timezone": "Europe/Paris"}),
        ("unseen off\nstatus-due 2h", "Recorded: Reminders of alerts not seen: never; Status of critical alerts due: every 2 hours", {"unseen": "", "status_due": 120}),
    ],
)  # fmt: skip
async def test_each_setting_is_read_as_typed(stage: Stage, typed: str, answer: str, columns: dict[str, Any]) -> None:
    card = await stage.says(stage.paris, "/settings")
    assert (await stage.says(stage.paris, f"/settings {typed}")).text == answer
    assert stage.read(changes) == [columns]
    assert answer.removeprefix("Recorded: ").split("; ")[-1] in card.text  # the card that stands follows
    await stage.says(stage.paris, f"/settings {typed}")
    assert stage.read(changes) == [columns]  # what is so already is no change


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("colour blue", "“colour blue” is no setting: write one of language, timezone, digest, rule, who-opens-polls, unseen, status-due, topic, pictures, and what it should be."),
        ("digest someday", "“someday” does not fit there: write for example /settings digest monday 08:00"),
        ("unseen 1m, 2m, 3m", "“1m, 2m, 3m” does not fit there: write for example /settings unseen 15m, 60m"),
        ("status-due", "What it should be is missing: write for example /settings status-due 4h"),
        ("pictures maybe", "“maybe” does not fit there: write for example /settings pictures off"),
        ("topic here", "This group has no topics: turn them on in the group's settings first."),
    ],
)  # fmt: skip
async def test_nonsense_is_one_sentence_and_changes_nothing(stage: Stage, typed: str, answer: str) -> None:
    assert (await stage.says(stage.paris, f"/settings {typed}")).text == answer
    assert stage.read(changes) == []


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/settings langue français")
    card = await stage.says(stage.paris, "/settings")
    assert card.text.splitlines()[:4] == [
        "Réglages de ce groupe",
        "Langue\xa0: français",
        "Fuseau horaire\xa0: Europe/Brussels",
        "Synthèse\xa0: chaque lundi à 08:00",
    ]
    answer = await stage.says(stage.paris, "/settings synthèse vendredi 16h\nnon-vus 5min, 15min\npoint-attendu jamais")
    assert answer.text == (
        "Enregistré\xa0: Synthèse\xa0: chaque vendredi à 16:00; Rappels des alertes non vues\xa0: après 5 minutes, "
        "15 minutes; Point sur les alertes critiques\xa0: jamais"
    )
    answer = await stage.says(stage.paris, "/settings images non")
    assert answer.text == "Enregistré\xa0: Images des résultats\xa0: non"
    await stage.presses(stage.paris, card, "Qui ouvre les sondages")
    assert card.buttons == [["✓ tout le monde"], ["administrateurs"], ["Retour"]]


async def test_a_forged_button_is_out_of_date(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/settings")
    for data in ("1:gv:unseen:9", "1:gv:colour:0", "1:gs:colour", "1:gp:language:1"):
        press = stage.world.press_data(stage.paris, card, data)
        await stage.settle()
        assert (press.text or "").startswith("This button is out of date")
    assert stage.read(changes) == []


async def test_asked_again_the_card_comes_to_the_bottom_and_the_older_ones_buttons_work(stage: Stage) -> None:
    first = await stage.says(stage.paris, "/settings")
    second = await stage.says(stage.london, "/settings")
    assert second.id > first.id
    await stage.presses(stage.paris, first, "Digest")
    assert await stage.presses(stage.paris, second, "every Sunday at 18:00") == "Recorded: every Sunday at 18:00"
    assert "Digest: every Sunday at 18:00" in second.text


# The digest


@pytest.mark.parametrize(
    ("wait", "typed", "dates"),
    [
        pytest.param(0, "digest monday 09:30", ["2026-01-19 08:30", "2026-01-26 08:30"], id="later on its day"),
        pytest.param(0, "digest friday 16:00", ["2026-01-23 15:00", "2026-01-30 15:00"], id="another day"),
        pytest.param(4, "digest friday 16:00", ["2026-01-19 07:00", "2026-01-23 15:00", "2026-01-30 15:00"], id="another day after this week's"),
        pytest.param(2, "digest monday 20:00", ["2026-01-19 07:00", "2026-01-26 19:00"], id="the same day again: next week"),
        pytest.param(4, "timezone America/New_York", ["2026-01-19 07:00", "2026-01-26 13:00"], id="a zone further west"),
    ],
)  # fmt: skip
async def test_the_digest_comes_when_it_was_chosen(stage: Stage, wait: int, typed: str, dates: list[str]) -> None:
    begun = stage.clock.now()
    await stage.wait(wait * DAY)
    await stage.says(stage.paris, f"/settings {typed}")
    await stage.wait(begun + 14 * DAY - stage.clock.now())
    assert [f"{each:%Y-%m-%d %H:%M}" for each in digests_of(stage)] == dates
    assert len(stage.read(digest_due)) == 1


async def test_a_bot_that_comes_back_has_one_digest_due(stage: Stage) -> None:
    await stage.says(stage.paris, "/settings digest friday 16:00")
    stage.world.remove_bot(stage.group, stage.paris)
    await stage.settle()
    stage.world.add_bot(stage.group, stage.paris)
    await stage.settle()
    assert len(stage.read(digest_due)) == 1
    assert "sums up; by itself every Friday at 16:00" in stage.group.messages[-1].text


async def test_a_digest_due_by_an_older_version_stays_one(stage: Stage) -> None:
    def older(session: Session, now: datetime) -> None:
        timer = session.exec(select(Timer).where(Timer.kind == "digest")).one()
        timer.occurrence = "2026-W04"
        session.add(timer)

    stage.write(older)
    stage.write(lambda session, now: digests.schedule(session, group=group_by_id(session, 1), now=now))
    assert stage.read(digest_due) == [MONDAY]


# Polls


async def test_a_poll_that_names_no_rule_takes_the_groups(stage: Stage) -> None:
    await stage.says(stage.paris, "/settings rule two-thirds")
    assert "Rule: two-thirds" in (await stage.says(stage.london, "/poll Joint statement?")).text
    assert "Rule: unanimity" in (await stage.says(stage.london, "/poll Joint statement?\nrule: unanimity")).text
    assert "Rule: two-thirds" in (await stage.says(stage.london, "/poll Which?\n- Tariffs\n- None")).text
    await stage.says(stage.paris, "/settings rule consensus")
    refused = await stage.says(stage.london, "/poll Which?\n- Tariffs\n- None")
    assert refused.text == "consensus is a yes or no: leave out the options, or choose another rule."
    assert "P-4" in (await stage.says(stage.london, "/poll Which?\n- Tariffs\n- None\nrule: plurality")).text
    await stage.says(stage.paris, "/settings rule off")
    assert "Rule: majority" in (await stage.says(stage.london, "/poll Joint statement?")).text


async def test_where_administrators_open_polls_members_do_not(stage: Stage) -> None:
    alert = await stage.says(stage.london, "/alert Tariffs announced")
    question = await stage.says(stage.london, "/poll")
    await stage.says(stage.paris, "/settings who-opens-polls admins")
    refusal = "Only administrators open polls in this group."
    assert (await stage.says(stage.london, "/poll Joint statement?")).text == refusal
    assert (await stage.says(stage.london, "/poll")).text == refusal
    assert (await stage.says(stage.london, "Joint statement?", reply_to=question)).text == refusal
    assert await stage.presses(stage.kyiv, alert, "Poll") == refusal
    assert (await stage.says(stage.paris, "/poll Joint statement?")).text.startswith("P-1 · open")
    await stage.says(stage.paris, "/settings who-opens-polls everyone")
    assert (await stage.says(stage.london, "/poll And now?")).text.startswith("P-2 · open")


# In private


async def test_in_private_it_is_about_oneself(stage: Stage) -> None:
    private = stage.world.private(stage.kyiv)
    card = await stage.says(stage.kyiv, "/settings", chat=private)
    assert card.text.splitlines()[:3] == ["Your settings", "Language: English", "Time zone: the group's"]
    assert card.buttons == [
        ["✓ English", "français"],
        ["Europe/London", "Europe/Brussels"],
        ["Europe/Kyiv", "America/New_York"],
    ]
    assert await stage.presses(stage.kyiv, card, "Europe/Kyiv") == "Recorded: Europe/Kyiv"
    assert "Time zone: Europe/Kyiv" in card.text
    assert await stage.presses(stage.kyiv, card, "français") == "Enregistré : français"
    assert card.text.splitlines()[0] == "Vos réglages"
    assert card.buttons[0] == ["English", "✓ français"]
    answer = await stage.says(stage.kyiv, "/settings timezone Tokyo\nlanguage en", chat=private)
    assert answer.text.startswith("You now read English, in Asia/Tokyo")
    answer = await stage.says(stage.kyiv, "/settings digest monday 08:00", chat=private)
    assert answer.text == "“digest monday 08:00” is no setting: write one of language, timezone, and what it should be."
    assert stage.read(changes) == []


async def test_in_private_it_needs_no_group(stage: Stage) -> None:
    private = stage.world.private(stage.outsider)
    card = await stage.says(stage.outsider, "/settings", chat=private)
    assert await stage.presses(stage.outsider, card, "Europe/London") == "Recorded: Europe/London"
    assert "Time zone: Europe/London" in card.text


async def test_an_anonymous_administrator_may_look_and_changes_nothing_unnamed(stage: Stage) -> None:
    stage.world.send(stage.paris, stage.group, "/settings", anonymous=True)
    await stage.settle()
    assert stage.group.messages[-1].text.startswith("Settings of this group")
    stage.world.send(stage.paris, stage.group, "/settings unseen off", anonymous=True)
    await stage.settle()
    assert stage.read(changes) == []
