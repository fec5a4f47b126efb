"""What crosses a red line and what does not."""

import pytest

from bot.domain.red_lines import crosses

CROSSES = [
    ("territorial integrity", "They question the territorial integrity of Greenland", "", True),
    ("territorial integrity", "The INTEGRITY of the territorial waters", "", True),
    ("territorial integrity", "Integrity in public office", "", False),
    ("annex", "They announce the annexation of the island", "", True),
    ("war", "A warning from the capital", "", False),
    ("war", "This means war.", "", True),
    ("border, annex", "The border is closed", "", True),
    ("#greenland", "Nothing to do with it", "greenland", True),
    ("#greenland", "Ships off #Greenland", "trade", True),
    ("#greenland", "Tariffs", "trade", False),
    ("intégrité", "L'INTEGRITE du territoire", "", True),
    ("", "Anything at all", "", False),
    (" , ,", "Anything at all", "", False),
]


@pytest.mark.parametrize(
    ("line", "text", "topic", "expected"), CROSSES, ids=[f"{row[0]!r} / {row[1]}" for row in CROSSES]
)
def test_a_line_is_crossed_by_its_words_or_its_topic(line: str, text: str, topic: str, expected: bool) -> None:
    assert crosses(line, text, topic) is expected
