"""How the bot is doing, as a group reads it."""

from markupsafe import Markup

from bot.cards.card import Card, bold, lines
from bot.cards.members import not_administrator
from bot.cards.reader import Reader
from storage.models import Past, StatusFacts


def status_card(facts: StatusFacts, reader: Reader) -> Card:
    """All is well, or what is not; what waits; what could not be delivered."""
    t = reader.t
    waiting = (
        t.plural("{n} message waits to be sent here.", "{n} messages wait to be sent here.", facts.waiting)
        if facts.waiting
        else t("Nothing waits to be sent here.")
    )
    return Card(
        lines(
            bold(t("All is well.") if not facts.trouble else _trouble(facts.trouble, reader)),
            Markup("<code>{}</code>").format(facts.trouble) if facts.trouble else None,
            t("Telegram last answered: {moment}.", moment=reader.moment(facts.alive_at)) if facts.alive_at else None,
            waiting,
            t("The oldest of them: {moment}.", moment=reader.moment(facts.waiting_since)) if facts.waiting_since else None,
            t.plural("{n} message of the last seven days could not be delivered.", "{n} messages of the last seven days could not be delivered.", facts.undelivered)
            if facts.undelivered
            else None,
            t.plural("{n} message of the last seven days was sent again, since nobody could know whether it had arrived.", "{n} messages of the last seven days were sent again, since nobody could know whether they had arrived.", facts.repeated)
            if facts.repeated
            else None,
            t("Last out of reach: {since} to {until}.", since=reader.moment(facts.outage[0]), until=reader.moment(facts.outage[1]))
            if facts.outage
            else None,
            *(_lately(facts.lately, reader) if facts.lately else ()),
            None if facts.administrator else not_administrator(reader),
        ),
        silent=True,
    )  # fmt: skip


def _lately(past: Past, reader: Reader) -> tuple[Markup, Markup]:
    since, until = reader.moment(past.since), reader.moment(past.until)
    said = reader.t("Not all was well from {since} to {until}:", since=since, until=until)
    return said, Markup("<code>{}</code>").format(past.reason)


def _trouble(trouble: str, reader: Reader) -> Markup:
    t = reader.t
    if "same token" in trouble:
        return t(
            "A second bot runs with the same token, and Telegram hears one of them at a time: one must be stopped."
        )
    if trouble.startswith("the machine's clock"):
        return t("The machine's clock is wrong. Deadlines are kept by the time before it went wrong.")
    return t("Telegram does not answer as it should. What is to be said is kept and sent once it does.")
