"""What the chat page is told and may do beyond writing: reading, voting, pins, topics, who is typing."""

import json
import re

import pytest

from bot.local.deeds import DEEDS, EMOJI, Deed, Refused
from bot.local.deeds_reading import READING
from bot.local.deeds_topics import TOPICS
from bot.local.page import FILES
from bot.local.stream import BOOT, events
from bot.local.view import state_view
from bot.local.view_messages import message_view


def do(town, user, verb, chat=None, **body):
    where = {"user": user.id, "chat": (chat or town.group).id}
    return (DEEDS | READING | TOPICS)[verb](Deed(town.world, where | body))


def shown(town, user, chat=None):
    """The chat as the person's page has it."""
    wanted = (chat or town.group).id
    return next(one for one in state_view(town.world, user)["chats"] if one["id"] == wanted)


def last(town, user, chat=None):
    return shown(town, user, chat)["messages"][-1]


@pytest.fixture
def heard(town):
    """What the pages of people have been told since the test began."""
    first = town.world.changes.last

    async def told(user):
        town.world.wake()  # tells the time: after everything before it
        stream = events(town.world, user, f"{BOOT}:{first}")
        bodies = [json.loads((await anext(stream)).partition("data: ")[2])]
        while bodies[-1]["kind"] != "time":
            bodies.append(json.loads((await anext(stream)).partition("data: ")[2]))
        return bodies[1:-1]

    return told


# --- reading


def test_a_person_has_read_what_they_said_they_read_and_it_never_goes_back(town):
    first, second = (town.world.send(town.paris, town.group, text) for text in ("one", "two"))
    do(town, town.london, "read", message=second.id)
    do(town, town.london, "read", message=first.id)
    assert shown(town, town.london)["read"] == {1: second.id}
    assert shown(town, town.paris)["read"] == {}


def test_each_topic_is_read_for_itself_unless_all_are(town):
    forum = town.world.add_group("Forum", town.paris, town.london, admins=[town.paris], forum=True)
    town.world.send(town.paris, forum, "hello")
    calls = town.world.create_topic(town.paris, forum, "Calls")
    inside = town.world.send(town.paris, forum, "in Calls", topic=calls)
    general = town.world.send(town.paris, forum, "in General")
    do(town, town.london, "read", forum, message=inside.id, topic=calls.id)
    assert shown(town, town.london, forum)["read"] == {calls.id: inside.id}
    do(town, town.london, "read", forum, message=general.id)
    assert shown(town, town.london, forum)["read"] == {calls.id: general.id, 1: general.id}


async def test_only_the_readers_own_pages_are_told_and_only_of_news(town, heard):
    message = town.world.send(town.paris, town.group, "one")
    before = town.world.changes.last
    for _ in range(2):
        do(town, town.london, "read", message=message.id)
    assert town.world.changes.last == before + 1
    assert [event["read"] for event in await heard(town.london) if event["kind"] == "read"] == [{"1": message.id}]
    assert [event["kind"] for event in await heard(town.paris)] == ["message"]


# --- typing


async def test_everyone_in_the_chat_but_the_writer_hears_who_types(town, heard):
    do(town, town.london, "typing")
    typing = {"kind": "typing", "chat": town.group.id, "message": None, "user": town.london.id, "name": "London"}
    assert await heard(town.paris) == [typing]
    assert await heard(town.london) == []
    assert await heard(town.kyiv) == []


async def test_the_bot_types_too(town, heard):
    await town.call("sendChatAction", chat_id=town.group.id, action="typing")
    assert [event["user"] for event in await heard(town.paris)] == [town.world.bot.id]


# --- polls


async def test_counts_are_told_once_one_has_voted_and_names_unless_it_is_anonymous(town):
    await town.call("sendPoll", chat_id=town.group.id, question="When?", options=["Today", "Later"], is_anonymous=False)
    message = town.world.last(town.group)
    do(town, town.london, "vote", message=message.id, options=[1])
    waiting, voted = last(town, town.paris)["poll"], last(town, town.london)["poll"]
    assert (waiting["told"], [option["count"] for option in waiting["options"]]) == (False, [None, None])
    assert [option["names"] for option in waiting["options"]] == [[], []]
    assert [(option["count"], option["own"], option["names"]) for option in voted["options"]] == [
        (0, False, []),
        (1, True, ["London"]),
    ]
    do(town, town.london, "vote", message=message.id, options=[])
    assert last(town, town.london)["poll"]["voted"] is False


