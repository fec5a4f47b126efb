"""A sense check in the chat page's own words: what the page is told, and what people do on it."""

from typing import Any

from bot.local.deeds import DEEDS, Deed
from bot.local.deeds_reading import READING
from bot.local.model import Chat, User
from bot.local.view import state_view
from tests.stage import Stage


async def does(stage: Stage, user: User, verb: str, chat: Chat | None = None, **body: Any) -> Any:
    """What the page asks for when somebody acts on it."""
    done = (DEEDS | READING)[verb](
        Deed(stage.world, {"user": user.id, "chat": (chat or stage.group).id, **body})
    )  # fmt: skip
    await stage.settle()
    return done


def shown(stage: Stage, user: User, text: str, chat: Chat | None = None) -> dict[str, Any]:
    """The last message, as somebody's page has it, that says or asks this."""
    chats = {one["id"]: one for one in state_view(stage.world, user)["chats"]}
    messages = chats[(chat or stage.group).id]["messages"]
    return next(
        one for one in reversed(messages) if text in (one["poll"]["question"] if one.get("poll") else one["text"])
    )


async def test_asked_answered_forwarded_and_closed_on_the_page(stage: Stage) -> None:
    elsewhere = stage.world.add_group("Elsewhere", stage.outsider, stage.london)
    await does(stage, stage.paris, "send", text="/poll When do we speak?\n- Before the summit\n- After it\nnative: yes")
    poll = shown(stage, stage.london, "P-1 · When do we speak?")
    assert [option["text"] for option in poll["poll"]["options"]] == ["Before the summit", "After it"]
    assert not poll["poll"]["anonymous"]
    await does(stage, stage.london, "vote", message=poll["id"], options=[1])
    await does(stage, stage.kyiv, "vote", message=poll["id"], options=[0])
    await does(stage, stage.kyiv, "vote", message=poll["id"], options=[])
    card = shown(stage, stage.paris, "P-1 · open")
    assert "2 After it · 1: \u2068London\u2069" in card["text"]
    assert "1 Before the summit · 0" in card["text"]
    there = await does(stage, stage.london, "forward", message=poll["id"], to=elsewhere.id)
    await does(stage, stage.outsider, "vote", elsewhere, message=there, options=[0])
    assert shown(stage, stage.outsider, "P-1 · When", elsewhere)["poll"]["voters"] == 2
    card = shown(stage, stage.paris, "P-1 · open")
    assert "1 answer from outside this group was not counted" in card["text"]
    assert "1 Before the summit · 0" in card["text"]
    await does(stage, stage.paris, "send", text="/close P-1")
    assert shown(stage, stage.outsider, "P-1 · When", elsewhere)["poll"]["closed"]
    assert "Chosen most: 2 After it (1 of 1). Not binding." in shown(stage, stage.paris, "P-1 · closed")["text"]


async def test_lists_cases_and_searches_tell_it_apart(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.says(stage.paris, "/poll Do we answer?\nnative: yes\nabout: A-1")
    poll = stage.group.messages[-1]
    stage.world.vote(stage.london, poll, "For")
    await stage.settle()
    assert "P-1 · sense check · closes" in (await stage.says(stage.london, "/polls")).text
    assert "P-1 open, sense check: Do we answer?" in stage.card("A-1").text
    assert "P-1 open, sense check: Do we answer?" in (await stage.says(stage.london, "/digest")).text
    await stage.says(stage.paris, "/close P-1")
    assert "P-1 · sense check · closed" in (await stage.says(stage.london, "/polls")).text
    assert "P-1 closed, sense check: Do we answer?" in stage.card("A-1").text
    digest = (await stage.says(stage.london, "/digest")).text
    assert "Decided" not in digest
    assert "Sense checks\n• P-1 closed, sense check: Do we answer?" in digest
    case = (await stage.says(stage.london, "/case A-1")).text
    assert "P-1 asked as a sense check" in case
    assert "Chosen most: For (1 of 1). Not binding." in case
    assert "P-1 · sense check · closed" in (await stage.says(stage.london, "/search answer")).text
    await stage.says(stage.london, "/vote P-1 for")
    assert stage.group.messages[-1].text == "Closed: the time for P-1 is over."


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.paris, "/poll Faut-il répondre ?\nindicatif: oui")
    poll = stage.group.messages[-1]
    assert poll.poll is not None
    assert [option.text for option in poll.poll.options] == ["Pour", "Contre", "Abstention"]
    stage.world.vote(stage.kyiv, poll, "Contre")
    await stage.settle()
    await stage.says(stage.paris, "/close P-1")
    card = stage.card("P-1 · clos · sondage indicatif, sans valeur de décision")
    assert "Le plus choisi\u00a0: Contre (1 sur 1). Sans valeur de décision." in card.text
