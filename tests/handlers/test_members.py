"""Who is in the group, who speaks for whom, and who is kept out."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.local import faults
from bot.local.errors import bad_request
from storage.models import Acknowledgement, Ballot, Group, Member, Person
from tests.stage import Stage


def known(session: Session) -> dict[str, str]:
    rows = session.exec(select(Person.name, Member.status).join(Member, col(Member.person_id) == col(Person.id)))
    return {name: status for name, status in rows}  # noqa: C416 -- rows are no pairs


async def test_members_are_learned_as_they_appear(stage: Stage) -> None:
    assert stage.read(known) == {"Paris": "administrator", "London": "member", "Kyiv": "member"}
    rome = stage.world.add_user("Rome")
    stage.world.join(rome, stage.group)
    stage.world.leave(stage.kyiv, stage.group)
    await stage.settle()
    assert stage.read(known) == {"Paris": "administrator", "London": "member", "Kyiv": "left", "Rome": "member"}


async def test_the_bot_greets_and_says_what_to_do_next(stage: Stage) -> None:
    greeting = stage.world.find(stage.group, "I keep the routine")
    assert all(f"/{command}" in greeting.text for command in ("alert", "poll", "call", "digest", "help"))


async def test_removed_and_added_again_it_goes_on(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    stage.world.remove_bot(stage.group, stage.paris)
    await stage.settle()
    assert stage.read(lambda session: session.exec(select(Group.state)).all()) == ["left"]
    stage.world.add_bot(stage.group, stage.paris)
    await stage.settle()
    assert stage.read(lambda session: session.exec(select(Group.state)).all()) == ["active"]
    assert (await stage.says(stage.london, "/ack A-1")).text == "Seen"


async def test_an_outsider_with_a_forged_press_gets_nothing(stage: Stage) -> None:
    alert = await stage.says(stage.paris, "/alert Tariffs announced")
    poll = await stage.says(stage.paris, "/poll Issue a joint statement?")
    for message, row in ((alert, 0), (poll, 0)):
        press = stage.world.press_data(stage.outsider, message, message.keyboard[row][0]["callback_data"])
        await stage.settle()
        assert press.text == "You are not a member of this group"
    assert stage.read(lambda session: session.exec(select(Ballot)).all()) == []
    assert len(stage.read(lambda session: session.exec(select(Acknowledgement)).all())) == 1
    assert "Moscow" not in stage.read(known)


async def test_an_outsider_in_private_sees_nothing_of_the_group(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    private = stage.world.private(stage.outsider)
    for command in ("/digest", "/vote P-1 for", "/ack A-1", "/members", "/alert X", "/delegations", "/close P-1"):
        reply = await stage.says(stage.outsider, command, chat=private)
        assert "Tariffs" not in reply.text
        assert reply.text.startswith(("You are in no group", "That belongs in the group"))


async def test_somebody_who_left_has_no_vote(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    stage.world.leave(stage.kyiv, stage.group)
    await stage.settle()
    press = stage.world.press_data(stage.kyiv, card, card.keyboard[0][0]["callback_data"])
    await stage.settle()
    assert press.text == "You are not a member of this group"


async def test_who_joins_later_has_no_vote_in_what_is_open(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.wait(timedelta(seconds=1))
    rome = stage.world.add_user("Rome")
    stage.world.join(rome, stage.group)
    await stage.settle()
    assert await stage.presses(rome, card, "For") == "You have no vote here: you joined after P-1 was opened."


async def test_who_was_there_unknown_enters_by_voting(stage: Stage) -> None:
    rome = stage.world.add_user("Rome")
    silent = stage.world.add_group("Second Group", stage.paris, rome, admins=[stage.paris])
    stage.world.add_bot(silent, stage.paris)
    stage.world.send(stage.paris, silent, "/poll Issue a joint statement?")
    await stage.settle()
    card = stage.world.find(silent, "P-1 · open")
    assert "of 2" not in card.text
    assert await stage.presses(rome, card, "For") == "Recorded: For"
    assert "For · 1: \u2068Rome\u2069" in card.text


async def test_a_card_of_one_group_cannot_be_pressed_from_another(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    other = stage.world.add_group("Other Group", stage.paris, stage.outsider, admins=[stage.outsider])
    stage.world.add_bot(other, stage.outsider)
    await stage.settle()
    greeting = stage.world.last(other)
    press = stage.world.press_data(stage.outsider, greeting, card.keyboard[0][0]["callback_data"])
    await stage.settle()
    assert press.text == "This button is out of date: look at the newest card, or type the command."
    assert stage.read(lambda session: session.exec(select(Ballot)).all()) == []


async def test_an_anonymous_administrator_is_asked_to_show_themselves(stage: Stage) -> None:
    stage.world.send(stage.paris, stage.group, "/alert Tariffs announced", anonymous=True)
    await stage.settle()
    assert stage.world.last(stage.group).text.startswith("I cannot tell who wrote that")


@pytest.mark.parametrize("allowed", [pytest.param({"allowed_chats": frozenset({-1})}, id="not among ALLOWED_CHATS"),
                                     pytest.param({"owners": frozenset({1})}, id="added by no owner")])  # fmt: skip
async def test_a_group_it_may_not_serve_is_left_at_once(tmp_path, allowed: dict[str, frozenset[int]]) -> None:
    stage = Stage(tmp_path, **allowed)
    stage.world.add_bot(stage.group, stage.paris)
    async with stage.playing():
        await stage.settle()
    assert [call.method for call in stage.world.calls if call.method in {"sendMessage", "leaveChat"}] == ["leaveChat"]


async def test_a_delegation_is_asked_for_and_seated(stage: Stage) -> None:
    await stage.says(stage.london, "/delegation gb")
    roster = stage.card("Members and delegations")
    assert "\u2068London\u2069 asks to speak for \u2068United Kingdom\u2069" in roster.text
    assert (
        await stage.presses(stage.kyiv, roster, "Seat")
        == "Only administrators of the group can do that: please ask one of them."
    )
    assert await stage.presses(stage.paris, roster, "Seat") == "Seated: \u2068United Kingdom\u2069"
    assert "• \u2068United Kingdom\u2069: \u2068London\u2069" in roster.text


async def test_qualified_majority_with_the_eu_weights(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nDE @london\nUkraine @kyiv\nUA weight 839")
    await stage.says(stage.paris, "/delegations eu27")
    roster = stage.world.find(stage.group, "Members and delegations")
    assert "• \u2068France\u2069 · weight 1517 (2025): \u2068Paris\u2069" in roster.text
    await stage.says(stage.kyiv, "/poll Prepare countermeasures?\nrule: qualified")
    card = stage.card("P-1")
    await stage.presses(stage.paris, card, "For")
    assert "Needs" in card.text
    await stage.presses(stage.london, card, "For")
    await stage.presses(stage.kyiv, card, "Against")
    await stage.says(stage.kyiv, "/close P-1")
    assert card.text.startswith("P-1 · Adopted")
    assert "2 of 3 in favour, 2 needed" in card.text
    assert "80.0 % of the weight in favour, 65.0 % needed" in card.text


async def test_a_rule_by_weight_needs_weights(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nUA @kyiv")
    reply = await stage.says(stage.paris, "/poll Prepare countermeasures?\nrule: qualified")
    assert reply.text.startswith("No weight is known for France, Ukraine")


async def test_delegations_vote_once_and_others_are_told_how_to_take_part(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @paris\nFR @london")
    card = await stage.says(stage.paris, "/poll Prepare countermeasures?")
    await stage.presses(stage.paris, card, "For")
    await stage.presses(stage.london, card, "Against")
    assert "Against · 1: \u2068France\u2069" in card.text
    assert "For · 0" in card.text
    assert "Not taking part: \u2068Kyiv\u2069" in card.text
    assert "in P-1 delegations vote" in (await stage.presses(stage.kyiv, card, "For") or "")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/delegation", "Which delegation is missing: write for example /delegation FR", id="none"),
        pytest.param("/delegation FR\nDE", "You can speak for one delegation only: write one line.", id="two at once"),
        pytest.param("/delegation FR @paris", "Only administrators of the group can do that: please ask one of them.", id="for somebody else"),
        pytest.param("/delegations eu27", "Only administrators of the group can do that: please ask one of them.", id="weights"),
    ],
)  # fmt: skip
async def test_what_a_member_may_not_do(stage: Stage, typed: str, answer: str) -> None:
    assert (await stage.says(stage.london, typed)).text == answer


async def test_asking_again_for_the_seat_one_has_changes_nothing(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation GB @london")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.says(stage.london, "/delegation GB")
    assert await stage.presses(stage.london, card, "For") == "Recorded: For"


async def test_the_seat_one_has_stands_until_another_is_confirmed(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation GB @london\nUA @kyiv")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.says(stage.london, "/delegation Ireland")
    assert await stage.presses(stage.london, card, "For") == "Recorded: For"
    roster = stage.world.find(stage.group, "asks to speak for")
    await stage.presses(stage.paris, roster, "Seat")
    assert "• \u2068Ireland\u2069: \u2068London\u2069" in roster.text
    assert "Nobody seated: \u2068United Kingdom\u2069" in roster.text


async def test_a_group_that_let_it_back_is_served_though_its_writer_is_no_owner(tmp_path) -> None:
    stage = Stage(tmp_path)
    stage.settings = stage.settings.model_copy(update={"owners": frozenset({stage.paris.id})})
    stage.world.add_bot(stage.group, stage.paris)
    async with stage.playing():
        await stage.says(stage.london, "/alert Border closed")
        stage.world.remove_bot(stage.group, stage.paris)
        await stage.settle()
        stage.world.add_bot(stage.group, stage.paris)
        assert (await stage.says(stage.london, "/ack A-1")).text in {"Seen", "Already recorded"}
        assert "leaveChat" not in [call.method for call in stage.world.calls]


async def test_with_owners_and_an_empty_database_it_is_silent_until_an_owner_speaks(tmp_path) -> None:
    stage = Stage(tmp_path)
    stage.settings = stage.settings.model_copy(update={"owners": frozenset({stage.paris.id})})
    stage.world.add_bot(stage.group, stage.paris)
    async with stage.playing():
        await stage.settle()
    stage.settings = stage.settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/empty.db"})
    stage.sound = False  # another database does not account for what was said before
    async with stage.playing():
        asked = await stage.says(stage.london, "/help")
        assert stage.world.last(stage.group) is asked
        assert (await stage.says(stage.paris, "/help")).text.startswith("What I can do")
    assert "leaveChat" not in [call.method for call in stage.world.calls]


async def test_in_private_it_tells_only_whom_telegram_says_is_still_in_the_group(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    private = stage.world.private(stage.london)
    assert "Tariffs" in (await stage.says(stage.london, "/digest", chat=private)).text
    stage.world.fail("getChatMember", faults.refusal(bad_request("user not found")))
    assert (await stage.says(stage.london, "/digest", chat=private)).text.startswith("That belongs in the group")
    stage.group.statuses[stage.london.id] = "left"  # gone, and nobody told the bot
    assert (await stage.says(stage.london, "/digest", chat=private)).text == "You are not a member of this group"


async def test_who_does_not_take_part_is_named(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegations eu27")
    await stage.says(stage.paris, "/delegation FR")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    assert (
        "Not taking part: \u2068London\u2069, \u2068Kyiv\u2069, 26 delegations (to take part" in stage.card("P-1").text
    )
    assert card


@pytest.mark.parametrize("typed", ["FR weight -3", "FR weight 9999999999", "Frnace", "\u200b\u200b", "12345"])
async def test_nonsense_is_no_delegation(stage: Stage, typed: str) -> None:
    reply = await stage.says(stage.paris, f"/delegation {typed}")
    assert "delegation" in reply.text or "did you mean France?" in reply.text
    assert "Members and delegations" not in reply.text


async def test_a_place_is_given_back(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR")
    await stage.says(stage.paris, "/delegation none")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    assert await stage.presses(stage.london, card, "For") == "Recorded: For"
