"""The catalogues are whole, and what the bot tells people to type is what it reads."""

import ast
import re
import string
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.cards import mistakes
from bot.cards.calls import answer_word
from bot.cards.group_settings import example, typed_name
from bot.cards.help import entries, help_card
from bot.cards.mistakes import words
from bot.cards.procedures import choice_word, rule_name
from bot.cards.reader import Reader
from bot.cards.severity import SEVERITIES, kind_word, severity_word
from bot.domain.errors import Mistake
from bot.domain.handles import read_handle
from bot.domain.presets import COLUMNS
from bot.domain.procedures import ABSTAIN, AGAINST, FOR
from bot.domain.red_lines import alternatives
from bot.domain.rules import Procedure, read_quorum, read_rule
from bot.domain.tasks import Assignee
from bot.forms import alerts, calls, decisions, extensions, polls, red_lines, silences, tasks
from bot.forms.folding import fold
from bot.forms.members import read_delegations, read_preset
from bot.forms.moments import find_zone, read_moment, read_span
from bot.forms.proxies import read_proxy
from bot.forms.reservations import read_reservation
from bot.forms.search import read_filter, read_words
from bot.forms.settings import SETTINGS, read_language, read_settings
from bot.forms.templates import read_removal, read_template
from bot.texts import FOLDER, LANGUAGES, SOURCE, choose, texts
from storage.models import Assignable, Member, MemberFacts, Person

ROOT = FOLDER.parents[1]
ROOMS = ("bot", "handlers", "storage")
SPEAKING = ("bot/cards", "bot/forms")  # where sentences are
KEYWORDS: dict[str, Any] = {"t": None, "plural": (1, 2)}
TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
NOW = datetime(2026, 1, 19, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Paris
ZONE = ZoneInfo("Europe/Paris")
EVENING = time(18)
PEOPLE = Assignable(
    (),
    (MemberFacts(Member(id=1, group_id=1, person_id=1), Person(id=1, tg_user_id=1, name="Paris", username="paris")),),
)

# Sentences that read the same in both languages: commands, and words they share.
SAME = {
    "fr": {
        "/ack A-1",
        "/attach A-2 A-1",
        "/close P-1",
        "/delegation FR",
        "/done T-1",
        "/owner P-1 France",
        "/tasks",
        "France",
        "/delegations eu27",
        "/help poll",
        "/language fr",
        "/members",
        "/polls",
        "/remind P-1",
        "P-3",
        "/templates",
        "Option {number}",
        "Secret",
        "Version {number}",
        "secret",
        "/status",
        "/reopen A-1",
        "silence",
        "/case A-1",
        "/show A-1",
        "animation",
        "audio",
        "consensus",
        "contact",
        "document",
        "improbable",
        "message",
        "photo",
        "quorum",
        "source",
        "story",
    }
}


def reader(language: str) -> Reader:
    return Reader(language, ZONE, NOW)


# The catalogues


@cache
def sentences() -> frozenset[tuple[str, ...]]:
    """Every sentence in the sources as Babel finds it: (sentence,) or (one, many)."""
    found = [
        message
        for room in SPEAKING
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / room, keywords=KEYWORDS)
    ]
    return frozenset((message,) if isinstance(message, str) else tuple(message) for message in found)


@cache
def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / "bot.po").open("rb") as source:
        return read_po(source)


def forms(text: Any) -> tuple[str, ...]:
    """A message id or translation as its forms, one where it has no plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def placeholders(text: str) -> set[str | None]:
    """The names between braces; ValueError when the braces do not match."""
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text)} - {None}


def balanced(text: str) -> bool:
    try:
        placeholders(text)
    except ValueError:
        return False
    return True


def edges(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def calls_of(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if (isinstance(called, ast.Name) and called.id in names) or (
                isinstance(called, ast.Attribute) and called.attr in names
            ):
                yield node


def test_babel_sees_every_sentence() -> None:
    """It overlooks a sentence inside another's call, and one that is not a constant."""
    first = {message[0] for message in sentences()}
    overlooked = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call.args[0])}"
        for room in SPEAKING
        for path in sorted((ROOT / room).rglob("*.py"))
        for call in calls_of(ast.parse(path.read_text("utf-8")), *KEYWORDS)
        if call.args and not (isinstance(call.args[0], ast.Constant) and call.args[0].value in first)
    ]
    assert overlooked == []


