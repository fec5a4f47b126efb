"""A scheduled poll that could not open when its moment had come."""

from collections.abc import Mapping
from typing import Any

from bot.cards import mistakes
from bot.cards.card import Card, bold, mention
from bot.cards.reader import Reader
from bot.domain.handles import handle
from storage.models import PollFacts


def not_opened_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader) -> Card | None:
    """Why a poll did not open, for its author; None once it has, or was cancelled."""
    if facts.poll.state != "scheduled":
        return None
    why = mistakes.kept(body["code"], body["facts"], reader)
    person = facts.author.person
    return Card(
        reader.t(
            "{name}, {handle} did not open. {why}",
            name=mention(person.name, person.tg_user_id),
            handle=bold(handle("poll", facts.poll.number)),
            why=why.text,
        ),
        rows=why.rows,
    )
