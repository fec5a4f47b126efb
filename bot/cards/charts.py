"""The result of a poll as a picture, with the same in words as its caption, for whoever does not see it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from markupsafe import Markup

from bot.cards.card import Card, first_fitting, folded, joined, lines, plain, visible
from bot.cards.members import delegation_name
from bot.cards.metrics import drawable
from bot.cards.plots import SMALL, Option, Part, Picture, Side, Test
from bot.cards.procedures import choice_word, condition_words, share, verdict_word
from bot.cards.reader import Reader
from bot.cards.shapes import QUIET, Look
from bot.domain.ballots import abstains, read_choices
from bot.domain.handles import handle
from bot.domain.procedures import ABSTAIN, AGAINST, FOR, Condition, ConditionKind
from storage.models import Elector, PollFacts

Kind = ConditionKind
BY_HEADS, BY_WEIGHT = {Kind.HEADS_55, Kind.HEADS_72}, {Kind.WEIGHT_65, Kind.SHARE_OF_WEIGHT}
OF_ALL = {*BY_HEADS, Kind.SHARE_OF_ALL}
LONG = 200  # characters of a caption that is not folded
SHORT, INITIALS = 4, 3  # letters of a name that is short enough for a seat; at most, of one that is not


def picture_card(facts: PollFacts, reader: Reader) -> Card | None:
    """A picture of how a closed poll went; None where the group wants none.

    Of a secret poll it shows numbers alone: no names, and no weights, which would tell names.
    """
    if not facts.group.pictures:
        return None
    drawn = _picture(facts, reader).svg()
    return first_fitting(Card(caption, silent=True, picture=drawn) for caption in _captions(facts, reader))


def _picture(facts: PollFacts, reader: Reader) -> Picture:
    poll, picture = facts.poll, Picture()
    title = f"{handle('poll', poll.number)} · {plain(verdict_word(poll.verdict, reader))}"
    picture.heading(title, drawable(poll.question))
    left, right, aside, absent = _sides(facts, reader)
    if facts.options:
        _options(picture, facts, reader)
        picture.legend((aside, absent))
    else:
        picture.arc((left, aside, absent, right), _middle(facts, reader))
        picture.legend((left, right, aside, absent))
    for condition in facts.standing.conditions:
        if condition.kind in BY_HEADS:
            picture.test(_by_heads(condition, facts, reader))
        elif condition.kind in BY_WEIGHT:
            picture.test(_by_weight(condition, facts, reader))
        elif condition.kind is Kind.BLOCKING_MINORITY:
            picture.line(plain(condition_words(condition, reader)), SMALL, ink=QUIET)
    return picture


def _sides(facts: PollFacts, reader: Reader) -> tuple[Side, Side, Side, Side]:
    """In favour, against, abstaining, and who has not voted; with options, for the leading one and for any other."""
    t, standing, looks = reader.t, facts.standing, _looks(facts)
    named = not facts.poll.secret and not facts.options
    words = {
        Look.FOR: (choice_word(FOR, reader), standing.for_),
        Look.AGAINST: (choice_word(AGAINST, reader), standing.against),
        Look.ABSTAIN: (choice_word(ABSTAIN, reader), standing.abstain),
        Look.ABSENT: (t("Not voted"), standing.not_cast),
    }
    for_, against, abstain, absent = (
        Side(look, plain(word), side.heads, tuple(map(_code, looks[look])) if named else ())
        for look, (word, side) in words.items()
    )
    return for_, against, abstain, absent


def _looks(facts: PollFacts) -> dict[Look, list[Elector]]:
    """Who answered how, as far as that may be told."""
    found: dict[Look, list[Elector]] = {Look.FOR: [], Look.ABSTAIN: [], Look.ABSENT: [], Look.AGAINST: []}
    if facts.poll.secret:
        return found
    cast = {ballot.elector_id: read_choices(ballot.choices) for ballot in facts.ballots}
    pro = set(facts.standing.leading) if facts.options else {FOR}
    for elector in facts.electors:
        choices = cast.get(elector.id or 0)
        if choices is None:
            found[Look.ABSENT].append(elector)
        elif abstains(choices):
            found[Look.ABSTAIN].append(elector)
        else:
            found[Look.AGAINST if pro.isdisjoint(choices) else Look.FOR].append(elector)
    return found


def _middle(facts: PollFacts, reader: Reader) -> tuple[str, ...]:
    """Where the rule asks for a share of all, how many there are; else the two that are compared."""
    standing, t = facts.standing, reader.t
    for_, against = (plain(choice_word(choice, reader)) for choice in (FOR, AGAINST))
    needed = [condition for condition in standing.conditions if condition.kind in OF_ALL]
    if not needed:
        return f"{for_} : {against}", f"{standing.for_.heads} : {standing.against.heads}"
    (test,) = needed
    return for_, f"{test.have} / {test.of}", plain(t("{need} needed", need=test.need))


def _by_heads(test: Condition, facts: PollFacts, reader: Reader) -> Test:
    t, standing = reader.t, facts.standing
    parts = (
        Part(Look.FOR, standing.for_.heads),
        Part(Look.ABSTAIN, standing.abstain.heads),
        Part(Look.ABSENT, standing.not_cast.heads),
        Part(Look.AGAINST, standing.against.heads),
    )
    label = t("In favour: {have} of {of}", have=test.have, of=test.of)
    return Test(plain(label), plain(t("{need} needed", need=test.need)), parts, test.need, test.of, test.met)


def _by_weight(test: Condition, facts: PollFacts, reader: Reader) -> Test:
    """Of a secret poll such a condition is not told (storage.queries.secrecy)."""
    t = reader.t
    parts = tuple(
        Part(look, elector.weight or 0, _code(elector))
        for look, electors in _looks(facts).items()
        for elector in sorted(electors, key=lambda elector: -(elector.weight or 0))
    )
    label = t("Their weight: {share}", share=share(test.have, test.of, reader))
    needed = t("{need} needed", need=share(test.need, test.of, reader))
    return Test(plain(label), plain(needed), parts, test.need, test.of, test.met)


def _options(picture: Picture, facts: PollFacts, reader: Reader) -> None:
    """A bar for each option; of a run-off those of the last round, with half of the ballots that count there."""
    texts = {each.number: _option_words(each.number, each.text, reader) for each in facts.options}
    counts, need, of = _counts(facts)
    if need:
        told = reader.t("Last round: {need} of {of} needed", need=need, of=of)
        picture.line(plain(told), SMALL, ink=QUIET)
        picture.bottom += 4
    ahead = set(facts.standing.leading)
    picture.options(
        [
            Option(texts[number], str(have), have, number in ahead, _sign(number, facts))
            for number, have in counts.items()
        ],
        of,
        need,
    )


def _sign(number: int, facts: PollFacts) -> Literal["", "yes", "equal"]:
    if number == facts.poll.winner:
        return "yes"
    return "equal" if number in facts.standing.tied else ""


def _counts(facts: PollFacts) -> tuple[dict[int, int], int, int]:
    """What each option has; what one needs, where that is a matter of numbers; and the length of a whole bar."""
    last_round = next((each for each in facts.standing.conditions if each.kind is Kind.LAST_ROUND), None)
    if last_round is not None and facts.standing.rounds:
        return dict(facts.standing.rounds[-1].ballots), last_round.need, last_round.of
    counts = {number: side.heads for number, side in enumerate(facts.standing.tally, start=1)}
    return counts, 0, max(1, *counts.values())


def _option_words(number: int, text: str, reader: Reader) -> str:
    """An option with its number; in a script that the font has not, the number alone."""
    told = drawable(text)
    return f"{number} {told}" if told else plain(reader.t("Option {number}", number=number))


def _code(elector: Elector) -> str:
    """What stands on a seat: a country's code, a short name, the initials of a long one; nothing where the font has no such letters."""
    if not elector.name:
        return drawable(elector.code) or ""
    words = (drawable(elector.name) or "").split()
    if len(words) > 1:
        return "".join(word[0] for word in words[:INITIALS]).upper()
    return words[0] if words and len(words[0]) <= SHORT else "".join(words)[:INITIALS]