@pytest.mark.parametrize("language", TRANSLATED)
class TestCatalogue:
    def test_holds_the_sentences_of_the_sources_and_no_others(self, language: str) -> None:
        assert {forms(message.id) for message in messages(language)} ^ sentences() == set()

    def test_holds_nothing_obsolete(self, language: str) -> None:
        assert list(catalogue(language).obsolete) == []

    def test_translates_everything_and_leaves_nothing_in_doubt(self, language: str) -> None:
        assert [
            message.id
            for message in messages(language)
            if message.fuzzy or not all(text.strip() for text in forms(message.string))
        ] == []

    def test_has_matching_braces(self, language: str) -> None:
        texts_ = [text for message in messages(language) for text in (*forms(message.id), *forms(message.string))]
        assert [text for text in texts_ if not balanced(text)] == []

    def test_keeps_the_placeholders_in_every_form(self, language: str) -> None:
        assert [
            (text, placeholders(text))
            for message in messages(language)
            for text in forms(message.string)
            if placeholders(text) != placeholders(forms(message.id)[-1])
        ] == []

    def test_begins_and_ends_lines_as_the_source_does(self, language: str) -> None:
        assert [
            text
            for message in messages(language)
            for text in forms(message.string)
            if edges(text) != edges(forms(message.id)[0])
        ] == []

    def test_says_the_same_only_where_the_words_are_the_same(self, language: str) -> None:
        same = {forms(message.id)[0] for message in messages(language) if forms(message.id) == forms(message.string)}
        assert same == SAME[language]

    def test_passes_babels_own_checks(self, language: str) -> None:
        checked = catalogue(language)
        for message in checked:
            # "60% of" looks like a %o to Babel; our sentences are filled in by str.format alone.
            message.flags.discard("python-format")
        assert [(message.id, errors) for message, errors in checked.check()] == []
        assert [message.id for message in messages(language) if message.check(checked)] == []

    def test_is_its_own_language(self, language: str) -> None:
        assert str(catalogue(language).locale) == language


FRENCH_GAP = re.compile(r" (?:[:;!?»%](?!\w))|« |\w[;!?](?!\w)|[\w}]:(?!\w)(?!\u00a0»)|'")


def test_french_keeps_its_marks_with_their_words() -> None:
    """No-break spaces where French wants one, except in what people type."""
    translations = [text for message in messages("fr") for text in forms(message.string)]
    assert [text for text in translations if not text.startswith("/") and FRENCH_GAP.search(text)] == []


@pytest.mark.parametrize(
    ("wished", "spoken"),
    [
        pytest.param((), "en", id="nothing wished"),
        pytest.param((None,), "en", id="unknown"),
        pytest.param(("",), "en", id="empty"),
        pytest.param(("en",), "en", id="English"),
        pytest.param(("fr",), "fr", id="French"),
        pytest.param(("FR",), "fr", id="in capitals"),
        pytest.param(("fr-CA",), "fr", id="French of Canada"),
        pytest.param(("en-GB", "fr"), "en", id="the first that is spoken: English"),
        pytest.param(("fr", "en"), "fr", id="the first that is spoken: French"),
        pytest.param((None, "fr"), "fr", id="none of one's own, then the group's"),
        pytest.param(("de", "fr"), "fr", id="one not spoken, then French"),
        pytest.param(("de", "uk"), "en", id="none that is spoken"),
        pytest.param(("french",), "en", id="a name is no code"),
        pytest.param(("fro",), "en", id="old French is another language"),
    ],
)
def test_choosing_a_language(wished: tuple[str | None, ...], spoken: str) -> None:
    assert choose(*wished) == spoken
    if len(wished) == 1:
        assert texts(wished[0] or "").language == spoken


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 0, "0 ballots"),
        ("en", 1, "1 ballot"),
        ("en", 2, "2 ballots"),
        ("fr", 0, "0\u00a0vote"),
        ("fr", 1, "1\u00a0vote"),
        ("fr", 2, "2\u00a0votes"),
    ],
)
def test_counting(language: str, n: int, said: str) -> None:
    assert texts(language).plural("{n} ballot", "{n} ballots", n) == said


# What people are told to type


def moment(typed: str, language: str) -> datetime:
    read = read_moment(typed, now=NOW, zone=ZONE, language=language, clock=EVENING)
    assert read.certain
    return read.at


def poll(typed: str, language: str) -> polls.PollRequest:
    return polls.read_poll(typed, now=NOW, zone=ZONE, language=language)


def call(typed: str, language: str) -> calls.CallRequest:
    return calls.read_call(typed, now=NOW, zone=ZONE, language=language)


def alert_facts(typed: str, language: str) -> object:
    read = alerts.read_alert(typed, language=language)
    return len(read.text.splitlines()), read.severity, bool(read.topic), read.source, read.confidence, read.near


def poll_facts(typed: str, language: str) -> object:
    read = poll(typed, language)
    return len(read.question.splitlines()), read.rule.key, read.closes_at - NOW, read.about, read.near


def call_facts(typed: str, language: str) -> object:
    read = call(typed, language)
    return len(read.title.splitlines()), read.starts_at, read.minutes, read.remind, read.near


def template_facts(typed: str, language: str) -> object:
    read = read_template(typed, now=NOW, zone=ZONE, language=language)
    asked = poll(read.text, language)
    return read.folded, asked.rule.key, asked.lasts, asked.near


def silence_facts(typed: str, language: str) -> object:
    read = silences.read_silence(typed, now=NOW, zone=ZONE, language=language)
    return len(read.text.splitlines()), read.closes_at, read.about, read.near


def break_facts(typed: str, _language: str) -> object:
    read = silences.read_break(typed)
    return read_handle(read.handle, "poll"), bool(read.reason), len(read.amendment.splitlines())


def red_line_facts(typed: str, language: str) -> object:
    read = red_lines.read_red_line(typed, now=NOW, zone=ZONE, language=language)
    return len(alternatives(read.text)), read.severity, len(read.poll.splitlines()), read.call_within


