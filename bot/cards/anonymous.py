"""What an anonymous administrator is asked."""

from bot.callbacks import SignMessage
from bot.cards.card import Button, Card, plain
from bot.cards.reader import Reader


def question(unsigned_id: int, reader: Reader) -> Card:
    """Who wrote that: the press tells."""
    t = reader.t
    text = t("I cannot tell who wrote that, and it needs a person: press the button and I do it in your name.")
    return Card(text, rows=((Button(plain(t("It is me")), SignMessage(unsigned_id), style="primary"),),))
