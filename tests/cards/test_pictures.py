"""The picture of a result: everything inside it, nothing on something else, readable by everybody, secrets kept."""

import math
import random
import re
import struct
import time
import unicodedata
import zlib
from dataclasses import replace
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.cards import metrics
from bot.cards.arcs import seats
from bot.cards.card import fits, plain
from bot.cards.charts import _picture, picture_card
from bot.cards.metrics import FONTS, drawable, shortened, width, wrapped
from bot.cards.plots import HOLLOW
from bot.cards.shapes import (
    INK,
    MARGIN,
    PAPER,
    PIXELS,
    QUIET,
    STYLES,
    WIDTH,
    Bar,
    Box,
    Look,
    Seat,
    Shape,
    Sign,
    Text,
    Threshold,
    svg,
)
from bot.delivery.painter import png
from bot.domain.ballots import read_choices
from bot.domain.procedures import Elector as Voter
from bot.domain.procedures import Electorate, count, read_rule
from storage.models import PollFacts
from tests.cards.test_poll_cards import KINDS, facts, reader

SLACK = 0.01
EU = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]
THIRTY_FIVE = [*EU, *["AL", "CA", "CH", "GB", "IS", "JP", "NO", "UA"]]
EASY, LARGE = 4.5, 3.0  # WCAG 2.2 AA: contrast of words, and of what is as large as a seat's outline


def closed(ballots: list[str], *, codes: list[str] | None = None, **more: Any) -> PollFacts:
    """A poll that is over, of delegations with codes where there are any."""
    told = facts(ballots, state="closed", **more)
    if codes is None:
        return told
    for elector, code in zip(told.electors, codes, strict=True):
        elector.code, elector.name = code, ""
    voters = Electorate(tuple(Voter(each.id or 0, each.code, each.weight) for each in told.electors))
    cast = {number: read_choices(text) for number, text in enumerate(ballots, 1) if text != "."}
    return replace(told, standing=count(voters, cast, read_rule(told.poll.rule), options=len(told.options)))


def svg_of(told: PollFacts, language: str = "en") -> str:
    card = picture_card(told, reader(language))
    assert card is not None
    return card.picture


def words_of(picture: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 -- our own


# Where everything stands


def apart(one: Box, two: Box) -> bool:
    return one[2] <= two[0] + SLACK or two[2] <= one[0] + SLACK or one[3] <= two[1] + SLACK or two[3] <= one[1] + SLACK


def within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - SLACK
        and inner[1] >= outer[1] - SLACK
        and inner[2] <= outer[2] + SLACK
        and inner[3] <= outer[3] + SLACK
    )


def written_on(text: Text, shape: Seat | Bar) -> bool:
    """A code on its seat, within the circle that every form of a seat holds, or on its bar."""
    left, top, right, _ = text.box
    if isinstance(shape, Bar):
        return within((left, top, right, text.y), shape.box)
    corner = math.hypot((right - left) / 2, (text.y - top) / 2)
    return abs(text.x - shape.x) < SLACK and corner <= shape.radius * 0.9


def clash(one: Shape, two: Shape) -> bool:
    """Whether one hides part of the other."""
    match one, two:
        case Seat(), Seat():
            reach = one.radius * STYLES[one.look].reach + two.radius * STYLES[two.look].reach
            return math.hypot(one.x - two.x, one.y - two.y) < reach - SLACK
        case (Text() as text, (Seat() | Bar()) as shape) | ((Seat() | Bar()) as shape, Text() as text):
            return not (apart(text.box, shape.box) or written_on(text, shape))
        case Bar(), Bar() if Look.TRACK in {one.look, two.look}:
            return not (apart(one.box, two.box) or within(one.box, two.box) or within(two.box, one.box))
        case (Threshold(), Bar()) | (Bar(), Threshold()):
            return False  # which is what it is for
    return not apart(one.box, two.box)