def extension_facts(typed: str, language: str) -> object:
    read = extensions.read_extension(extensions.in_lines(typed), now=NOW, zone=ZONE, language=language)
    return read.handle, read.span or read.until


def vote_facts(typed: str, _language: str) -> object:
    read = polls.read_vote(typed)
    return read_handle(read.handle, "poll"), read.choices, read.reason


def answer_facts(typed: str, _language: str) -> object:
    handle, answer = calls.read_answer(typed)
    return read_handle(handle, "call"), answer


def task_facts(typed: str, language: str) -> object:
    read = tasks.read_task(typed, now=NOW, zone=ZONE, people=PEOPLE, language=language)
    return len(read.text.splitlines()), read.assignee, read.due_at, read.about, read.near


def filter_facts(typed: str, _language: str) -> object:
    asked = read_filter(typed)
    return len(asked.words.split()), asked.severity, asked.state, asked.span


def handle_of(*kinds: str) -> "Reading":
    return lambda typed, _language: read_handle(typed.split()[0], *kinds)


Reading = Callable[[str, str], object]
COMMANDS: dict[str, Reading] = {
    "alert": alert_facts,
    "poll": poll_facts,
    "polls": lambda typed, _: typed,
    "templates": lambda typed, _: typed,
    "template": template_facts,
    "vote": vote_facts,
    "proxy": lambda typed, _: (read_handle(typed.split()[0], "poll"), read_proxy(typed.split(None, 1)[1])),
    "reserve": lambda typed, _: (
        read_handle(typed.split()[0], "poll"),
        bool(read_reservation(typed.split(None, 1)[1])),
    ),
    "silence": silence_facts,
    "break": break_facts,
    "call": call_facts,
    "task": task_facts,
    "done": handle_of("task"),
    "tasks": lambda typed, _: typed,
    "digest": lambda typed, _: read_span(typed),
    "ack": handle_of("alert"),
    "resolve": handle_of("alert"),
    "reopen": handle_of("alert"),
    "alerts": filter_facts,
    "search": lambda typed, _: len(read_words(typed).split()),
    "case": handle_of("alert", "poll", "call"),
    "show": handle_of("alert", "poll", "call"),
    "amend": lambda typed, _: read_handle(alerts.read_amendment(typed)[0], "alert", "poll"),
    "retract": handle_of("alert"),
    "attach": lambda typed, _: [read_handle(each, "alert") for each in alerts.read_attachment(typed)],
    "remind": handle_of("poll"),
    "extend": extension_facts,
    "close": handle_of("poll"),
    "owner": lambda typed, language: decisions.read_owner(
        decisions.in_lines("owner", typed), people=PEOPLE, language=language
    ),
    "review": lambda typed, language: decisions.read_review(
        decisions.in_lines("review", typed), now=NOW, zone=ZONE, language=language
    ),
    "rsvp": answer_facts,
    "cancel": handle_of("call", "poll"),
    "redline": red_line_facts,
    "members": lambda typed, _: typed,
    "status": lambda typed, _: typed,
    "delegation": lambda typed, _: [(line.code, line.username, line.weight) for line in read_delegations(typed)],
    "delegations": lambda typed, _: read_preset(typed),
    "language": lambda typed, _: read_language(typed),
    "timezone": lambda typed, _: find_zone(typed).key.rpartition("/")[2].replace("Kiev", "Kyiv"),
    "settings": lambda typed, _: read_settings(typed),
    "help": lambda typed, language: typed in entries(texts(language)),
}
# What each command's example means, whatever language it is written in. A key that is not read would stay text.
MEANINGS: dict[str, object] = {
    "alert": (1, "high", True, "https://example.org", "B2", ()),
    "poll": (1, "two-thirds", timedelta(hours=4), "A-1", ()),
    "vote": (("poll", 1), (FOR,), ""),
    "proxy": (("poll", 1), "DK"),
    "reserve": (("poll", 1), True),
    "polls": "",
    "templates": "",
    "template": ("sanctions", "unanimity", 86_400, ()),
    "silence": (1, datetime(2026, 1, 20, 16, 0, tzinfo=UTC), "A-1", ()),
    "break": (("poll", 1), True, 1),
    "task": (1, Assignee("member", 1), datetime(2026, 1, 23, 17, 0, tzinfo=UTC), "P-1", ()),
    "done": ("task", 1),
    "tasks": "",
    "call": (1, datetime(2026, 1, 20, 17, 0, tzinfo=UTC), 45, (3600, 600), ()),
    "digest": timedelta(days=3),
    "ack": ("alert", 1),
    "resolve": ("alert", 1),
    "reopen": ("alert", 1),
    "alerts": (1, "high", "open", timedelta(days=7)),
    "search": 1,
    "case": ("alert", 1),
    "show": ("alert", 1),
    "amend": ("alert", 1),
    "retract": ("alert", 1),
    "attach": [("alert", 2), ("alert", 1)],
    "remind": ("poll", 1),
    "extend": ("P-1", timedelta(hours=2)),
    "close": ("poll", 1),
    "owner": decisions.OwnerRequest("P-1", "France"),
    "review": decisions.ReviewRequest("P-1", date(2026, 3, 1)),
    "rsvp": (("call", 1), "yes"),
    "cancel": ("call", 1),
    "redline": (2, "critical", 2, 120),
    "members": "",
    "status": "",
    "delegation": [("FR", None, None)],
    "delegations": "eu27",
    "language": "fr",
    "timezone": "Kyiv",
    "settings": {"digest_weekday": 0, "digest_time": "08:00"},
    "help": True,
}


