"""The Greenland week of January 2026, as the press reported it, in our own words. People are capitals, nobody is named.

Moments are Brussels time. A new turn of the story is a few lines in its day: a Caption for what happens and why, then
what people say and press.
"""

from bot.local.replay.story_weekdays import FRIDAY, MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY
from bot.local.replay.story_weekend import SATURDAY, SUNDAY

DAYS = (SATURDAY, SUNDAY, MONDAY, TUESDAY, WEDNESDAY, FRIDAY, NEXT_MONDAY)
