"""Who the bot knows, whom it does not, and what the roster says about it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.local import faults
from bot.local.errors import bad_request
from bot.local.world import Message
from storage.models import Group, Member, OutboxItem, Person
from tests.stage import Stage

NOTE = "I am not an administrator here: I do not hear of those who join or leave by a link, nor of reactions."


def known(session: Session) -> dict[str, str]:
    rows = session.exec(select(Person.name, Member.status).join(Member, col(Member.person_id) == col(Person.id)))
    return {name: status for name, status in rows}  # noqa: C416 -- rows are no pairs


def asked(stage: Stage) -> int:
    return len([call for call in stage.world.calls if call.method == "getChatMemberCount"])


async def roster(stage: Stage) -> Message:
    await stage.says(stage.paris, "/members")
    return stage.world.find(stage.group, "Members and delegations")


async def with_strangers(stage: Stage, count: int = 3) -> None:
    """People who were in the group all along and have said nothing."""
    for number in range(count):
        stage.group.statuses[stage.world.add_user(f"Capital {number}").id] = "member"
    await stage.wait(timedelta(minutes=11))


async def test_how_many_are_not_known_is_said(stage: Stage) -> None:
    await with_strangers(stage)
    card = await roster(stage)
    assert "3 members known to me.\n3 of 6 people here are not known to me yet: press [Here I am]." in card.text
    assert ["Here I am"] in card.buttons


async def test_where_all_are_known_nobody_is_asked(stage: Stage) -> None:
    card = await roster(stage)
    assert "not known to me yet" not in card.text
    assert card.buttons == []


async def test_one_tap_makes_oneself_known(stage: Stage) -> None:
    await with_strangers(stage, 1)
    card = await roster(stage)
    stranger = next(user for user in stage.world.users.values() if user.name == "Capital 0")
    assert "1 of 4 people here is not known" in card.text
    assert await stage.presses(stranger, card, "Here I am") == "Now I know you."
    assert stage.read(known)["Capital 0"] == "member"
    assert "4 members known to me." in card.text
    assert "not known to me yet" not in card.text


async def test_who_is_known_already_is_told_so_on_the_greeting(stage: Stage) -> None:
    greeting = stage.world.find(stage.group, "I keep the routine")
    assert await stage.presses(stage.kyiv, greeting, "Here I am") == "I know you already."
    press = stage.world.press_data(stage.outsider, greeting, greeting.keyboard[0][0]["callback_data"])
    await stage.settle()
    assert press.text == "You are not a member of this group"


async def test_a_reaction_makes_its_author_known_where_the_bot_administers(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    rome = stage.world.add_user("Rome")
    stage.group.statuses[rome.id] = "member"
    stage.world.react(rome, card, "👀")
    await stage.settle()
    assert stage.read(known)["Rome"] == "member"


async def test_telegram_is_asked_at_most_every_ten_minutes(stage: Stage) -> None:
    before = asked(stage)
    await roster(stage)
    await roster(stage)
    assert asked(stage) == before
    await stage.wait(timedelta(minutes=11))
    await roster(stage)
    await roster(stage)
    assert asked(stage) == before + 1


async def test_who_comes_and_goes_is_counted(stage: Stage) -> None:
    await roster(stage)
    for number in range(5):
        stage.world.join(stage.world.add_user(f"Capital {number}"), stage.group)
    before = asked(stage)
    await stage.settle()
    assert asked(stage) == before + 1
    stage.world.leave(stage.kyiv, stage.group)
    await stage.settle()
    assert stage.read(lambda session: session.exec(select(Group.member_count)).one()) == 7


async def test_what_telegram_does_not_say_is_given_up_quietly(stage: Stage) -> None:
    stage.world.fail("getChatMemberCount", faults.refusal(bad_request("chat not found")), times=9)
    await stage.wait(timedelta(minutes=11))
    card = await roster(stage)
    assert "3 members known to me." in card.text
    assert stage.read(lambda session: session.exec(select(Group.state)).one()) == "active"
    undelivered = select(OutboxItem).where(OutboxItem.state == "failed")
    assert stage.read(lambda session: session.exec(undelivered).all()) == []


async def test_administrators_and_those_out_of_private_reach_are_named(stage: Stage) -> None:
    await stage.says(stage.london, "/start", chat=stage.world.private(stage.london))
    card = await roster(stage)
    assert "Administrators: \u2068Paris\u2069\n" in card.text
    assert "cannot reach them there: \u2068Paris\u2069, \u2068Kyiv\u2069\n" in card.text
    await stage.says(stage.kyiv, "/start", chat=stage.world.private(stage.kyiv))
    assert "cannot reach them there: \u2068Paris\u2069\n" in card.text
    stage.world.block(stage.kyiv)
    await stage.settle()
    assert "cannot reach them there: \u2068Paris\u2069, \u2068Kyiv\u2069\n" in card.text


async def test_administrators_are_who_telegram_says(stage: Stage) -> None:
    stage.group.statuses |= {stage.london.id: "administrator", stage.paris.id: "member"}  # and nobody told the bot
    await stage.wait(timedelta(minutes=11))
    card = await roster(stage)
    assert "Administrators: \u2068London\u2069\n" in card.text
    assert stage.read(known) == {"Paris": "member", "London": "administrator", "Kyiv": "member"}


async def test_who_hides_in_the_group_is_not_named_as_its_administrator(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)
    stage.world.promote(stage.london, stage.group, anonymous=True)
    await stage.settle()
    assert "Administrators: \u2068Paris\u2069\n" in (await roster(stage)).text


async def test_what_it_costs_that_the_bot_is_no_administrator_is_said(stage: Stage) -> None:
    card = await roster(stage)
    assert NOTE in card.text
    assert NOTE in stage.world.find(stage.group, "I keep the routine").text
    stage.world.promote(stage.world.bot, stage.group)
    await stage.settle()
    assert NOTE not in card.text
    stage.world.demote(stage.world.bot, stage.group)
    await stage.settle()
    assert NOTE in card.text


async def test_added_as_administrator_it_asks_for_nothing(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.world.add_bot(stage.group, stage.paris, administrator=True)
    async with stage.playing():
        await stage.settle()
        greeting = stage.world.find(stage.group, "I keep the routine")
        assert NOTE not in greeting.text
        assert greeting.buttons == [["Here I am"]]


async def test_a_name_that_changes_changes_on_the_cards(stage: Stage) -> None:
    card = await roster(stage)
    alert = await stage.says(stage.kyiv, "/alert Tariffs announced")
    stage.kyiv.name = "Lviv"
    await stage.says(stage.kyiv, "/help")
    assert "\u2068Lviv\u2069" in card.text
    assert "\u2068Lviv\u2069" in alert.text


async def test_kicked_is_gone_and_removed_is_over(stage: Stage) -> None:
    card = await roster(stage)
    stage.world.kick(stage.kyiv, stage.group, by=stage.paris)
    await stage.settle()
    assert "2 members known to me." in card.text
    assert "not known to me yet" not in card.text
    stage.world.remove_bot(stage.group, stage.paris)
    await stage.settle()
    group = stage.read(lambda session: session.exec(select(Group)).one())
    assert (group.state, group.administrator, group.member_count) == ("left", False, None)
    stage.world.add_bot(stage.group, stage.paris, administrator=True)
    await stage.settle()
    group = stage.read(lambda session: session.exec(select(Group)).one())
    assert (group.state, group.administrator, group.member_count) == ("active", True, 2)


async def test_a_public_group_does_not_take_for_a_member_whom_telegram_says_nothing_of(stage: Stage) -> None:
    stage.group.username = "washington_group"
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    stage.world.fail("getChatMember", faults.refusal(bad_request("user not found")), times=2)
    press = stage.world.press_data(stage.outsider, card, card.keyboard[0][0]["callback_data"])
    await stage.settle()
    assert press.text == "You are not a member of this group"


@pytest.mark.parametrize("how", ["press", "message"])
async def test_in_a_public_group_who_has_left_unnoticed_is_out(stage: Stage, how: str) -> None:
    stage.group.username = "washington_group"
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    stage.group.statuses[stage.kyiv.id] = "left"  # by the list of members; a bot that is no administrator hears nothing
    await stage.wait(timedelta(minutes=2))
    if how == "press":
        press = stage.world.press_data(stage.kyiv, card, card.keyboard[0][0]["callback_data"])
        await stage.settle()
        assert press.text == "You are not a member of this group"
    else:
        stage.world.post(stage.group, stage.kyiv, "/vote P-1 for", [{"type": "bot_command", "offset": 0, "length": 5}])
        await stage.settle()
        assert stage.world.last(stage.group).text == "You are not a member of this group"
    assert "For · 0" in card.text


async def test_the_roster_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await with_strangers(stage)
    await stage.says(stage.paris, "/members")
    card = stage.world.find(stage.group, "Membres et délégations")
    assert "3 personnes sur 6 ici ne me sont pas encore connues\u00a0: appuyez sur [Je suis là]." in card.text
    assert ["Je suis là"] in card.buttons
    assert "Administrateurs\u00a0: \u2068Paris\u2069" in card.text
    assert "Je ne suis pas administrateur ici" in card.text
