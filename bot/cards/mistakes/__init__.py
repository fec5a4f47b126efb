"""Every mistake's sentence: the cause first, then how to put it right."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import EqualWeights, UseGroup
from bot.cards import ballots, consents, extensions, poll_reminders, proxies, silence_answers
from bot.cards.card import Button, Card, plain, visible
from bot.cards.mistakes import finding, forms, others, people, polls, sense
from bot.cards.mistakes.words import Facts, Sentence
from bot.cards.reader import Reader
from bot.domain.errors import Mistake
from storage.models import Group

SENTENCES: dict[str, Sentence] = (
    people.WHO
    | finding.HANDLES
    | finding.FINDING
    | forms.FORMS
    | forms.MOMENTS
    | polls.POLLS
    | ballots.MISTAKES
    | proxies.MISTAKES
    | poll_reminders.MISTAKES
    | extensions.MISTAKES
    | silence_answers.MISTAKES
    | consents.MISTAKES
    | sense.SENSE
    | others.OTHERS
)


def sentence(mistake: Mistake, reader: Reader) -> Markup:
    """What to answer to a mistake."""
    return SENTENCES[mistake.code](mistake.facts, reader)


def kept(code: str, facts: Facts, reader: Reader) -> Card:
    """The answer to one that is on record."""
    return Card(SENTENCES[code](facts, reader), rows=_remedy(code, reader))


def answer(mistake: Mistake, groups: Sequence[Group], reader: Reader) -> Card:
    """The sentence, and a button for each of the groups that may be meant, or for what would put it right."""
    rows = tuple((Button(visible(group.title) or "?", UseGroup(group.id or 0)),) for group in groups)
    return Card(sentence(mistake, reader), rows=rows or _remedy(mistake.code, reader))


def _remedy(code: str, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if code != "weights_missing":
        return ()
    return ((Button(plain(reader.t("Equal weights")), EqualWeights()),),)


def already_recorded(reader: Reader) -> Markup:
    """The answer to a press that Telegram delivered twice."""
    return reader.t("Already recorded")


def apology(reader: Reader) -> Markup:
    """An update nobody could handle: it is kept, the person is told."""
    return reader.t("Sorry, that went wrong on my side. It is kept for whoever operates me; please try again.")
