"""Corrections of polls: the words before, and who is to vote again."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.cards.card import Card, bold, cut, joined, lines, mention, visible
from bot.cards.reader import Reader
from bot.domain.handles import handle
from storage.models import Poll, PollFacts, Rewording

LINE = 100  # characters of the words before
MOST = 2  # earlier versions that the card shows


def earlier(facts: PollFacts, reader: Reader) -> list[Markup]:
    """A line for each of the last wordings that were voted on and are void."""
    t = reader.t
    told = [
        t("Version {number}, void: {text}", number=each.version, text=Markup("<s>{}</s>").format(_words(each)))
        for each in facts.earlier[:MOST]
    ]
    return [t("Version {number}", number=facts.poll.version), *told] if told else []


def amended_card(facts: PollFacts, body: Mapping[str, Any], reader: Reader) -> Card | None:
    """Told to those whose vote is void: it is to be cast again; None once the poll is over."""
    t, poll = reader.t, facts.poll
    if poll.state != "open":
        return None
    voted = set(body["voted"])
    names = [mention(each.person.name, each.person.tg_user_id) for each in facts.members if each.member.id in voted]
    return Card(
        lines(
            t("{handle} has new words (version {number}):", handle=bold(handle("poll", poll.number)), number=body["version"]),
            visible(body["question"], keep_lines=True),
            t("What was cast before is void. Please vote again: {names}", names=joined(names)),
        )
    )  # fmt: skip


def followed_card(poll: Poll, done: str, reader: Reader) -> Card | None:
    """The answer to an edit of the message that a poll was typed in (services.corrections.follow)."""
    known = {"corrected": corrected_card, "voted": warning_card}
    return known[done](poll, reader) if done else None


def corrected_card(poll: Poll, reader: Reader) -> Card:
    """The answer to a correction that costs nobody a vote; one that does is announced."""
    return Card(reader.t("{handle} is corrected.", handle=handle("poll", poll.number)))


def warning_card(poll: Poll, reader: Reader) -> Card:
    """Somebody edited the message of a poll in which votes have been cast."""
    return Card(
        reader.t(
            "{handle} has votes already, so it stays as it is. /amend {handle} and the new words begin a new version, "
            "in which everyone votes again.",
            handle=handle("poll", poll.number),
        )
    )


def _words(rewording: Rewording) -> str:
    return cut(visible(" / ".join([rewording.question, *rewording.options])), LINE)
