"""A short evening of the group, played without a page: for the tests of how it looks, and for the README's pictures."""

from tests.browser.demo import BOT, Demo

ALERT = """\
/alert Washington announces tariffs of 10 % from 1 February on goods from eight countries !high #greenland
source: https://example.org/tariffs
confidence: B2"""
POLL = "/poll Issue a joint statement today?\nrule: two-thirds\ncloses: in 2h\nabout: A-1"
CALL = """\
/call Greenland follow-up
when: tomorrow 18:00
lasts: 45m
about: P-1"""


async def play(demo: Demo) -> None:
    """All of it."""
    await decide(demo)
    await plan(demo)
    await conclude(demo)


async def decide(demo: Demo) -> None:
    """An alert that half have seen, pinned, and a poll with enough votes so far."""
    await demo.shows("Brussels", "I keep the routine")
    await demo.skip("10m")
    await demo.shows("Brussels", "joined. If they do not belong here")
    await demo.say("Copenhagen", ALERT, BOT)
    await demo.shows("Brussels", "A-1 · ")
    for name in ("London", "Paris", "Kyiv"):
        await demo.press(name, "A-1 ", "Seen")
    await demo.pin("Brussels", "A-1 ")
    await demo.say("Brussels", POLL)
    await demo.shows("Brussels", "P-1 · open")
    for name in ("Paris", "London", "Helsinki", "Copenhagen"):
        await demo.press(name, "P-1 ", "For")
    await demo.press("Rome", "P-1 ", "Abstain")
    for text in ("Seen by 4 of 8", "For · 4", "Abstain · 1"):
        await demo.shows("Brussels", text)


async def plan(demo: Demo) -> None:
    """Ten minutes later: a call, with its first answers."""
    await demo.skip("10m")
    await demo.say("Brussels", CALL)
    await demo.shows("Brussels", "for your calendar")
    for name in ("Kyiv", "Copenhagen", "Paris"):
        await demo.press(name, "C-1 ", "Coming")
    await demo.press("London", "C-1 ", "Late")
    for text in ("Coming · 3", "Late · 1"):
        await demo.shows("Brussels", text)


async def conclude(demo: Demo) -> None:
    """Ten minutes later: the poll is closed, with the picture of its result."""
    await demo.skip("10m")
    await demo.say("Brussels", "/close P-1")
    await demo.shows("Brussels", "In the picture: P-1")
