"""For whom a card is: their language, their zone, their now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from markupsafe import Markup, escape

from bot.texts import Texts, texts
from bot.texts.locales import locale, zone_words

Unit = Literal["day", "hour", "minute", "second"]


@dataclass(frozen=True)
class Reader:
    """A language, a zone and the moment of reading."""

    language: str
    zone: ZoneInfo
    now: datetime

    @cached_property
    def t(self) -> Texts:
        """Their sentences."""
        return texts(self.language)

    @cached_property
    def locale(self) -> Locale:
        """Their dates and numbers: European order, whatever the dialect of English."""
        return locale("en_GB" if self.language == "en" else self.language)

    def moment(self, at: datetime) -> Markup:
        """A moment that every reader sees in their own zone; the fallback names the zone."""
        return Markup('<tg-time unix="{}" format="wDt">{}</tg-time>').format(int(at.timestamp()), self.moment_words(at))

    def clock(self, at: datetime) -> Markup:
        """A moment of today to the second, as every reader's own clock shows it; the fallback names the zone."""
        local = at.astimezone(self.zone)
        words = f"{format_time(local, 'HH:mm:ss', tzinfo=self.zone, locale=self.locale)} ({self.zone_words()})"
        return Markup('<tg-time unix="{}" format="T">{}</tg-time>').format(int(at.timestamp()), words)

    def ago(self, at: datetime) -> Markup:
        """How long ago a moment was, kept up to date where a reader's Telegram can."""
        words = format_timedelta(at - self.now, add_direction=True, locale=self.locale)
        return Markup('<tg-time unix="{}" format="r">{}</tg-time>').format(int(at.timestamp()), words)

    def moment_words(self, at: datetime) -> str:
        """A moment in the reader's zone, with the zone: "Mon 19 Jan, 18:00 (Paris)"."""
        local = at.astimezone(self.zone)
        skeleton = "MMMEd" if local.year == self.now.astimezone(self.zone).year else "yMMMEd"
        day = format_skeleton(skeleton, local, tzinfo=self.zone, locale=self.locale)
        return f"{day}, {format_time(local, 'HH:mm', tzinfo=self.zone, locale=self.locale)} ({self.zone_words()})"

    def zone_words(self) -> str:
        """The zone as it is called: its city ("Bruxelles"), or how far it is from UTC."""
        return zone_words(self.zone, self.language)

    def percent(self, digits: str) -> Markup:
        """Percents as the language writes them: 33.3 % is "33,3 %" in French."""
        sign = self.locale.number_symbols["latn"]["decimal"]
        return self.t("{number} %", number=digits.replace(".", sign))

    def day(self, on: date) -> str:
        """A date, long."""
        return format_date(on, "long", locale=self.locale)

    def weekday(self, number: int) -> str:
        """A weekday's name; 0 is Monday."""
        return str(self.locale.days["stand-alone"]["wide"][number])

    def span(self, span: timedelta) -> str:
        """A length of time in words: "10 minutes", "1 hour 30 minutes"."""
        minutes, seconds = divmod(int(span.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        parts = [timedelta(days=days), timedelta(hours=hours), timedelta(minutes=minutes), timedelta(seconds=seconds)]
        units: tuple[Unit, ...] = ("day", "hour", "minute", "second")
        words = [
            format_timedelta(part, granularity=unit, threshold=10**9, locale=self.locale)
            for part, unit in zip(parts, units, strict=True)
            if part
        ]
        return " ".join(words[:2])

    def country(self, code: str) -> str:
        """A country's name, or the code where it is none."""
        return str(self.locale.territories.get(code, code))

    def listed(self, names: list[str]) -> str:
        """Names in a row: "Paris, London and Kyiv"."""
        return format_list(names, locale=self.locale)

    def either(self, names: Sequence[str]) -> Markup:
        """Names to choose from: "Paris, London or Kyiv"; what is Markup stays as it is."""
        return Markup(format_list([str(escape(name)) for name in names], style="or", locale=self.locale))  # noqa: S704
