"""What is wrong with a page: axe's findings, and what axe does not look at."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Page

from tests.browser.chromium import DESK, HEIGHTS, PHONE

# Axe works out each colour anew for each word that has it, which is a third of its work on contrast: a page has few.
KNOWN_COLOURS = """;(() => {
  const known = new Map();
  const colour = axe.commons.color.Color.prototype;
  const parse = colour.parseString;
  colour.parseString = function (words) {
    if (known.has(words)) [this.r, this.g, this.b, this.alpha] = known.get(words);
    else known.set(words, [parse.call(this, words).r, this.g, this.b, this.alpha]);
    return this;
  };
})();"""

# Most of axe's work is the contrast of words. It follows from their colour and size and the colours of all that they
# stand in (of what hangs over the page, which thing it is): where all of this passed once, it is not worked out again.
# What falls through goes on to axe, so that whatever has no number here, or another one, is looked at as ever.
KNOWN_CONTRAST = """;(() => {
  const rule = axe._audit.rules.find((one) => one.id === "color-contrast");
  const check = axe._audit.checks["color-contrast"];
  const {matches} = rule, {evaluate} = check;
  const mixed = (start, words) => [...words].reduce((sum, one) => Math.imul(sum ^ one.codePointAt(0), 16777619), start);
  let known, around;
  const ground = (thing) => {
    if (!thing) return matchMedia("(prefers-color-scheme: dark)").matches ? 1 : 2;
    if (around.has(thing)) return around.get(thing);
    const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position} = getComputedStyle(thing);
    const flows = position === "static" || position === "relative";
    const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode];
    if (!flows) own.push(innerWidth, thing.tagName, thing.className);
    around.set(thing, mixed(ground(thing.parentElement), own.join()));
    return around.get(thing);
  };
  const looks = (thing) => {
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(thing);
    return mixed(ground(thing), [color, fontSize, fontWeight, textShadow].join());
  };
  rule.matches = function (thing, ...more) {
    return !known.has(looks(thing)) && matches.call(this, thing, ...more);
  };
  check.evaluate = function (thing, ...more) {
    const look = looks(thing);
    const passes = known.has(look) || evaluate.call(this, thing, ...more);
    if (passes) known.add(look);
    return passes;
  };
  axe.knows = (passed) => { known = new Set(passed); around = new WeakMap(); };
  axe.known = () => [...known];
  const says = (thing) => thing.matches("select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])") ||
    [...thing.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
  axe.hasSeenAll = () => [...document.body.querySelectorAll(":not(.visually-hidden, .skip)")].every((thing) =>
    !says(thing) || known.has(looks(thing)) || !thing.checkVisibility({visibilityProperty: true}));
})();"""

# Whether the page shows the very things that it showed at the look before, which nearly all pages do.
SHOWS_THE_SAME = """;(() => {
  let before = [];
  axe.begins = () => { before = []; };
  axe.showsTheSame = () => {
    const shows = (thing) => thing.checkVisibility({visibilityProperty: true});
    const shown = [...document.querySelectorAll("*")].filter(shows);
    const same = shown.length === before.length && shown.every((thing, place) => thing === before[place]);
    before = shown;
    return same;
  };
})();"""
OF_THE_WINDOW = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""Rules that depend on how wide or dark a window is, and not only on which things show."""
AXE = (files("axe_playwright_python") / "axe.min.js").read_text() + KNOWN_COLOURS + KNOWN_CONTRAST + SHOWS_THE_SAME
FIRST_VISIT_BYTES = 100_000
IMAGES = (".png", ".svg", ".webp", ".jpg", ".ico")

# A card's spine is a background picture beside its words, before which axe cannot tell the words' contrast. Without it
# there is nothing but the card's colour behind them, as the eye sees it. Says first what the page is as it came.
NO_SPINES = """() => {
  const found = {
    language: document.documentElement.lang,
    title: document.title,
    html: document.documentElement.outerHTML,
    loaded: performance.getEntriesByType("resource").map((one) => one.name),
    has_axe: "axe" in window,
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
  };
  window.axe?.begins();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".card { background-image: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return found;
}"""

RUN_AXE = """(rules) => axe.run(document, {
  resultTypes: ["violations"], selectors: false,
  ...(rules ? {runOnly: {type: "rule", values: rules}} : {rules: {"target-size": {enabled: true}}}),
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id}: ${node.html.slice(0, 160)} (${[...node.any, ...node.all, ...node.none][0]?.message ?? rule.help})`)))
"""

# Main things to press are a thumb wide, all others wide enough for a fingertip. Links within a sentence are as high as
# its line, and a box or dot is pressed by its whole label.
SMALL_TARGETS = """() => {
  const main = ".button, .bar__place, .corner__open, .segments a, .chip--link, .choice, .choices label, summary, " +
    ".switch label, select:not(.blank), textarea, input:not([type=checkbox], [type=radio], [type=hidden], .blank)";
  const all = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  const flaws = [];
  for (const thing of document.querySelectorAll(`${main}, ${all}`)) {
    const box = thing.getBoundingClientRect();
    const style = getComputedStyle(thing);
    if (!thing.checkVisibility({visibilityProperty: true}) || box.width <= 1 || thing.matches(".skip")) continue;
    if (style.display === "inline" || thing.closest(".visually-hidden")) continue;
    if (thing.matches("[type=checkbox], [type=radio]") && thing.labels.length) continue;
    const least = thing.matches(main) ? 43.5 : 23.5;
    if (box.height < least || box.width < Math.min(least, 43.5))
      flaws.push(`${Math.round(box.width)} × ${Math.round(box.height)} px: ${thing.outerHTML.slice(0, 120)}`);
  }
  return flaws;
}"""

