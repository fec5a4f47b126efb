"""An export as spreadsheets: a zip of one CSV (RFC 4180, UTF-8) a table, in which nothing is taken for a formula."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.chain import canonical

Row = Mapping[str, Any]
COLUMNS: dict[str, tuple[str, ...]] = {
    "group": ("id", "title", "language", "timezone", "state", "since", "version"),
    "members": ("id", "name", "username", "status", "delegation", "role", "joined_at"),
    "delegations": ("code", "name", "role", "weight", "weight_year", "weight_source"),
    "alerts": (
        "handle", "text", "note", "severity", "kind", "topic", "source", "confidence", "state", "resolution",
        "reporter", "changed_by", "created_at", "retracted_at", "attached_to", "origin",
    ),
    "amendments": ("alert", "by", "at", "before", "text"),
    "seen": ("alert", "member", "at"),
    "polls": (
        "handle", "question", "text", "rule", "quorum", "state", "verdict", "winner", "reason", "about", "replaces",
        "author", "opened_at", "closes_at", "closed_at", "owner", "review_on", "secret", "hidden", "native", "outside", "voted",
    ),
    "options": ("poll", "number", "text"),
    "electors": ("poll", "id", "name", "weight", "weight_year", "weight_source"),
    "proxies": ("poll", "from", "to", "at", "withdrawn_at"),
    "ballots": ("poll", "delegation", "choice", "reason"),
    "reservations": ("poll", "delegation", "text", "at"),
    "sightings": ("poll", "member", "at"),
    "objections": ("poll", "delegation", "reason", "amendment", "resolved_by", "resolved_at"),
    "calls": (
        "handle", "title", "state", "reason", "starts_at", "minutes", "link", "remind", "about", "author", "created_at",
        "uid",
    ),
    "answers": ("call", "member", "answer", "at"),
    "tasks": (
        "handle", "text", "state", "reason", "member", "delegation", "due_at", "about", "author", "created_at", "ended_at",
        "ended_by",
    ),
    "journal": ("seq", "at", "kind", "actor", "subject", "body", "salt", "digest", "prev_hash", "hash"),
}  # fmt: skip
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # what a spreadsheet may begin to compute at
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same export makes the same zip


def zipped(document: Row) -> bytes:
    """The export (bot.upkeep.exports.document) as a zip of CSV files."""
    rows = _rows(document)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, columns in COLUMNS.items():
            entry = zipfile.ZipInfo(f"{name}.csv", EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, sheet(columns, rows[name]))
    return archive.getvalue()


def sheet(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A table as CSV, its header first. Lists and objects are JSON; nothing is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([defused(_cell(row[column])) for column in columns] for row in rows)
    return text.getvalue()


def defused(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it.

    Apostrophes that stand there already count as none, so that taking one away always gives the text back.
    """
    return f"'{cell}" if FORMULA.match(cell) else cell


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return canonical(value)
    return json.dumps(value) if isinstance(value, list) else str(value)


def _rows(document: Row) -> dict[str, list[Row]]:
    group = document["group"]
    return {
        "group": [group | {"version": document["version"]}],
        "members": group["members"],
        "delegations": group["delegations"],
        **{name: document[name] for name in ("alerts", "polls", "calls", "tasks", "journal")},
        "amendments": list(_inner(document["alerts"], "amendments", "alert")),
        "seen": list(_inner(document["alerts"], "seen", "alert")),
        "options": [
            {"poll": poll["handle"], "number": number, "text": text}
            for poll in document["polls"]
            for number, text in enumerate(poll["options"], start=1)
        ],
        "electors": list(_inner(document["polls"], "electors", "poll")),
        "proxies": list(_inner(document["polls"], "proxies", "poll")),
        "ballots": list(_inner(document["polls"], "ballots", "poll")),
        "reservations": list(_inner(document["polls"], "reservations", "poll")),
        "sightings": list(_inner(document["polls"], "seen", "poll")),
        "objections": list(_inner(document["polls"], "objections", "poll")),
        "answers": list(_inner(document["calls"], "answers", "call")),
    }


def _inner(rows: Sequence[Row], field: str, owner: str) -> Iterator[Row]:
    for row in rows:
        for each in row[field]:
            yield {owner: row["handle"], **each}
