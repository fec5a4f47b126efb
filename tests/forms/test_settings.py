"""/settings as it is typed: names in two languages, values with their bounds, mistakes that say which."""

from typing import Any

import pytest

from bot.domain.errors import Mistake
from bot.domain.presets import COLUMNS, HERE, PRESETS, preset
from bot.forms.settings import READERS, SETTINGS, read_settings


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("digest monday 08:00", {"digest_weekday": 0, "digest_time": "08:00"}),
        ("DIGEST: every Friday 4pm", {"digest_weekday": 4, "digest_time": "16:00"}),
        ("digest sunday noon", {"digest_weekday": 6, "digest_time": "12:00"}),
        ("synthèse le lundi à 8h30", {"digest_weekday": 0, "digest_time": "08:30"}),
        ("rule majority", {"rule": "majority"}),
        ("rule 60% of cast", {"rule": "3/5 of cast"}),
        ("rule off", {"rule": ""}),
        ("règle deux tiers", {"rule": "two-thirds"}),
        ("who-opens-polls admins", {"polls_by": "administrators"}),
        ("who opens polls: everyone", {"polls_by": "everyone"}),
        ("qui-ouvre-les-sondages administrateurs", {"polls_by": "administrators"}),
        ("unseen 15m, 60m", {"unseen": "15,60"}),
        ("unseen 1h and 5 minutes", {"unseen": "5,60"}),
        ("unseen 5m, 5m", {"unseen": "5"}),
        ("unseen off", {"unseen": ""}),
        ("non-vus jamais", {"unseen": ""}),
        ("status-due 4h", {"status_due": 240}),
        ("status due: off", {"status_due": 0}),
        ("point-attendu 90 min", {"status_due": 90}),
        ("language français", {"language": "fr"}),
        ("time zone Kyiv", {"timezone": "Europe/Kyiv"}),
        ("timezone America/New_York", {"timezone": "America/New_York"}),
        ("topic here", {"tg_topic_id": HERE}),
        ("sujet ici", {"tg_topic_id": HERE}),
        ("topic off", {"tg_topic_id": None}),
        ("unseen off\n\nstatus-due 2h", {"unseen": "", "status_due": 120}),
        ("", {}),
    ],
)
def test_read(typed: str, values: dict[str, Any]) -> None:
    assert read_settings(typed) == values


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("colour blue", "setting_unknown", id="no setting"),
        pytest.param("unseenly 5m", "setting_unknown", id="only the whole name counts"),
        pytest.param("digest", "setting_missing", id="no value"),
        pytest.param("digest monday", "setting_unreadable", id="no time of day"),
        pytest.param("digest 08:00", "setting_unreadable", id="no weekday"),
        pytest.param("digest monday 8", "setting_unreadable", id="in the morning?"),
        pytest.param("digest monday 25:00", "setting_unreadable", id="no such time"),
        pytest.param("digest tomorrow 08:00", "setting_unreadable", id="tomorrow is no weekday"),
        pytest.param("digest monday 08:00 Kyiv", "setting_unreadable", id="the zone is the group's"),
        pytest.param("rule awful", "rule_unknown", id="no rule"),
        pytest.param("who-opens-polls nobody", "setting_unreadable", id="nobody opens polls"),
        pytest.param("unseen 1m, 2m, 3m", "setting_unreadable", id="more than two reminders"),
        pytest.param("unseen 30s", "setting_unreadable", id="under a minute"),
        pytest.param("unseen 90s", "setting_unreadable", id="no whole minutes"),
        pytest.param("unseen 8d", "setting_unreadable", id="more than a week"),
        pytest.param("unseen 15", "span_unreadable", id="of what?"),
        pytest.param("unseen ,", "setting_unreadable", id="nothing between"),
        pytest.param("status-due 4m", "setting_unreadable", id="a question every four minutes"),
        pytest.param("status-due soon", "span_unreadable", id="no span"),
        pytest.param("language Klingon", "language_unknown", id="no language"),
        pytest.param("timezone Atlantis", "zone_unknown", id="no zone"),
        pytest.param("topic there", "setting_unreadable", id="where?"),
        pytest.param("unseen off\nstatus-due", "setting_missing", id="one line of two"),
        pytest.param("\x00", "setting_unknown", id="nothing anybody types"),
    ],
)
def test_mistakes(typed: str, code: str) -> None:
    with pytest.raises(Mistake) as caught:
        read_settings(typed)
    assert caught.value.code == code


@pytest.mark.parametrize("typed", ["digest monday 08:00", "rule majority", "topic here"])
def test_a_person_has_two_settings_of_their_own(typed: str) -> None:
    assert read_settings("language fr\ntimezone Kyiv", own=True) == {"language": "fr", "timezone": "Europe/Kyiv"}
    with pytest.raises(Mistake):
        read_settings(typed, own=True)


def test_every_setting_has_a_name_a_reader_and_presets() -> None:
    assert SETTINGS.keys() == READERS.keys() == COLUMNS.keys() == PRESETS.keys()


@pytest.mark.parametrize(("name", "number"), [("unseen", 3), ("unseen", -1), ("colour", 0), ("", 0)])
def test_there_is_no_such_preset(name: str, number: int) -> None:
    assert preset(name, number) is None
