"""Who is in the demo: eight capitals in one group, the advisers of thirty-five in another."""

from collections.abc import Callable
from datetime import datetime

from bot.local.model import User
from bot.local.world import World

BOT_NAME = "Washington Group bot"
GROUP, CHAIR = "Washington Group", "Brussels"
CAPITALS = (  # name, language of their phone, zone
    ("Paris", "fr", "Europe/Paris"),
    ("London", "en", "Europe/London"),
    ("Berlin", "de", "Europe/Berlin"),
    ("Rome", "it", "Europe/Rome"),
    ("Helsinki", "fi", "Europe/Helsinki"),
    ("Copenhagen", "da", "Europe/Copenhagen"),
    ("Brussels", "en", "Europe/Brussels"),
    ("Kyiv", "uk", "Europe/Kyiv"),
)
ADVISERS_GROUP, ADVISERS_CHAIR = "Security advisers", "EU"
ADVISERS = (  # seat, code of the delegation, language of their phone, zone
    ("EU", "EU", "en", "Europe/Brussels"),
    ("NATO", "NATO", "en", "Europe/Brussels"),
    ("Ankara", "TR", "tr", "Europe/Istanbul"),
    ("Athens", "GR", "el", "Europe/Athens"),
    ("Berlin", "DE", "de", "Europe/Berlin"),
    ("Bratislava", "SK", "sk", "Europe/Bratislava"),
    ("Brussels", "BE", "fr", "Europe/Brussels"),
    ("Bucharest", "RO", "ro", "Europe/Bucharest"),
    ("Budapest", "HU", "hu", "Europe/Budapest"),
    ("Copenhagen", "DK", "da", "Europe/Copenhagen"),
    ("Dublin", "IE", "en", "Europe/Dublin"),
    ("Helsinki", "FI", "fi", "Europe/Helsinki"),
    ("Kyiv", "UA", "uk", "Europe/Kyiv"),
    ("Lisbon", "PT", "pt", "Europe/Lisbon"),
    ("Ljubljana", "SI", "sl", "Europe/Ljubljana"),
    ("London", "GB", "en", "Europe/London"),
    ("Luxembourg", "LU", "fr", "Europe/Luxembourg"),
    ("Madrid", "ES", "es", "Europe/Madrid"),
    ("Nicosia", "CY", "el", "Asia/Nicosia"),
    ("Oslo", "NO", "nb", "Europe/Oslo"),
    ("Ottawa", "CA", "en", "America/Toronto"),
    ("Paris", "FR", "fr", "Europe/Paris"),
    ("Prague", "CZ", "cs", "Europe/Prague"),
    ("Reykjavik", "IS", "is", "Atlantic/Reykjavik"),
    ("Riga", "LV", "lv", "Europe/Riga"),
    ("Rome", "IT", "it", "Europe/Rome"),
    ("Sofia", "BG", "bg", "Europe/Sofia"),
    ("Stockholm", "SE", "sv", "Europe/Stockholm"),
    ("Tallinn", "EE", "et", "Europe/Tallinn"),
    ("The Hague", "NL", "nl", "Europe/Amsterdam"),
    ("Valletta", "MT", "en", "Europe/Malta"),
    ("Vienna", "AT", "de", "Europe/Vienna"),
    ("Vilnius", "LT", "lt", "Europe/Vilnius"),
    ("Warsaw", "PL", "pl", "Europe/Warsaw"),
    ("Zagreb", "HR", "hr", "Europe/Zagreb"),
)


def empty_world(now: Callable[[], datetime]) -> World:
    """Nobody but the bot."""
    return World(now=now, name=BOT_NAME)


def enter(world: World) -> None:
    """Both groups, each of which has just added the bot."""
    enter_capitals(world)
    enter_advisers(world)


def enter_capitals(world: World) -> None:
    """The eight capitals in one group, chaired by Brussels, which has just added the bot."""
    people = {
        name: world.add_user(name, username=name.casefold(), language_code=language, zone=zone)
        for name, language, zone in CAPITALS
    }
    chair = people[CHAIR]
    group = world.add_group(GROUP, chair, admins=[chair])
    world.add_bot(group, chair, administrator=True)
    for name, person in people.items():
        if name != CHAIR:
            world.join(person, group)


def enter_advisers(world: World) -> None:
    """The advisers of thirty-five delegations in one group, seated by the EU's as an administrator does it."""
    people = {seat: _adviser(world, seat, language, zone) for seat, _, language, zone in ADVISERS}
    chair = people[ADVISERS_CHAIR]
    group = world.add_group(ADVISERS_GROUP, chair, admins=[chair])
    world.add_bot(group, chair, administrator=True)
    world.invite(chair, group, *(person for person in people.values() if person is not chair))
    seats = "\n".join(f"{code} @{people[seat].username}" for seat, code, _, _ in ADVISERS)
    world.send(chair, group, f"/delegation {seats}")


def _adviser(world: World, seat: str, language: str, zone: str) -> User:
    username = f"{seat.casefold().replace(' ', '_')}_adviser"
    return world.add_user(f"{seat} adviser", username=username, language_code=language, zone=zone)
