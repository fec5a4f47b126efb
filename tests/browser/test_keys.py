"""The page by keys alone: every stop can be seen, menus close with Escape and give the focus back; less motion where asked."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demo import Demo
from tests.browser.person import PHONE, Person

FOCUS = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const name = (node.getAttribute("aria-label") || node.placeholder || node.textContent).replace(/\\s+/g, " ").trim();
  const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  const inside = box.width > 0 && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
  return { tag: node.tagName.toLowerCase(), name: name.slice(0, 60), seen: inside && marked };
}"""


async def focus(page: Page) -> dict[str, Any]:
    """What has the focus, and whether one sees it: in the window, with a mark around it."""
    return await page.evaluate(FOCUS)  # type: ignore[no-any-return]


async def go(person: Person, key: str, name: str, most: int = 40) -> None:
    """Press a key until what is called so has the focus; every stop on the way can be seen."""
    stops = []
    for _ in range(most):
        await person.page.keyboard.press(key)
        stops.append(await focus(person.page))
        assert stops[-1]["seen"] or stops[-1]["tag"] == "body", stops[-1]
        if stops[-1]["name"].startswith(name):
            return
    pytest.fail(f"{name} is not among {[stop['name'] for stop in stops]}")


async def test_a_person_a_message_a_button_and_a_menu_by_keys(visits: Visit) -> None:
    person = await visits()
    page, keys = person.page, person.page.keyboard
    await go(person, "Tab", "Paris")
    await go(person, "ArrowDown", "London")
    await keys.press("Enter")
    await expect(person.group.locator("textarea")).to_be_focused()

    await keys.type("/al")
    await expect(person.group.get_by_role("option", name="/alert", exact=False).first).to_be_visible()
    await keys.press("Escape")
    await expect(person.group.get_by_role("listbox")).to_be_hidden()
    await keys.type("ert Said by keys alone")
    await keys.press("Enter")
    card = person.card("A-")
    await expect(card).to_contain_text("Said by keys alone")

    await go(person, "Shift+Tab", "Resolve")
    await go(person, "Shift+Tab", "Words")
    await keys.press("Enter")
    await expect(card.get_by_role("button", name="Action")).to_be_focused()  # another card, in the same place

    await go(person, "Shift+Tab", "Washington Group bot botA-")
    await go(person, "ArrowUp", "You/alert")
    await keys.press("Enter")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await keys.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    assert (await focus(page))["name"].startswith("You/alert")


async def test_dialogs_and_the_clock_close_with_escape_and_give_the_focus_back(visits: Visit) -> None:
    person = await visits("Paris")
    about, clock = person.group.locator(".about"), person.page.locator(".time summary")
    await about.focus()
    await person.page.keyboard.press("Enter")
    await expect(person.page.locator("#members")).to_be_visible()
    await person.page.keyboard.press("Escape")
    await expect(about).to_be_focused()
    await clock.focus()
    await person.page.keyboard.press("Enter")
    await go(person, "Tab", "10 minutes")
    await person.page.keyboard.press("Escape")
    await expect(clock).to_be_focused()
    await expect(person.page.locator("#jumps")).to_be_hidden()


async def test_escape_leads_from_a_chat_back_to_the_list_on_a_phone(visits: Visit) -> None:
    person = await visits("Paris", viewport=PHONE)
    await person.page.keyboard.press("Escape")
    await expect(person.page.locator("#list")).to_be_visible()
    await expect(person.page.locator(".chat.seen")).to_be_hidden()


@pytest.mark.parametrize(("asked", "moves"), [("no-preference", True), ("reduce", False)])
async def test_nothing_slides_where_less_motion_is_asked_for(
    asked: str, moves: bool, visits: Visit, demo: Demo
) -> None:
    person = await visits("Paris", reduced_motion=asked)
    sliding = await person.page.evaluate(
        """() => [...document.querySelectorAll("*")].some((node) => {
          const style = getComputedStyle(node);
          return style.transitionDuration.split(",").some((time) => parseFloat(time) > 0) || style.scrollBehavior === "smooth";
        })"""
    )
    assert sliding is moves
