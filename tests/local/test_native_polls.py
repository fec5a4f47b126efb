"""Telegram's own polls: sent, voted in, stopped, closed by time."""

import json

import pytest
from telegram import Update

from tests.local.test_groups import kinds

OPEN = {"is_anonymous": False}


async def sent(town, **parameters):
    given = {"question": "When?", "options": '["Today", {"text": "Tomorrow"}]'} | parameters
    poll = (await town.call("sendPoll", chat_id=town.group.id, **given))["poll"]
    return town.world.last(town.group), poll


async def test_a_poll_has_every_field(town):
    _, poll = await sent(town, description="For the statement")
    assert {name: value for name, value in poll.items() if name not in {"id", "options"}} == {
        "question": "When?", "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
        "allows_multiple_answers": False, "allows_revoting": True, "members_only": False,
        "description": "For the statement",
    }  # fmt: skip
    assert poll["options"] == [
        {"persistent_id": "option-0", "text": "Today", "voter_count": 0},
        {"persistent_id": "option-1", "text": "Tomorrow", "voter_count": 0},
    ]


async def test_votes_are_told_with_their_voter_unless_the_poll_is_anonymous(town):
    message, poll = await sent(town, **OPEN)
    town.world.vote(town.london, message, "Tomorrow")
    answer, state = await town.fetch()
    assert answer["poll_answer"]["user"]["first_name"] == "London"
    assert (answer["poll_answer"]["poll_id"], answer["poll_answer"]["option_ids"]) == (poll["id"], [1])
    assert answer["poll_answer"]["option_persistent_ids"] == ["option-1"]
    assert [option["voter_count"] for option in state["poll"]["options"]] == [0, 1]
    secret, _ = await sent(town)
    town.world.vote(town.london, secret, 0)
    assert kinds(await town.fetch(offset=state["update_id"] + 1)) == ["poll"]


async def test_votes_can_be_changed_and_taken_back(town):
    message, _ = await sent(town, **OPEN)
    town.world.vote(town.london, message, "Today")
    town.world.vote(town.london, message, "Tomorrow")
    town.world.retract(town.london, message)
    answers = [update["poll_answer"]["option_ids"] for update in await town.fetch() if "poll_answer" in update]
    assert answers == [[0], [1], []]
    assert message.poll.votes == {}
    with pytest.raises(ValueError, match="no vote"):
        town.world.retract(town.london, message)


async def test_a_poll_can_forbid_changing_ones_vote(town):
    message, poll = await sent(town, allows_revoting=False, **OPEN)
    assert poll["allows_revoting"] is False
    town.world.vote(town.london, message, "Today")
    for change in (
        lambda: town.world.vote(town.london, message, "Tomorrow"),
        lambda: town.world.retract(town.london, message),
    ):
        with pytest.raises(ValueError, match="London has"):
            change()


async def test_several_options_only_where_allowed(town):
    message, _ = await sent(town, **OPEN)
    with pytest.raises(ValueError, match="one option"):
        town.world.vote(town.london, message, 0, 1)
    with pytest.raises(LookupError):
        town.world.vote(town.london, message, "Never")
    message, _ = await sent(town, allows_multiple_answers=True)
    town.world.vote(town.london, message, "Tomorrow", "Today")
    assert message.poll.votes == {town.london.id: [0, 1]}


async def test_an_outsider_votes_through_a_forward(town):
    message, poll = await sent(town, **OPEN)
    with pytest.raises(ValueError, match="Kyiv does not see"):
        town.world.vote(town.kyiv, message, 0)
    elsewhere = town.world.add_group("Elsewhere", town.kyiv, town.london)
    town.world.vote(town.kyiv, town.world.forward(town.london, elsewhere, message), 0)
    answer = next(update["poll_answer"] for update in await town.fetch() if "poll_answer" in update)
    assert (answer["user"]["first_name"], answer["poll_id"]) == ("Kyiv", poll["id"])
    assert message.poll.count(0) == 1


async def test_an_anonymous_administrators_vote_names_the_chat(town):
    message, _ = await sent(town, **OPEN)
    town.world.vote(town.paris, message, 0, anonymous=True)
    answer = (await town.fetch())[0]["poll_answer"]
    assert (answer["voter_chat"]["id"], "user" in answer) == (town.group.id, False)


