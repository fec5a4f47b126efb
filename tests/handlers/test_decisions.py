"""After an adopted poll: its words to be passed on, a task or a call about it by one tap."""

from datetime import timedelta

import pytest

from bot.local.world import Message
from tests.stage import Stage


def read(message: Message) -> list[str]:
    return message.text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ").splitlines()


def decisions(stage: Stage) -> list[Message]:
    """What was told to be passed on."""
    return [each for each in stage.group.messages if "\nAdopted by " in each.text or "\nAdopté par " in each.text]


async def adopted(stage: Stage, *typed: str) -> Message:
    """A poll that two vote for; returns the announcement of its result."""
    await stage.says(stage.paris, "\n".join(typed))
    for user in (stage.paris, stage.london):
        await stage.says(user, f"/vote P-1 {'1' if len(typed) > 1 and typed[1].startswith('-') else 'for'}")
    await stage.says(stage.paris, "/close P-1")
    return next(each for each in stage.group.messages if each.text.startswith("P-1 · Ado") and each.reply_to)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ["/poll Issue a joint statement today?"],
            ["Issue a joint statement today?", "", "Adopted by Washington Group on 17 January 2026, by a majority."],
        ),
        (
            ["/poll What first?", "- Tariffs on goods", "- The instrument"],
            ["What first?", "Tariffs on goods", "",
             "Adopted by Washington Group on 17 January 2026, by plurality."],
        ),
        (
            ["/poll Stand firm?", "rule: 60 % of cast"],
            ["Stand firm?", "", "Adopted by Washington Group on 17 January 2026, by at least 3/5 of For and Against."],
        ),
        (
            ["/poll We stand firm.", "rule: consent"],
            ["We stand firm.", "", "Adopted by Washington Group on 17 January 2026, by consent."],
        ),
        (
            ["/poll Stand firm?", "secret: yes", "rule: two-thirds"],
            ["Stand firm?", "", "Adopted by Washington Group on 17 January 2026, by a two-thirds majority."],
        ),
    ],
    ids=["for and against", "an option", "a share", "consent", "a secret ballot"],
)  # fmt: skip
async def test_the_words_decided_come_once_without_a_sound_or_a_button(
    stage: Stage, typed: list[str], told: list[str]
) -> None:
    if "secret: yes" in typed:
        await stage.says(stage.paris, "\n".join(typed))
        for user in (stage.paris, stage.london):
            await stage.presses(user, stage.card("P-1"), "For")
        await stage.says(stage.paris, "/close P-1")
    else:
        await adopted(stage, *typed)
    (message,) = decisions(stage)
    assert read(message) == told
    assert (message.buttons, message.silent) == ([], True)


async def test_what_is_not_adopted_has_no_words_to_pass_on(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll Rejected?")
    await stage.says(stage.paris, "/vote P-1 against")
    await stage.says(stage.paris, "/close P-1")
    await stage.says(stage.paris, "/poll Withdrawn?")
    await stage.says(stage.paris, "/cancel P-2")
    assert decisions(stage) == []


async def test_a_text_adopted_by_silence_comes_with_its_reservations(stage: Stage) -> None:
    await stage.says(stage.paris, "/silence We stand together.\nAll of us.\ncloses: in 1h")
    await stage.says(stage.kyiv, "/reserve P-1 We read this as covering goods only")
    await stage.wait(timedelta(hours=2))
    (message,) = decisions(stage)
    assert read(message) == [
        "We stand together.",
        "All of us.",
        "",
        "Adopted by Washington Group on 17 January 2026, under the silence procedure.",
        "",
        "Reservation of Kyiv: We read this as covering goods only",
    ]


async def test_a_text_that_fills_the_message_names_who_has_reservations(stage: Stage) -> None:
    await stage.says(stage.paris, "/silence " + "All of it. " * 270 + "\ncloses: in 1h")
    for user in (stage.paris, stage.london, stage.kyiv):
        await stage.says(user, "/reserve P-1 " + "But. " * 99)
    await stage.wait(timedelta(hours=2))
    (message,) = decisions(stage)
    assert read(message)[0] == ("All of it. " * 270).strip()
    assert read(message)[-2:] == ["Reservation: London", "Reservation: Kyiv"]


async def test_in_the_groups_language(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await adopted(stage, "/poll Publier une déclaration ?")
    (message,) = decisions(stage)
    assert read(message)[-1] == "Adopté par Washington Group le 17 janvier 2026, à la majorité."


async def test_one_tap_on_the_result_makes_a_task_of_it(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    result = await adopted(stage, "/poll What first?", "- Tariffs on goods", "- Wait", "about: A-1")
    assert result.buttons == [["Task", "Call"], ["Owner", "Review date"]]
    await stage.presses(stage.london, result, "Task")
    panel = next(each for each in stage.group.messages if "sets a task about P-1" in each.text)
    assert read(panel) == ["London sets a task about P-1", "What first?", "Tariffs on goods", "", "Who does it?"]
    await stage.presses(stage.london, panel, "Kyiv")
    await stage.presses(stage.london, panel, "Fri 23 Jan")
    await stage.presses(stage.london, panel, "Post")
    assert read(stage.card("T-1")) == [
        "T-1 · open",
        "What first?",
        "Tariffs on goods",
        "For Kyiv",
        "Due Fri 23 Jan, 18:00 (Brussels)",
        "Set by London about P-1",
    ]
    assert read(stage.card("P-1"))[-1] == "→ T-1 open: What first? Tariffs on goods"
    await stage.presses(stage.kyiv, stage.card("T-1"), "Done")
    assert read(stage.card("P-1"))[-1] == "→ T-1 done: What first? Tariffs on goods"
    case = await stage.says(stage.paris, "/case A-1")
    assert [line.split(") · ")[1].partition(",")[0] for line in read(case) if ") · " in line] == [
        "A-1 logged (medium",
        "P-1 put to the vote",
        "P-1: Adopted: the leading option has 2 of 2 ballots",
        "T-1 set for Kyiv",
        "T-1 done",
    ]


async def test_the_words_proposed_are_only_proposed(stage: Stage) -> None:
    result = await adopted(stage, "/poll France drafts a statement by friday?")
    await stage.presses(stage.london, result, "Task")
    panel = next(each for each in stage.group.messages if "sets a task about P-1" in each.text)
    assert read(panel)[1] == "France drafts a statement by friday?"
    await stage.presses(stage.london, panel, "Other words")
    await stage.says(stage.london, "Draft it by monday", reply_to=stage.world.last(stage.group))
    assert read(panel)[1:] == ["Draft it", "", "Who does it?"]
    await stage.presses(stage.london, panel, "Nobody yet")
    assert read(panel)[1:] == ["Draft it", "", "For nobody yet", "Due Mon 19 Jan, 18:00 (Brussels)"]


async def test_a_call_about_it_is_on_its_card(stage: Stage) -> None:
    result = await adopted(stage, "/poll Issue a joint statement today?")
    await stage.presses(stage.london, result, "Call")
    question = next(each for each in stage.group.messages if "when is the call?" in each.text)
    await stage.presses(stage.london, question, "In 3 hours")
    assert read(stage.card("P-1"))[-1].startswith("→ C-1 Sat 17 Jan, 21:00 (Brussels): Issue a joint statement")
