"""Who is in the group: the bot itself, members coming and going, delegations."""

from datetime import datetime
from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.ext import BaseHandler, ChatMemberHandler, MessageHandler, filters

from bot.callbacks import ConfirmSeat, EqualWeights, HereIAm, SeatAs
from bot.cards import members as cards
from bot.domain.errors import Mistake
from bot.forms.members import DelegationLine, leaves, read_delegations, read_preset
from bot.services import delegations, members
from handlers.context import BotContext
from handlers.people import described, status_of
from handlers.routes import Command, pressed, words


async def bot_membership(update: Update, context: BotContext) -> None:
    """The bot was added, removed, promoted; or a person stopped or restarted it in private."""
    change = update.my_chat_member
    assert change is not None  # noqa: S101 -- the handler's kind
    if context.from_former_chat:
        return  # of a chat that is no more
    if context.in_private:
        is_open = change.new_chat_member.status != ChatMemberStatus.BANNED
        await context.transact(members.private_chat, is_open=is_open)
    elif status_of(change.new_chat_member) != "left":
        administrator = status_of(change.new_chat_member) == "administrator"
        await context.transact(members.stand, administrator=administrator)
    elif context.group and context.group.state == "active":
        await context.transact(members.part)


async def member_change(update: Update, context: BotContext) -> None:
    """An administrator bot is told of everyone who joins, leaves, rises or falls."""
    change = update.chat_member
    assert change is not None  # noqa: S101 -- the handler's kind
    user, old, new = change.new_chat_member.user, status_of(change.old_chat_member), status_of(change.new_chat_member)
    if user.is_bot or old == new == "left":
        return  # somebody outside was banned, or may come in again
    joined, fresh = old == "left", context.met == user.id
    await context.transact(members.note, seen=described(user), status=new, joined=joined, fresh=fresh)


async def service_message(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """Somebody joined or left; the chat became a supergroup."""
    message = context.message
    if message.migrate_to_chat_id:
        await context.transact(members.migrate, tg_chat_id=message.migrate_to_chat_id)
        return
    if message.migrate_from_chat_id:
        await context.transact(members.migrate, tg_chat_id=context.chat.id)
        return
    come = [described(user) for user in message.new_chat_members if not user.is_bot]
    left = message.left_chat_member
    gone = [described(left)] if left and not left.is_bot else []
    if come or gone:
        await context.transact(members.note_many, come=come, gone=gone, fresh=context.met)


async def roster(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """/members"""
    await in_group(context, person=False)
    await context.transact(members.look_around)


async def delegation(update: Update, context: BotContext) -> None:
    """/delegation FR, FR deputy, none; an administrator's lines: FR @anna, FR @anna deputy, FR weight 1849, FR observer."""
    await in_group(context)
    if leaves(words(update)):
        await context.transact(delegations.leave_seat)
        return
    lines = read_delegations(words(update))
    administrator = await context.is_administrator()
    if not administrator and any(line.administers for line in lines):
        raise Mistake("administrators_only")
    if not administrator and len(lines) > 1:
        raise Mistake("one_delegation")
    await context.transact(take_lines, lines=lines, administrator=administrator)


async def show_delegations(update: Update, context: BotContext) -> None:
    """/delegations, /delegations eu27, /delegations equal"""
    await in_group(context, person=False)
    if not words(update):
        await context.transact(members.show_roster)
        return
    await context.require_administrator()
    await context.transact(delegations.use_preset, preset=read_preset(words(update)))


async def here(button: HereIAm, context: BotContext) -> None:  # noqa: ARG001 -- it says all by being pressed
    """[Here I am]: being here is all, and is learned with every update."""
    await context.require_group()
    new = context.member is None or context.member.status == "left"
    if not context.in_private:
        context.toast(cards.here_toast(context.own_reader, new=new))


async def confirm_seat(button: ConfirmSeat, context: BotContext) -> None:
    """[Seat]"""
    await context.require_administrator()
    place = await context.transact(delegations.confirm_seat, seat_id=button.seat_id)
    context.toast(cards.seat_recorded(place, context.own_reader))


async def seat_as(button: SeatAs, context: BotContext) -> None:
    """[As deputy], [As principal]"""
    await context.require_administrator()
    place = await context.transact(delegations.confirm_seat, seat_id=button.seat_id, role=button.role)
    context.toast(cards.seat_recorded(place, context.own_reader))


async def equal_weights(button: EqualWeights, context: BotContext) -> None:  # noqa: ARG001 -- it says all by being pressed
    """[Equal weights]"""
    await context.require_administrator()
    await context.transact(delegations.use_preset, preset="equal")
    context.toast(cards.weights_equal(context.own_reader))


def take_lines(
    session: Session,
    *,
    group_id: int,
    by: int,
    lines: list[DelegationLine],
    administrator: bool,
    now: datetime,
) -> None:
    """Each line in turn, all or none."""
    for line in lines:
        place: dict[str, Any] = {"group_id": group_id, "by": by, "code": line.code, "name": line.name, "now": now}
        if line.weight:
            delegations.set_weight(session, weight=line.weight, **place)
        elif line.role:
            delegations.set_role(session, role=line.role, **place)
        elif line.username or administrator:
            delegations.seat(session, username=line.username, role=line.seat, **place)
        else:
            delegations.claim_seat(session, role=line.seat, **place)


async def in_group(context: BotContext, *, person: bool = True) -> None:
    """These show themselves to the whole group."""
    if context.in_private:
        raise Mistake("write_in_group")
    await context.require_group(person=person)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    services = (
        filters.StatusUpdate.NEW_CHAT_MEMBERS | filters.StatusUpdate.LEFT_CHAT_MEMBER | filters.StatusUpdate.MIGRATE
    )
    return [
        ChatMemberHandler(bot_membership, ChatMemberHandler.MY_CHAT_MEMBER, block=True),
        ChatMemberHandler(member_change, ChatMemberHandler.CHAT_MEMBER, block=True),
        MessageHandler(filters.UpdateType.MESSAGE & services, service_message, block=True),
        Command("members", roster),
        Command("delegation", delegation),
        Command("delegations", show_delegations),
        pressed(ConfirmSeat, confirm_seat),
        pressed(SeatAs, seat_as),
        pressed(EqualWeights, equal_weights),
        pressed(HereIAm, here),
    ]
