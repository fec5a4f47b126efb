"""A browser and a demo for all tests of the page; every window is looked at for errors when its test is over.

All of them run in one event loop, since what Playwright gives belongs to the loop it was made in.
"""

from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext

from tests.browser import chromium
from tests.browser.demo import Demo, started
from tests.browser.person import Person, visit

HERE = Path(__file__).parent
Visit = Callable[..., Coroutine[Any, Any, Person]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for the tests in this folder, which start processes."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.process)
            item.add_marker(pytest.mark.timeout(300))  # a machine that does much besides takes its time


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if chromium.found() is None:
        pytest.skip(chromium.MISSING)
    async with chromium.launched() as launched:
        yield launched


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """The demo that the tests share: what others have said in it stays there."""
    async with started(tmp_path_factory.mktemp("demo")) as shared:
        yield shared


@pytest_asyncio.fixture(loop_scope="session")
async def fresh(browser: Browser, tmp_path: Path) -> AsyncIterator[Demo]:
    """A demo in which nothing has been said yet."""
    async with started(tmp_path) as own:
        yield own


@pytest_asyncio.fixture(loop_scope="session")
async def visits(browser: Browser, demo: Demo) -> AsyncIterator[Visit]:
    """Opens a demo's page in a new window, see `visit`. In the end no window has anything to complain of."""
    windows: list[BrowserContext] = []
    people: list[Person] = []

    async def opened(name: str | None = None, *, at: Demo = demo, **options: Any) -> Person:
        window, person = await visit(browser, at.address, name, **options)
        windows.append(window)
        people.append(person)
        return person

    yield opened
    noise = {person.name: person.noise for person in people if person.noise}
    for window in windows:
        await window.close()
    assert noise == {}
