"""What is on disk after kill -9: every press that was answered, looked for in the database itself."""

import contextlib
import sqlite3
from pathlib import Path

from bot.domain.procedures import AGAINST, FOR
from tests.benchmarks.scene import CHOICES, Scene

BALLOTS = """
    SELECT tg_chat_id, tg_user_id, CAST(choices AS INTEGER) FROM ballots
    JOIN electors ON electors.id = elector_id
    JOIN members ON members.id = electors.member_id
    JOIN people ON people.id = person_id
    JOIN groups ON groups.id = members.group_id
"""
RECORDED = "SELECT count(*) FROM journal WHERE kind = 'ballot_cast'"
NUMBERS = dict(zip(CHOICES, (FOR, AGAINST), strict=True))


def lost(database: Path, scene: Scene) -> int:
    """How many presses the database does not hold: journal rows missing or too many, or ballots unlike the last press."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        (recorded,) = connection.execute(RECORDED).fetchone()
        held: dict[tuple[int, int], int] = {(chat, user): choice for chat, user, choice in connection.execute(BALLOTS)}
    cast = {(card.chat.id, user): NUMBERS[choice] for (card, user), choice in scene.votes.items()}
    wrong = sum(held.get(voter) != cast.get(voter) for voter in held.keys() | cast.keys())
    return max(abs(len(scene.presses) - int(recorded)), wrong)
