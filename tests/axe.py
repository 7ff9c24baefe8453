"""What axe finds wrong with a page: every rule of WCAG 2.0 to 2.2 at A and AA, of EN 301 549, and of best practice.

Where axe cannot tell whether a text stands out from its ground, the colours are compared here instead, so that nothing
is passed over. In forced colours that is all of what it says of contrast: it reads a colour of text (-webkit-text-fill-
color) that Chromium gives as if no colours were forced. A page is looked at as it is now: which screen and scheme it is
shown in is the test's matter.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page

#: axe has no rule of its own for level A of WCAG 2.2: what is new there is asked of keyboards and forms, and tested so.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice")

_RUN = """
tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"]})
"""

# The colour of a text and of the first ground behind it that is not seen through, by the formula of WCAG 2.2, 1.4.3.
_CONTRAST = """
targets => {
  const dot = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    dot.clearRect(0, 0, 1, 1); dot.fillStyle = colour; dot.fillRect(0, 0, 1, 1);
    return [...dot.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map(
      (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return targets.map((target) => {
    const one = document.querySelector(target);
    let behind = one, ground = [255, 255, 255, 255];
    while (behind) {
      const found = rgba(getComputedStyle(behind).backgroundColor);
      if (found[3] === 255) { ground = found; break; }
      behind = behind.parentElement;
    }
    const [dark, bright] = [light(rgba(getComputedStyle(one).color)), light(ground)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  });
}
"""


class Findings(msgspec.Struct):
    """What became of all the pages that were looked at: how many, and what was left for the eye."""

    pages: int = 0
    compared: int = 0


class Axe:
    """Looks at pages, and counts them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.findings = Findings()

    def faults(self, page: Page) -> list[str]:
        """What is wrong with *page*, a line each. Our own scripts may be off, JavaScript may not."""
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(self._source)
        forced = page.evaluate("matchMedia('(forced-colors: active)').matches")
        found: dict[str, list[dict[str, Any]]] = page.evaluate(_RUN, list(TAGS))
        self.findings.pages += 1
        lines, contrasts = [], []
        for kind in ("violations", "incomplete"):
            for fault in found[kind]:
                if fault["id"] == "color-contrast" and (forced or kind == "incomplete"):
                    contrasts += fault["nodes"]
                else:
                    lines += [f"{fault['id']}: {fault['help']}: {node['html'][:200]}" for node in fault["nodes"]]
        return lines + self._compare(page, contrasts)

    def _compare(self, page: Page, nodes: list[dict[str, Any]]) -> list[str]:
        """Contrasts that axe left open: those that are too low."""
        ratios: list[float] = page.evaluate(_CONTRAST, [node["target"][0] for node in nodes])
        self.findings.compared += len(ratios)
        pairs = zip(nodes, ratios, strict=True)
        return [f"contrast of {ratio:.2f}: {node['html'][:200]}" for node, ratio in pairs if ratio < 4.5]


@pytest.fixture(scope="session")
def axe() -> Axe:
    """The looker."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return Axe(Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def accessibility_faults(axe: Axe) -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page, a line each."""
    return axe.faults
