"""Which rules a poll can be opened with, and a group can have for its polls."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import Mistake
from bot.domain.rules import Procedure, Rule
from bot.forms.polls import read_offered_rule, read_poll
from bot.forms.settings import read_settings

NOW, ZONE = datetime(2026, 1, 17, 17, 0, tzinfo=UTC), ZoneInfo("Europe/Brussels")
SILENCE = ["silence", "Silence", "silence procedure", "procédure de silence"]


@pytest.mark.parametrize("typed", SILENCE)
def test_a_text_under_silence_has_a_command_of_its_own(typed):
    for read in (
        lambda: read_poll(f"Meet?\nrule: {typed}", now=NOW, zone=ZONE),
        lambda: read_settings(f"rule {typed}"),
    ):
        with pytest.raises(Mistake) as caught:
            read()
        assert (caught.value.code, caught.value.facts) == ("use_silence", {})


@pytest.mark.parametrize("name", [name for name in Procedure if name not in {Procedure.SHARE, Procedure.SILENCE}])
def test_every_other_rule_is_offered(name):
    assert read_offered_rule(name) == Rule(name)
