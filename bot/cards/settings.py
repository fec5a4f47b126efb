"""Hello, and what a group has chosen."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.cards.card import Button, Card, bold, lines, person, plain
from bot.cards.members import here_i_am, not_administrator
from bot.cards.reader import Reader
from bot.texts import choose
from storage.models import Group

LANGUAGE_NAMES = {"en": "English", "fr": "français"}


def greeting(group: Group, reader: Reader) -> Card:
    """What the bot says on arrival: what it is for, and what to do next."""
    t = reader.t
    example = t("Tariffs announced !high")  # on its own: Babel sees no sentence inside another's call
    return Card(
        lines(
            bold(t("Hello {title}. I keep the routine:", title=person(group.title))),
            t("• {command} logs that something happened, and who has seen it", command="/alert"),
            t("• {command} puts a joint response to the vote", command="/poll"),
            t("• {command} schedules a follow-up call, with reminders", command="/call"),
            t("• {command} sums up; by itself {weekly}", command="/digest",
              weekly=weekly(group.digest_weekday, group.digest_time, reader)),
            "",
            t("Next: everyone presses [Here I am] once, so that I know them (a bot cannot list members)."),
            None if group.administrator else not_administrator(reader),
            t("Administrators: {settings} shows and changes how I work here (now {zone}, {tongue}).",
              settings="/settings", zone=group.timezone, tongue=LANGUAGE_NAMES[reader.language]),
            t("Try: {example}", example=Markup("<code>/alert {}</code>").format(example)),
            t("All commands with examples: /help"),
        ),
        rows=((here_i_am(reader),),),
    )  # fmt: skip


def weekly(weekday: int, clock: str, reader: Reader) -> Markup:
    """When the digest comes."""
    return reader.t("every {weekday} at {clock}", weekday=reader.weekday(weekday), clock=clock)


def private_welcome(username: str, reader: Reader) -> Card:
    """The answer to Start in private."""
    t = reader.t
    add = Button(plain(t("Add me to a group")), url=f"https://t.me/{username}?startgroup=true", style="primary")
    return Card(
        lines(
            bold(t("Hello. I coordinate a group: alerts, joint responses, calls and a weekly digest.")),
            t(
                "I work in your group; here I can send you calendar files, and you can set your own language and time zone:"
            ),
            t("/language fr · /timezone Kyiv · /help"),
        ),
        rows=((add,),),
    )


def group_settings(group: Group, now: datetime) -> Card:
    """The group's language and zone after a change, in the language it now has."""
    reader = Reader(choose(group.language), ZoneInfo(group.timezone), now)
    return Card(
        reader.t("This group now reads {language}, in {zone}: it is {moment}.", language=LANGUAGE_NAMES[reader.language],
                 zone=group.timezone, moment=reader.moment(now))
    )  # fmt: skip


def own_settings(reader: Reader) -> Card:
    """A person's language and zone after a change."""
    return Card(
        reader.t("You now read {language}, in {zone}: it is {moment}.", language=LANGUAGE_NAMES[reader.language],
                 zone=reader.zone.key, moment=reader.moment(reader.now))
    )  # fmt: skip


def astray_mark(reader: Reader) -> Markup:
    """At the end of a message that is not in its topic."""
    return reader.t("(Said here because its topic is closed or gone.)")


def repeat_mark(reader: Reader) -> Markup:
    """At the end of a message whose first copy may have arrived."""
    return reader.t("(repeat)")
