"""Sense checks: Telegram's own poll, the card that counts it, and what it came to, which is no verdict."""

from markupsafe import Markup

from bot.callbacks import ShowDetails, StartForm
from bot.cards.card import Button, Card, Question, bold, cut, joined, lines, plain, visible
from bot.cards.electorates import absent, outside
from bot.cards.links import message_url
from bot.cards.members import names, who
from bot.cards.procedures import choice_word
from bot.cards.reader import Reader
from bot.cards.tallies import labels, tally
from bot.domain.handles import handle
from bot.domain.sense import PLAIN, most_chosen
from storage.models import PollFacts

KNOWN_BY = 150  # characters at the beginning of a question that no cut and no remark changes
Rows = tuple[tuple[Button, ...], ...]


def native_poll(facts: PollFacts, reader: Reader) -> Card | None:
    """Telegram's poll itself, named by its handle wherever it is forwarded; None once nobody can answer any more."""
    poll = facts.poll
    if poll.state != "open" or reader.now >= poll.closes_at:
        return None
    options = [visible(each.text) or "?" for each in facts.options]
    offered = options or [plain(choice_word(choice, reader)) for choice in PLAIN]
    return Card(Markup(""), poll=Question(_asked(facts), tuple(offered), several=poll.choices > 1), silent=True)


def is_of(facts: PollFacts, question: str, options: int) -> bool:
    """Whether a poll of Telegram's with these words, and as many options, is the one of a sense check."""
    return question.startswith(_asked(facts)[:KNOWN_BY]) and options == (len(facts.options) or len(PLAIN))


def _asked(facts: PollFacts) -> str:
    return f"{handle('poll', facts.poll.number)} · {visible(facts.poll.question)}"


def sense_card(
    facts: PollFacts, state: Markup, about: tuple[Markup | None, ...], end: Markup, reader: Reader, *, whole: bool,
    named: bool, people: bool,
) -> Card:  # fmt: skip
    """The live card: the question, who has answered what, and what is not counted. `about`: who asked, until when; `end`: where
    to answer, or what it came to.

    `whole`, `named` and `people`, as of any poll, say how much of it there is room for.
    """
    poll, over = facts.poll, facts.poll.state == "closed"
    text = lines(
        _head(facts, state, reader),
        bold(visible(poll.question, keep_lines=True)),
        *about,
        "",
        *tally(facts, reader, whole=whole, named=named, reasons=False),
        None if over else absent(facts, reader, named=people),
        *([] if over else outside(facts, reader, named=people)),
        *uncounted(facts, reader, named=people),
        "",
        end,
    )
    return Card(text, rows=buttons(facts, reader))


def closing_words(facts: PollFacts, reader: Reader) -> Markup:
    """Where to answer."""
    t, sense = reader.t, facts.sense
    if sense is None or not sense.posted:
        if sense and sense.barred:
            return t("I may not send polls here: an administrator can allow it, I try again every ten minutes")
        if sense and not sense.waits:
            return t(
                "Telegram’s poll could not be posted: {command} tries again", command=f"/show P-{facts.poll.number}"
            )
        return t("Telegram’s poll follows below")
    there = t("Answer in Telegram’s poll below")
    url = message_url(facts.group, sense.tg_message_id)
    return Markup('<a href="{}">{}</a>').format(url, there) if url else there


def outcome_words(facts: PollFacts, reader: Reader) -> Markup:
    """What was chosen most: never a verdict's word."""
    t = reader.t
    leading, count = most_chosen(facts.choices)
    if not leading:
        return t("Nobody has answered. Not binding.")
    known = labels(facts, reader, whole=False)
    chosen = joined([bold(known[choice]) for choice in leading])
    if len(leading) > 1:
        return t("Chosen most, equally often: {options} ({count} of {all} each). Not binding.",
                 options=chosen, count=count, all=len(facts.choices))  # fmt: skip
    return t("Chosen most: {option} ({count} of {all}). Not binding.",
             option=chosen, count=count, all=len(facts.choices))  # fmt: skip


def result_card(facts: PollFacts, state: Markup, end: Markup, reader: Reader) -> Card:
    """The counts once it is closed, said silently; of one that was taken back only that."""
    over = facts.poll.verdict != "withdrawn"
    text = lines(
        _head(facts, state, reader),
        cut(visible(facts.poll.question), 300),
        *(tally(facts, reader, whole=False, named=False, reasons=False) if over else ()),
        *(uncounted(facts, reader) if over else ()),
        end,
    )
    return Card(text, rows=_after(facts, reader), silent=True)


def outsiders_card(facts: PollFacts, reader: Reader) -> Card:
    """For those who administer the group: the poll has been forwarded, and others answer in it."""
    t = reader.t
    name, group = bold(handle("poll", facts.poll.number)), visible(facts.group.title)
    return Card(
        lines(
            t("{handle} in {group} is answered from outside the group: somebody has forwarded Telegram’s poll.",
              handle=name, group=group),
            t("These answers are not counted; the card says how many there are, and I keep nothing of who gave them."),
            t("A member whom I did not know writes something in the group, then answers again."),
        ),
        silent=True,
    )  # fmt: skip


def buttons(facts: PollFacts, reader: Reader) -> Rows:
    """[Details]; once it is closed, one tap to a poll that decides."""
    details = Button(plain(reader.t("Details")), ShowDetails(facts.poll.id or 0))
    return (*_after(facts, reader), (details,))


def _after(facts: PollFacts, reader: Reader) -> Rows:
    if facts.poll.state != "closed" or facts.poll.verdict == "withdrawn":
        return ()
    return ((Button(plain(reader.t("Poll")), StartForm("poll", "poll", facts.poll.id or 0), style="primary"),),)


def _head(facts: PollFacts, state: Markup, reader: Reader) -> Markup:
    return joined([bold(handle("poll", facts.poll.number)), bold(state), reader.t("sense check, not binding")], " · ")


def uncounted(facts: PollFacts, reader: Reader, *, named: bool = True) -> list[Markup]:
    """Of a sense check: answers that count for nobody: of members without a vote, of outsiders, of whoever does not say who they are."""
    t, sense = reader.t, facts.sense
    if sense is None:
        return []
    told: list[Markup] = []
    if sense.voiceless:
        people = names([who(each, reader) for each in sense.voiceless], reader)
        told.append(t("Answered without a vote, not counted: {names}", names=people if named else len(sense.voiceless)))
    if sense.outsiders:
        told.append(
            t.plural("{n} answer from outside this group was not counted",
                     "{n} answers from outside this group were not counted", sense.outsiders)
        )  # fmt: skip
    if sense.unsigned:
        told.append(
            t.plural("{n} answer given as the group was not counted: whose it is nobody can tell",
                     "{n} answers given as the group were not counted: whose they are nobody can tell", sense.unsigned)
        )  # fmt: skip
    return told
