"""Confidence in words: the Admiralty code, a letter for the source and a digit for the information."""

from markupsafe import Markup

from bot.cards.card import joined
from bot.cards.reader import Reader


def confidence_words(grade: str, reader: Reader) -> Markup:
    """What a grade such as B2 says: how reliable the source is, how credible the information."""
    t = reader.t
    sources = {
        "A": t("completely reliable"),
        "B": t("usually reliable"),
        "C": t("fairly reliable"),
        "D": t("not usually reliable"),
        "E": t("unreliable"),
        "F": t("reliability cannot be judged"),
    }
    information = {
        "1": t("confirmed by other sources"),
        "2": t("probably true"),
        "3": t("possibly true"),
        "4": t("doubtful"),
        "5": t("improbable"),
        "6": t("truth cannot be judged"),
    }
    return joined([sources[grade[0]], information[grade[1]]])
