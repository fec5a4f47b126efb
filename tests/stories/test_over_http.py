"""One evening of all four functions: three people, the bot as a process of its own, real time, over HTTP."""

from pathlib import Path

import pytest

from bot.local.errors import NOT_MODIFIED
from bot.local.world import Chat, Message, World
from tests.processes import BotProcess, running, telegram, until

# An evening in a minute: the bot keeps to 18 calls a minute, so some of it waits.
pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]


def found(chat: Chat, text: str) -> Message | None:
    """The newest message of the bot that contains the text."""
    own = [message for message in chat.messages if message.sender.is_bot and text in message.text]
    return own[-1] if own else None


async def shows(chat: Chat, text: str, within: float = 75) -> Message:
    """Wait for the bot to say something."""
    await until(lambda: found(chat, text), within)
    message = found(chat, text)
    assert message
    return message


async def test_an_evening_over_http(tmp_path: Path) -> None:
    world = World()
    brussels, london, kyiv = (world.add_user(name) for name in ("Brussels", "London", "Kyiv"))
    group = world.add_group("Washington Group", brussels, london, kyiv, admins=[brussels])

    async def press(user: object, message: Message, label: str) -> str | None:
        pressed = world.press(user, message, label)  # type: ignore[arg-type]
        await until(lambda: pressed.answered)
        return pressed.text

    async with telegram(world) as address:
        bot = BotProcess(address, world.token, tmp_path)
        async with running(bot):
            world.add_bot(group, brussels)
            await shows(group, "I keep the routine")

            world.send(
                brussels, group, "/alert Tariffs of 10 % announced !critical\nsource: https://example.org/tariffs"
            )
            alert = await shows(group, "A-1 ·")
            assert await press(london, alert, "Seen") == "Seen"
            assert await press(kyiv, alert, "Seen") == "Seen"
            await shows(group, "Seen by everyone.")

            await press(london, alert, "Poll")
            question = await shows(group, "what is the question?")
            world.send(london, group, "Issue a joint statement today?\ncloses: in 12 seconds", reply_to=question)
            poll = await shows(group, "P-1 · open")
            assert "about A-1" in poll.text
            assert (await press(brussels, poll, "Against") or "").startswith("Recorded: Against. To say why")
            assert await press(brussels, poll, "For") == "Recorded: For"
            assert await press(kyiv, poll, "For") == "Recorded: For"
            assert await press(london, poll, "Abstain") == "Recorded: Abstain"
            result = await shows(group, "Adopted: For 2, Against 0, Abstain 1, not voted 0, of 3")
            await until(lambda: "P-1 · Adopted" in poll.text)

            await press(kyiv, result, "Call")
            when = await shows(group, "when is the call?")
            world.send(kyiv, group, "in 12 seconds\nremind: 6s\nlink: https://example.org/call", reply_to=when)
            call = await shows(group, "C-1 · planned")
            assert "about P-1" in call.text
            assert await press(brussels, call, "Late") == "Recorded: Late"
            file = await shows(group, "C-1 for your calendar")
            assert file.document is not None
            assert b"BEGIN:VEVENT" in file.document.content
            await shows(group, "Reminder: C-1 Issue a joint statement today? in ")
            await shows(group, "Starting now: C-1")

            world.send(brussels, group, "/digest")
            digest = await shows(group, "Digest,")
            assert all(text in digest.text for text in ("A-1", "P-1 Adopted", "C-1"))
            assert "Traceback" not in "".join(message.text for message in group.messages)
        # What changes between a card's claim and its rendering is shown at once, and the edit after that changes nothing.
        refused = [call for call in world.calls if not call.ok and NOT_MODIFIED not in str(call.error)]
        assert refused == []