def is_sound(told: PollFacts, language: str = "en") -> None:
    picture = _picture(told, reader(language))
    page = (0.0, 0.0, WIDTH, picture.height)
    outside = [shape for shape in picture.shapes if not within(shape.box, page)]
    assert not outside
    assert [(one, two) for one, two in combinations(picture.shapes, 2) if clash(one, two)] == []
    ET.fromstring(picture.svg())  # noqa: S314 -- our own


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=110)
EVERY_RULE = st.sampled_from(
    ["majority", "absolute", "two-thirds", "unanimity", "consensus", "qualified", "reinforced", "plurality",
     "2/3 of weight", "60% of all", "more than 1/2 of cast"]
)  # fmt: skip
LANGUAGES = st.sampled_from(["en", "fr"])
MANY = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(
    ballots=st.lists(st.sampled_from([".", "0", "-1", "-2"]), min_size=1, max_size=60),
    rule=EVERY_RULE, name=WORDS, question=WORDS, secret=st.booleans(), language=LANGUAGES,
)  # fmt: skip
def test_seats_and_bars_have_their_places(
    ballots: list[str], rule: str, name: str, question: str, secret: bool, language: str
) -> None:
    is_sound(closed(ballots, rule=rule, name=name, question=question, secret=secret), language)


@MANY
@given(
    data=st.data(),
    kind=st.sampled_from(["plurality", "approval", "ranked"]),
    texts=st.lists(WORDS, min_size=2, max_size=12),
    language=LANGUAGES,
)
def test_options_have_their_places(data: st.DataObject, kind: str, texts: list[str], language: str) -> None:
    ballots = data.draw(st.lists(KINDS[kind], min_size=1, max_size=40))
    kept = [
        text if all(choice <= len(texts) for choice in read_choices(text)) else "0" for text in ballots if text != "."
    ]
    is_sound(closed([*kept, *["."] * ballots.count(".")], rule=kind, options=texts), language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rule", ["qualified", "reinforced", "absolute", "majority"])
def test_thirty_five_capitals_have_their_places(rule: str, language: str) -> None:
    told = closed(["-1"] * 20 + ["-2"] * 6 + ["0"] * 4 + ["."] * 5, codes=THIRTY_FIVE, rule=rule)
    is_sound(told, language)
    assert set(THIRTY_FIVE) <= set(words_of(svg_of(told, language))), "every seat has its code"


@pytest.mark.parametrize("count", [*range(1, 61), 100, 150, 300])
def test_every_seat_has_room(count: int) -> None:
    outer = WIDTH / 2 - MARGIN
    diameter, places = seats(count, outer, HOLLOW)
    assert len(places) == count
    assert all(math.hypot(*place) - diameter / 2 >= HOLLOW - SLACK for place in places)
    assert all(math.hypot(*place) + diameter / 2 <= outer + SLACK for place in places)
    nearest = min((math.dist(*pair) for pair in combinations(places, 2)), default=math.inf)
    assert nearest >= 1.1 * diameter
    turns = [math.atan2(y, x) for x, y in places]
    assert turns == pytest.approx(sorted(turns, reverse=True)), "from the left to the right"


def test_more_than_there_is_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="no room for 1000000 seats"):
        seats(1_000_000, WIDTH / 2 - MARGIN, HOLLOW)


# What it says


def test_a_seat_for_each_delegation_with_its_code_and_the_count_beside_it() -> None:
    told = closed(["-1", "-1", "-2", "0", "."], codes=["DE", "FR", "IT", "FI", "UA"], question="Publish?")
    assert words_of(svg_of(told)) == [
        "P-1 · Adopted", "Publish?",
        "DE", "FR", "FI", "UA", "IT", "2 : 1", "For : Against",
        "For", "2", "Against", "1", "Abstain", "1", "Not voted", "1",
    ]  # fmt: skip


def test_a_share_of_all_says_how_many_that_is() -> None:
    words = words_of(svg_of(closed(["-1"] * 3 + ["-2", "."], rule="absolute")))
    assert words[7:10] == ["3 needed", "3 / 5", "For"]


def test_a_double_majority_shows_heads_and_weight_against_what_they_have_to_come_to() -> None:
    told = closed(["-1"] * 15 + ["-2"] * 8 + ["0"] * 4, codes=EU, rule="qualified")
    words = words_of(svg_of(told))
    assert {"In favour: 15 of 27", "15 needed", "65.0 % needed"} <= set(words)
    assert any(word.startswith("12 not in favour, ") for word in words)
    assert any(word.startswith("Their weight: 5") for word in words)
    picture = _picture(told, reader())
    heads, weight = (
        shape for shape in picture.shapes if isinstance(shape, Threshold) and shape.bottom - shape.top > 20
    )
    room = WIDTH - 2 * MARGIN
    assert (heads.x - MARGIN) / room == pytest.approx(15 / 27)
    assert (weight.x - MARGIN) / room == pytest.approx(0.65, abs=0.001)
    assert [shape.what for shape in picture.shapes if isinstance(shape, Sign)] == ["yes", "no"]


