"""What its author or an administrator does with a poll's time: reminding who has not voted, putting the deadline off."""

from datetime import datetime

from bot.cards import extensions as extension_cards
from bot.cards import poll_reminders as reminder_cards
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.domain.handles import handle, read_handle
from bot.forms.extensions import SPANS, ExtensionRequest, ReminderRequest
from bot.services import extensions, poll_lists, poll_reminders
from bot.services.poll_reminders import Reminded
from handlers.context import BotContext

EXAMPLES = {"remind": "/remind P-3", "extend": "/extend P-3 2h"}


async def extend(context: BotContext, request: ExtensionRequest) -> None:
    """The deadline is put off. The group is told; in private that is answered besides."""
    poll_id = await _find(context, request.handle)
    await context.transact(
        extensions.extend,
        answer=lambda poll: extension_cards.closes_card(poll, context.reader) if context.in_private else None,
        poll_id=poll_id,
        administrator=await context.is_administrator(),
        until=request.until,
        span=request.span,
        made=_made(context),
    )


async def remind(context: BotContext, request: ReminderRequest) -> None:
    """Who has not voted is reminded; how many in private is said, since the group sees the rest."""
    kind, poll_id = await context.find(request.handle, "poll", "alert", "call", "task")
    if kind != "poll":
        raise Mistake("remind_what", handle=handle(*read_handle(request.handle, kind)))

    def told(done: Reminded) -> Card | None:
        if not context.in_private and not (done.private or done.morning):
            return None
        return reminder_cards.reminded_card(done.handle, done.private, done.morning, done.group, context.reader)

    administrator = await context.is_administrator()
    await context.transact(poll_reminders.remind_now, answer=told, poll_id=poll_id, administrator=administrator)


async def entered(context: BotContext, text: str) -> bool:
    """In private: whether what is typed names something, whose group it then is about."""
    for name in text.split()[:1]:
        await context.find(name, "poll", "alert", "call", "task")
        return True
    return False


async def offered(context: BotContext, form: str, text: str, field: str) -> list[str]:
    """What is offered for what the form lacks: open polls, the nearest deadline first; by how much one is put off."""
    group_id = await context.require_group()
    if field == "until":
        poll_id = await _find(context, text.split(maxsplit=1)[0])
        await context.read(
            extensions.check, group_id=group_id, person_id=context.person.id or 0 if context.person else 0,
            poll_id=poll_id, administrator=await context.is_administrator(), made=_made(context),
        )  # fmt: skip
        return list(SPANS)
    polls = await context.read(poll_lists.open_ones, group_id=group_id)
    if not polls:
        raise Mistake("polls_none_open", example=EXAMPLES[form])
    return [handle("poll", poll.number) for poll in polls]


async def _find(context: BotContext, typed: str) -> int:
    _, poll_id = await context.find(typed, "poll")
    return poll_id


def _made(context: BotContext) -> datetime:
    """When it was said: a message has its date; before a press Telegram was known to hold nothing."""
    pressed = context.source is not None and context.source.callback_query is not None
    return context.outcome.made_after if pressed else context.message.date
