"""Telegram's HTML: what it makes of tags, and how it refuses them."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.entities import slice16, utf16
from bot.local.errors import ApiError
from bot.local.markup import parse_html


def entity(kind, offset, length, **more):
    return {"type": kind, "offset": offset, "length": length, **more}


READINGS = {
    "plain text stays": ("Paris and London", "Paris and London", []),
    "bold": ("<b>A-1</b> x", "A-1 x", [entity("bold", 0, 3)]),
    "strong": ("<strong>A</strong>", "A", [entity("bold", 0, 1)]),
    "italic": ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
    "underline": ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
    "strikethrough": ("<s>a</s><del>b</del>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
    "spoiler": ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
    "spoiler as span": ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
    "nested tags, the wider first": ("<i>a<b>b</b></i>", "ab", [entity("italic", 0, 2), entity("bold", 1, 1)]),
    "offsets count UTF-16 units": ("😀<b>é😀</b>", "😀é😀", [entity("bold", 2, 3)]),
    "tag names in capitals": ("<B>a</b>", "a", [entity("bold", 0, 1)]),
    "an empty tag is nothing": ("a<b></b>", "a", []),
    "named references": ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"', []),
    "numeric references": ("&#65;&#x1F600;", "A😀", []),
    "an unknown reference stays": ("&nbsp; &euro", "&nbsp; &euro", []),
    "code": ("<code>a &lt; b</code>", "a < b", [entity("code", 0, 5)]),
    "pre": ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
    "pre with a language": (
        '<pre><code class="language-python">a</code></pre>',
        "a",
        [entity("pre", 0, 1, language="python")],
    ),
    "code alone has no language": ('<code class="language-python">a</code>', "a", [entity("code", 0, 1)]),
    "nothing is formatted inside code": ("<code>a<b>b</b></code>", "ab", [entity("code", 0, 2)]),
    "nothing is found inside code": ("<code>/poll @paris #x</code>", "/poll @paris #x", [entity("code", 0, 15)]),
    "link": ('<a href="https://x.example/?a=1&amp;b=2">x</a>', "x", [
        entity("text_link", 0, 1, url="https://x.example/?a=1&b=2")
    ]),
    "a link without an address is its own": ("<a>https://x.example/</a>", "https://x.example/", [
        entity("text_link", 0, 18, url="https://x.example/")
    ]),
    "what is no link stays text": ('<a href="javascript:alert(1)">x</a>', "x", []),
    "mention by id": ('<a href="tg://user?id=101">Paris</a>', "Paris", [
        entity("text_mention", 0, 5, user={"id": 101})
    ]),
    "quotation": ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
    "expandable quotation": ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
    "a moment": ('<tg-time unix="1770000000" format="wDT">noon</tg-time>', "noon", [
        entity("date_time", 0, 4, unix_time=1770000000, date_time_format="wDT")
    ]),
    "a moment without a format": ("<tg-time unix='1770000000'>noon</tg-time>", "noon", [
        entity("date_time", 0, 4, unix_time=1770000000, date_time_format="")
    ]),
    "custom emoji": ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", [
        entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")
    ]),
    "the text is trimmed": ("\n <b>a</b> \n", "a", [entity("bold", 0, 1)]),
    "space inside a tag is cut with it": ("<b>  a  </b>", "a", [entity("bold", 0, 1)]),
    "what Telegram finds comes along": ("<b>/poll</b> @paris", "/poll @paris", [
        entity("bold", 0, 5), entity("bot_command", 0, 5), entity("mention", 6, 6)
    ]),
}  # fmt: skip

REFUSALS = {
    "an unknown tag": ("a <blink>b", 'Unsupported start tag "blink" at byte offset 2'),
    "byte offsets count bytes": ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
    "a lone bracket": ("a < b", 'Unsupported start tag "" at byte offset 2'),
    "a tag never closed": ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    "an end without a start": ("x</b>", "Unexpected end tag at byte offset 1"),
    "crossed tags": ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    "an unfinished start": ("x <b", "Unclosed start tag at byte offset 2"),
    "an unfinished attribute": ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    "an unfinished start after a value": ('<a href="x"', "Unclosed start tag at byte offset 0"),
    "an unfinished end": ("<b>x</b", "Unclosed end tag at byte offset 4"),
    "an attribute without a name": ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    "a slash in a bare value": ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
    "a span that is no spoiler": ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    "an emoji without a number": ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    "a moment that is no number": ('<tg-time unix="²">y</tg-time>', "Invalid date-time specified"),
    "a moment beyond all numbers": (f'<tg-time unix="{"9" * 5000}">y</tg-time>', "Invalid date-time specified"),
    "a moment in no known shape": ('<tg-time unix="1" format="xx">y</tg-time>', "Invalid date-time specified"),
}


@pytest.mark.parametrize(("source", "text", "entities"), READINGS.values(), ids=READINGS.keys())
def test_reading(source, text, entities):
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(("source", "message"), REFUSALS.values(), ids=REFUSALS.keys())
def test_refusing(source, message):
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {message}"


@given(st.text())
def test_what_is_escaped_comes_back_as_it_was(text):
    assert parse_html(html.escape(text))[0] == text.strip()


@given(st.text(alphabet="ab <>&;/=\"'😀é\n", max_size=40))
def test_any_text_is_either_read_or_refused(source):
    try:
        text, entities = parse_html(source)
    except ApiError:
        return
    for found in entities:
        assert 0 <= found["offset"] < found["offset"] + found["length"] <= utf16(text)


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_an_entity_covers_what_the_tag_held(inside, before):
    text, entities = parse_html(f"x{html.escape(before)}x<code>{html.escape(inside)}</code>x")
    found = next(one for one in entities if one["type"] == "code")
    assert slice16(text, found["offset"], found["length"]) == inside