def test_options_show_what_each_got_and_which_is_ahead() -> None:
    told = closed(["2", "2", "1", "0", "."], rule="plurality", options=["Wait", "Tariffs", "Talks"], question="What?")
    assert words_of(svg_of(told)) == [
        "P-1 · Adopted", "What?", "1", "1 Wait", "2", "2 Tariffs", "0", "3 Talks", "Abstain", "1", "Not voted", "1",
    ]  # fmt: skip
    bars = [shape for shape in _picture(told, reader()).shapes if isinstance(shape, Bar) and shape.look != Look.TRACK]
    assert [(bar.look, bar.length) for bar in bars] == [
        (Look.BEHIND, (WIDTH - 2 * MARGIN) / 2), (Look.AHEAD, WIDTH - 2 * MARGIN),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ballots", "rule", "signs"),
    [
        pytest.param(["1", "1", "2", "."], "plurality", ["yes"], id="one has won"),
        pytest.param(["1", "1", "2", "2"], "plurality", ["equal", "equal"], id="two are tied"),
        pytest.param(["1", "1", "2", "3"], "absolute", [], id="one leads, and has not enough"),
    ],
)
def test_who_is_ahead_has_won_or_not(ballots: list[str], rule: str, signs: list[str]) -> None:
    shapes = _picture(closed(ballots, rule=rule, options=["Wait", "Tariffs", "Talks"]), reader()).shapes
    assert [shape.what for shape in shapes if isinstance(shape, Sign)] == signs
    assert Look.AHEAD in {shape.look for shape in shapes if isinstance(shape, Bar)}


def test_a_run_off_shows_its_last_round_and_the_half_that_has_to_be_passed() -> None:
    ballots = ["1>2>3"] * 4 + ["2>3"] * 3 + ["3>2"] * 2 + ["."]
    told = closed(ballots, rule="ranked", options=["Tonight", "Tomorrow", "Never"])
    words = words_of(svg_of(told))
    assert "Last round: 5 of 9 needed" in words
    assert "3 Never" not in words
    assert [words[words.index(option) - 1] for option in ("1 Tonight", "2 Tomorrow")] == ["4", "5"]


def test_the_caption_says_what_the_picture_shows() -> None:
    told = closed(["-1", "-1", "-2", "."], codes=["DE", "FR", "IT", "UA"])
    card = picture_card(told, reader())
    assert card is not None
    assert card.silent
    assert re.sub("[\u2068\u2069]", "", plain(card.text)) == (
        "In the picture: P-1, Adopted: For 2 (Germany, France); Against 1 (Italy); Abstain 0; Not voted 1 (Ukraine), of 4"
    )
    french = picture_card(told, reader("fr"))
    assert french is not None
    assert re.sub("[\u2068\u2069]", "", str(french.text)) == (
        "Sur l’image\xa0: P-1, Adopté\xa0: Pour 2 (Allemagne, France)\u202f; Contre 1 (Italie)\u202f; Abstention 0\u202f; "
        "Sans vote 1 (Ukraine), sur 4"
    )


def test_many_names_are_folded() -> None:
    card = picture_card(closed(["-1"] * 24 + ["-2"] * 6 + ["0"] * 3 + ["."] * 2, codes=THIRTY_FIVE), reader())
    assert card is not None
    first, _, rest = str(card.text).partition("\n")
    assert first == "In the picture: P-1, Adopted: For 24; Against 6; Abstain 3; Not voted 2, of 35"
    assert rest.startswith("<blockquote expandable>For: \u2068Austria\u2069, \u2068Belgium\u2069, ")
    assert [line.partition(":")[0] for line in plain(card.text).splitlines()[1:]] == [
        "For",
        "Against",
        "Abstain",
        "Not voted",
    ]


@MANY
@given(ballots=st.lists(st.sampled_from([".", "0", "-1", "-2"]), min_size=1, max_size=60), name=WORDS)
def test_a_caption_is_never_too_long_and_always_counts(ballots: list[str], name: str) -> None:
    card = picture_card(closed(ballots, name=name), reader())
    assert card is not None
    assert fits(card.text, most=MessageLimit.CAPTION_LENGTH)
    assert f"For {ballots.count('-1')}" in plain(card.text)
    assert fits(card.marked(card.text).text, most=MessageLimit.CAPTION_LENGTH)


def test_a_group_that_wants_no_pictures_gets_none() -> None:
    told = closed(["-1"] * 4)
    told.group.pictures = False
    assert picture_card(told, reader()) is None


# Secrets