async def test_stopping_gives_the_result_and_can_be_done_once(town):
    message, _ = await sent(town)
    town.world.vote(town.london, message, 0)
    where = {"chat_id": town.group.id, "message_id": message.id}
    result = await town.call("stopPoll", **where)
    assert (result["is_closed"], result["total_voter_count"]) == (True, 1)
    assert (await town.fetch())[-1]["poll"]["is_closed"] is True
    assert await town.refusal("stopPoll", **where) == "poll has already been closed"
    with pytest.raises(ValueError, match="no open poll"):
        town.world.vote(town.paris, message, 0)
    said = await town.say()
    assert (
        await town.refusal("stopPoll", chat_id=town.group.id, message_id=999) == "message with poll to stop not found"
    )
    assert (
        await town.refusal("stopPoll", chat_id=town.group.id, message_id=said["message_id"]) == "message is not a poll"
    )
    forwarded = town.world.forward(town.london, town.group, message)
    assert await town.refusal("stopPoll", chat_id=town.group.id, message_id=forwarded.id) == "poll can't be stopped"


@pytest.mark.parametrize("by", ["open_period", "close_date"])
async def test_time_closes_a_poll(town, by):
    value = 60 if by == "open_period" else int(town.clock.moment.timestamp()) + 60
    message, poll = await sent(town, **{by: value})
    assert poll["close_date"] == int(town.clock.moment.timestamp()) + 60
    town.clock.forward(seconds=59)
    assert await town.fetch() == []
    town.clock.forward(seconds=1)
    [closed] = await town.fetch()
    assert closed["poll"]["is_closed"] is True
    with pytest.raises(ValueError, match="no open poll"):
        town.world.vote(town.london, message, 0)


async def test_results_may_wait_until_the_poll_closes(town):
    message, _ = await sent(town, hide_results_until_closes=True)
    town.world.vote(town.london, message, 0)
    [update] = await town.fetch()
    assert (update["poll"]["total_voter_count"], update["poll"]["options"][0]["voter_count"]) == (0, 0)
    result = await town.call("stopPoll", chat_id=town.group.id, message_id=message.id)
    assert (result["total_voter_count"], result["options"][0]["voter_count"]) == (1, 1)


async def test_a_quiz_has_correct_answers_and_no_second_try(town):
    message, poll = await sent(town, type="quiz", correct_option_ids="[1]", explanation="<b>Soon</b>",
                               explanation_parse_mode="HTML")  # fmt: skip
    assert (poll["correct_option_ids"], poll["explanation"], poll["allows_revoting"]) == ([1], "Soon", False)
    town.world.vote(town.london, message, 0)
    with pytest.raises(ValueError, match="has voted"):
        town.world.vote(town.london, message, 1)


async def test_the_library_reads_all_of_it(town, bot):
    message = await bot.send_poll(town.group.id, "When?", ["Today", "Tomorrow"], is_anonymous=False)
    town.world.vote(town.london, town.world.last(town.group), "Today")
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert updates[0].poll_answer.option_ids == (0,)
    assert updates[1].poll.total_voter_count == 1
    assert (await bot.stop_poll(town.group.id, message.message_id)).is_closed


REFUSED = {
    "no question": ({"question": " "}, "text must be non-empty"),
    "a kind that is none": ({"type": "survey"}, "unsupported poll type specified"),
    "no options": ({"options": "[]"}, "poll must have at least one answer option"),
    "an empty option": ({"options": '["Today", " "]'}, "text must be non-empty"),
    "an option that is a number": (
        {"options": "[1]"},
        "can't parse InputPollOption: Expected InputPollOption to be an Object",
    ),
    "an option without text": ({"options": "[{}]"}, "can't parse InputPollOption: Can't find field \"text\""),
    "a quiz without the answer": ({"type": "quiz"}, "wrong correct option ID specified"),
    "an answer that is no option": ({"type": "quiz", "correct_option_ids": "[2]"}, "wrong correct option ID specified"),
    "two ways to close": (
        {"open_period": 60, "close_date": 2_000_000_000},
        "can't specify both poll open period and close date",
    ),
    "what is for channels": ({"members_only": True}, "members_only is not supported here"),
}


@pytest.mark.parametrize(("parameters", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_poll_is_refused_for(town, parameters, words):
    given = {"chat_id": town.group.id, "question": "When?", "options": json.dumps(["Today", "Tomorrow"])}
    assert await town.refusal("sendPoll", **(given | parameters)) == words
