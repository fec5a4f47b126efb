"""Tasks: given, taken, done, due, listed - as people use them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.local.world import Message
from storage.models import JournalEntry, Task, Timer
from tests.stage import Stage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def tasks(session: Session) -> list[Task]:
    return list(session.exec(select(Task).order_by(Task.number)))  # type: ignore[arg-type]


def journal(session: Session) -> list[str]:
    return [entry.kind for entry in session.exec(select(JournalEntry)) if entry.subject.startswith("T-")]


def read(message: Message) -> list[str]:
    return message.text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ").splitlines()


def said(stage: Stage, beginning: str) -> list[Message]:
    return [each for each in stage.group.messages if each.text.startswith(beginning) and each.sender.is_bot]


async def test_a_task_is_given_by_name_with_its_deadline_and_done_by_whom_it_was_given_to(stage: Stage) -> None:
    await stage.says(stage.paris, "/task @kyiv draft the list by friday")
    card = stage.card("T-1")
    assert read(card) == [
        "T-1 · open",
        "draft the list",
        "For Kyiv",
        "Due Fri 23 Jan, 18:00 (Brussels)",
        "Set by Paris",
    ]
    assert card.buttons == [["Done"]]
    assert f"tg://user?id={stage.kyiv.id}" in (card.html or ""), "the card calls for whom it is"
    assert await stage.presses(stage.kyiv, card, "Done") == "Recorded: Done"
    assert read(card)[0] == "T-1 · done"
    assert read(card)[-1] == "Done, says Kyiv, Sat 17 Jan, 18:00 (Brussels)"
    assert (card.buttons, stage.read(journal)) == ([], ["task_set", "task_done"])


async def test_a_delegation_is_named_by_its_name_or_code_and_any_of_its_members_may_say_that_it_is_done(
    stage: Stage,
) -> None:
    await stage.says(stage.paris, "/delegation FR @london\nEuropean Commission @kyiv")
    await stage.says(stage.paris, "/task European Commission: draft the list by tomorrow noon")
    await stage.says(stage.paris, "/task FR call Oslo in 4h")
    await stage.says(stage.paris, "/task France call Rome")
    assert [read(stage.card(f"T-{number}"))[1:4] for number in (1, 2, 3)] == [
        ["draft the list", "For European Commission (Kyiv)", "Due Sun 18 Jan, 12:00 (Brussels)"],
        ["call Oslo", "For France (London)", "Due Sat 17 Jan, 22:00 (Brussels)"],
        ["call Rome", "For France (London)", "No deadline"],
    ]
    assert (await stage.says(stage.london, "/done T-2")).text == "T-2: done"


@pytest.mark.parametrize(
    ("who", "toast"),
    [
        ("kyiv", "Recorded: Done"),
        ("london", "Recorded: Done"),
        ("paris", "Recorded: Done"),
        ("oslo", "Only who is to do T-1, whoever set it, or an administrator can do that."),
    ],
    ids=["who is to do it", "whoever set it", "an administrator", "nobody else"],
)
async def test_who_may_say_that_it_is_done(stage: Stage, who: str, toast: str) -> None:
    oslo = stage.world.add_user("Oslo", username="oslo")
    stage.world.join(oslo, stage.group)
    await stage.says(stage.london, "/task @kyiv draft the list")
    user = {"kyiv": stage.kyiv, "london": stage.london, "paris": stage.paris, "oslo": oslo}[who]
    assert await stage.presses(user, stage.card("T-1"), "Done") == toast


async def test_what_is_nobodys_yet_is_somebodys_by_one_tap(stage: Stage) -> None:
    await stage.says(stage.paris, "/task Draft the list")
    card = stage.card("T-1")
    assert read(card)[2] == "For nobody yet: whoever does it presses [I take it]."
    assert card.buttons == [["I take it", "Done"]]
    assert "nobody's yet" in (await stage.presses(stage.london, card, "Done") or "")
    assert await stage.presses(stage.london, card, "I take it") == "Recorded: I take it"
    assert (read(card)[2], card.buttons) == ("For London", [["Done"]])
    assert await stage.presses(stage.london, card, "Done") == "Recorded: Done"


async def test_done_may_be_taken_back_and_cancelled_is_for_whoever_set_it(stage: Stage) -> None:
    await stage.says(stage.london, "/task @kyiv draft the list by friday")
    await stage.says(stage.kyiv, "/done t1")
    assert (await stage.says(stage.kyiv, "/done T-1")).text == "T-1 is done already: /reopen T-1 takes that back."
    assert (await stage.says(stage.kyiv, "/reopen T-1")).text == "T-1: open"
    assert "an administrator, can do that" in (await stage.says(stage.kyiv, "/cancel T-1")).text
    await stage.says(stage.london, "/cancel T-1 Oslo has one")
    card = stage.card("T-1")
    assert (read(card)[0], read(card)[-1]) == ("T-1 · cancelled", "Cancelled by London: Oslo has one")
    assert "is cancelled" in (await stage.says(stage.kyiv, "/done T-1")).text


async def test_when_it_is_due_whoever_is_to_do_it_is_told_once_in_private(stage: Stage) -> None:
    private = stage.world.private(stage.kyiv)
    await stage.says(stage.kyiv, "/start", chat=private)
    await stage.says(stage.paris, "/task @kyiv draft the list by tomorrow noon")
    await stage.wait(18 * HOUR)
    async with stage.playing():  # another process
        await stage.wait(DAY)
        told = [each for each in private.messages if each.text.startswith("Due now: T-1 draft the list")]
        assert [read(each)[1] for each in told] == ["In Washington Group; set by Paris."]
        assert told[0].buttons == [["Done", "Open in the group"]]
        assert said(stage, "Due now") == []
        card = stage.card("T-1")
        assert read(card)[0] == "T-1 · open · overdue"
        assert await stage.presses(stage.kyiv, told[0], "Done") == "Recorded: Done"
        assert read(card)[0] == "T-1 · done"


async def test_who_cannot_be_told_in_private_is_called_by_name_in_the_group(stage: Stage) -> None:
    await stage.says(stage.paris, "/task @kyiv draft the list by tomorrow noon")
    await stage.wait(DAY)
    (told,) = said(stage, "Due now: T-1")
    assert (read(told)[1], told.buttons) == ("Kyiv", [["Done"]])
    assert f"tg://user?id={stage.kyiv.id}" in (told.html or "")
    assert told.reply_to is stage.card("T-1")


async def test_a_private_chat_that_has_been_closed_is_no_reason_to_say_nothing(stage: Stage) -> None:
    private = stage.world.private(stage.kyiv)
    await stage.says(stage.kyiv, "/start", chat=private)
    await stage.says(stage.paris, "/task @kyiv draft the list by tomorrow noon")
    stage.world.block(stage.kyiv)
    stage.world.updates.clear()  # and nobody told the bot
    await stage.wait(DAY)
    assert [read(each)[1] for each in said(stage, "Due")] == ["Kyiv"]


async def test_what_is_done_or_cancelled_in_time_is_not_due(stage: Stage) -> None:
    await stage.says(stage.paris, "/task @kyiv draft the list by tomorrow noon")
    await stage.says(stage.paris, "/task @kyiv call Oslo by tomorrow noon")
    await stage.says(stage.kyiv, "/done T-1")
    await stage.says(stage.paris, "/cancel T-2")
    await stage.wait(2 * DAY)
    assert said(stage, "Due") == []
    assert {
        timer.state
        for timer in stage.read(lambda session: session.exec(select(Timer)).all())
        if timer.kind == "task_due"
    } == {"cancelled"}


async def test_nobodys_task_falls_due_in_the_group(stage: Stage) -> None:
    await stage.says(stage.paris, "/task Draft the list by tomorrow noon")
    await stage.wait(DAY)
    (told,) = said(stage, "Due now: T-1")
    assert read(told)[1] == "It is nobody's yet: whoever does it presses [I take it]."


async def test_the_list_has_the_overdue_first_then_by_deadline_and_the_last_that_were_done(stage: Stage) -> None:
    for typed in ("@kyiv last by monday", "@kyiv without", "@london first by tomorrow noon", "@kyiv done one", "off"):
        await stage.says(stage.paris, f"/task {typed}")
    await stage.says(stage.kyiv, "/done T-4")
    await stage.says(stage.paris, "/cancel T-5")
    await stage.wait(DAY)
    listed = read(await stage.says(stage.london, "/tasks"))
    assert listed == [
        "4 tasks",
        "T-3 · overdue since Sun 18 Jan, 12:00 (Brussels) · London: first",
        "T-1 · due Mon 19 Jan, 18:00 (Brussels) · Kyiv: last",
        "T-2 · no deadline · Kyiv: without",
        "T-4 · done 1 day ago · Kyiv: done one",
    ]


async def test_a_long_list_has_pages(stage: Stage) -> None:
    assert (await stage.says(stage.london, "/tasks")).text == "There is no task: /task sets one."
    for number in range(12):
        await stage.says(stage.paris, f"/task Number {number}")
        await stage.wait(timedelta(minutes=1))
    listed = await stage.says(stage.london, "/tasks")
    assert (listed.buttons, read(listed)[-1]) == ([["Next"]], "1 to 10 of 12")
    await stage.presses(stage.kyiv, listed, "Next")
    assert (listed.buttons, len(read(listed))) == ([["Previous"]], 4)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/task @oslo draft", "I know no @oslo in this group"),
        ("/task draft by yesterday", "is past"),
        ("/task draft\nwho: Poland", "I know nobody called “Poland” here"),
        ("/task draft by friday noon Kyyv", "I know no time zone “kyyv”"),
        ("/task draft\nabout: P-9", "There is no P-9"),
        ("/done", "Which one is missing: for example /done T-9"),
        ("/done A-1", "A-1 is not what this command is for"),
        ("/done T-9", "There is no T-9"),
    ],
)
async def test_mistakes_are_answered_and_nothing_is_posted(stage: Stage, typed: str, answer: str) -> None:
    assert answer in (await stage.says(stage.paris, typed)).text
    assert stage.read(tasks) == []


async def test_an_ambiguous_deadline_is_a_question(stage: Stage) -> None:
    asked = await stage.says(stage.paris, "/task @kyiv draft the list by 03/04")
    assert read(asked) == ["Paris sets a task", "draft the list", "", "For Kyiv", "Which moment is meant?"]
    assert [row[0] for row in asked.buttons[:2]] == ["Wed 4 Mar, 18:00 (Brussels)", "Fri 3 Apr, 18:00 (Brussels)"]
    assert stage.read(tasks) == []
    await stage.presses(stage.paris, asked, "Fri 3 Apr")
    assert read(asked)[-1] == "Due Fri 3 Apr, 18:00 (Brussels)"
    assert await stage.presses(stage.paris, asked, "Post") == "T-1: open"
    assert read(asked)[0] == "T-1 · open"
    (task,) = stage.read(tasks)
    assert (task.text, task.due_at.isoformat()) == ("draft the list", "2026-04-03T16:00:00+00:00")


async def test_what_only_looks_like_a_deadline_goes_back_into_the_text(stage: Stage) -> None:
    asked = await stage.says(stage.paris, "/task @kyiv split the list by 5")
    await stage.presses(stage.paris, asked, "No deadline")
    await stage.presses(stage.paris, asked, "Post")
    (task,) = stage.read(tasks)
    assert (task.text, task.due_at) == ("split the list by 5", None)


async def test_step_by_step_by_buttons(stage: Stage) -> None:
    question = await stage.says(stage.london, "/task")
    assert "what is to be done, by whom, until when?" in question.text
    panel = await stage.says(stage.london, "Draft the list", reply_to=question)
    assert read(panel) == ["London sets a task", "Draft the list", "", "Who does it?"]
    assert panel.buttons == [
        ["Kyiv", "London"], ["Paris"], ["Somebody else", "Nobody yet"], ["Other words", "Cancel"],
    ]  # fmt: skip
    assert "Somebody else" in (await stage.presses(stage.kyiv, panel, "Kyiv") or "")
    await stage.presses(stage.london, panel, "Kyiv")
    assert panel.buttons == [
        ["Sun 18 Jan, 18:00 (Brussels)"], ["Fri 23 Jan, 18:00 (Brussels)"], ["Sat 24 Jan, 18:00 (Brussels)"],
        ["Another moment", "No deadline"], ["Back", "Cancel"],
    ]  # fmt: skip
    await stage.presses(stage.london, panel, "Another moment")
    question = stage.world.last(stage.group)
    assert "until when?" in question.text
    await stage.says(stage.london, "tomorrow noon", reply_to=question)
    assert read(panel)[3:] == ["For Kyiv", "Due Sun 18 Jan, 12:00 (Brussels)"]
    await stage.presses(stage.london, panel, "Back")
    await stage.presses(stage.london, panel, "Back")
    await stage.presses(stage.london, panel, "Somebody else")
    await stage.says(stage.london, "@paris", reply_to=stage.world.last(stage.group))
    assert read(panel)[3:] == ["For Paris", "Due Sun 18 Jan, 12:00 (Brussels)"]
    await stage.presses(stage.london, panel, "Post")
    assert read(panel)[:3] == ["T-1 · open", "Draft the list", "For Paris"]


async def test_in_private_it_is_asked_there_and_posted_in_the_group(stage: Stage) -> None:
    private = stage.world.private(stage.london)
    await stage.says(stage.london, "/start", chat=private)
    await stage.says(stage.london, "/task", chat=private)
    panel = await stage.says(stage.london, "Draft the list", chat=private)
    await stage.presses(stage.london, panel, "Kyiv")
    await stage.presses(stage.london, panel, "Another moment")
    await stage.says(stage.london, "tomorrow noon", chat=private)
    assert await stage.presses(stage.london, panel, "Post") == "T-1: open"
    assert read(stage.card("T-1"))[1:4] == ["Draft the list", "For Kyiv", "Due Sun 18 Jan, 12:00 (Brussels)"]
    assert panel.deleted
    told = await stage.says(stage.london, "/task @kyiv call Oslo", chat=private)
    assert "T-2 is posted in" in told.text


async def test_a_form_begun_in_the_group_goes_on_in_private(stage: Stage) -> None:
    private = stage.world.private(stage.london)
    await stage.says(stage.london, "/start", chat=private)
    question = await stage.says(stage.london, "/task")
    panel = await stage.says(stage.london, "Draft the list", reply_to=question)
    await stage.presses(stage.london, panel, "Continue in private")
    assert panel.deleted
    panel = private.messages[-1]
    await stage.presses(stage.london, panel, "Nobody yet")
    await stage.presses(stage.london, panel, "No deadline")
    await stage.presses(stage.london, panel, "Post")
    assert read(stage.card("T-1"))[:2] == ["T-1 · open", "Draft the list"]


async def test_an_answer_with_all_of_it_is_posted_at_once(stage: Stage) -> None:
    question = await stage.says(stage.london, "/task")
    await stage.says(stage.london, "@kyiv draft the list by friday", reply_to=question)
    assert read(stage.card("T-1"))[1:3] == ["draft the list", "For Kyiv"]


async def test_what_was_said_before_the_words_counts(stage: Stage) -> None:
    question = await stage.says(stage.london, "/task @kyiv by friday")
    await stage.says(stage.london, "draft the list", reply_to=question)
    assert read(stage.card("T-1"))[1:4] == ["draft the list", "For Kyiv", "Due Fri 23 Jan, 18:00 (Brussels)"]


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.london, "/language fr", chat=stage.world.private(stage.london))
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.paris, "/delegation FR @london")
    await stage.says(stage.kyiv, "/task France préparer la liste d’ici vendredi midi")
    card = stage.card("T-1")
    assert read(card) == [
        "T-1 · en cours",
        "préparer la liste",
        "Pour France (London)",
        "Échéance : ven. 23 janv., 12:00 (Bruxelles)",
        "Confiée par Kyiv",
    ]
    assert card.buttons == [["Fait"]]
    assert await stage.presses(stage.london, card, "Fait") == "Enregistré : Fait"
    assert read(card)[0] == "T-1 · faite"


async def test_a_task_is_found_shown_and_part_of_the_case(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.says(stage.paris, "/task @kyiv draft the list by friday\nabout: A-1")
    assert "→ T-1 open: draft the list" in read(stage.card("A-1"))
    found = await stage.says(stage.london, "/search list")
    assert read(found)[1] == "T-1 · due Fri 23 Jan, 18:00 (Brussels) · Kyiv: draft the list"
    await stage.says(stage.kyiv, "/done T-1")
    case = await stage.says(stage.london, "/case T-1")
    steps = [line.split(") · ", 1)[1] for line in read(case) if ") · " in line]
    assert steps == [
        "A-1 logged (medium, action), by Paris: Tariffs announced",
        "T-1 set for Kyiv, by Paris: draft the list",
        "T-1 done, by Kyiv",
    ]
    assert "→ T-1 done: draft the list" in read(stage.card("A-1"))
    await stage.wait(HOUR)
    assert read(await stage.says(stage.london, "/show T-1"))[0] == "T-1 · done"


async def test_the_digest_tells_what_is_open_and_what_was_done(stage: Stage) -> None:
    await stage.says(stage.paris, "/task @kyiv draft the list by friday")
    await stage.says(stage.paris, "/task @london call Oslo")
    await stage.says(stage.london, "/done T-2")
    digest = read(await stage.says(stage.kyiv, "/digest"))
    assert digest[1:] == [
        "",
        "Open tasks",
        "• T-1 · due Fri 23 Jan, 18:00 (Brussels) · Kyiv: draft the list",
        "",
        "Tasks done",
        "• T-2 · London: call Oslo",
    ]
