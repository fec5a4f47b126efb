"""The words our grammar of moments knows, folded: English and French in full, German where members mix it in."""

from typing import Literal

Half = Literal["morning", "afternoon", "evening"]

_MONTHS = (
    "january jan janvier janv januar janner",
    "february feb fevrier fevr fev februar",
    "march mar mars marz",
    "april apr avril avr",
    "may mai",
    "june jun juin juni",
    "july jul juillet juil juli",
    "august aug aout",
    "september sept sep septembre",
    "october oct octobre oktober okt",
    "november nov novembre",
    "december dec decembre dezember dez",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}

_WEEKDAYS = (
    "monday mon lundi lun montag",
    "tuesday tues tue mardi dienstag",
    "wednesday wed mercredi mer mittwoch",
    "thursday thurs thur thu jeudi jeu donnerstag",
    "friday fri vendredi ven freitag",
    "saturday sat samedi sam samstag sonnabend",
    "sunday sun dimanche dim sonntag",
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}

# word -> days from today
DAYS = {
    **dict.fromkeys(("yesterday", "hier", "gestern"), -1),
    **dict.fromkeys(("today", "aujourd'hui", "aujourdhui", "heute"), 0),
    **dict.fromkeys(("tomorrow", "tmrw", "tmr", "demain", "morgen"), 1),
    **dict.fromkeys(("day after tomorrow", "apres demain", "apres-demain", "ubermorgen"), 2),
}
# words for a part of today
TONIGHT: dict[str, Half] = {
    "tonight": "evening",
    "this morning": "morning",
    "this afternoon": "afternoon",
    "this evening": "evening",
    "ce matin": "morning",
    "cet apres-midi": "afternoon",
    "cette apres-midi": "afternoon",
    "ce soir": "evening",
}
HALVES: dict[str, Half] = {
    "in the morning": "morning",
    "in the afternoon": "afternoon",
    "in the evening": "evening",
    "du matin": "morning",
    "de l'apres-midi": "afternoon",
    "du soir": "evening",
    "morning": "morning",
    "matin": "morning",
    "fruh": "morning",
    "vormittag": "morning",
    "afternoon": "afternoon",
    "apres-midi": "afternoon",
    "nachmittag": "afternoon",
    "evening": "evening",
    "soir": "evening",
    "abend": "evening",
}
NOONS = dict.fromkeys(("noon", "midday", "midi", "mittag"), 12) | dict.fromkeys(
    ("midnight", "minuit", "mitternacht"), 0
)
