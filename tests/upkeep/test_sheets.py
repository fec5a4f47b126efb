"""Exports as spreadsheets: what is read back is what was on record, and nothing is taken for a formula."""

import csv
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.upkeep.sheets import COLUMNS, FORMULA, defused, sheet, zipped

DANGEROUS = "=+-@\t\r\n＝＋－＠"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(DANGEROUS + "',\"; "), max_size=40)


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def armed(cell: str) -> str:
    """The text as it was: one apostrophe less where one was put."""
    return cell[1:] if FORMULA.match(cell) else cell


@pytest.mark.parametrize("start", DANGEROUS)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(start: str) -> None:
    assert defused(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "Tariffs = bad", "'tis so", "1+1", " =1", "A-1", "Ω", "a@b.example"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


@given(TEXTS)
def test_no_cell_begins_a_formula_and_every_text_can_be_had_back(text: str) -> None:
    cell = defused(text)
    assert cell[:1] not in set(DANGEROUS)
    assert armed(cell) == text


@given(st.lists(st.fixed_dictionaries({"name": TEXTS, "reason": TEXTS}), max_size=6))
def test_a_sheet_reads_back_as_it_was(rows: list[dict[str, str]]) -> None:
    header, *cells = read_back(sheet(("name", "reason"), rows))
    assert header == ["name", "reason"]
    assert [[armed(cell) for cell in row] for row in cells] == [[row["name"], row["reason"]] for row in rows]


def test_lines_end_as_rfc_4180_says_and_quotes_are_doubled() -> None:
    text = sheet(("a", "b"), [{"a": 'say "no", twice', "b": "two\r\nlines"}])
    assert text == 'a,b\r\n"say ""no"", twice","two\r\nlines"\r\n'


def test_values_are_told_plainly() -> None:
    row = {"none": None, "number": 7, "group": -1001, "list": [3600, 600], "object": {"b": 1, "a": "é"}}
    (_, cells) = read_back(sheet(tuple(row), [row]))
    assert cells == ["", "7", "'-1001", "[3600, 600]", '{"a":"é","b":1}']


def test_an_empty_group_still_has_every_table_with_its_header() -> None:
    group: dict[str, Any] = dict.fromkeys(COLUMNS["group"], "") | {"members": [], "delegations": []}
    empty: dict[str, list[Any]] = {name: [] for name in ("alerts", "polls", "calls", "tasks", "journal")}
    with zipfile.ZipFile(io.BytesIO(zipped({"version": 1, "group": group, **empty}))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{name}.csv" for name in COLUMNS]
        headers = {name: read_back(archive.read(name).decode())[0] for name in archive.namelist()}
    assert headers == {f"{name}.csv": list(columns) for name, columns in COLUMNS.items()}