TOO_WIDE = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > most + 1);
  return [`scrolls sideways: ${wide.at(-1)?.outerHTML.slice(0, 160)}`];
}"""

# A question to the browser takes ten thousandths of a second, so that all of one look is asked at once.
LOOK = f"""async ([rules, passed]) => {{
  axe.knows(passed);
  if (rules && axe.hasSeenAll()) return [[], []];
  const some = !rules && axe.showsTheSame() ? {dumps(OF_THE_WINDOW)} : rules;
  const flaws = [...await ({RUN_AXE})(some), ...(rules ? [] : [...({TOO_WIDE})(), ...({SMALL_TARGETS})()])];
  return [flaws, axe.known()];
}}"""


Look = tuple[int, bool, list[str] | None]
# Every rule in one light, then the colours in the other: a window's width, whether it is dark, and the rules. Where a
# window shows the same things as the one before, every rule is every one that may say something else now.
LOOKS: tuple[Look, ...] = (
    (PHONE, False, None),
    (PHONE, True, ["color-contrast"]),
    (DESK, True, None),
    (DESK, False, ["color-contrast"]),
)
BRIEF = (LOOKS[0], LOOKS[2])
"""Enough for a page behind a door where another was looked at in all four ways: its colours small and large."""


def flaws_of(
    page: Page, looks: Sequence[Look] = LOOKS, passed: set[int] | None = None, *, stays: bool = False
) -> list[str]:
    """All flaws of the page that is open: small and large, light and dark, each as one line.

    `passed` has the looks of words (as numbers) whose contrast was enough on pages before, and gets those of this one.
    The window is as it was afterwards, or, where it `stays`, as the last look had it: the next page begins with that.
    """
    passed = set() if passed is None else passed
    came = page.evaluate(NO_SPINES)
    if not came["has_axe"]:
        page.evaluate(AXE)
    found = [*head(came["language"], came["title"]), *weight(came["html"], came["loaded"])]
    began = Window(page.viewport_size["width"] if page.viewport_size else 0, dark=came["dark"])
    now = began
    for width, dark, rules in _nearest_first(looks, began):
        now = _become(page, now, Window(width, dark=dark))
        flaws, known = page.evaluate(LOOK, [rules, list(passed)])
        passed.update(known)
        found += [f"{width} px, {'dark' if dark else 'light'}: {flaw}" for flaw in flaws]
    if not stays:
        _become(page, now, began)
    return found


class Window(NamedTuple):
    """How a window is: how wide, and whether somebody is at it who asks for dark pages."""

    width: int
    dark: bool


def _nearest_first(looks: Sequence[Look], now: Window) -> Iterator[Look]:
    """The looks in the order that changes the window least: each change lays the page out anew."""
    left = list(looks)
    while left:
        look = min(left, key=lambda one: (one[0] != now.width, one[1] != now.dark))
        left.remove(look)
        now = Window(*look[:2])
        yield look


def _become(page: Page, now: Window, then: Window) -> Window:
    if then.width and then.width != now.width:
        page.set_viewport_size({"width": then.width, "height": HEIGHTS[then.width]})
    if then.dark != now.dark:
        page.emulate_media(color_scheme="dark" if then.dark else "light")
    return then


def carry_axe(page: Page) -> None:
    """Let every page that opens in this window have axe from the start: half a megabyte is sent once, not to each."""
    page.context.add_init_script(AXE)


def head(language: str, title: str) -> list[str]:
    """What a page says of itself before its first word."""
    flaws = [] if language else ["the page does not say its language"]
    return flaws if title.removesuffix("· Hometeam").strip() else [*flaws, "the page has no title of its own"]


def of_names(html: str) -> list[str]:
    """Things that share the name (`id`) that labels and links find them by, or have an empty one."""
    names = Named()
    names.feed(html)
    shared = [name for name, times in Counter(names.found).items() if times > 1 and name]
    flaws = [f'{names.found.count(name)} things are named id="{name}"' for name in shared]
    return flaws if all(names.found) else [*flaws, 'something has an empty id=""']


class Named(HTMLParser):
    """The names of all things on a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name == "id"]


def weight(html: str, loaded: list[str]) -> list[str]:
    """Whether a first visit is heavier than it may be, before images: the page and everything it calls for, as sent."""
    resources = [urlsplit(name).path for name in loaded]
    total = len(gzip.compress(html.encode(), 6)) + sum(_packed(path) for path in set(resources))
    return [f"{total:,} bytes on a first visit"] if total > FIRST_VISIT_BYTES else []


@cache
def _packed(path: str) -> int:
    """A static file's size as the house sends it: packed, unless it is packed by nature; 0 for pictures and sounds."""
    if not path.startswith("/static/") or path.endswith(IMAGES):
        return 0
    found: Any = finders.find(path.removeprefix("/static/"))
    if found is None:
        return 0
    content = Path(found).read_bytes()
    return len(content) if path.endswith("woff2") else len(gzip.compress(content, 9))
