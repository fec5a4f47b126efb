"""The index of words: what folds together, what typed text may not do, and that it keeps up with what it indexes."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, select

from storage.database import Database
from storage.migrations import configuration, upgrade
from storage.models import Alert, Call, FoundFacts, Group, Listing, Member, Person, Poll, PollOption, Task
from storage.queries.search import found, matching, newest_numbers

NOW = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)
# Letters of Europe's languages whose capitals are one letter each.
LETTERS = (
    "abcdefghijklmnopqrstuvwxyzàâäáãåąçćčďèéêëęěîïíłñńňôöóõőøřśšşťùûüúůűýžźż"
    "αβγδεζηθικλμνξοπρτυφχψω"
    "абвгдеєжзиіклмнопрстуфхцчшщюя"
)
WORD = st.text(LETTERS, min_size=1, max_size=12)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path_factory.mktemp('search')}/bot.db")
    upgrade(opened)
    opened.write_now(people)
    yield opened
    opened.close()


def people(session: Session) -> None:
    for number in (1, 2):
        session.add(
            Group(id=number, tg_chat_id=-number, title="A group", language="en", timezone="UTC", created_at=NOW)
        )
        session.add(Person(id=number, tg_user_id=number, name="Paris"))
        session.flush()
        session.add(Member(id=number, group_id=number, person_id=number))
    session.flush()


def alert(number: int, words: str, *, group_id: int = 1, **facts: object) -> Alert:
    return Alert(group_id=group_id, number=number, text=words, reporter_id=group_id, created_at=NOW, **facts)  # type: ignore[arg-type]


def ask(session: Session, words: str, **asked: object) -> FoundFacts:
    listing = Listing(group_id=1, scope="all", words=words, created_at=NOW, **asked)  # type: ignore[arg-type]
    listing.newest = newest_numbers(session, 1)
    return found(session, listing, 0)


GROUPS = "id, tg_chat_id, title, public, language, timezone, state, created_at, era"
ALERTS = "id, group_id, number, text, note, severity, kind, topic, source, confidence, reporter_id, created_at, state"
POLLS = "id, group_id, number, question, rule, quorum, author_id, by_delegation, opened_at, closes_at, state, verdict"
ROWS = (  # as they were before the index
    ("groups", GROUPS, "1, -1, 'G', 0, 'en', 'UTC', 'active', '2026-01-17 17:00:00', 0"),
    ("people", "id, tg_user_id, name, private_open", "1, 1, 'Paris', 0"),
    ("members", "id, group_id, person_id, status", "1, 1, 1, 'member'"),
    (
        "alerts",
        f"{ALERTS}, resolution",
        "1, 1, 1, 'Steel', '', 'high', 'action', '', '', '', 1, '2026-01-17 17:00:00', 'open', ''",
    ),
    (
        "polls",
        f"{POLLS}, reason",
        "1, 1, 1, 'Which?', 'plurality', '', 1, 0, '2026-01-17 17:00:00', '2026-01-17 18:00:00', 'open', '', ''",
    ),
    ("poll_options", "poll_id, number, text", "1, 1, 'Steel first'"),
)


class _Undone(Exception):  # noqa: N818 -- it says what happens
    """Ends a test's transaction."""


def finds(database: Database, said: str, looked_for: str) -> bool:
    """Whether an alert that says one thing is found by another."""
    answer: list[bool] = []

    def work(session: Session) -> None:
        session.add(alert(1, said))
        session.flush()
        answer.append(ask(session, looked_for).total == 1)
        raise _Undone

    with pytest.raises(_Undone):
        database.write_now(work)
    return answer[0]


def without_accents(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if unicodedata.category(each) != "Mn")


@settings(deadline=None)  # the disk's time, not ours
@given(word=WORD, before=WORD, after=WORD)
def test_a_word_is_found_in_capitals_too(database: Database, word: str, before: str, after: str) -> None:
    assert finds(database, f"{before} {word}, {after}", word.upper())
    assert finds(database, f"{before} {word.upper()}, {after}", word)


@settings(deadline=None)  # the disk's time, not ours
@given(word=WORD.filter(lambda word: word.isascii() or not set(word) & set("абвгдеєжзиіклмнопрстуфхцчшщюяй")))
def test_a_latin_word_is_found_without_its_accents(database: Database, word: str) -> None:
    assert finds(database, word, without_accents(word))
    assert finds(database, without_accents(word), word)
    assert finds(database, unicodedata.normalize("NFD", word), word)


