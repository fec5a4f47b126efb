"""Telegram's HTML: a text with tags becomes a plain text and entities, or is refused in Telegram's words.

Byte offsets in refusals count UTF-8 bytes, entity offsets count UTF-16 units: both as the Bot API does.
"""

import re
from dataclasses import dataclass, field

from bot.local.entities import finish, utf16
from bot.local.errors import ApiError, bad_request
from bot.local.model import Entity

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
TAGS = {*SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,8})|(lt|gt|amp|quot))(?:;|(?![A-Za-z0-9]))")
START = re.compile(r"<([^\s>]*)")
ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)))?""")
END = re.compile(r"</([^\s>]*)\s*(>?)")
TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
NUMBER = re.compile(r"[0-9]{1,19}")  # of 64 bits at most


@dataclass
class Tag:
    name: str
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


def refusal(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """(plain text, entities); raises ApiError 400 "can't parse entities: ..." ."""
    parser = _Parser(source)
    parser.run()
    for entity in parser.entities:
        if entity["type"] == "code":
            entity.pop("language", None)  # only a pre may name one
    return finish(parser.text, parser.entities)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.stack: list[Tag] = []
        self.entities: list[Entity] = []

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def run(self) -> None:
        position = 0
        while position < len(self.source):
            if self.source.startswith("</", position):
                position = self._end_tag(position)
            elif self.source[position] == "<":
                position = self._start_tag(position)
            else:
                position = self._plain(position)
        if self.stack:
            raise refusal(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')

    def _plain(self, position: int) -> int:
        match = REFERENCE.match(self.source, position)
        piece = _decode(match) if match else self.source[position]
        self.pieces.append(piece)
        self.offset += utf16(piece)
        return match.end() if match else position + 1

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _start_tag(self, begin: int) -> int:
        match = START.match(self.source, begin)
        name = match.group(1).lower() if match else ""
        position = begin + 1 + len(name)
        if position >= len(self.source):
            raise refusal(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in TAGS:
            raise refusal(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        tag = Tag(name, self.offset)
        position = self._attributes(tag, begin, position)
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.stack.append(tag)
        return position

    def _attributes(self, tag: Tag, begin: int, position: int) -> int:
        """Read up to and over the closing bracket; answers the position after it."""
        while True:
            match = ATTRIBUTE.match(self.source, position)
            end = match.end() if match else position
            if self.source[position:].lstrip().startswith(">"):
                return self.source.index(">", position) + 1
            if match is None or end >= len(self.source):
                valued = match is not None and any(group is not None for group in match.groups()[1:])
                name = "" if valued else f' "{tag.name}"'
                raise refusal(f"Unclosed start tag{name} at byte offset {self._byte(begin)}")
            if not match.group(1):
                raise refusal(f'Empty attribute name in the tag "{tag.name}" at byte offset {self._byte(begin)}')
            if match.group(4) is not None and not re.match(r"[\s>]", self.source[end:]):
                raise refusal(f"Unexpected end of name token at byte offset {self._byte(match.start(4))}")
            value = next((group for group in match.groups()[1:] if group is not None), "")
            tag.attributes[match.group(1).lower()] = REFERENCE.sub(_decode, value)
            position = end

    def _end_tag(self, begin: int) -> int:
        at = self._byte(begin)
        match = END.match(self.source, begin)
        if not self.stack:
            raise refusal(f"Unexpected end tag at byte offset {at}")
        if match is None or not match.group(2):
            raise refusal(f"Unclosed end tag at byte offset {at}")
        tag, found = self.stack[-1], match.group(1).lower()
        if found and found != tag.name:
            raise refusal(f'Unmatched end tag at byte offset {at}, expected "</{tag.name}>", found "</{found}>"')
        self.stack.pop()
        if self.offset > tag.start:
            self._close(tag)
        return match.end()

    def _close(self, tag: Tag) -> None:
        entity: Entity | None
        if tag.name in SIMPLE:
            entity = {"type": SIMPLE[tag.name]}
        elif tag.name == "a":
            entity = self._link(tag)
        elif tag.name in {"code", "pre"}:
            entity = self._code(tag)
        else:
            entity = _special(tag)
        if entity is not None:
            self.entities.append({**entity, "offset": tag.start, "length": self.offset - tag.start})

    def _link(self, tag: Tag) -> Entity | None:
        """A link without href takes its own text for one; what is no link at all stays plain text."""
        start = len(self.text.encode("utf-16-le")[: tag.start * 2].decode("utf-16-le"))
        url = tag.attributes.get("href") or self.text[start:]
        user = re.fullmatch(r"tg://user\?id=(\d+)", url)
        if user:
            return {"type": "text_mention", "user": {"id": int(user.group(1))}}
        if re.match(r"(?:https?|tg|ton|mailto|tel):", url) or re.match(r"[\w-]+(\.[\w-]+)+", url):
            return {"type": "text_link", "url": url if ":" in url else f"http://{url}/"}
        return None

    def _code(self, tag: Tag) -> Entity:
        """`<pre><code class="language-x">` is one entity with a language: the inner one is folded into the outer."""
        language = tag.attributes.get("class", "").removeprefix("language-")
        if tag.name == "code":
            return {"type": "code", **({"language": language} if language else {})}
        inner = self.entities[-1] if self.entities else None
        length = self.offset - tag.start
        if inner and (inner["type"], inner["offset"], inner["length"]) == ("code", tag.start, length):
            self.entities.pop()
            return {"type": "pre", **({"language": inner["language"]} if "language" in inner else {})}
        return {"type": "pre"}


def _special(tag: Tag) -> Entity:
    if tag.name == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
    if tag.name == "tg-emoji":
        emoji = tag.attributes.get("emoji-id", "")
        if not NUMBER.fullmatch(emoji):
            raise refusal("Invalid custom emoji identifier specified")
        return {"type": "custom_emoji", "custom_emoji_id": emoji}
    unix, shape = tag.attributes.get("unix", ""), tag.attributes.get("format", "")
    if not NUMBER.fullmatch(unix) or not TIME_FORMAT.fullmatch(shape):
        raise refusal("Invalid date-time specified")
    return {"type": "date_time", "unix_time": int(unix), "date_time_format": shape}


def _decode(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return match.group(0)
    return chr(code)
