"""The documents are true: commands, keys, settings, tables, links and examples, compared with the code."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import cli
from bot.domain.ballots import read_choices
from bot.domain.errors import Mistake
from bot.domain.handles import read_handle
from bot.domain.procedures import Elector as Voter
from bot.domain.procedures import Electorate, check_rule, count, read_rule
from bot.domain.rules import Procedure
from bot.forms import alerts, calls, decisions, extensions, polls, red_lines, silences, tasks, templates
from bot.forms.folding import fold
from bot.forms.form import KEY_LINE, Form, Missing, take_apart
from bot.forms.members import read_delegations, read_preset
from bot.forms.moments import find_zone, read_span
from bot.forms.proxies import read_proxy
from bot.forms.search import read_filter, read_words
from bot.forms.settings import SETTINGS, read_language, read_settings
from bot.settings import NAMES, Settings, load_settings
from bot.texts import LANGUAGES, texts
from handlers import all_handlers
from handlers.routes import Command
from storage.models import Assignable, Delegation, Member, MemberFacts, Person, metadata

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(DOCS.rglob("*.md"))
COMMANDS = DOCS / "commands.md"
FORMS = {"alert": alerts.FORM, "poll": polls.FORM, "silence": silences.FORM, "call": calls.FORM, "task": tasks.FORM}
NOW, ZONE = datetime(2026, 1, 17, 17, 0, tzinfo=UTC), ZoneInfo("Europe/Brussels")
PEOPLE = Assignable(
    (Delegation(id=1, group_id=1, code="FR", name=""),),
    (MemberFacts(Member(id=1, group_id=1, person_id=1), Person(id=1, tg_user_id=1, name="Kyiv", username="kyiv")),),
)
FENCE = re.compile(r"^(?P<indent> *)```(?P<info>.*)\n(?P<body>(?:.*\n)*?)(?P=indent)```$", re.MULTILINE)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
MAKE = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)


class Example(NamedTuple):
    """A message as a document shows it, and the language of the group it is written in."""

    page: str
    language: str
    text: str


def registered() -> set[str]:
    """Every command the bot answers."""
    return {handler.name for handler, _ in all_handlers() if isinstance(handler, Command)}


def sections(page: Path) -> dict[str, str]:
    """Heading -> what stands below it, up to the next heading of any level."""
    parts = re.split(
        r"^#+ (.+)\n", FENCE.sub(lambda block: block[0].replace("#", "＃"), page.read_text()), flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def first_column(text: str) -> list[str]:
    """What stands in backticks in the first cell of each row of the tables."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def examples() -> Iterator[Example]:
    """Every message in a block of the documents."""
    for page in PAGES:
        for block in FENCE.finditer(page.read_text()):
            if not block["body"].lstrip().startswith("/"):
                continue
            body = "\n".join(line.removeprefix(block["indent"]) for line in block["body"].splitlines())
            language = block["info"].removeprefix("text").strip() or "en"
            for message in re.split(r"\n(?=/)", body):
                yield Example(str(page.relative_to(ROOT)), language, message.strip())


EXAMPLES = list(examples())


def form_of(form: Form, words: str, language: str) -> None:
    """No line of a typed form was meant as a key and is none."""
    typed = take_apart(form, words, language)
    assert not typed.near
    strays = [line for line in typed.text.splitlines()[1:] if KEY_LINE.fullmatch(line) and "://" not in line]
    assert not strays, f"text by mistake: {strays}"


def read_alert(words: str, language: str) -> None:
    form_of(alerts.FORM, words, language)
    alerts.read_alert(words, language=language)


def read_poll(words: str, language: str) -> None:
    form_of(polls.FORM, words, language)
    request = polls.read_poll(words, now=NOW, zone=ZONE, language=language)
    check_rule(request.rule, len(request.options), Electorate((Voter(1, "Paris", 1),)), request.quorum)
    if request.about:
        read_handle(request.about, "alert", "poll")


def read_silence(words: str, language: str) -> None:
    form_of(silences.FORM, words, language)
    if about := silences.read_silence(words, now=NOW, zone=ZONE, language=language).about:
        read_handle(about, "alert")


def read_call(words: str, language: str) -> None:
    form_of(calls.FORM, words, language)
    request = calls.read_call(words, now=NOW, zone=ZONE, language=language)
    if request.about:
        read_handle(request.about, "alert", "poll")


