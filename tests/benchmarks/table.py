"""The figures as a table of plain text, to be read and to be pasted."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.bots import AIOGRAM, CLIENT, EDITING_CLIENT, OURS, PTB, Bot
from tests.benchmarks.figures import NEVER, Figures, Measure
from tests.benchmarks.gates import Verdict
from tests.benchmarks.plan import GATED

COLUMNS = (OURS, PTB, AIOGRAM, CLIENT)
WIDTHS = (42, *[20] * len(COLUMNS))
BOUND = 0.8  # of the local Telegram's ceiling: from there on it may be that which is measured
RATES = (Measure.RATE_GROUPS, Measure.RATE_GROUP)
NONE = "-"


def rendered(head: Mapping[str, str], figures: Figures, verdicts: Sequence[Verdict], repetitions: int) -> str:
    """All of a run: where, figures by delay of the API, gates."""
    each = f"median of {repetitions} (least..most), bots taking turns" if repetitions > 1 else "one measurement"
    width = max(len(name) for name in head)
    parts = [
        "\n".join([*(f"{name:<{width}}  {text}" for name, text in head.items()), f"{'figures':<{width}}  {each}"]),
        *(section(figures, delay) for delay in sorted({key.delay for key in figures.values})),
        "\n".join([f"gates (API answers after {GATED} ms)", *(f"  {verdict}" for verdict in verdicts)]),
    ]
    return "\n\n".join(parts) + "\n"


def section(figures: Figures, delay: int) -> str:
    """The figures with the API answering after so many milliseconds; lines that nobody has are left out."""
    after = f"after {delay} ms" if delay else "at once"
    lines = [
        _line(f"API answers {after}", [bot.title for bot in COLUMNS]),
        _line("a press that has its toast is", [bot.keeps for bot in COLUMNS]),
    ]
    for measure in Measure:
        cells = [cell(figures.of(delay, bot.name, measure), measure.digits) for bot in COLUMNS]
        if set(cells) != {NONE}:
            lines.append(_line(measure.title, cells))
            lines += _bounds(figures, delay, measure) if measure in RATES else []
    return "\n".join(lines)


def _bounds(figures: Figures, delay: int, rate: Measure) -> list[str]:
    """The local Telegram's ceiling for calls as each bot makes them, and who is near it."""
    ceilings = [figures.of(delay, ceiling_of(bot).name, rate) for bot in COLUMNS[:-1]]
    words = ["server-bound" if server_bound(figures, delay, bot, rate) else "no" for bot in COLUMNS[:-1]]
    return [
        _line("  the local Telegram's ceiling", [*(cell(each, 0) for each in ceilings), NONE]),
        _line("  within 20 % of it", [*words, NONE]),
    ]


def ceiling_of(bot: Bot) -> Bot:
    """Whose calls show what the local Telegram could serve: answers alone, or an edit after each."""
    return CLIENT if bot is OURS else EDITING_CLIENT


def server_bound(figures: Figures, delay: int, bot: Bot, rate: Measure) -> bool:
    """Whether the bot calls nearly as often as a client that does nothing else."""
    own, ceiling = figures.median(delay, bot.name, rate), figures.median(delay, ceiling_of(bot).name, rate)
    return own is not None and ceiling is not None and own >= BOUND * ceiling


def cell(values: Sequence[float], digits: int) -> str:
    """Median and range; the median alone where there is one value, or where all are equal."""
    if not values:
        return NONE
    ordered = sorted(values)
    least, most = _number(ordered[0], digits), _number(ordered[-1], digits)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return _number(median, digits) + (f" ({least}..{most})" if least != most else "")


def _number(value: float, digits: int) -> str:
    return "never" if value == NEVER else f"{value:.{digits}f}"


def _line(title: str, cells: Sequence[str]) -> str:
    return "".join(f"{text:<{width}}" for text, width in zip((title, *cells), WIDTHS, strict=True)).rstrip()
