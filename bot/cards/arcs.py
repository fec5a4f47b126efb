"""Where seats stand that look at one point: in rows on half circles, as in a chamber. Geometry alone."""

import math

Place = tuple[float, float]  # to the right of the point they look at, and above it

WIDEST, STEP = 46.0, 0.5  # of a seat's diameter: the largest, and by how much smaller ones are tried
APART = 1.16  # from middle to middle, for a diameter of 1: so much that squares do not touch


def seats(count: int, outer: float, hollow: float) -> tuple[float, list[Place]]:
    """The diameter of the largest seats for which there is room between two half circles, and their places from the left
    to the right. Raises ValueError for more than fit, whatever their size."""
    for number in range(int(WIDEST / STEP)):
        diameter = WIDEST - number * STEP
        if (radii := _rows(count, outer, hollow, diameter)) is not None:
            places = [place for radius, row in _shared(count, radii, diameter) for place in _row(radius, row)]
            return diameter, sorted(places, key=_from_the_left)
    raise ValueError(f"no room for {count} seats")


def _rows(count: int, outer: float, hollow: float, diameter: float) -> list[float] | None:
    """The radii of as many rows as it takes, the outermost first; None where that is more than fit."""
    radii: list[float] = []
    room = 0
    while room < count:
        radius = outer - diameter / 2 - len(radii) * diameter * APART
        if radius - diameter / 2 < hollow:
            return None
        radii.append(radius)
        room += _room(radius, diameter)
    return radii


def _room(radius: float, diameter: float) -> int:
    return int(math.pi * radius / (diameter * APART)) + 1


def _shared(count: int, radii: list[float], diameter: float) -> list[tuple[float, int]]:
    """How many sit in each row: by its length, as far as it has room."""
    shares = [count * radius / sum(radii) for radius in radii]
    room = [_room(radius, diameter) for radius in radii]
    seated = [min(int(share), most) for share, most in zip(shares, room, strict=True)]
    for row in sorted(range(len(radii)), key=lambda row: seated[row] - shares[row]) * count:
        if sum(seated) == count:
            break
        seated[row] += seated[row] < room[row]
    return list(zip(radii, seated, strict=True))


def _row(radius: float, count: int) -> list[Place]:
    turns = [0.5] if count == 1 else [seat / (count - 1) for seat in range(count)]
    return [(-radius * math.cos(math.pi * turn), radius * math.sin(math.pi * turn)) for turn in turns]


def _from_the_left(place: Place) -> tuple[float, float]:
    x, y = place
    return round(-math.atan2(y, x), 6), -math.hypot(x, y)
