"""What can be seen in the chats: not too much at once, nothing twice without saying so, nothing of another group."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise, zip_longest

from bot.local.model import Call
from storage.models import OutboxItem
from tests.simulation.promises.facts import MESSAGES, SENDS, Facts

A_MINUTE, MOST = timedelta(minutes=1), 20


def limits(facts: Facts) -> Iterator[str]:
    """No chat is told more than Telegram allows."""
    moments: dict[int, list[datetime]] = {}
    for call in facts.world.calls:
        if call.method in MESSAGES and (chat_id := int(call.parameters["chat_id"])) < 0:
            moments.setdefault(chat_id, []).append(call.at)
    for chat_id, at in moments.items():
        for first, last in zip(at, at[MOST:], strict=False):
            if last - first < A_MINUTE and not facts.run.restarted(first, last):
                yield f"limit: {MOST + 1} messages to {chat_id} from {first} to {last}"
                break
        for first, last in pairwise(at):
            if last - first < timedelta(seconds=0.999) and not facts.run.restarted(first, last):
                yield f"limit: two messages to {chat_id} at {first} and {last}"
                break


def patient(facts: Facts) -> Iterator[str]:
    """Where Telegram says how long to wait, the chat hears nothing for so long, whatever happens meanwhile.

    A bot that was killed while the answer was on its way has not been told.
    """
    heard = [wait for bot in facts.run.processes for wait in bot.waits]
    by_chat: dict[str, list[Call]] = {}
    for call in facts.world.calls:
        if call.method in MESSAGES:
            by_chat.setdefault(str(call.parameters["chat_id"]), []).append(call)
    for chat_id, calls in by_chat.items():
        until: datetime | None = None
        for call, following in zip_longest(calls, calls[1:]):
            if until and call.at < until:
                yield f"{call.method} to {chat_id} at {call.at}, though told to wait until {until}"
            answer, before = call.fault.answer, following.at if following else facts.now
            if answer and answer.retry_after and any(to == chat_id and call.at <= at <= before for to, at in heard):
                until = call.at + timedelta(seconds=answer.retry_after)


def doubles(facts: Facts) -> Iterator[str]:
    """What is sent again after an unknown fate says so. What was said at the first try was not: a later reminder may use
    the words of an earlier one."""
    replies = Counter(
        (facts.groups[item.group_id].tg_chat_id, item.payload["html"])
        for item in facts.all(OutboxItem)
        if item.group_id and item.kind == "reply"
    )
    firsts = {
        (facts.groups[item.group_id].tg_chat_id, item.tg_message_id)
        for item in facts.all(OutboxItem)
        if item.group_id and item.state == "sent" and item.attempts == 1 and not item.repeat
    }
    sent: dict[tuple[int, str, str, str], list[tuple[int, int]]] = {}
    for call in facts.world.calls:
        if call.method in SENDS and call.applied and call.result:
            p, chat_id = call.parameters, int(call.parameters["chat_id"])
            text = str(p.get("text") or p.get("caption"))
            said = chat_id, text, str(p.get("reply_parameters")), str(p.get("reply_markup"))
            sent.setdefault(said, []).append((chat_id, call.result["message_id"]))
    for (chat_id, text, *_), copies in sent.items():
        known = replies[chat_id, text]  # as many different replies may say the same
        if "(repeat)" in text or text.startswith("<b>Hello") or len(copies) <= max(known, 1):
            continue
        if any(copy in facts.doubtful for copy in copies[:-1]) and not firsts.issuperset(copies[1:]):
            yield f"{chat_id} is told {len(copies)} times: {text[:60]!r}"


def apart(facts: Facts) -> Iterator[str]:
    """No group hears of another's affairs."""
    titles = {chat.id: f"of {chat.title}" for chat in facts.run.people.groups}
    for chat in facts.run.people.groups:
        others = [title for chat_id, title in titles.items() if chat_id != chat.id]
        for message in chat.messages:
            if message.sender is facts.world.bot and any(title in message.text for title in others):
                yield f"{chat.title} is told {message.text[:80]!r}"