def command(typed: str, language: str) -> object:
    """A whole command, read as its handler would."""
    name, _, rest = typed.partition(" ")
    return COMMANDS[name.removeprefix("/")](rest, language)


def test_every_command_has_a_reader_and_a_meaning() -> None:
    for language in LANGUAGES:
        assert set(entries(texts(language))) == set(COMMANDS) == set(MEANINGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_in_help_is_read(name: str, language: str) -> None:
    example = entries(texts(language))[name][2].unescape()
    assert example.partition(" ")[0] == f"/{name}"
    assert command(example, language) == MEANINGS[name]
    assert "\u00a0" not in example
    assert "\u202f" not in example


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["", "unknown", *COMMANDS])
def test_help_is_shown(name: str, language: str) -> None:
    shown = help_card(name, reader(language)).payload()["html"]
    assert ("<pre>" in shown) == (name in COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SETTINGS)
def test_the_example_of_a_setting_is_read_as_that_setting(name: str, language: str) -> None:
    typed = example(name, reader(language)).unescape().removeprefix("/settings ")
    assert tuple(read_settings(typed)) == COLUMNS[name]
    assert typed.startswith(str(typed_name(name, reader(language))))


def alert_line(key: str) -> Reading:
    return lambda typed, language: alerts.read_alert(f"text\n{key}: {typed}", language=language)


def reminders(typed: str, language: str) -> object:
    return call(f"title\nwhen: tomorrow 18:00\nremind: {typed}", language).remind


def rule(typed: str, _language: str) -> object:
    return read_rule(typed)


def vote_word(typed: str, _language: str) -> object:
    return polls.read_vote(f"P-3 {typed}")


def answer_typed(typed: str, _language: str) -> object:
    return calls.read_answer(f"C-5 {typed}")


def line_typed(typed: str, _language: str) -> object:
    (line,) = read_delegations(typed)
    return line


def weight_line(typed: str, _language: str) -> object:
    (line,) = read_delegations(typed)
    assert (line.code, line.weight) == ("FR", 1517)
    return line


SETTINGS_BY_NAME = {alias: name for name, aliases in SETTINGS.items() for alias in aliases}


class Told(NamedTuple):
    """Words a sentence holds out as ready to be typed, and what reads them."""

    place: str  # a mistake's code, or a command whose line of help it is
    reads: Reading
    words: dict[str, str]  # by language, separated by "|"


