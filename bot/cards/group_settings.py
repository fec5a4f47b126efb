"""What a group and a person have chosen, with buttons for other choices."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from bot.callbacks import SetOwn, SetSetting, ShowSetting
from bot.cards.card import Button, Card, bold, joined, lines, plain
from bot.cards.procedures import rule_name
from bot.cards.reader import Reader
from bot.cards.settings import LANGUAGE_NAMES, weekly
from bot.domain.presets import COLUMNS, GENERAL, HERE, PRESETS
from storage.models import Group

CHOSEN = "✓ "
OWN = ("language", "timezone")  # what a person has of their own


def settings_card(group: Group, reader: Reader, *, panel: str = "", forum: bool = False) -> Card:
    """The live card: every setting in a line, and a button for each; or, one unfolded, the presets of it."""
    t = reader.t
    shown = [name for name in COLUMNS if name != "topic" or forum or group.tg_topic_id is not None]
    told = [
        t("{setting}: {value}", setting=bold(label(name, reader)), value=words(name, chosen(name, group), reader))
        for name in shown
    ]
    text = lines(
        bold(t("Settings of this group")),
        *told,
        "",
        t("Administrators change them by the buttons, or by typing, for example {example}",
          example=Markup("<code>{}</code>").format(example("digest", reader))),
    )  # fmt: skip
    if panel in shown:
        return Card(text, rows=_panel(panel, chosen(panel, group), reader))
    return Card(text, rows=tuple((Button(plain(label(name, reader)), ShowSetting(name)),) for name in shown))


def own_card(language: str, timezone: str | None, reader: Reader) -> Card:
    """A person's own language and zone, in private; without a zone the group's is meant."""
    t = reader.t
    now = {"language": (language,), "timezone": (timezone,)}
    zone = words("timezone", (timezone,), reader) if timezone else t("the group's")
    text = lines(
        bold(t("Your settings")),
        t("{setting}: {value}", setting=bold(label("language", reader)), value=words("language", (language,), reader)),
        t("{setting}: {value}", setting=bold(label("timezone", reader)), value=zone),
        "",
        t("They count for what only you see. Any other zone: write for example /settings timezone Kyiv"),
    )
    rows = [
        [
            Button(_mark(words(name, values, reader), on=values == now[name]), SetOwn(name, number))
            for number, values in enumerate(PRESETS[name])
        ]
        for name in OWN
    ]
    languages, zones = rows
    return Card(text, rows=(tuple(languages), tuple(zones[:2]), tuple(zones[2:])))


def changed_card(group: Group, names: list[str], reader: Reader) -> Card:
    """The answer to what an administrator typed: each setting as it now is."""
    told = [
        reader.t("{setting}: {value}", setting=label(name, reader), value=words(name, chosen(name, group), reader))
        for name in names
    ]
    return Card(reader.t("Recorded: {choice}", choice=joined(told, "; ")))


def set_toast(name: str, values: tuple[Any, ...], reader: Reader) -> Markup:
    """The answer to a preset."""
    return reader.t("Recorded: {choice}", choice=words(name, values, reader))


def chosen(name: str, group: Group) -> tuple[Any, ...]:
    """What the group has chosen: the values of the setting's columns."""
    return tuple(getattr(group, column) for column in COLUMNS[name])


def label(name: str, reader: Reader) -> Markup:
    """What a setting is about."""
    t = reader.t
    return {
        "language": t("Language"),
        "timezone": t("Time zone"),
        "digest": t("Digest"),
        "rule": t("Rule of polls that name none"),
        "polls_by": t("Who opens polls"),
        "unseen": t("Reminders of alerts not seen"),
        "status_due": t("Status of critical alerts due"),
        "topic": t("Topic"),
        "pictures": t("Pictures of results"),
    }[name]


def words(name: str, values: tuple[Any, ...], reader: Reader) -> Markup:
    """A choice in words."""
    t, value = reader.t, values[0]
    match name:
        case "language":
            return Markup("{}").format(LANGUAGE_NAMES[value])
        case "timezone":
            return Markup("{}").format(value)
        case "digest":
            return weekly(value, values[1], reader)
        case "rule":
            return Markup("{}").format(rule_name(value, reader)) if value else t("majority, or plurality of options")
        case "polls_by":
            return t("everyone") if value == "everyone" else t("administrators")
        case "unseen":
            spans = [reader.span(timedelta(minutes=int(each))) for each in value.split(",") if each]
            return t("after {spans}", spans=joined(spans)) if spans else t("never")
        case "status_due":
            return t("every {span}", span=reader.span(timedelta(minutes=value))) if value else t("never")
        case "pictures":
            return t("on") if value else t("off")
    return _topic(value, reader)


def example(name: str, reader: Reader) -> Markup:
    """How a setting is typed."""
    t = reader.t
    return {
        "language": t("/settings language fr"),
        "timezone": t("/settings timezone Kyiv"),
        "digest": t("/settings digest monday 08:00"),
        "rule": t("/settings rule majority"),
        "polls_by": t("/settings who-opens-polls admins"),
        "unseen": t("/settings unseen 15m, 60m"),
        "status_due": t("/settings status-due 4h"),
        "topic": t("/settings topic here"),
        "pictures": t("/settings pictures off"),
    }[name]


def typed_name(name: str, reader: Reader) -> Markup:
    """What a setting is called when it is typed."""
    return Markup("{}").format(str(example(name, reader)).split()[1])


def _topic(value: int | None, reader: Reader) -> Markup:
    t = reader.t
    known: Mapping[int | None, Markup] = {
        None: t("each where it was asked for"),
        HERE: t("everything here"),
        GENERAL: t("everything in General"),
    }
    return known.get(value) or t("everything in one topic")


def _panel(name: str, now: tuple[Any, ...], reader: Reader) -> tuple[tuple[Button, ...], ...]:
    offered = [
        (Button(_mark(words(name, values, reader), on=values == now), SetSetting(name, number)),)
        for number, values in enumerate(PRESETS[name])
    ]
    return (*offered, (Button(plain(reader.t("Back")), ShowSetting("")),))


def _mark(choice: Markup, *, on: bool) -> str:
    return f"{CHOSEN if on else ''}{plain(choice)}"