def read_task(words: str, language: str) -> None:
    form_of(tasks.FORM, words, language)
    request = tasks.read_task(words, now=NOW, zone=ZONE, people=PEOPLE, language=language)
    assert request.assignee
    assert request.due_at
    if request.about:
        read_handle(request.about, "alert", "poll", "call")


def read_extension(words: str, language: str) -> None:
    text = extensions.in_lines(words)
    read_handle(extensions.read_extension(text, now=NOW, zone=ZONE, language=language).handle, "poll")


def read_subject(*kinds: str) -> Callable[[str, str], None]:
    def read(words: str, _language: str) -> None:
        read_handle(words.split(None, 1)[0], *kinds)

    return read


def read_nothing(words: str, _language: str) -> None:
    assert not words, "takes no words"


def read_help(words: str, _language: str) -> None:
    assert words in registered()


READERS: dict[str, Callable[[str, str], object]] = {
    "alert": read_alert,
    "poll": read_poll,
    "silence": read_silence,
    "break": lambda words, _: read_handle(silences.read_break(words).handle, "poll"),
    "call": read_call,
    "task": read_task,
    "done": read_subject("task"),
    "tasks": read_nothing,
    "polls": read_nothing,
    "templates": read_nothing,
    "template": lambda words, language: templates.read_template(words, now=NOW, zone=ZONE, language=language),
    "vote": lambda words, _: read_handle(polls.read_vote(words).handle, "poll"),
    "proxy": lambda words, _: (read_handle(words.split()[0], "poll"), read_proxy("".join(words.split(None, 1)[1:]))),
    "reserve": read_subject("poll"),
    "rsvp": lambda words, _: read_handle(calls.read_answer(words)[0], "call"),
    "redline": lambda words, language: red_lines.read_red_line(words, now=NOW, zone=ZONE, language=language),
    "ack": read_subject("alert"),
    "resolve": read_subject("alert"),
    "reopen": read_subject("alert", "task", "poll"),
    "alerts": lambda words, _: read_filter(words),
    "search": lambda words, _: read_words(words),
    "case": read_subject("alert", "poll", "call", "task"),
    "show": read_subject("alert", "poll", "call", "task"),
    "amend": lambda words, _: read_handle(alerts.read_amendment(words)[0], "alert", "poll"),
    "retract": read_subject("alert"),
    "attach": lambda words, _: [read_handle(each, "alert") for each in alerts.read_attachment(words)],
    "remind": read_subject("poll"),
    "extend": read_extension,
    "close": read_subject("poll"),
    "owner": lambda words, language: decisions.read_owner(
        decisions.in_lines("owner", words), people=PEOPLE, language=language
    ),
    "review": lambda words, language: decisions.read_review(
        decisions.in_lines("review", words), now=NOW, zone=ZONE, language=language
    ),
    "cancel": read_subject("call", "poll", "task"),
    "members": read_nothing,
    "delegation": lambda words, _: read_delegations(words),
    "delegations": lambda words, _: read_preset(words),
    "digest": lambda words, _: read_span(words),
    "language": lambda words, _: read_language(words),
    "timezone": lambda words, _: find_zone(words),
    "settings": lambda words, _: read_settings(words),
    "start": read_nothing,
    "status": read_nothing,
    "help": read_help,
}
ALONE = {
    "alert",
    "alerts",
    "poll",
    "silence",
    "call",
    "cancel",
    "delegations",
    "digest",
    "extend",
    "help",
    "owner",
    "polls",
    "remind",
    "review",
    "settings",
    "tasks",
    "templates",
}  # mean something without a word after them


def accept(example: Example) -> None:
    """Read a message as the bot would; whatever it does not accept is raised."""
    found = re.fullmatch(r"/(\w+)[ \t]*(.*)", example.text, re.DOTALL)
    assert found, "no command"
    name, words = found[1], found[2].strip(" ")
    assert name in registered(), "the bot has no such command"
    if words or name not in ALONE:
        READERS[name](words, example.language)


@pytest.mark.parametrize("example", [pytest.param(each, id=f"{each.page}: {each.text[:50]}") for each in EXAMPLES])
def test_examples_are_accepted(example: Example) -> None:
    assert example.language in LANGUAGES
    try:
        accept(example)
    except Missing as missing:
        assert missing.asks == "when", "an example leaves out more than the moment of a call"  # noqa: PT017 -- one way out of several