@pytest.mark.parametrize("rule", ["majority", "qualified", "reinforced", "2/3 of weight", "60% of all"])
def test_a_secret_poll_shows_numbers_and_nobody(rule: str) -> None:
    """Whoever chose what, of as many there is one picture, and no name or weight of anybody in it."""
    drawn, told = set(), set()
    for seed in range(8):
        ballots = ["-1"] * 5 + ["-2"] * 3 + ["0"] * 2 + ["."] * 2
        random.Random(seed).shuffle(ballots)
        secret = closed(ballots, rule="majority", name="Elsewhere", secret=True)
        # As storage.queries.secrecy tells it: the conditions that go by weight are left out.
        standing = closed(ballots, rule=rule, name="Elsewhere").standing
        kept = tuple(each for each in standing.conditions if "weight" not in each.kind)
        card = picture_card(replace(secret, standing=replace(standing, conditions=kept)), reader())
        assert card is not None
        told.add(plain(card.text))
        drawn.add("".join(words_of(card.picture)).replace("Adopted", "").replace("Rejected", ""))
        assert not {"E1", "E12"} & set(words_of(card.picture))
        assert "Elsewhere" not in plain(card.text) + card.picture
        assert "weight" not in card.picture.replace("font-weight", "")
    assert len(told) <= 2  # one for each verdict
    assert len(drawn) == 1


# Letters


def test_the_font_says_what_it_has() -> None:
    names = "Öğütçü Łódź Ţîmpul Ñandú Київ Ґрунт Αθήνα Ђоковић Nguyễn Šiauliai Þór 7 % „“ — № €"
    assert drawable(names) == names
    assert drawable("🟢 Yes, today ✅") == "Yes, today"
    assert [drawable(text) for text in ("ירושלים", "القدس", "東京", "ქართული", "हिन्दी", "🟢", "")] == [None] * 7
    assert drawable("Ky" + unicodedata.normalize("NFD", "й") + "v") == "Kyйv"


def test_a_code_never_is_a_row_of_boxes() -> None:
    told = closed(["-1"] * 4)
    for elector, name in zip(told.electors, ["東京", "Αθήνα", "The Holy See", "Київ"], strict=True):
        elector.name = name
    assert words_of(svg_of(told))[2:5] == ["Αθή", "THS", "Київ"]
    crowd = closed(["-1"] * 35, name="x")
    crowd.electors[0].name = "NATO"
    assert "NATO" in words_of(svg_of(crowd))
    options = closed(["1", "1", "2", "2"], rule="plurality", options=["東京", "Αθήνα"], question="会议在哪里?")
    assert {"Option 1", "2 Αθήνα"} <= set(words_of(svg_of(options)))
    assert words_of(svg_of(options))[0] == "P-1 · Tied"