TOLD = [
    Told("/alert", alert_line("severity"), {
        "en": "low|medium|high|critical", "fr": "faible|moyenne|élevée|critique"}),
    Told("/alert", alert_line("kind"), {"en": "words|action", "fr": "paroles|actes"}),
    Told("/poll", rule, {
        "en": "majority|two-thirds|unanimity|consensus|consent|absolute|qualified|reinforced|plurality|approval|ranked|60 % of cast",
        "fr": "majorité|deux-tiers|unanimité|consensus|consentement|absolue|qualifiée|renforcée|pluralité|approbation|préférentiel|60% des exprimés"}),
    Told("/poll", lambda typed, language: polls.FORM.keys(language)[fold(typed) or ""], {
        "en": "closes|opens|quorum|secret|hidden|early|choices|about",
        "fr": "clôture|ouverture|quorum|secret|masqué|anticipé|choix|concerne"}),
    Told("choices_need_approval", rule, {"en": "approval", "fr": "approbation"}),
    Told("correct_missing", command, {
        "en": "/amend P-3 Issue a joint statement today?", "fr": "/amend P-3 Publier une déclaration commune\u202f?"}),
    Told("closes_before_opens", lambda typed, _: read_span(typed), {"en": "4h", "fr": "90\u00a0min"}),
    Told("template_doubt", moment, {"en": "18:00|4h", "fr": "18:00|90\u00a0min"}),
    Told("templates_many", lambda typed, _: read_removal(typed.partition(" ")[2]), {
        "en": "/template remove NAME", "fr": "/template retirer NOM"}),
    Told("/template", lambda typed, _: read_removal(typed.partition(" ")[2]), {
        "en": "/template remove NAME", "fr": "/template retirer NOM"}),
    Told("/vote", vote_word, {
        "en": "for|against|abstain|withdraw|consent|aside|object",
        "fr": "pour|contre|abstention|retirer|consentir|écart|objecter"}),
    Told("objection_reason", command, {"en": "/vote P-3 object", "fr": "/vote P-3 objecter"}),
    Told("use_silence", lambda typed, _: MEANINGS[typed[1:]], {"en": "/silence", "fr": "/silence"}),
    Told("reason_missing", handle_of("poll"), {"en": "P-3", "fr": "P-3"}),
    Told("/call", moment, {
        "en": "tomorrow 18:00|friday noon Kyiv|in 4h", "fr": "demain 18:00|vendredi midi Kiev|dans 4h"}),
    Told("/alerts", filter_facts, {"en": "open|closed", "fr": "ouvertes|closes"}),
    Told("search_missing", command, {"en": "/search tariffs", "fr": "/search douane"}),
    Told("search_unreadable", command, {
        "en": "/alerts tariffs #trade !high open 7d", "fr": "/alerts douane #commerce !élevée ouvertes 7j"}),
    Told("/rsvp", answer_typed, {"en": "yes|late|no", "fr": "oui|retard|non"}),
    Told("/delegation", weight_line, {"en": "FR weight 1517", "fr": "FR poids 1517"}),
    Told("/delegation", line_typed, {"en": "FR @name", "fr": "FR @nom"}),
    Told("/delegations", COMMANDS["delegations"], {"en": "eu27|equal", "fr": "eu27|equal"}),
    Told("/settings", lambda typed, _: SETTINGS_BY_NAME[fold(typed) or ""], {
        "en": "digest|rule|who-opens-polls|unseen|status-due|language|timezone|topic",
        "fr": "synthèse|règle|qui-ouvre-les-sondages|non-vus|point-attendu|langue|fuseau|sujet"}),
    Told("/language", COMMANDS["language"], {"en": "en|fr", "fr": "en|fr"}),
    Told("somebody_elses_form", lambda typed, _: MEANINGS[typed[1:]], {"en": "/poll", "fr": "/poll"}),
    Told("confidence_unreadable", alert_line("confidence"), {"en": "B2", "fr": "B2"}),
    Told("span_unreadable", lambda typed, _: read_span(typed), {"en": "4h|90 minutes|2d", "fr": "4h|90 minutes|2j"}),
    Told("clock_ambiguous", moment, {"en": "18:00|6pm|in 5h", "fr": "18:00|18h|dans 5h"}),
    Told("clock_missing", moment, {"en": "tomorrow 18:00", "fr": "demain 18:00"}),
    Told("moment_ambiguous", moment, {"en": "27.11.|2026-11-27", "fr": "27.11.|2026-11-27"}),
    Told("moment_unreadable", moment, {
        "en": "tomorrow 18:00|friday noon Kyiv|in 4h", "fr": "demain 18:00|vendredi midi Kiev|dans 4h"}),
    Told("zone_missing", command, {"en": "/timezone Kyiv", "fr": "/timezone Kiev"}),
    Told("zone_unknown", COMMANDS["timezone"], {"en": "Kyiv|Europe/Kyiv", "fr": "Kiev|Europe/Kyiv"}),
    Told("choice_unknown", command, {"en": "/vote P-3 1|/vote P-3 for", "fr": "/vote P-3 1|/vote P-3 pour"}),
    Told("choice_unknown", vote_word, {"en": "for|against|abstain", "fr": "pour|contre|abstention"}),
    Told("choices_approved", command, {"en": "/vote P-3 1,3", "fr": "/vote P-3 1,3"}),
    Told("choices_ranked", command, {"en": "/vote P-3 2>1>3", "fr": "/vote P-3 2>1>3"}),
    Told("reservation_missing", command, {
        "en": "/reserve P-3 We read this as covering goods only",
        "fr": "/reserve P-3 Selon nous, cela ne couvre que les biens"}),
    Told("no_delegation", command, {"en": "/delegation FR", "fr": "/delegation FR"}),
    Told("quorum_unreadable", lambda typed, _: read_quorum(typed), {
        "en": "60%|60% of weight|20", "fr": "60%|60% du poids|20"}),
    Told("rule_share", rule, {"en": "60 % of cast", "fr": "60% des exprimés"}),
    Told("vote_unreadable", command, {"en": "/vote P-3 for|/vote P-3 2", "fr": "/vote P-3 pour|/vote P-3 2"}),
    Told("vote_unreadable", vote_word, {"en": "for|against|abstain", "fr": "pour|contre|abstention"}),
    Told("weights_missing", command, {
        "en": "/delegations eu27", "fr": "/delegations eu27"}),
    Told("extend_ambiguous", command, {
        "en": "/extend P-3 2 hours|/extend P-3 tomorrow 18:00", "fr": "/extend P-3 de 2 heures|/extend P-3 demain 18:00"}),
    Told("answer_unreadable", command, {"en": "/rsvp C-5 yes", "fr": "/rsvp C-5 oui"}),
    Told("answer_unreadable", answer_typed, {"en": "yes|late|no", "fr": "oui|retard|non"}),
    Told("remind_out_of_range", reminders, {"en": "1h, 10m", "fr": "1h, 10min"}),
    Told("delegation_missing", command, {"en": "/delegation FR", "fr": "/delegation FR"}),
    Told("delegation_unreadable", line_typed, {"en": "FR", "fr": "FR"}),
    Told("preset_unknown", COMMANDS["delegations"], {"en": "eu27|equal", "fr": "eu27|equal"}),
    Told("weight_zero", weight_line, {"en": "FR weight 1517", "fr": "FR poids 1517"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "language", "typed"),
    [
        pytest.param(told, language, typed, id=f"{language} {told.place}: {typed}")
        for told in TOLD
        for language in LANGUAGES
        for typed in told.words[language].split("|")
    ],
)
def test_what_a_sentence_tells_people_to_type_is_read(told: Told, language: str, typed: str) -> None:
    if told.place.startswith("/"):
        name = told.place.removeprefix("/")
        said = " ".join(part.unescape() for part in entries(texts(language))[name][:2])
    else:
        said = " ".join(said_of(told.place, facts, language) for facts in SAMPLES[told.place])
    assert re.search(rf"(?<!\w){re.escape(typed)}(?!\w)", said), said
    told.reads(typed, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "form", [alerts.FORM, polls.FORM, calls.FORM, silences.FORM, tasks.FORM], ids=lambda form: form.command
)
def test_the_name_of_a_key_is_read_as_that_key(form: Any, language: str) -> None:
    keys = form.keys(language)
    names = {field.key: str(words.key_word(field.key, reader(language))) for field in form.fields}
    assert {name: keys.get(fold(name) or "") for name in names.values()} == {name: key for key, name in names.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [each.value for each in Procedure if each is not Procedure.SHARE])
def test_the_name_of_a_rule_is_read_as_that_rule(name: str, language: str) -> None:
    assert read_rule(str(rule_name(name, reader(language)))).key == name


@pytest.mark.parametrize("language", LANGUAGES)
class TestWordsOnCardsCanBeTyped:
    @pytest.mark.parametrize("severity", SEVERITIES)
    def test_severities(self, severity: str, language: str) -> None:
        word = severity_word(severity, reader(language))
        assert alerts.read_alert(f"text\nseverity: {word}", language=language).severity == severity
        assert alerts.read_alert(f"text !{word}", language=language).severity == severity

    @pytest.mark.parametrize("kind", ["words", "action"])
    def test_kinds(self, kind: str, language: str) -> None:
        assert alerts.read_alert(f"text\nkind: {kind_word(kind, reader(language))}", language=language).kind == kind

    @pytest.mark.parametrize("choice", [FOR, AGAINST, ABSTAIN])
    def test_choices(self, choice: int, language: str) -> None:
        assert polls.read_vote(f"P-3 {choice_word(choice, reader(language))}").choices == (choice,)

    @pytest.mark.parametrize("answer", ["yes", "late", "no"])
    def test_answers(self, answer: str, language: str) -> None:
        assert calls.read_answer(f"C-5 {answer_word(answer, reader(language))}") == ("C-5", answer)

    def test_the_shorthand_in_the_greeting(self, language: str) -> None:
        assert alerts.read_alert(str(texts(language)("Tariffs announced !high")), language=language).severity == "high"

    def test_the_hint_for_a_moment(self, language: str) -> None:
        assert moment(str(texts(language)("tomorrow 18:00")), language) == datetime(2026, 1, 20, 17, 0, tzinfo=UTC)

    def test_the_key_and_the_values_a_mistake_names(self, language: str) -> None:
        for facts in SAMPLES["value_unknown"]:
            key = str(words.key_word(facts["key"], reader(language)))
            assert f"{key}:" in said_of("value_unknown", facts, language)
            for value in facts["allowed"]:
                word = str(words.value_word(value, reader(language)))
                assert word in said_of("value_unknown", facts, language)
                assert getattr(alerts.read_alert(f"text\n{key}: {word}", language=language), facts["key"]) == value


# Mistakes

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "administrators_only": [{}],
    "anonymous": [{}],
    "no_group": [{"titles": []}],
    "no_topics": [{}],
    "polls_by_administrators": [{}],
    "not_a_member": [{}],
    "not_your_alert": [{"handle": "A-17"}],
    "not_yours": [{"handle": "P-3"}],
    "somebody_elses_form": [{}],
    "username_unknown": [{"username": "anna"}],
    "which_group": [{"titles": ["Washington Group", "Nordic <Eight>"]}],
    "write_in_group": [{}],
    "button_old": [{}],
    "command_unknown": [{}],
    "handle_missing": [{"example": "/ack A-17"}],
    "handle_of_another_kind": [{"handle": "A-17", "example": "P-3"}],
    "handle_unknown": [{"handle": "P-3"}],
    "handle_unreadable": [{"text": "seventeen", "example": "A-3"}],
    "red_line_unreadable": [{}],
    "red_line_long": [{"most": 200, "most_advice": 300}],
    "red_line_call": [{"text": "5m"}],
    "red_line_unknown": [{"number": 7}],
    "red_lines_many": [{"most": 30}],
    "step_taken": [{"handle": "P-3"}],
    "confidence_unreadable": [{"text": "G9"}],
    "key_twice": [{"key": "severity"}, {"key": "closes"}, {"key": "remind"}],
    "question_expired": [{}],
    "delegation_near": [{"text": "Frnace", "nearest": "France"}],
    "language_missing": [{}],
    "key_not_yet": [{"key": "secret"}],
    "value_unknown": [
        {"key": "severity", "text": "huge", "allowed": ["low", "medium", "high", "critical"]},
        {"key": "kind", "text": "rumour", "allowed": ["words", "action"]},
    ],
    "language_unknown": [{"text": "Klingon", "known": ["en", "fr"]}],
    "filter_twice": [{"text": "!low"}],
    "search_long": [{"most": 200}],
    "search_missing": [{}],
    "search_unreadable": [{"text": "???"}],
    "shown_just_now": [{"handle": "P-3"}],
    "setting_missing": [{"name": "rule"}],
    "setting_unknown": [{"text": "colour", "names": list(SETTINGS)}],
    "setting_unreadable": [{"text": "monday", "name": "digest"}],
    "span_unreadable": [{"text": "a while"}],
    "span_too_long": [{"text": "9 years"}],
    "clock_ambiguous": [{"text": "5"}],
    "clock_missing": [{"text": "friday"}],
    "moment_ambiguous": [{"text": "03/04", "readings": ["2026-04-03", "2026-03-04"]}],
    "moment_past": [{"text": "2026-01-01 18:00", "at": NOW}],
    "moment_unreadable": [{"text": "when pigs {fly}"}],
    "zone_missing": [{}],
    "zone_unknown": [{"text": "Kyyv", "nearest": ["Kyiv"]}, {"text": "Atlantis", "nearest": []}],
    "choice_unknown": [{"handle": "P-3", "options": 4}, {"handle": "P-3", "options": 0}],
    "choices_too_high": [{"number": 4, "options": 3}],
    "choices_need_approval": [{"number": 2}],
    "choices_unreadable": [{"text": "some"}],
    "closes_before_opens": [{"opens_at": NOW, "closes_at": NOW}],
    "closes_out_of_range": [{"at": NOW}],
    "correct_missing": [{}],
    "correct_options": [{"handle": "P-3", "options": 4}],
    "electorate_empty": [{}],
    "delegation_late": [{"handle": "P-3"}],
    "observers": [{}],
    "proxy_chain": [{"from_": "FR"}],
    "proxy_members": [{"handle": "P-3"}],
    "proxy_none": [{"handle": "P-3"}],
    "proxy_not_held": [{"handle": "P-3", "name": "FR"}],
    "proxy_outside": [{"handle": "P-3", "name": "DK"}],
    "proxy_passed_on": [{"name": "FR", "to": "Benelux"}],
    "proxy_self": [{}],
    "proxy_taken": [{"name": "FR", "from_": "Benelux"}],
    "joined_later": [{"handle": "P-3"}],
    "all_seen": [{"handle": "P-3"}],
    "all_voted": [{"handle": "P-3"}],
    "remind_what": [{"handle": "A-17"}],
    "reminded_lately": [{"handle": "P-3", "at": NOW}],
    "chair_only": [{"handle": "P-3"}],
    "extend_ambiguous": [{"text": "5", "handle": "P-3"}],
    "extend_not_later": [{"handle": "P-3", "at": NOW, "closes_at": NOW}],
    "extend_too_far": [{"handle": "P-3", "at": NOW}],
    "not_tied": [{"handle": "P-3"}],
    "polls_none_open": [{"example": "/remind P-3"}],
    "not_silence": [{"handle": "P-3"}],
    "not_your_amendment": [{"handle": "P-3"}],
    "not_your_objection": [{"handle": "P-3"}],
    "objection_reason": [{"handle": "P-3"}],
    "objection_resolved_already": [{"handle": "P-3"}],
    "procedure_late": [{"handle": "P-3"}],
    "proxy_silence": [{"handle": "P-3"}],
    "reason_missing": [{"handle": "P-3"}],
    "silence_fixed": [{"handle": "P-3"}],
    "silence_not_early": [{"handle": "P-3"}],
    "silence_template": [{"handle": "P-3"}],
    "silence_vote": [{"handle": "P-3"}],
    "use_silence": [{}],
    "no_delegation": [{"handle": "P-3"}],
    "nothing_to_withdraw": [{"handle": "P-3"}],
    "option_empty": [{}],
    "option_long": [{"text": "Yes, and <also>", "most": 100}],
    "options_count": [{"count": 1, "fewest": 2, "most": 12}],
    "options_equal": [{}],
    "poll_closed": [{"handle": "P-3", "verdict": "no_quorum"}, {"handle": "P-3", "verdict": None}],
    "opens_too_far": [{"at": NOW}],
    "poll_not_open": [{"handle": "P-3", "at": NOW}],
    "poll_open_already": [{"handle": "P-3"}],
    "poll_reworded": [{"handle": "P-3"}],
    "template_doubt": [{"text": "tomorrow 6"}],
    "template_key": [{"key": "about"}],
    "template_long": [{"length": 40, "most": 30}],
    "template_missing": [{}],
    "template_unknown": [{"text": "sanctions"}],
    "templates_many": [{"most": 20}],
    "sense_choices": [{}],
    "sense_fixed": [{"handle": "P-3"}],
    "sense_option": [{"text": "x" * 40, "most": 100}],
    "sense_remind": [{"handle": "P-3"}],
    "sense_question": [{"most": 300}],
    "sense_unfit": [{"key": key} for key in ("rule", "quorum", "secret", "hidden", "early")],
    "sense_vote": [{"handle": "P-3"}],
    "way_unfit": [{"rule": "silence", "key": "secret"}],
    "question_long": [{"length": 301, "most": 300}],
    "quorum_too_high": [{"quorum": 20, "most": 12}, {"quorum": 2, "most": 1}],
    "quorum_unreadable": [{"text": "400%"}],
    "rule_needs_options": [{"rule": "ranked"}],
    "rule_share": [{"text": "120% of all"}],
    "rule_unknown": [{"text": "majorty", "nearest": ["majority", "two-thirds", "qualified"]}],
    "rule_without_options": [{"rule": "unanimity"}, {"rule": "1/3 of cast"}],
    "rule_without_quorum": [{"rule": "silence"}],
    "vote_unreadable": [{}],
    "choice_one": [{"handle": "P-3", "options": 4}, {"handle": "P-3", "options": 0}],
    "choices_approved": [{"handle": "P-3"}],
    "choices_many": [{"handle": "P-3", "most": 2}],
    "choices_ranked": [{"handle": "P-3"}],
    "choices_twice": [{"handle": "P-3"}],
    "reason_secret": [{"handle": "P-3"}],
    "reason_long": [{"length": 301, "most": 300}],
    "reservation_long": [{"length": 501, "most": 500}],
    "reservation_missing": [{}],
    "reservation_none": [{"handle": "P-3"}],
    "reservation_secret": [{"handle": "P-3"}],
    "seat_waits": [{}],
    "vote_secret": [{"handle": "P-3"}],
    "weights_missing": [{"names": ["FR", "Benelux"]}],
    "alert_already": [{"handle": "A-17", "state": state} for state in ("open", "resolved", "retracted")],
    "alert_moved": [{"handle": "A-18", "to": "A-16"}],
    "alert_retracted": [{"handle": "A-18"}],
    "amend_missing": [{}],
    "amend_same": [{"handle": "A-17"}],
    "attach_to_itself": [{"handle": "A-17"}],
    "forward_alone": [{}],
    "text_long": [{"length": 5000, "most": 4096}],
    "answer_unreadable": [{}],
    "call_cancelled": [{"handle": "C-5"}],
    "not_decided": [{"handle": "P-3"}],
    "none_decided": [{}],
    "assignee_several": [{"text": "Anna"}],
    "assignee_unknown": [{"text": "Atlantis"}],
    "not_your_task": [{"handle": "T-9"}],
    "task_nobodys": [{"handle": "T-9"}],
    "task_over": [{"handle": "T-9", "state": state} for state in ("open", "done", "cancelled")],
    "task_taken": [{"handle": "T-9"}],
    "call_over": [{"handle": "C-3"}],
    "call_too_far": [{"at": NOW}],
    "lasts_out_of_range": [{"text": "13h"}],
    "remind_out_of_range": [{"text": "2s"}],
    "title_long": [{"length": 201, "most": 200}],
    "delegation_missing": [{}],
    "delegation_unreadable": [{"text": "@"}],
    "one_delegation": [{}],
    "preset_unknown": [{"text": "g7"}],
    "weight_zero": [{}],
}


