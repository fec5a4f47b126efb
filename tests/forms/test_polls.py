"""Which rules a poll can be opened with, and a group can have for its polls."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import Mistake
from bot.domain.rules import Procedure, Rule, read_rule
from bot.forms.polls import NOT_OFFERED, read_offered_rule, read_poll
from bot.forms.settings import read_settings

NOW, ZONE = datetime(2026, 1, 17, 17, 0, tzinfo=UTC), ZoneInfo("Europe/Brussels")
TYPED = ["approval", "approbation", "ranked", "IRV", "préférentiel"]
SILENCE = ["silence", "Silence", "silence procedure", "procédure de silence"]


def test_what_is_not_offered_yet_is_typed_below_in_every_kind():
    assert {read_rule(typed).name for typed in TYPED} == NOT_OFFERED


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("options", ["", "\n- One\n- Two"], ids=["yes or no", "with options"])
def test_no_poll_has_a_rule_that_is_not_offered_yet(typed, options):
    with pytest.raises(Mistake) as caught:
        read_poll(f"Meet?{options}\nrule: {typed}", now=NOW, zone=ZONE)
    assert (caught.value.code, caught.value.facts) == ("rule_not_yet", {"text": typed})


@pytest.mark.parametrize("typed", TYPED)
def test_no_group_has_one_for_its_polls(typed):
    with pytest.raises(Mistake) as caught:
        read_settings(f"rule {typed}", own=False)
    assert (caught.value.code, caught.value.facts) == ("rule_not_yet", {"text": typed})


@pytest.mark.parametrize("typed", SILENCE)
def test_a_text_under_silence_has_a_command_of_its_own(typed):
    for read in (
        lambda: read_poll(f"Meet?\nrule: {typed}", now=NOW, zone=ZONE),
        lambda: read_settings(f"rule {typed}"),
    ):
        with pytest.raises(Mistake) as caught:
            read()
        assert (caught.value.code, caught.value.facts) == ("use_silence", {})


@pytest.mark.parametrize(
    "name", [name for name in Procedure if name not in {*NOT_OFFERED, Procedure.SHARE, Procedure.SILENCE}]
)
def test_every_other_rule_is_offered(name):
    assert read_offered_rule(name) == Rule(name)
