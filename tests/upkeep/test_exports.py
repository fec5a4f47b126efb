"""Exports: what was done in the chat, in words; a stranger can verify the journal."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.refusals import Refusal, Wrong
from bot.upkeep.exports import exported
from bot.upkeep.output import encoded, write
from tests.stage import Stage

ROOT = Path(__file__).parent.parent.parent
HANDLES = ("version", "group", "alerts", "polls", "calls", "tasks", "journal")


async def an_evening(stage: Stage) -> dict[str, Any]:
    """An alert, a poll about it by delegations, a poll with options, a call; then the export."""
    await stage.says(stage.paris, "/delegation FR @paris\nGB @london")
    await stage.says(stage.paris, "/alert =Tariffs announced !high #greenland")
    await stage.says(stage.london, "/ack A-1")
    await stage.says(stage.paris, "/poll Issue a joint statement?\nabout: A-1\ncloses: in 1h")
    await stage.says(stage.paris, "/vote P-1 for")
    await stage.says(stage.london, "/vote P-1 against @home, first")
    await stage.says(stage.paris, "/poll When?\n- Today, at once\n- After the summit\nrule: plurality")
    await stage.says(stage.london, "/vote P-2 2")
    await stage.says(stage.london, "/call Follow-up\nwhen: tomorrow 18:00\nabout: P-1")
    await stage.says(stage.paris, "/rsvp C-1 late")
    await stage.says(stage.paris, "/task GB draft the list by tomorrow noon\nabout: P-1")
    await stage.says(stage.kyiv, "/task @kyiv call Oslo")
    await stage.says(stage.kyiv, "/done T-2")
    await stage.wait(timedelta(hours=2))
    return exported(stage.settings, stage.group.id)


async def test_an_export_has_what_its_description_names(stage: Stage) -> None:
    document = await an_evening(stage)
    assert tuple(document) == HANDLES
    assert document["version"] == 1
    group = document["group"]
    assert (group["id"], group["title"], group["state"]) == (stage.group.id, "Washington Group", "active")
    assert [(each["name"], each["delegation"]) for each in group["members"]] == [
        ("Paris", "France"), ("London", "United Kingdom"), ("Kyiv", None),
    ]  # fmt: skip


async def test_alerts_say_who_has_seen_them(stage: Stage) -> None:
    (alert,) = (await an_evening(stage))["alerts"]
    assert (alert["handle"], alert["text"], alert["severity"]) == ("A-1", "=Tariffs announced #greenland", "high")
    assert [each["member"] for each in alert["seen"]] == ["Paris", "London"]
    assert all(datetime.fromisoformat(each["at"]).utcoffset() == timedelta() for each in alert["seen"])


async def test_tasks_say_who_is_to_do_them_until_when_and_who_has(stage: Stage) -> None:
    first, second = (await an_evening(stage))["tasks"]
    assert {name: first[name] for name in ("handle", "text", "state", "member", "delegation", "about", "ended_by")} == {
        "handle": "T-1", "text": "draft the list", "state": "open", "member": None, "delegation": "United Kingdom",
        "about": "P-1", "ended_by": None,
    }  # fmt: skip
    assert first["due_at"] == "2026-01-18T11:00:00.000000+00:00"
    assert (second["state"], second["member"], second["author"], second["ended_by"]) == ("done", "Kyiv", "Kyiv", "Kyiv")


async def test_ballots_are_told_in_words(stage: Stage) -> None:
    statement, when = (await an_evening(stage))["polls"]
    assert (statement["handle"], statement["question"]) == ("P-1", "Issue a joint statement?")
    assert (statement["rule"], statement["verdict"], statement["options"]) == ("majority", "rejected", [])
    assert statement["about"] == "A-1"
    assert statement["ballots"] == [
        {"delegation": "France", "choice": "for", "reason": ""},
        {"delegation": "United Kingdom", "choice": "against", "reason": "@home, first"},
    ]
    assert when["options"] == ["Today, at once", "After the summit"]
    assert (when["verdict"], when["winner"]) == ("", None)
    assert when["ballots"] == [{"delegation": "United Kingdom", "choice": "After the summit", "reason": ""}]


async def test_a_delegation_has_one_ballot_the_one_that_stands(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london\nGB @kyiv deputy\nBE observer\nGB weight 1537")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.presses(stage.kyiv, card, "Against")
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.london, card, "For")
    document = exported(stage.settings, stage.group.id)
    (poll,) = document["polls"]
    assert poll["ballots"] == [
        {"delegation": "France", "choice": "for", "reason": ""},
        {"delegation": "United Kingdom", "choice": "for", "reason": ""},
    ]
    assert [(each["from"], each["to"], each["withdrawn_at"]) for each in poll["proxies"]] == [
        ("France", "United Kingdom", None)
    ]
    assert [(each["name"], each["weight"], each["weight_year"]) for each in poll["electors"]] == [
        ("France", None, None), ("United Kingdom", 1537, 2026),
    ]  # fmt: skip
    group = document["group"]
    assert [(each["code"], each["role"]) for each in group["delegations"]] == [
        ("BE", "observer"), ("FR", "voting"), ("GB", "voting"),
    ]  # fmt: skip
    assert [(each["name"], each["role"]) for each in group["members"]] == [
        ("Paris", "principal"), ("London", "principal"), ("Kyiv", "deputy"),
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(encoded(document, "csv"))) as archive:
        given = list(csv.DictReader(io.StringIO(archive.read("proxies.csv").decode(), newline="")))
    assert [(each["from"], each["to"]) for each in given] == [("France", "United Kingdom")]


async def test_calls_say_who_comes(stage: Stage) -> None:
    (call,) = (await an_evening(stage))["calls"]
    assert (call["handle"], call["title"], call["about"], call["minutes"]) == ("C-1", "Follow-up", "P-1", 30)
    assert call["starts_at"] == "2026-01-18T17:00:00.000000+00:00"
    assert [(each["member"], each["answer"]) for each in call["answers"]] == [("Paris", "late")]


def verifier(tmp_path: Path) -> Path:
    """The script that docs/operations.md gives strangers."""
    section = (ROOT / "docs" / "operations.md").read_text().partition("### Verifying a journal\n")[2]
    script = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert script
    assert len(script[1].splitlines()) <= 12
    path = tmp_path / "verify.py"
    path.write_text(script[1])
    return path


def verified(tmp_path: Path, document: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """What the script says, in a Python that knows nothing of the bot."""
    file = tmp_path / "group.json"
    file.write_bytes(encoded(document, "json"))
    arguments = [sys.executable, "-I", str(verifier(tmp_path)), str(file)]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=30, check=False)


async def test_a_stranger_can_verify_the_journal(stage: Stage, tmp_path: Path) -> None:
    document = await an_evening(stage)
    done = verified(tmp_path, document)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{len(document['journal'])} entries")


def change_a_vote(journal: list[dict[str, Any]]) -> None:
    next(entry for entry in journal if entry["kind"] == "ballot_cast")["body"]["choices"] = "0"


def leave_one_out(journal: list[dict[str, Any]]) -> None:
    del journal[3]


def swap_two(journal: list[dict[str, Any]]) -> None:
    journal[2], journal[3] = journal[3], journal[2]


def date_back(journal: list[dict[str, Any]]) -> None:
    journal[4]["at"] = journal[4]["at"].replace("2026", "2025")


@pytest.mark.parametrize("tamper", [change_a_vote, leave_one_out, swap_two, date_back])
async def test_a_stranger_notices(stage: Stage, tmp_path: Path, tamper) -> None:
    document = await an_evening(stage)
    tamper(document["journal"])
    assert verified(tmp_path, document).returncode == 1


async def test_a_stranger_accepts_what_was_erased(stage: Stage, tmp_path: Path) -> None:
    document = await an_evening(stage)
    document["journal"][2] |= {"body": None, "salt": None}
    assert verified(tmp_path, document).returncode == 0


async def test_alerts_say_where_they_come_from_and_what_became_of_them(stage: Stage) -> None:
    said = stage.world.send(stage.london, stage.group, "The border is closed")
    await stage.says(stage.kyiv, "/alert", reply_to=said)
    await stage.says(stage.kyiv, "/amend A-1 The border is closed for lorries")
    await stage.says(stage.paris, "/alert Something else")
    await stage.says(stage.paris, "/attach A-2 A-1")
    await stage.says(stage.kyiv, "/retract A-1")
    document = exported(stage.settings, stage.group.id)
    first, second = document["alerts"]
    at = said.date.isoformat(timespec="microseconds")
    assert first["origin"] == {"author": "London", "forwarded": False, "link": "", "media": "", "written_at": at}
    (amendment,) = first["amendments"]
    assert (amendment["by"], amendment["before"], amendment["text"]) == (
        "Kyiv", "The border is closed", "The border is closed for lorries",
    )  # fmt: skip
    assert (first["retracted_at"] is not None, first["attached_to"]) == (True, None)
    assert (second["origin"], second["attached_to"]) == (None, "A-1")
    with zipfile.ZipFile(io.BytesIO(encoded(document, "csv"))) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("amendments.csv").decode(), newline="")))
    assert [(row["alert"], row["before"]) for row in rows] == [("A-1", "The border is closed")]


async def test_sheets_hold_the_same(stage: Stage) -> None:
    document = await an_evening(stage)
    with zipfile.ZipFile(io.BytesIO(encoded(document, "csv"))) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    tables = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    assert [row["text"] for row in tables["alerts.csv"]] == ["'=Tariffs announced #greenland"]
    assert tables["ballots.csv"] == [
        {"poll": "P-1", "delegation": "France", "choice": "for", "reason": ""},
        {"poll": "P-1", "delegation": "United Kingdom", "choice": "against", "reason": "'@home, first"},
        {"poll": "P-2", "delegation": "United Kingdom", "choice": "After the summit", "reason": ""},
    ]
    assert [row["hash"] for row in tables["journal.csv"]] == [entry["hash"] for entry in document["journal"]]
    assert [json.loads(row["body"]) for row in tables["journal.csv"]] == [each["body"] for each in document["journal"]]


async def test_the_same_record_makes_the_same_export(stage: Stage) -> None:
    document = await an_evening(stage)
    for form in ("json", "csv"):
        assert encoded(document, form) == encoded(exported(stage.settings, stage.group.id), form)


async def test_a_wrong_id_is_answered_with_those_there_are(stage: Stage) -> None:
    with pytest.raises(Wrong) as answer:
        exported(stage.settings, 5)
    assert (
        str(answer.value) == f'--chat: no group on record has the id 5; there is {stage.group.id} ("Washington Group").'
    )


def test_without_a_database_it_says_where_it_looked(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    with pytest.raises(Refusal, match=f"There is no database at {tmp_path}/bot.db"):
        exported(stage.settings, 5)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_whole_and_is_its_users_alone(tmp_path: Path) -> None:
    output = tmp_path / "group.json"
    for content in (b"old and longer", b"new"):
        write(content, output, binary=False)
        assert output.read_bytes() == content
    assert output.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [output]


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written: No such file or directory"):
        write(b"", tmp_path / "nowhere" / "group.json", binary=False)
