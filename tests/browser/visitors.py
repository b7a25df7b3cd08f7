"""How somebody uses a page: with a mouse or a thumb, or with the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150

# What the eye needs to find the keyboard: a line of two pixels or more around the thing itself or its label, on screen.
SEES_FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "nothing has the focus";
  const marked = [here, ...(here.labels ?? []), here.closest("label")].filter(Boolean).some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const name = here.outerHTML.slice(0, 120);
  if (!marked) return `no visible focus on ${name}`;
  const box = (here.labels?.[0] ?? here).getBoundingClientRect();
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!onScreen) return `focus is off the screen on ${name}`;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  const covered = over && !here.contains(over) && !over.contains(here) && !here.labels?.[0]?.contains(over);
  return covered ? `${name} has the focus under ${over.outerHTML.slice(0, 80)}` : "";
}"""


class ByHand:
    """Somebody with a mouse or a thumb, who finds things by what is written on them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def goes_to(self, path: str) -> None:
        """Open an address."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}"

    def follows(self, name: str) -> None:
        """Follow the first link of this name."""
        self._press(self.page.get_by_role("link", name=name).first)

    def presses(self, name: str) -> None:
        """Press the first button of this name."""
        self._press(self.page.get_by_role("button", name=name).first)

    def pushes(self, name: str) -> None:
        """Press the first button of this name, which leaves the page where it is."""
        self.page.get_by_role("button", name=name).first.click()

    def writes(self, label: str, words: str) -> None:
        """Write into a field."""
        self.page.get_by_label(label).first.fill(words)

    def chooses(self, label: str) -> None:
        """Tick a box, or choose one of several."""
        self.page.get_by_label(label, exact=True).first.check()

    def unfolds(self, words: str) -> None:
        """Open what is folded away under these words."""
        self.page.locator("summary", has_text=words).first.click()

    def sees(self, *words: str) -> None:
        """Something is written on the page, where it can be read."""
        for some in words:
            expect(self.page.locator("body")).to_contain_text(some, use_inner_text=True)

    def reads(self) -> str:
        """The page's main words."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    def _press(self, thing: Locator) -> None:
        """Everything that is pressed here leads to a page, with JavaScript and without."""
        with self.page.expect_navigation():
            thing.click()


class ByKeyboard(ByHand):
    """Somebody who has only Tab, Enter, Space and letters, and must always see where they are."""

    def reaches(self, name: str) -> Locator:
        """Tab to the first button of this name."""
        button = self.page.get_by_role("button", name=name).first
        self._reach(button)
        return button

    def pushes(self, name: str) -> None:
        self.reaches(name)
        self.page.keyboard.press("Space")

    def writes(self, label: str, words: str) -> None:
        self._reach(self.page.get_by_label(label).first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def chooses(self, label: str) -> None:
        wanted = self.page.get_by_label(label, exact=True).first
        if wanted.is_checked():
            return
        if wanted.get_attribute("type") == "radio":
            self._reach_group(wanted)
        else:
            self._reach(wanted)
            self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def unfolds(self, words: str) -> None:
        self._reach(self.page.locator("summary", has_text=words).first)
        self.page.keyboard.press("Enter")

    def _press(self, thing: Locator) -> None:
        self._reach(thing)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _reach(self, thing: Locator) -> None:
        """Tab until this has the focus."""
        expect(thing).to_be_visible()
        for _step in range(MOST_TABS):
            if thing.evaluate("thing => thing === document.activeElement"):
                return
            self._step("Tab")
        raise AssertionError(f"Tab never came to {thing}")

    def _reach_group(self, wanted: Locator) -> None:
        """Tab to one of several, then move among them by arrow."""
        same_name = "thing => thing.name === document.activeElement.name"
        for _step in range(MOST_TABS):
            if wanted.evaluate(same_name):
                break
            self._step("Tab")
        for _step in range(MOST_TABS):
            if wanted.is_checked():
                return
            self._step("ArrowDown")

    def _step(self, key: str) -> None:
        self.page.keyboard.press(key)
        flaw = self.page.evaluate(SEES_FOCUS)
        assert flaw in ("", "nothing has the focus"), f"{self.page.url}: {flaw}"
