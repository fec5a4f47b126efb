"""Whether an alert crosses a red line: what the group has agreed not to let pass."""

from collections.abc import Iterable

from bot.domain.likeness import fold

LONG_ENOUGH = 4  # letters from which a word also stands for the words that begin with it: "annex" for "annexation"


def crosses(line: str, text: str, topic: str) -> bool:
    """Whether a text, with its topic, crosses a line such as "#greenland, territorial integrity, annex".

    A line is one or several alternatives between commas: a topic, or words that all have to be there, in any order.
    """
    words = fold(text).split()
    return any(_said(alternative, words, fold(topic)) for alternative in alternatives(line))


def alternatives(line: str) -> list[str]:
    """What stands between the commas, without what says nothing."""
    return [each.strip() for each in line.split(",") if fold(each)]


def _said(alternative: str, words: Iterable[str], topic: str) -> bool:
    wanted = fold(alternative)
    if alternative.startswith("#"):
        return wanted == topic or wanted in words
    return all(any(_means(word, said) for said in words) for word in wanted.split())


def _means(word: str, said: str) -> bool:
    return said == word or (len(word) >= LONG_ENOUGH and said.startswith(word))