def _captions(facts: PollFacts, reader: Reader) -> Iterator[Markup]:
    """What the picture shows, the most first: with names, folded where there are many; without."""
    if facts.options:
        yield _told(facts, _told_options(facts, reader), reader)
        return
    within, counted = (_told(facts, _told_sides(facts, reader, named=named), reader) for named in (True, False))
    yield within if len(plain(within)) <= LONG else lines(counted, folded(lines(*_names(facts, reader))))
    yield counted


def _told(facts: PollFacts, parts: Iterable[Markup], reader: Reader) -> Markup:
    t, poll = reader.t, facts.poll
    return t(
        "In the picture: {handle}, {verdict}: {counts}, of {all}",
        handle=handle("poll", poll.number),
        verdict=verdict_word(poll.verdict, reader),
        counts=joined(parts, t("; ")),
        all=len(facts.electors),
    )


def _told_sides(facts: PollFacts, reader: Reader, *, named: bool) -> Iterator[Markup]:
    looks = _looks(facts)
    for side in _sides(facts, reader):
        count = Markup("{} {}").format(side.word, side.heads)
        names: Sequence[Markup] = [delegation_name(elector, reader) for elector in looks[side.look]] if named else ()
        yield Markup("{} ({})").format(count, joined(names)) if names else count


def _names(facts: PollFacts, reader: Reader) -> Iterator[Markup]:
    looks = _looks(facts)
    for side in _sides(facts, reader):
        if names := [delegation_name(elector, reader) for elector in looks[side.look]]:
            yield reader.t("{row}: {names}", row=side.word, names=joined(names))


def _told_options(facts: PollFacts, reader: Reader) -> Iterator[Markup]:
    texts = {each.number: visible(each.text) for each in facts.options}
    for number, have in _counts(facts)[0].items():
        yield reader.t("{number} {option}: {n}", number=number, option=texts[number], n=have)
    for side in _sides(facts, reader)[2:]:
        yield Markup("{} {}").format(side.word, side.heads)