@settings(deadline=None)  # the disk's time, not ours
@given(word=WORD, more=WORD)
def test_of_the_last_word_the_beginning_is_enough(database: Database, word: str, more: str) -> None:
    assert finds(database, f"{word}{more}", word)
    assert finds(database, f"{more} {word}{more}", f"{more} {word}")


@settings(deadline=None)  # the disk's time, not ours
@given(words=st.lists(WORD, min_size=2, max_size=5, unique=True), data=st.data())
def test_the_order_of_words_does_not_matter(database: Database, words: list[str], data: st.DataObject) -> None:
    assert finds(database, " ".join(words), " ".join(data.draw(st.permutations(words))))


@settings(deadline=None)  # the disk's time, not ours
@given(typed=st.text(max_size=60) | st.text("\"'*^(){}:+-~ANDORNEAR \x00ab", max_size=30), topic=st.text(max_size=10))
def test_nothing_typed_is_an_operator(database: Database, typed: str, topic: str) -> None:
    database.read_now(lambda session: ask(session, typed, topic=topic))


@pytest.mark.parametrize(
    ("said", "looked_for", "there"),
    [
        pytest.param("Tariffs on steel", "tar", True, id="the last word may be begun only"),
        pytest.param("Tariffs on steel", "tar steel", False, id="the others are whole"),
        pytest.param("Tariffs on steel", "steel copper", False, id="all words must be there"),
        pytest.param("The Élysée's answer", "elysee", True, id="accents and an apostrophe"),
        pytest.param("Zażółć gęślą jaźń", "ZAZOŁC", True, id="Polish"),
        pytest.param("Київ і Крим", "київ", True, id="Ukrainian"),
        pytest.param("an open letter", '"open letter"', True, id="quotes are harmless"),
        pytest.param("this OR that", "OR", True, id="an operator is a word"),
        pytest.param("a NEAR miss", "near(", True, id="a bracket is harmless"),
        pytest.param("ten percent", "text:ten", False, id="a column's name is a word"),
        pytest.param("e-mail of the convoy", "e-mail", True, id="a hyphen"),
        pytest.param("one", "🟥", True, id="what has no letter asks for nothing"),
    ],
)
def test_what_is_found(database: Database, said: str, looked_for: str, there: bool) -> None:
    assert finds(database, said, looked_for) is there


def test_the_index_keeps_up(database: Database) -> None:
    def work(session: Session) -> None:
        row = alert(1, "steel", note="copper", topic="trade", resolution="")
        session.add(row)
        session.add(alert(1, "steel elsewhere", group_id=2))
        poll = Poll(
            group_id=1, number=1, question="Answer the steel tariffs?", rule="majority", author_id=1, opened_at=NOW,
            closes_at=NOW,
        )  # fmt: skip
        session.add(poll)
        session.add(
            Call(group_id=1, number=1, uid="u", title="Steel, a follow-up", starts_at=NOW, minutes=30, remind=[],
                 author_id=1, created_at=NOW)
        )  # fmt: skip
        session.add(Task(group_id=1, number=1, text="List the steel", author_id=1, created_at=NOW))
        session.flush()
        for number, option in enumerate(("aluminium", "zinc"), start=1):
            session.add(PollOption(poll_id=poll.id or 0, number=number, text=option))
        session.flush()
        assert [kind for kind, _row in ask(session, "steel").entries] == ["alert", "call", "poll", "task"]
        assert [kind for kind, _row in ask(session, "aluminium zinc").entries] == ["poll"]
        assert ask(session, "copper").total == 1
        assert ask(session, "", topic="Trade").total == 1
        row.text, row.resolution = "nickel", "withdrawn"
        session.add(row)
        session.flush()
        assert [kind for kind, _row in ask(session, "steel").entries] == ["call", "poll", "task"]
        assert ask(session, "nickel withdrawn").total == 1
        session.delete(row)
        session.flush()
        assert ask(session, "nickel").total == 0
        raise _Undone

    with pytest.raises(_Undone):
        database.write_now(work)


def test_what_was_there_before_the_index_is_found(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    with database.engine.connect() as connection:
        command.upgrade(configuration(connection), "0003")
        for table, columns, values in ROWS:
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"))  # noqa: S608 -- ours
        connection.commit()
    upgrade(database)
    assert [kind for kind, _row in database.read_now(lambda session: ask(session, "steel")).entries] == [
        "alert",
        "poll",
    ]
    assert database.read_now(lambda session: session.exec(select(Alert.text)).all()) == ["Steel"]
    database.close()


def test_the_question_put_to_the_index() -> None:
    assert matching('tariffs "open', "trade") == '("tariffs" "open" *) AND ({topic} : "trade")'
    assert matching("!!! ?", "") == ""
