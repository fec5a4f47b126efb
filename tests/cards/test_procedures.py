"""Rules and counts in words, in both languages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cards.procedures import arithmetic, explained, needs, rounds_words, rule_words
from bot.cards.reader import Reader
from bot.domain.procedures import Rule, read_rule
from bot.domain.rules import Procedure
from bot.texts import LANGUAGES
from tests.domain.builders import standing

RULES = [Rule(name) for name in Procedure if name is not Procedure.SHARE] + [read_rule("3/5 of all")]
VERDICTS = (
    "Adopted",
    "Rejected",
    "Tied",
    "No quorum",
    "Withdrawn",
    "Adopté",
    "Rejeté",
    "Égalité",
    "Quorum non atteint",
)


def reader(language: str) -> Reader:
    return Reader(language, ZoneInfo("Europe/Brussels"), datetime(2026, 1, 17, 17, 0, tzinfo=UTC))


WORDS = [
    # rule, ballots, options, what the count says, what is needed
    ("silence", "...", 0, "nobody has broken the silence", "Enough so far: nobody has broken the silence"),
    ("silence", "A..", 0, "the silence is broken", "Needs the silence, which is broken"),
    ("consent", "FFX.", 0, "Consent 2, stand aside 1, not answered 1, of 4; no open objection", "Enough so far: no open objection"),
    ("consent", "FAAR", 0,
     "Consent 1, stand aside 0, not answered 0, of 4; 2 open objections; 1 objection resolved",
     "Needs 2 objections to be resolved"),
    ("consent", "X.", 0, "Consent 0, stand aside 1, not answered 1, of 2; no open objection", "Needs somebody’s consent"),
    ("approval", "1,3 3 1,2 3", 3, "the leading option has 3 of 4 ballots", "Enough so far: the leading option has 3 of 4 ballots"),
    ("approval", "1,2 1,2", 3, "the leading option has 2 of 2 ballots", "Needs one option ahead of all others"),
    ("approval", ". .", 3, "nobody voted", "Needs one option ahead of all others"),
    ("ranked", "1 1 2 3>1", 3,
     "3 of 4 ballots in the last round, 3 needed; option 1 beats each other one on its own",
     "Enough so far: 3 of 4 ballots in the last round, 3 needed"),
    ("ranked", "1 2", 2, "1 of 2 ballots in the last round, 2 needed", "Needs one option with more than half in the last round"),
    ("ranked", ". .", 3, "nobody voted", "Needs one option with more than half in the last round"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "letters", "options", "counted", "needed"), [pytest.param(*row, id=f"{row[0]} {row[1]}") for row in WORDS]
)
def test_a_count_in_words(rule, letters, options, counted, needed):
    found = standing(letters, rule, options=options)
    assert str(arithmetic(found, reader("en"))) == counted
    assert str(needs(found, reader("en"))) == needed
    assert str(arithmetic(found, reader("fr"))) != counted
    assert not any(word.casefold() in needed.casefold() for word in VERDICTS)
    assert not any(word.casefold() in str(needs(found, reader("fr"))).casefold() for word in VERDICTS)


def test_the_rounds_of_a_run_off():
    found = standing("1 1 1 1 2 2 2>1 3>2 3>2 3 4>3", "ranked", options=4)
    assert [str(line) for line in rounds_words(found, reader("en"))] == [
        "round 1: 1: 4, 2: 3, 3: 3, 4: 1; out: 4",
        "round 2: 1: 4, 2: 3, 3: 4; out: 2",
        "round 3: 1: 5, 3: 4; 2 exhausted",
    ]
    assert str(rounds_words(found, reader("fr"))[2]) == "tour 3\u00a0: 1: 5, 3: 4\u202f; 2 épuisés"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_explained_in_a_sentence_of_its_own(language):
    sentences = [str(explained(rule, reader(language))) for rule in RULES]
    assert len(set(sentences)) == len(RULES)
    assert all(sentence.endswith(".") and "\n" not in sentence and len(sentence) <= 130 for sentence in sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_card_names_its_rule_without_a_verdict(language):
    lines = [str(rule_words(rule, reader(language))) for rule in RULES]
    assert len(set(lines)) == len(RULES)
    assert not [line for line in lines if any(word.casefold() in line.casefold() for word in VERDICTS)]