class Raised(NamedTuple):
    """Where a mistake is raised, and the facts it is given there."""

    code: str
    facts: frozenset[str]
    place: str


@cache
def raised() -> tuple[Raised, ...]:
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in calls_of(ast.parse(path.read_text("utf-8")), "Mistake", "mistake"):
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                if isinstance(node.func, ast.Attribute):  # asked.mistake adds what was typed
                    given.add("text")
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                found += [Raised(code, frozenset(given), place) for code in codes(node.args[0], path)]
    return tuple(found)


def codes(argument: ast.expr, path: Path) -> list[str]:
    """The codes an argument can be: a constant, or one of the two of a condition."""
    match argument:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.IfExp(body=body, orelse=orelse):
            return codes(body, path) + codes(orelse, path)
        case ast.Name(id="code") if path.name == "moments.py":  # asked.mistake itself passes on what it was given
            return []
    raise AssertionError(f"{path}:{argument.lineno} raises a mistake whose code cannot be seen")


def said_of(code: str, facts: dict[str, Any], language: str) -> str:
    return mistakes.sentence(Mistake(code, **facts), reader(language)).unescape()


def test_every_mistake_raised_has_its_sentence_and_every_sentence_its_mistake() -> None:
    assert {each.code for each in raised()} == set(mistakes.SENTENCES) == set(SAMPLES)


def test_mistakes_are_raised_with_the_facts_their_sentences_are_tried_with() -> None:
    assert [
        f"{each.place} {each.code}: {sorted(each.facts)}"
        for each in raised()
        if any(set(facts) != each.facts for facts in SAMPLES[each.code])
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "facts"),
    [
        pytest.param(code, facts, id=code if len(samples) == 1 else f"{code} {number}")
        for code, samples in SAMPLES.items()
        for number, facts in enumerate(samples, start=1)
    ],
)
def test_a_mistake_is_one_sentence_in_every_language(code: str, facts: dict[str, Any], language: str) -> None:
    html = mistakes.sentence(Mistake(code, **facts), reader(language))
    said = html.unescape()
    assert said
    assert "\n" not in said
    assert re.search(r"\{\w*\}", said.replace("{fly}", "")) is None
    assert not re.search("<(?!/?tg-time)", str(html))  # what people wrote is escaped
    if language != SOURCE:
        assert said != said_of(code, facts, SOURCE)
