"""The joint statement of 18 January: under silence until five, broken by Rome, circulated again, adopted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.upkeep.exports import exported
from tests.stage import Stage

SUNDAY = datetime(2026, 1, 18, 13, 10, tzinfo=UTC)  # 14:10 in Brussels
FIRST = "The exercise is coordinated and threatens nobody. We stand with Denmark and Greenland."
SECOND = "All allies were invited to the exercise.\nIt is coordinated and threatens nobody. We stand with Denmark and Greenland."
CAPITALS = {"Berlin": "DE", "Rome": "IT", "Helsinki": "FI", "Copenhagen": "DK"}


async def test_the_joint_statement(tmp_path: Path) -> None:
    async with Stage.opened(tmp_path) as stage:
        people = {"Paris": stage.paris, "London": stage.london, "Kyiv": stage.kyiv}
        for name in CAPITALS:
            people[name] = stage.world.add_user(name, username=name.lower())
            stage.group.statuses[people[name].id] = "member"
            await stage.says(people[name], f"@{stage.world.bot.username} hello")
        seats = "\n".join(f"{code} @{name.lower()}" for name, code in CAPITALS.items())
        await stage.says(stage.paris, f"/delegation FR\nGB @london\nUA @kyiv\n{seats}")
        await stage.wait(SUNDAY - stage.clock.now())
        await stage.says(stage.paris, "/alert Tariffs announced on eight countries !high")

        await stage.says(people["Berlin"], f"/silence {FIRST}\ncloses: 17:00\nabout: A-1")
        first = stage.card("P-1")
        assert "Silence expires Sun 18 Jan, 17:00 (Brussels)" in first.text
        for name in ("Paris", "London", "Rome"):
            assert await stage.presses(people[name], first, "Seen") == "Seen"

        await stage.wait(timedelta(minutes=10))
        await stage.presses(people["Rome"], first, "Break silence")
        question = stage.world.find(stage.group, "why do you break the silence?")
        await stage.says(people["Rome"], f"Say first who was invited.\namendment: {SECOND}", reply_to=question)
        assert first.text.startswith("P-1 · Rejected")
        broken = stage.world.find(stage.group, "P-1 · Rejected\nRejected: the silence is broken")
        assert "Broken by \u2068Italy\u2069: Say first who was invited." in broken.text

        await stage.presses(people["Berlin"], broken, "Circulate the amended text")
        second = stage.card("P-2")
        assert SECOND in second.text
        assert "in place of P-1" in second.text
        for name in ("Paris", "London", "Rome", "Berlin", "Copenhagen"):
            await stage.presses(people[name], second, "Seen")
        assert (await stage.says(people["Helsinki"], "/vote P-2 against")).text.startswith("P-2 is under silence")

        await stage.wait(timedelta(hours=3))
        assert second.text.startswith("P-2 · Adopted")
        reminders = [each.text for each in stage.group.messages if each.text.startswith("Reminder: the silence on P-2")]
        assert len(reminders) == 1
        assert "2 of 7 have not seen it: \u2068Finland\u2069 (\u2068Helsinki\u2069), " in reminders[0]
        result = stage.world.find(stage.group, "P-2 · Adopted\nAdopted: nobody has broken the silence")
        assert SECOND in result.text
        assert result.text.endswith("2 of 7 have not seen it: \u2068Finland\u2069, \u2068Ukraine\u2069")
        case = (await stage.says(stage.paris, "/case A-1")).text
        assert [line.partition(" · ")[2][:24] for line in case.splitlines() if "P-" in line] == [
            "P-1 put under silence, b", "P-1: Rejected: the silen", "P-2 put under silence, b", "P-2: Adopted: nobody has",
        ]  # fmt: skip

        before, after = exported(stage.settings, stage.group.id)["polls"]
        (objection,) = before["objections"]
        assert (objection["delegation"], objection["reason"]) == ("Italy", "Say first who was invited.")
        assert (objection["amendment"], objection["resolved_by"]) == (SECOND, None)
        assert (after["text"], after["replaces"], after["verdict"]) == (SECOND, "P-1", "adopted")
        assert [each["member"] for each in after["seen"]] == ["Berlin", "Paris", "London", "Rome", "Copenhagen"]
        assert after["objections"] == []