@pytest.mark.parametrize(
    "text",
    [
        "/polls all",
        "/poll Q?\nrule: silence",
        "/poll Q?\nnative: perhaps",
        "/vote P-3 maybe",
        "/ack P-3",
        "/alert X\ngravité: haute",
    ],
)
def test_wrong_examples_would_be_found(text: str) -> None:
    with pytest.raises((Mistake, AssertionError)):
        accept(Example("", "en", text))


def test_every_command_has_a_reader_here() -> None:
    assert READERS.keys() == registered()


def test_every_command_is_described_and_every_described_command_exists() -> None:
    described = [heading[1:] for heading in sections(COMMANDS) if heading.startswith("/")]
    assert sorted(described) == sorted(registered())


def test_every_command_has_an_example() -> None:
    shown = {each.text.split()[0][1:] for each in EXAMPLES if each.page == "docs/commands.md"}
    assert shown == registered()


@pytest.mark.parametrize("name", FORMS)
def test_keys_of_forms_and_their_french_names_are_those_of_the_code(name: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", sections(COMMANDS)[f"/{name}"], re.MULTILINE)
    described = {key: re.findall(r"`(\w+)`", french) for key, french in rows}
    assert described == {each.key: list(each.names.get("fr", (each.key,))) for each in FORMS[name].fields}


@pytest.mark.parametrize(
    ("form", "words"),
    [("alert", alerts.SEVERITIES), ("alert", alerts.KINDS), ("vote", polls.CHOICES), ("rsvp", calls.ANSWERS)],
)
def test_words_listed_are_read(form: str, words: dict[str, object]) -> None:
    """The values each command's section names cover every meaning, in English and, where it has one, in French."""
    section = set(re.findall(r"[a-z]+", fold(sections(COMMANDS)[f"/{form}"]) or ""))
    assert {words[word] for word in section & words.keys()} == set(words.values())


def test_settings_described_are_those_that_can_be_chosen() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| `([\w-]+)` \|", sections(COMMANDS)["/settings"], re.MULTILINE)
    known = {alias: name for name, aliases in SETTINGS.items() for alias in aliases}
    assert [(known[english], known[fold(french) or ""]) for english, french in rows] == [
        (name, name) for name in SETTINGS
    ]


def test_procedures_described_are_those_that_can_be_counted() -> None:
    headings = sections(DOCS / "procedures.md")
    described = [name for name in headings if name in set(Procedure)]
    assert described == [procedure.value for procedure in Procedure]
    assert first_column(headings["The procedures at a glance"]) == described
    for name in set(described) - {Procedure.SHARE}:
        assert read_rule(name).key == name
        assert str(texts("fr")(name)) in headings[name], "its French name"


def test_names_of_rules_mentioned_are_read() -> None:
    for name, text in sections(DOCS / "procedures.md").items():
        if name not in set(Procedure) or name == Procedure.SHARE:
            continue
        tail = re.search(r"(?:Also|In French).*?(?=\n\n)", text, re.DOTALL)
        assert tail, f"{name} has no other names"
        for alias in re.findall(r"`([^`/]+|2/3)`", tail[0]):
            assert read_rule(alias).name == name, alias


def test_the_run_off_shown_is_counted_so() -> None:
    section = sections(DOCS / "procedures.md")["ranked"]
    ballots = "1 1 1 1 2 2 2>1 3>2 3>2 3 4>3"
    named = {word: times for times, word in re.findall(r"(one|two|four) `([1-4>]+)`", section)}
    shown = [word for word, times in named.items() for _ in range({"one": 1, "two": 2, "four": 4}[times])]
    assert sorted(shown) == sorted(ballots.split())
    cast = {key: read_choices(word) for key, word in enumerate(shown)}
    found = count(Electorate(tuple(Voter(key, "") for key in cast)), cast, read_rule("ranked"), options=4)
    rows = re.findall(r"^\| (?:first|second|third) \|(.*)\|$", section, re.MULTILINE)
    expected = [[number.strip() for number in row.split("|")] for row in rows]
    assert [
        [str(dict(each.ballots).get(option, "")) for option in range(1, 5)]
        + [str(each.exhausted), ", ".join(map(str, each.eliminated))]
        for each in found.rounds
    ] == expected
    assert (found.winner, found.for_.heads) == (1, 5)


def test_every_setting_is_in_the_example_and_in_operations() -> None:
    example = re.findall(r"^#? *([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert example == list(NAMES)
    assert first_column(sections(DOCS / "operations.md")["Settings"]) == list(NAMES)


def test_defaults_in_operations_are_those_of_the_code() -> None:
    rows = re.findall(
        r"^\| `([A-Z_]+)` \|.*\| `([^`|]+)` \|$", sections(DOCS / "operations.md")["Settings"], re.MULTILINE
    )
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert dict(rows) == {name: value for name, value in defaults.items() if isinstance(value, str) and value}


def test_every_command_of_the_front_door_is_in_operations() -> None:
    described = re.findall(r"^\| `python -m bot (\w+)", sections(DOCS / "operations.md")["Commands"], re.MULTILINE)
    assert described == [
        str(command.name or command.callback.__name__) for command in cli.registered_commands if command.callback
    ]


def test_every_line_of_check_is_explained() -> None:
    said = {
        re.sub(r"journal of .*", 'journal of "..."', about)
        for path in (ROOT / "bot" / "upkeep").glob("*.py")
        for about in re.findall(r"\b(?:ok|warning|problem)\(\s*\"([^\"]+)\"", path.read_text())
    }
    explained = set(first_column(sections(DOCS / "operations.md")["Check"]))
    assert explained == said | {'group "..."', 'journal of "..."'}


def test_every_key_of_an_export_is_explained() -> None:
    explained = first_column(sections(DOCS / "operations.md")["Export"])
    assert explained == ["version", "group", "alerts", "polls", "calls", "tasks", "journal"]


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_example_of_settings_loads_as_it_is(tmp_path: Path, no_settings: None) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    assert load_settings(tmp_path / ".env") == Settings()


def test_the_example_of_settings_loads_with_every_line_taken(tmp_path: Path, no_settings: None) -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    taken = [re.sub(r"^# +(?=[A-Z_]+=)", "", line) for line in lines if "TOKEN_FILE=" not in line]
    (tmp_path / ".env").write_text("\n".join(taken))
    settings = load_settings(tmp_path / ".env")
    assert settings.allowed_chats
    assert settings.owners
    assert settings.token().startswith("123456789:")


def test_every_table_is_in_the_privacy_page() -> None:
    listed = first_column((DOCS / "privacy.md").read_text())
    assert sorted(listed) == sorted(metadata.tables)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    prose = FENCE.sub("", page.read_text())
    targets = [target for target in LINK.findall(prose) if not re.match(r"https?://|#", target)]
    broken = [target for target in targets if not (page.parent / target.partition("#")[0]).exists()]
    assert not broken


def test_the_readme_shows_every_picture_with_words_for_who_does_not_see_it():
    text = (ROOT / "README.md").read_text()
    shown = re.findall(r"!\[([^\]]+)\]\((docs/pictures/[^)]+)\)", text)
    shown += [(alt, path) for path, alt in re.findall(r'<img [^>]*src="([^"]+)" alt="([^"]+)"', text)]
    assert sorted(path for _, path in shown) == sorted(
        str(path.relative_to(ROOT)) for path in (DOCS / "pictures").iterdir()
    )
    assert all(len(alt) > 40 for alt, _ in shown)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_verbs_exist(page: Path) -> None:
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(MAKE.findall(page.read_text())) <= verbs


def test_every_file_a_document_names_exists() -> None:
    """Paths in backticks."""
    path = re.compile(r"`((?:bot|handlers|storage|tests|docs)/[\w/.-]+)`")
    named = {(page.name, found) for page in PAGES for found in path.findall(page.read_text())}
    assert not {(page, found) for page, found in named if not (ROOT / found).exists()}


def test_every_decision_is_in_the_register() -> None:
    records = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    register = (DOCS / "decisions" / "README.md").read_text()
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", register) == records
    for name in records:
        text = (DOCS / "decisions" / name).read_text()
        title = re.match(r"# (\d{4}) (.+)\n", text)
        assert title
        assert title[1] == name[:4]
        assert f"| {title[2]} |" in register
        parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Alternatives", "Consequences"]
