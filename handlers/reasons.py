"""A reply to a poll's card: the reason of whoever has just voted Against; all else is talk among people."""

from bot.cards import ballots as cards
from bot.forms.polls import LONGEST_REASON
from bot.forms.silences import within
from bot.services import reasons
from handlers.context import BotContext
from handlers.messages import text_of


async def given(context: BotContext) -> bool:
    """Whether the message replies to a poll's card; where a reason is awaited of its author, it is recorded."""
    replied, group, member = context.message.reply_to_message, context.group, context.member
    if replied is None or group is None or group.id is None or context.in_private:
        return False
    message = {"group_id": group.id, "era": context.era, "tg_message_id": replied.message_id}
    poll_id = await context.read(reasons.poll_shown, **message)
    if poll_id is None:
        return False
    reason = " ".join(text_of(context.message).split())
    by = member.id if member and member.id else 0
    awaited = await context.read(reasons.asked, group_id=group.id, by=by, poll_id=poll_id, now=context.now)
    if reason and awaited:
        await context.transact(
            reasons.give, answer=lambda poll: cards.reason_recorded(poll, reason, context.reader) if poll else None,
            poll_id=poll_id, reason=within(reason, LONGEST_REASON), made=context.message.date,
        )  # fmt: skip
    return True
