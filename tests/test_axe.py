"""The looker sees: what is wrong is found, first and again and in forced colours, and what is right is not."""

import pytest
from playwright.sync_api import Page

from tests.axe import ASKED_FOR, COLOURED, STYLED, TAGS, Axe
from tests.browser import SCREENS, NewPage

PAGE = """<!doctype html><html lang="sv"><title>En sida</title><style>p {{ margin: 0 }}</style><main>
<h1>En sida</h1><p style="{style}">Läs det här</p></main>"""

#: Something for each rule to look at.
RICH = """<!doctype html><html lang="sv"><title>En sida</title><a href="#m" class="skip">Hoppa</a>
<style>.skip {position: absolute; left: -99px} .small {width: 9px; overflow: auto; height: 9px}</style>
<main id="m" tabindex="-1"><h1>En sida</h1><p>Läs <a href="/x">det här</a> och <b>det</b></p>
<p style="font-weight: bold; letter-spacing: 1px">fet</p><p>mager</p>
<div class="small"><p>en lång text</p></div><form><label>x<input></label>
<fieldset><legend>y</legend><label><input type="radio">z</label></fieldset><select aria-label="s"><option>1</select>
<button aria-label="gå vidare">gå</button></form><svg role="img" aria-label="bild"></svg><img alt="" src="data:,">
<table><caption>t</caption><tr><th>a<td>b</table><ul><li>a</ul><dl><dt>a<dd>b</dl><details><summary>s</summary>t
</details><progress value="1" aria-label="p"></progress><div role="dialog" aria-label="d">d</div></main></html>"""

# What each rule reads of styles and places while it runs alone, beyond what tells whether an element is shown.
_READ = """
async ([tags, askedFor]) => {
  const plain = new Set(["display", "visibility", "content-visibility"]);
  let read = new Set();
  const styles = window.getComputedStyle;
  const note = (name) => { if (!plain.has(name)) read.add(name) };
  window.getComputedStyle = (...given) => new Proxy(styles.apply(window, given), {get(style, name) {
    if (name === "getPropertyValue") return (asked) => { note(asked); return style.getPropertyValue(asked) };
    if (typeof name === "string") note(name);
    const found = Reflect.get(style, name, style);
    return typeof found === "function" ? found.bind(style) : found;
  }});
  for (const name of ["scrollWidth", "scrollHeight", "clientWidth", "clientHeight"]) {
    const {get} = Object.getOwnPropertyDescriptor(Element.prototype, name);
    Object.defineProperty(Element.prototype, name, {get() { note(name); return get.call(this) }});
  }
  const styled = [], coloured = [];
  for (const {ruleId, tags: own} of axe.getRules(tags)) {
    if (own.includes("deprecated") || own.includes("experimental") && !askedFor.includes(ruleId)) continue;
    read = new Set();
    await axe.run(document, {runOnly: {type: "rule", values: [ruleId]}});
    if (read.size) styled.push(ruleId);
    if ([...read].some((name) => name.includes("color"))) coloured.push(ruleId);
  }
  return [styled.sort(), coloured.sort()];
}
"""


@pytest.fixture
def shown(new_page: NewPage) -> Page:
    page = new_page()
    page.goto("about:blank")
    return page


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize(
    ("style", "wrong"),
    [
        ("color: #000", False),
        ("color: #bbb; background: #fff; forced-color-adjust: none", True),
        ("color: #777; background: linear-gradient(#888, #888); forced-color-adjust: none", True),
    ],
)
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_a_text_that_does_not_stand_out_is_found(
    shown: Page, axe: Axe, style: str, forced: str, *, wrong: bool, again: bool
) -> None:
    shown.emulate_media(forced_colors="active" if forced == "active" else "none")
    shown.set_content(PAGE.format(style=style))
    known = [axe.look(shown).seen] if again else []
    assert bool(axe.look(shown, known).faults) == wrong


def test_what_is_wrong_beside_colours_is_found_in_forced_colours_too(shown: Page, axe: Axe) -> None:
    shown.emulate_media(forced_colors="active")
    shown.set_content(PAGE.format(style="").replace("<h1>", "<img src=x><h1>"))
    assert [fault.split(":")[0] for fault in axe.faults(shown)] == ["image-alt"]


def test_what_is_shown_on_one_screen_alone_is_looked_at_there(shown: Page, axe: Axe) -> None:
    shown.set_viewport_size(SCREENS["phone"])
    picture = "<style>@media (max-width: 600px) { img { display: none } }</style><img src=x><h1>"
    shown.set_content(PAGE.format(style="").replace("<h1>", picture))
    first = axe.look(shown)
    assert first.faults == []
    shown.set_viewport_size(SCREENS["desk"])
    assert [fault.split(":")[0] for fault in axe.look(shown, [first.seen]).faults] == ["image-alt"]


def test_what_has_moved_is_looked_at_again(shown: Page, axe: Axe) -> None:
    shown.set_viewport_size(SCREENS["phone"])
    small = "button { display: block; padding: 0; border: 0; width: 40px; height: 40px }"
    narrow = "@media (min-width: 600px) { button { width: 9px; height: 9px } }"
    buttons = f"<style>{small} {narrow}</style><button>a</button><button>b</button><h1>"
    shown.set_content(PAGE.format(style="").replace("<h1>", buttons))
    first = axe.look(shown)
    assert first.faults == []
    shown.set_viewport_size(SCREENS["desk"])
    assert {fault.split(":")[0] for fault in axe.look(shown, [first.seen]).faults} == {"target-size"}


def test_the_rules_that_read_styles_are_those_that_are_asked_again(shown: Page, axe: Axe) -> None:
    shown.set_content(RICH)
    axe.faults(shown)
    styled, coloured = shown.evaluate(_READ, [list(TAGS), list(ASKED_FOR)])
    assert (styled, coloured) == (list(STYLED), list(COLOURED))


def test_every_tag_that_is_asked_for_names_rules(shown: Page, axe: Axe) -> None:
    axe.faults(shown)
    rules = shown.evaluate("tags => tags.map((tag) => axe.getRules([tag]).length)", list(TAGS))
    assert min(rules) > 0, dict(zip(TAGS, rules, strict=True))
    assert set(ASKED_FOR) <= set(shown.evaluate("tags => axe.getRules(tags).map((rule) => rule.ruleId)", list(TAGS)))
