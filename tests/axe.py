"""What axe finds wrong with a page: every rule of WCAG 2.0 to 2.2 at A and AA, of EN 301 549, and of best practice.

A page that has been looked at with every rule can be looked at again on another screen or in other colours with fewer:
while the same elements are shown, those whose outcome hangs on styles and places (STYLED), and while all of them stand
in the same places too, those whose outcome hangs on colours (COLOURED).
Where axe cannot tell whether a text stands out from its ground, the colours are compared here instead, so that nothing
is passed over. Again and in forced colours every text is compared so, and axe is not asked: it takes most of its time
for that, and reads a colour of text (-webkit-text-fill-color) that Chromium gives as if no colours were forced. This
knows no pictures behind a text and nothing that covers it; those axe has seen in the first look.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page

#: axe has no rule of its own for level A of WCAG 2.2: what is new there is asked of keyboards and forms, and tested so.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice")
#: Rules under these tags that axe leaves out unless they are asked for by name; "hidden-content" is no rule, it only
#: says that something is hidden.
ASKED_FOR = (
    "css-orientation-lock", "focus-order-semantics", "label-content-name-mismatch", "p-as-heading",
    "table-fake-caption", "td-has-header",
)  # fmt: skip
#: The rules that read more of styles than whether an element is shown; tests/test_axe.py watches what each rule reads.
#: css-orientation-lock is not among them: it reads style sheets as they are written, whatever the screen.
STYLED = (
    "avoid-inline-spacing", "color-contrast", "label-content-name-mismatch", "landmark-one-main", "link-in-text-block",
    "p-as-heading", "page-has-heading-one", "scrollable-region-focusable", "skip-link", "target-size",
)  # fmt: skip
#: Those of them that read colours.
COLOURED = ("color-contrast", "link-in-text-block")

# What is shown is told by one sign an element and its place by four numbers, so that two looks can be compared.
_RUN = """
async ([tags, askedFor, styled, coloured, known]) => {
  if (typeof axe !== "object") return null;
  const every = {visibilityProperty: true, contentVisibilityAuto: true};
  const elements = [...document.querySelectorAll("*")];
  const shown = elements.map((one) => +one.checkVisibility(every)).join("");
  const placed = elements.map((one) => Object.values(one.getBoundingClientRect().toJSON()).join()).join(" ");
  const forced = matchMedia("(forced-colors: active)").matches;
  const rules = Object.fromEntries(askedFor.map((id) => [id, {enabled: true}]));
  if (forced || known.length) rules["color-contrast"] = {enabled: false};
  const fewer = known.some((one) => one.placed === placed && one.shown === shown) ? coloured : styled;
  const again = {type: "rule", values: fewer.filter((id) => id !== "color-contrast")};
  const {violations, incomplete} = await axe.run(document, {
    ...(known.some((one) => one.shown === shown) ? {runOnly: again} : {runOnly: {type: "tag", values: tags}, rules}),
    resultTypes: ["violations", "incomplete"],
  });
  return {seen: {shown, placed}, compare: forced || known.length > 0, violations, incomplete};
}
"""

# The colour of a text and of the ground behind it, what is seen through being mixed, by the formula of WCAG 2.2, 1.4.3.
# Of the elements that are named, or of every element that a text is seen in.
_CONTRAST = """
targets => {
  const dot = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      dot.clearRect(0, 0, 1, 1); dot.fillStyle = colour; dot.fillRect(0, 0, 1, 1);
      known.set(colour, [...dot.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(colour);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map(
      (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (above, below) => below.map((part, n) => part + (above[n] - part) * above[3] / 255);
  const ground = (one) => {
    const own = one ? rgba(getComputedStyle(one).backgroundColor) : rgba("canvas");
    return own[3] === 255 ? own : over(own, ground(one.parentElement));
  };
  const ratio = (one) => {
    const behind = ground(one);
    const text = over(rgba(getComputedStyle(one).color), behind);
    const [dark, bright] = [light(text), light(behind)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const written = () => {
    const found = new Set(document.querySelectorAll("input[type=text], textarea"));
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      range.selectNode(texts.currentNode);
      if (texts.currentNode.data.trim() && range.getClientRects().length) found.add(texts.currentNode.parentElement);
    }
    return [...found];
  };
  const looked = targets ? targets.map((target) => document.querySelector(target)) : written();
  return looked.map((one) => [ratio(one), one.outerHTML.slice(0, 200)]).filter(([found]) => found < 4.5);
}
"""


Seen = dict[str, str]


class Look(msgspec.Struct, frozen=True):
    """What is wrong with a page, a line each; which elements were shown on it, and where."""

    faults: list[str]
    seen: Seen


class Axe:
    """Looks at pages as they are now: which screen and colours they are shown in is the test's matter."""

    def __init__(self, source: str, *, strict: bool = True) -> None:
        """*strict*: also by the rules in ASKED_FOR, and what axe cannot judge is a fault."""
        self._source = source
        self._strict = strict

    def faults(self, page: Page) -> list[str]:
        """What is wrong with *page*, a line each. Our own scripts may be off, JavaScript may not."""
        return self.look(page).faults

    def look(self, page: Page, known: Sequence[Seen] = ()) -> Look:
        """Look with every rule, or with as few as what is *known* of the same page from earlier looks allows."""
        asked = [list(TAGS), list(ASKED_FOR if self._strict else ()), list(STYLED), list(COLOURED), list(known)]
        found: dict[str, Any] | None = page.evaluate(_RUN, asked)
        if found is None:
            page.evaluate(self._source)
            found = page.evaluate(_RUN, asked)
        assert found is not None
        lines: list[str] = []
        unclear: list[str] = []
        for kind in ("violations", "incomplete"):
            for fault in found[kind]:
                if fault["id"] == "color-contrast" and kind == "incomplete":
                    unclear += [node["target"][0] for node in fault["nodes"]]
                elif self._strict or kind == "violations":
                    lines += [f"{fault['id']}: {fault['help']}: {node['html'][:200]}" for node in fault["nodes"]]
        if unclear or found["compare"]:
            low: list[tuple[float, str]] = page.evaluate(_CONTRAST, None if found["compare"] else unclear)
            lines += [f"contrast of {ratio:.2f}: {html}" for ratio, html in low]
        return Look(lines, found["seen"])


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe itself."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def axe(axe_source: str) -> Axe:
    """The looker at the respondents' pages."""
    return Axe(axe_source)


@pytest.fixture(scope="session")
def accessibility_faults(axe_source: str) -> Callable[[Page], list[str]]:
    """What axe is sure is wrong with a page, a line each; contrast is worked out where it is not."""
    return Axe(axe_source, strict=False).faults
