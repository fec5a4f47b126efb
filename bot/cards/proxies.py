"""Who votes for whom in a poll, as people read it."""

from markupsafe import Markup

from bot.cards.members import delegation_name
from bot.cards.polls import recorded, withdrawn
from bot.cards.reader import Reader
from storage.models import Elector, Given, Recorded


def given(given: Given, reader: Reader) -> Markup:
    """The answer to /proxy."""
    t, name = reader.t, delegation_name(given.from_, reader)
    if given.to is None:
        return t("{name} votes for itself again.", name=name)
    holder = delegation_name(given.to, reader)
    if given.votes:
        return t(
            "{name} gives its vote to {holder}; its own ballot goes before until it is withdrawn.",
            name=name, holder=holder,
        )  # fmt: skip
    return t("{name} gives its vote to {holder}, whose ballot counts for both.", name=name, holder=holder)


def cast_as(elector: Elector | None, done: Recorded | int | None, reader: Reader) -> Markup:
    """The answer to a vote cast as a delegation, another one's or one's own."""
    if not isinstance(done, Recorded):
        return withdrawn(done, reader)
    if elector is None:
        return recorded(done, reader)
    name = delegation_name(elector, reader)
    return reader.t("{choice} (by proxy for {name})", name=name, choice=recorded(done, reader))
