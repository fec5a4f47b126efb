"""axe-core (vendor/) on a page: what keeps people out of it."""

from pathlib import Path

from playwright.async_api import Page

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target} ${failureSummary}`))"""


async def violations(page: Page) -> list[str]:
    """Those that axe calls serious or critical; for colours the page is to stand still."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(SOURCE)
    return await page.evaluate(RUN)  # type: ignore[no-any-return]
