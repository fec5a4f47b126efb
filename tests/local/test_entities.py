"""What Telegram finds in a text by itself."""

import pytest

from bot.local.entities import found_entities, slice16

FOUND = {
    "a command": ("/poll Issue it?", [("bot_command", "/poll")]),
    "a command for one bot": ("/poll@WashingtonGroupBot x", [("bot_command", "/poll@WashingtonGroupBot")]),
    "a command within a text": ("see /help now", [("bot_command", "/help")]),
    "a fraction is no command": ("1/2 and a/b", []),
    "a path is no command": ("/usr/bin", []),
    "a mention": ("ask @paris.", [("mention", "@paris")]),
    "an address is one whole": ("write to desk@paris.example", [("email", "desk@paris.example")]),
    "a hashtag": ("on #greenland!", [("hashtag", "#greenland")]),
    "a hashtag in Cyrillic": ("про #мито", [("hashtag", "#мито")]),
    "a number is no hashtag": ("#1 and #2", []),
    "a link without the full stop": ("read https://x.example/a?b=c.", [("url", "https://x.example/a?b=c")]),
    "a bare domain": ("see un.org/news today", [("url", "un.org/news")]),
    "a file name is no domain": ("see call.ics", []),
    "a hashtag inside a link belongs to it": ("https://x.example/#top", [("url", "https://x.example/#top")]),
    "several": ("/a @b1 #c", [("bot_command", "/a"), ("mention", "@b1"), ("hashtag", "#c")]),
    "after an emoji": ("😀 #war", [("hashtag", "#war")]),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_found(text, expected):
    found = [(one["type"], slice16(text, one["offset"], one["length"])) for one in found_entities(text)]
    assert found == expected
