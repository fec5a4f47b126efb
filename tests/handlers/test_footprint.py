"""What an update leaves in memory once it is done: nothing that waits for Python to look for rings."""

import gc

from handlers.context import BotContext
from storage.models import metadata
from tests.stage import Stage

PRESSES = 30


async def test_an_update_is_gone_once_it_is_done(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll Issue a joint statement?")
    card = stage.card("P-1")
    gc.collect()
    gc.disable()
    try:
        for number in range(PRESSES):
            await stage.presses(stage.paris, card, ("For", "Against")[number % 2])
        left = [each for each in gc.get_objects() if isinstance(each, BotContext)]
    finally:
        gc.enable()
    assert len(left) <= 1, "contexts keep what was handled"


def test_columns_of_a_kind_share_their_type() -> None:
    kinds = {"AutoString", "UTCDateTime"}  # of each object of these SQLAlchemy makes a class
    types = [column.type for table in metadata.tables.values() for column in table.columns]
    assert len({id(each) for each in types if type(each).__name__ in kinds}) == len(kinds)
