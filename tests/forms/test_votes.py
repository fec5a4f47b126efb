"""/vote as people type it."""

import pytest

from bot.domain.errors import Mistake
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Choices
from bot.forms.polls import read_vote

READ = [
    pytest.param("P-3 for", (FOR,), None, "", id="a word"),
    pytest.param("P-3 Contre trop tôt", (AGAINST,), None, "trop tôt", id="a French word and a reason"),
    pytest.param("P-3 abstain", (ABSTAIN,), None, "", id="an abstention"),
    pytest.param("P-3 2", (2,), None, "", id="an option"),
    pytest.param("P-3 2 because of 3 things", (2,), None, "because of 3 things", id="an option and a reason with a number"),
    pytest.param("P-3 2 3 days suffice", (2,), None, "3 days suffice", id="a reason that begins with a number"),
    pytest.param("P-3 12", (12,), None, "", id="the last option there can be"),
    pytest.param("P-3 1,3", (1, 3), False, "", id="a list"),
    pytest.param("P-3 3 , 1,2", (3, 1, 2), False, "", id="a list with spaces, in any order"),
    pytest.param("P-3 1 and 3", (1, 3), False, "", id="a list in words"),
    pytest.param("P-3 1 et 3 les deux", (1, 3), False, "les deux", id="a French list and a reason"),
    pytest.param("P-3 １，３", (1, 3), False, "", id="a full-width list"),
    pytest.param("P-3 2>1>3", (2, 1, 3), True, "", id="an order"),
    pytest.param("P-3 2 > 1 the summit first", (2, 1), True, "the summit first", id="an order with spaces and a reason"),
    pytest.param("P-3 ２＞１", (2, 1), True, "", id="a full-width order"),
    pytest.param("P-3 2 1 3", (2, 1, 3), None, "", id="a row of numbers and nothing else"),
    pytest.param("P-3 withdraw", None, None, "", id="withdrawing"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "choices", "ranks", "reason"), READ)
def test_a_vote_is_read(typed: str, choices: Choices | None, ranks: bool | None, reason: str) -> None:
    read = read_vote(typed)
    assert (read.handle, read.choices, read.ranks, read.reason) == ("P-3", choices, ranks, reason)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "P-3",
        "P-3 maybe",
        "P-3 0",
        "P-3 00",
        "P-3 -1",
        "P-3 1,2>3",
        "P-3 1,",
        "P-3 >1",
        "P-3 1,,2",
        "P-3 2.5",
        "P-3 123",
    ],
)
def test_what_is_no_vote_is_a_mistake(typed: str) -> None:
    with pytest.raises(Mistake, match="vote_unreadable"):
        read_vote(typed)


@pytest.mark.parametrize("vote", ["P-3 against", "P-3 2>1"])
def test_a_reason_stands_on_record_whole_or_is_refused(vote: str) -> None:
    assert read_vote(f"{vote} {'x' * 300}").reason == "x" * 300
    with pytest.raises(Mistake, match="reason_long"):
        read_vote(f"{vote} {'x' * 301}")


def test_for_another_delegation() -> None:
    read = read_vote("P-3 2>1 as France: as Paris asks")
    assert (read.choices, read.ranks, read.behalf) == ((2, 1), True, ("FR", "as Paris asks"))
