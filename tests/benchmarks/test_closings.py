"""Every procedure is closed and shown, and the table names them all."""

from bot.domain.rules import Procedure
from tests.benchmarks.closings import closings, rendered


def test_each_procedure_is_closed_and_shown() -> None:
    found = closings(1)
    assert {each.title for each in found} >= set(Procedure) - {Procedure.SHARE}
    assert [len(each.closed) for each in found] == [1] * len(found)
    table = rendered(found).splitlines()
    assert table[0].split("  ")[0] == "closing a poll of 35 delegations"
    assert [line.split("  ")[0] for line in table[1:]] == [each.title for each in found]