async def test_an_anonymous_poll_names_nobody(town):
    await town.call("sendPoll", chat_id=town.group.id, question="When?", options=["Today", "Later"])
    do(town, town.london, "vote", message=town.world.last(town.group).id, options=[0])
    assert last(town, town.london)["poll"]["options"][0] == {
        "text": "Today", "own": True, "count": 1, "names": [], "right": None,
    }  # fmt: skip


async def test_a_quiz_says_what_was_right_once_one_has_answered(town):
    quiz = {"type": "quiz", "correct_option_ids": [1], "explanation": "It is the capital"}
    await town.call("sendPoll", chat_id=town.group.id, question="Which?", options=["Lyon", "Paris"], **quiz)
    before = last(town, town.london)["poll"]
    do(town, town.london, "vote", message=town.world.last(town.group).id, options=[0])
    after = last(town, town.london)["poll"]
    assert [option["right"] for option in before["options"]] == [None, None]
    assert [option["right"] for option in after["options"]] == [False, True]
    assert (before["explanation"], after["explanation"]) == ("", "It is the capital")


@pytest.mark.parametrize("options", [None, "0", [True], ["Today"], [0.0]])
async def test_what_is_no_answer_is_refused(town, options):
    await town.call("sendPoll", chat_id=town.group.id, question="When?", options=["Today", "Later"])
    with pytest.raises(Refused, match="no such answer"):
        do(town, town.london, "vote", message=town.world.last(town.group).id, options=options)


async def test_an_answer_there_is_not_and_a_closed_poll_are_refused(town):
    sent = await town.call("sendPoll", chat_id=town.group.id, question="When?", options=["Today", "Later"])
    message = sent["message_id"]
    with pytest.raises(LookupError):
        do(town, town.london, "vote", message=message, options=[7])
    await town.call("stopPoll", chat_id=town.group.id, message_id=message)
    with pytest.raises(ValueError, match="no open poll"):
        do(town, town.london, "vote", message=message, options=[0])
    assert last(town, town.paris)["poll"]["told"] is True


# --- pins, deletion, topics


async def test_a_pin_is_set_and_taken_off_by_the_same_deed(town, heard):
    message = town.world.send(town.london, town.group, "Read this")
    do(town, town.paris, "pin", message=message.id)
    assert shown(town, town.london)["pins"] == [message.id]
    told = last(town, town.london)["service"]
    assert (told["kind"], told["by"], told["text"], told["message"]) == (
        "pinned_message", "Paris", "Read this", message.id,
    )  # fmt: skip
    do(town, town.paris, "pin", message=message.id)
    assert shown(town, town.london)["pins"] == []
    assert [event["pins"] for event in await heard(town.london)] == [[], [], []]


def test_one_takes_away_ones_own_and_an_administrator_anybodys(town):
    first, second = (town.world.send(town.paris, town.group, text) for text in ("one", "two"))
    with pytest.raises(ValueError, match="cannot delete"):
        do(town, town.london, "delete", message=first.id)
    do(town, town.paris, "delete", message=first.id)
    own = town.world.send(town.london, town.group, "mine")
    do(town, town.paris, "delete", message=own.id)
    assert [message.text for message in town.group.messages if message.text] == [second.text]


def test_one_writes_in_the_topic_one_has_open(town):
    forum = town.world.add_group("Forum", town.paris, admins=[town.paris], forum=True)
    town.world.send(town.paris, forum, "hello")
    calls = town.world.create_topic(town.paris, forum, "Calls")
    do(town, town.paris, "send", forum, text="in Calls", topic=calls.id)
    assert last(town, town.paris, forum)["topic"] == calls.id
    assert shown(town, town.paris, forum)["topics"] == [
        {"id": 1, "name": "General", "closed": False},
        {"id": calls.id, "name": "Calls", "closed": False},
    ]
    with pytest.raises(Refused, match="topic is gone"):
        do(town, town.paris, "send", forum, text="nowhere", topic=77)


