"""Findings: one line each, in words, never with a token; the exit code they make."""

from datetime import timedelta

import pytest

from bot.upkeep.findings import Finding, counted, exit_code, ok, problem, size, span, summary, warning


@pytest.mark.parametrize(
    ("findings", "code", "last"),
    [
        pytest.param([ok("a", "b")], 0, "All is well.", id="all well"),
        pytest.param([ok("a", "b"), warning("a", "b")], 0, "1 warning.", id="a warning is no failure"),
        pytest.param([problem("a", "b"), warning("a", "b")], 1, "1 problem and 1 warning.", id="a problem is one"),
        pytest.param([problem("a", "b")] * 2, 1, "2 problems.", id="two problems"),
    ],
)
def test_the_exit_code_and_the_last_line(findings: list[Finding], code: int, last: str) -> None:
    assert exit_code(findings) == code
    assert summary(findings).startswith(last)


def test_a_finding_is_one_line_whatever_a_title_holds() -> None:
    line = str(warning('group "A\nB\u2028C\u202eD\x1b[31m"', "gone"))
    assert line == 'warning  group "A B C D [31m": gone'


def test_a_finding_never_shows_a_token() -> None:
    line = str(problem("Telegram", "no answer from http://x/bot123456789:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/getMe"))
    assert line == "problem  Telegram: no answer from http://x/bot<token>/getMe"


def test_quantities_in_words() -> None:
    assert [size(n) for n in (0, 1023, 1536, 5 * 1024**3)] == ["0 bytes", "1023 bytes", "1.5 kB", "5.0 GB"]
    assert [counted(1, "entry", "entries"), counted(2_000, "entry", "entries")] == ["1 entry", "2,000 entries"]
    assert [span(timedelta(seconds=n)) for n in (0, 1, 119, -7200, 10**6)] == [
        "no time", "1 second", "1 minute", "2 hours", "11 days",
    ]  # fmt: skip