def test_lines_are_as_wide_as_they_are_said_to_be() -> None:
    """Measured where the font draws it: the rightmost ink of a line of text in a picture of nothing else."""
    for text, bold in (("Tariffs, AVAVA: 1.234", False), ("P-12 · Rejected", True), ("Déclaration commune", False)):
        drawn = svg([Text(MARGIN, 30, text, 20, bold=bold)], 40)
        rows, per_pixel = pixels(png(drawn))
        paper = rows[0][:per_pixel]
        inked = [
            max(
                (x for x in range(len(row) // per_pixel) if row[x * per_pixel : (x + 1) * per_pixel] != paper),
                default=0,
            )
            for row in rows
        ]
        reach = max(inked) / PIXELS - MARGIN
        assert width(text, 20, bold=bold) - 8 <= reach <= width(text, 20, bold=bold) + 1


@given(st.text(max_size=200), st.integers(20, 330), st.integers(1, 3))
def test_lines_fit(text: str, room: int, most: int) -> None:
    told = drawable(text) or ""
    lines = wrapped(told, 14, room, most)
    assert len(lines) <= most
    assert all(width(line, 14) <= room for line in lines)
    assert width(shortened(told, 14, room), 14) <= room


def test_the_font_comes_with_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()
    assert sum(file.stat().st_size for file in FONTS.glob("*.ttf")) < 150_000
    assert metrics.FONTS == FONTS


# Colours


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", Look)
def test_what_is_written_on_a_colour_can_be_read(look: Look) -> None:
    assert contrast(STYLES[look].ink, STYLES[look].fill) >= EASY


@pytest.mark.parametrize("ink", [INK, QUIET])
def test_words_can_be_read_on_the_paper(ink: str) -> None:
    assert contrast(ink, PAPER) >= EASY


@pytest.mark.parametrize("look", [look for look in Look if look is not Look.TRACK])
def test_every_form_stands_out_from_the_paper(look: Look) -> None:
    assert contrast(STYLES[look].line, PAPER) >= LARGE
    assert contrast(STYLES[look].line, STYLES[Look.TRACK].fill) >= LARGE


# Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB.
SEEN_BY = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "who lacks red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "who lacks green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "who lacks blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(colour: str, seen: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as it is seen."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    r, g, b = (min(1.0, max(0.0, sum(k * v for k, v in zip(row, linear, strict=True)))) for row in seen)
    white = (0.9505, 1.0, 1.089)
    xyz = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    x, y, z = (
        (v / w) ** (1 / 3) if v / w > 0.008856 else 7.787 * v / w + 16 / 116 for v, w in zip(xyz, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("seen", SEEN_BY.values(), ids=SEEN_BY)
def test_answers_are_told_apart_by_colour(seen: tuple[tuple[float, ...], ...]) -> None:
    for one, two in combinations((Look.FOR, Look.AGAINST, Look.ABSTAIN), 2):  # who has not voted has no colour
        assert math.dist(lab(STYLES[one].fill, seen), lab(STYLES[two].fill, seen)) > 30
    assert math.dist(lab(STYLES[Look.AHEAD].fill, seen), lab(STYLES[Look.BEHIND].fill, seen)) > 30


def test_answers_are_told_apart_without_colour() -> None:
    answers = [STYLES[look] for look in (Look.FOR, Look.AGAINST, Look.ABSTAIN, Look.ABSENT)]
    assert len({(style.corners, style.dashed) for style in answers}) == len(answers)


# The file


def pixels(data: bytes) -> tuple[list[bytes], int]:
    """The rows of a PNG, unfiltered, and the bytes of a pixel; as RFC 2083 has it."""
    wide, tall, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert depth == 8
    size = {2: 3, 6: 4}[kind]
    chunks, at = b"", 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        body = data[at + 8 : at + 8 + length]
        assert struct.pack(">I", zlib.crc32(data[at + 4 : at + 8] + body)) == data[at + 8 + length : at + 12 + length]
        chunks += body if data[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    raw, rows, before = zlib.decompress(chunks), [], bytearray(wide * size)
    for row in range(tall):
        how, line = (
            raw[row * (wide * size + 1)],
            bytearray(raw[row * (wide * size + 1) + 1 : (row + 1) * (wide * size + 1)]),
        )
        for i in range(len(line)):
            left, above, corner = line[i - size] if i >= size else 0, before[i], before[i - size] if i >= size else 0
            guess = left + above - corner
            paeth = min((left, above, corner), key=lambda each: abs(guess - each))
            line[i] = (line[i] + (0, left, above, (left + above) // 2, paeth)[how]) % 256
        rows.append(bytes(line))
        before = line
    return rows, size


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda: closed(["-1"] * 5 + ["-2", "0", "."]), id="eight seats"),
        pytest.param(lambda: closed(["-1"] * 24 + ["-2"] * 6 + ["0"] * 3 + ["."] * 2, codes=THIRTY_FIVE, rule="qualified"), id="thirty-five by weight"),
        pytest.param(lambda: closed(["-1", "-2", "0", "."] * 75), id="three hundred seats"),
        pytest.param(lambda: closed([str(n % 12 + 1) for n in range(40)], rule="plurality", options=["W" * 100] * 12), id="twelve options"),
    ],
)  # fmt: skip
def test_it_is_drawn_soon_and_small(told: Any) -> None:
    picture = svg_of(told())
    began = time.process_time()
    data = png(picture)
    assert time.process_time() - began < 5  # a tenth of that, where nothing else runs
    assert len(data) < 200_000
    wide, tall = struct.unpack(">II", data[16:24])
    assert (wide, tall) == (int(WIDTH * PIXELS), round(float(re.findall(r'height="(\d+)"', picture)[0])))
    assert wide + tall < 10_000, "as Telegram takes photos"


def test_the_margins_stay_empty_and_letters_are_there() -> None:
    rows, size = pixels(png(svg_of(closed(["-1"] * 5 + ["-2", "0", "."], question="Publish?")), width=int(WIDTH)))
    paper, edge = bytes.fromhex(PAPER[1:]) + b"\xff" * (size - 3), 8
    for row in rows:
        assert row[: edge * size] == row[-edge * size :] == paper * edge
    title = rows[18:32]
    assert any(row != paper * (len(row) // size) for row in title)