async def test_an_administrator_turns_on_topics_and_everyone_begins_them(town, heard):
    group = town.world.add_group("Allies", town.paris, town.london, admins=[town.paris])
    town.world.send(town.paris, group, "said before")
    with pytest.raises(Refused, match="Only administrators"):
        do(town, town.london, "forum", group)
    do(town, town.paris, "forum", group)
    assert last(town, town.london, group)["topic"] == 1
    topic = do(town, town.london, "topic", group, name=" Calls ")
    assert [one["name"] for one in shown(town, town.paris, group)["topics"]] == ["General", "Calls"]
    assert last(town, town.paris, group)["topic"] == topic
    assert (await heard(town.paris))[-1]["kind"] == "reload", "after the message that begins it"
    with pytest.raises(Refused, match="needs a name"):
        do(town, town.london, "topic", group, name=" ")


@pytest.mark.parametrize("verb", sorted(READING | TOPICS))
def test_nobody_does_anything_where_they_are_not(town, verb):
    message = town.world.send(town.paris, town.group, "one")
    with pytest.raises(Refused, match="not in this chat"):
        do(town, town.kyiv, verb, message=message.id, options=[0])
    with pytest.raises(Refused, match="no such person"):
        do(town, town.world.bot, verb, message=message.id, options=[0])


# --- what is told


def test_members_are_told_with_their_office(town):
    members = shown(town, town.london)["members"]
    assert [(member["name"], member["role"], member["bot"]) for member in members] == [
        ("Paris", "creator", False), ("London", "member", False), ("Washington Group", "member", True),
    ]  # fmt: skip


async def test_a_button_that_copies_says_what(town):
    button = {"text": "Copy", "copy_text": {"text": "P-1"}}
    await town.say(reply_markup={"inline_keyboard": [[button]]})
    assert last(town, town.paris)["buttons"] == [[{"text": "Copy", "style": "", "url": "", "copy": "P-1"}]]


def test_services_are_told_without_words(town):
    town.world.join(town.kyiv, town.group)
    message = town.world.last(town.group)
    told = message_view(town.paris, message, town.world.users)["service"]
    assert told == {"kind": "new_chat_members", "by": "Kyiv", "names": ["Kyiv"], "alone": True}


def test_every_reaction_offered_can_be_given(town):
    message = town.world.send(town.paris, town.group, "one")
    for emoji in EMOJI:
        do(town, town.london, "react", message=message.id, emoji=emoji)
        assert message.reactions[town.london.id] == [emoji]


# --- the page's own files


def words(name):
    """The keys of one language's table of words."""
    table = (FILES / "words.js").read_text().partition(f"const {name} = {{")[2].partition("\n};")[0]
    return set(re.findall(r'(?:^|, |\n) *(\w+): (?=["(`])', table))


def test_both_languages_have_the_same_words():
    assert words("fr") == words("en")


def test_every_word_the_page_asks_for_is_there():
    code = "".join(path.read_text() for path in FILES.glob("*.js"))
    asked = set(re.findall(r'say\(\s*"(\w+)"', code))
    html = (FILES / "index.html").read_text()
    asked |= set(re.findall(r'data-(?:word|label|hint)="(\w+)"', html))
    assert len(asked) > 40
    assert asked - words("en") == set()


def test_every_file_the_page_asks_for_is_there_and_nothing_comes_from_elsewhere():
    for path in FILES.iterdir():
        text = path.read_text()
        assert all((FILES / name).exists() for name in re.findall(r'from "\./([\w.]+)"', text)), path
        assert all((FILES / name).exists() for name in re.findall(r'"/static/([\w.]+)"', text)), path
        assert not re.findall(r'(?:src|href)="https?:|@import|url\(', text), path


def test_every_icon_is_drawn():
    html = (FILES / "index.html").read_text()
    drawn = set(re.findall(r'id="i-(\w+)"', html))
    used = set(re.findall(r'href="#i-(\w+)"', html))
    for path in FILES.glob("*.js"):
        used |= set(re.findall(r'icon(?:\(|: )"(\w+)"', path.read_text()))
    assert used <= drawn


def test_every_module_is_asked_for_at_once():
    asked = set(re.findall(r'"/static/([\w.]+\.js)"', (FILES / "index.html").read_text()))
    assert {path.name for path in FILES.glob("*.js")} <= asked
