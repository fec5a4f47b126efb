"""/task as it is typed: who stands first, the deadline last, and everything else is text."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Mistake
from bot.domain.tasks import Assignee, may_settle
from bot.forms.deadlines import Doubtful
from bot.forms.form import Missing
from bot.forms.guided_tasks import with_deadline
from bot.forms.tasks import Circumstances, Taken, read_task, take
from storage.models import Assignable, Delegation, Member, MemberFacts, Person

NOW, ZONE = datetime(2026, 1, 20, 9, 0, tzinfo=UTC), ZoneInfo("Europe/Brussels")  # a Tuesday, 10:00 there
PARIS, BRUSSELS = Assignee("member", 1), Assignee("member", 2)
FRANCE, ITALY, COMMISSION, BRITAIN = (Assignee("delegation", number) for number in (1, 2, 3, 4))


def member(number: int, name: str, username: str | None = None) -> MemberFacts:
    person = Person(id=number, tg_user_id=number, name=name, username=username)
    return MemberFacts(Member(id=number, group_id=1, person_id=number), person)


PEOPLE = Assignable(
    (
        Delegation(id=1, group_id=1, code="FR", name=""),
        Delegation(id=2, group_id=1, code="IT", name=""),
        Delegation(id=3, group_id=1, code="european commission", name="European Commission"),
        Delegation(id=4, group_id=1, code="GB", name=""),
    ),
    (member(1, "Paris", "paris"), member(2, "Brussels", "Brussels_EU"), member(3, "Oslo"), member(4, "Oslo")),
)


def at(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def read(text: str, language: str = "en") -> tuple[str, Assignee | None, datetime | None]:
    asked = read_task(text, now=NOW, zone=ZONE, people=PEOPLE, language=language)
    return asked.text, asked.assignee, asked.due_at


FRIDAY = at(23, 18)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@paris draft the list by friday", ("draft the list", PARIS, FRIDAY)),
        ("@brussels_eu: draft the list", ("draft the list", BRUSSELS, None)),
        ("Brussels draft the list by friday", ("draft the list", BRUSSELS, FRIDAY)),
        ("Brussels: draft the list by friday 12:00 Kyiv", ("draft the list", BRUSSELS, at(23, 11))),
        ("France draft the list", ("draft the list", FRANCE, None)),
        ("FR draft the list", ("draft the list", FRANCE, None)),
        ("UK draft the list", ("draft the list", BRITAIN, None)),
        ("United Kingdom call Berlin within 2 days", ("call Berlin", BRITAIN, at(22, 10))),
        ("european commission prepares a note by tomorrow noon", ("prepares a note", COMMISSION, at(21, 12))),
        ("It is time to write", ("It is time to write", None, None)),
        ("Poland drafts the list", ("Poland drafts the list", None, None)),
        ("draft in 4h", ("draft", None, NOW + timedelta(hours=4))),
        ("draft by hand by friday.", ("draft by hand", None, FRIDAY)),
        ("stand by", ("stand by", None, None)),
        ("talk in Davos", ("talk in Davos", None, None)),
        ("draft it in may", ("draft it in may", None, None)),
        ("have it sent by the ministers", ("have it sent by the ministers", None, None)),
        ("cut tariffs by 10 %", ("cut tariffs by 10 %", None, None)),
        ("split it by 30", ("split it by 30", None, None)),
        ("draft by monday\nas short as it can be", ("draft\nas short as it can be", None, at(26, 18))),
        ("draft\nas short as it can be, by monday", ("draft\nas short as it can be", None, at(26, 18))),
        ("draft the list\nwho: @paris\ndue: friday", ("draft the list", PARIS, FRIDAY)),
        ("draft the list\nwho: fr\ndue: none", ("draft the list", FRANCE, None)),
        ("France draft by friday\nwho: Italy\ndue: monday", ("France draft by friday", ITALY, at(26, 18))),
        ("draft the list\nwho: nobody", ("draft the list", None, None)),
    ],
)  # fmt: skip
def test_who_and_until_when(typed: str, meant: tuple[str, Assignee | None, datetime | None]) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("France préparer la liste d'ici vendredi", ("préparer la liste", FRANCE, FRIDAY)),
        ("Royaume-Uni : appeler au plus tard demain midi", ("appeler", BRITAIN, at(21, 12))),
        ("@paris préparer la liste pour vendredi 18h", ("préparer la liste", PARIS, FRIDAY)),
        ("préparer la liste d’ici 4h", ("préparer la liste", None, NOW + timedelta(hours=4))),
        ("préparer la liste dans 2 jours", ("préparer la liste", None, at(22, 10))),
        ("préparer la liste avant le 24.1.", ("préparer la liste", None, at(24, 18))),
        ("une note pour la presse", ("une note pour la presse", None, None)),
        ("préparer la liste\nqui: Italie\néchéance: vendredi", ("préparer la liste", ITALY, FRIDAY)),
        ("préparer la liste\nqui: personne\ndélai: aucun", ("préparer la liste", None, None)),
    ],
)
def test_in_french(typed: str, meant: tuple[str, Assignee | None, datetime | None]) -> None:
    assert read(typed, "fr") == meant


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("draft by 03/04", [at(4, 18, month=3), at(3, 18, month=4)]),
        ("draft by 03/04 17:00", [at(4, 17, month=3), at(3, 17, month=4)]),
        ("draft by 5", [at(20, 17), at(21, 5)]),
        ("draft by 17", [at(20, 17)]),
        ("draft by tomorrow 5", [at(21, 5)]),
        ("draft\ndue: 03/04", [at(4, 18, month=3), at(3, 18, month=4)]),
    ],
)
def test_a_deadline_that_may_be_several_moments_is_asked_about(typed: str, readings: list[datetime]) -> None:
    with pytest.raises(Doubtful) as doubt:
        read(typed)
    assert list(doubt.value.readings) == readings


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("@oslo draft", "username_unknown"),
        ("Oslo draft", "assignee_several"),
        ("draft\nwho: Atlantis", "assignee_unknown"),
        ("draft before yesterday", "moment_past"),
        ("draft by friday noon Kyyv", "zone_unknown"),
        ("draft by 2028-01-19", "call_too_far"),
        ("draft\ndue: whenever", "moment_unreadable"),
        ("draft\ndue: 30", "clock_ambiguous"),
        ("draft\ndue: friday\ndue: monday", "key_twice"),
        ("d" * 1001, "text_long"),
    ],
)
def test_mistakes(typed: str, code: str) -> None:
    with pytest.raises(Mistake) as mistake:
        read(typed)
    assert mistake.value.code == code


@pytest.mark.parametrize("typed", ["", "@paris", "@paris by friday", "by friday", "\nwho: @paris"])
def test_without_words_they_are_asked_for(typed: str) -> None:
    with pytest.raises(Missing) as missing:
        read(typed)
    assert missing.value.asks == "text"


HOW = Circumstances(NOW, ZONE, PEOPLE)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60))
def test_a_form_that_is_kept_says_the_same_again(typed: str) -> None:
    try:
        taken = take(typed, HOW)
    except Mistake:
        return
    again = take(taken.written, HOW)
    assert (again.text, again.written) == (taken.text, taken.written)


def test_what_was_no_deadline_goes_back_into_the_text() -> None:
    taken = take("@paris split it by 5", HOW)
    assert with_deadline(taken, None, HOW) == Taken("split it by 5", "=m1", "none")
    assert with_deadline(taken, at(20, 17), HOW) == Taken("split it", "=m1", "2026-01-20T16:00:00Z")


@pytest.mark.parametrize(
    ("by", "administrator", "may"),
    [(1, False, True), (2, False, True), (3, False, True), (4, False, False), (4, True, True)],
    ids=["whoever set it", "one of those who are to do it", "another of them", "anybody else", "an administrator"],
)
def test_who_may_say_that_it_is_done(by: int, administrator: bool, may: bool) -> None:
    assert may_settle(by, author=1, assignees=(2, 3), administrator=administrator) is may
