// What is seen. A page is copied from its template and takes the place of what `main` holds; its heading gets the focus,
// and the screen is at the top, as when a page comes from a server. The title stays: browsers write titles down, and one that
// told how far somebody came would tell more than that the page was opened.
import { copyOf, hush, one } from "./copies.js";
import { clearFaults } from "./faults.js";
import { NOT_SHOWN } from "./sheet.js";

/** @import { Part } from "./form.js" */
/** @import { Copy } from "./copies.js" */
/** @typedef {{nodes: Node[], brand: Element}} Entry */

const PREFIX = "a-"; // of an item's name in the form, as survey/web/fields.py

/**
 * Put a page before the reader. *support* are the contacts in the footer, which some pages have in their own text.
 *
 * @param {Copy} page
 * @param {boolean} support
 */
export function show(page, support = true) {
  put([...page.content.childNodes]);
  if (support) one(".foot").prepend(one("details", copyOf(`[data-frame="${municipality()}"]`).content));
}

/** @param {Node[]} nodes */
function put(nodes) {
  document.querySelector(".foot > details")?.remove();
  one("main").replaceChildren(...nodes);
  clearFaults();
  hush();
  window.scrollTo(0, 0);
  const heading = one("h1", one("main"));
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** The first page as it stands, to be shown again. @returns {Entry} */
export function takeEntry() {
  return { nodes: [...one("main").childNodes], brand: one(".brand span") };
}

/**
 * The first page once more, of all municipalities.
 *
 * @param {Entry} entry
 */
export function showEntry(entry) {
  one(".brand span").replaceWith(entry.brand);
  delete document.documentElement.dataset.municipality;
  put(entry.nodes);
}

/**
 * The page is that of one municipality: its name, its contacts and its colours. The way out is the same for all, so that
 * the address does not tell who leaves.
 *
 * @param {string} code four digits
 */
export function setMunicipality(code) {
  const { content } = copyOf(`[data-frame="${code}"]`);
  one(".brand span").replaceWith(one(".brand span", content));
  document.documentElement.dataset.municipality = code;
}

function municipality() {
  return document.documentElement.dataset.municipality ?? "";
}

/** The button says that Esc leaves too: it is true once the script runs. */
export function showKeys() {
  one(".leave .keys").hidden = false;
}

/**
 * Fill the places of a page that stand for something of this municipality or this answer.
 *
 * @param {Copy} page
 * @param {Record<string, string>} texts slot to what is to stand there
 */
export function fill(page, texts = {}) {
  for (const [slot, text] of Object.entries(texts)) one(`[data-slot="${slot}"]`, page.content).textContent = text;
  const frame = copyOf(`[data-frame="${municipality()}"]`).content;
  page.content.querySelector('[data-slot="contacts"]')?.append(one(".contacts", frame));
  const leave = page.content.querySelector('[data-slot="leave"]');
  if (leave) {
    const link = /** @type {HTMLElement} */ (one(".leave").cloneNode(true));
    link.className = "button";
    one(".keys", link).remove();
    leave.append(link);
  }
  return page;
}

/**
 * One part of the form, with what has been answered on it.
 *
 * @param {Part} part
 * @param {string} group
 * @param {number} place
 * @param {number[]} stand how each question stands
 * @param {Map<string, string[]>} given
 * @returns {Copy}
 */
export function drawPart(part, group, place, stand, given) {
  const page = copyOf(`[data-part="${place}"][data-group="${group}"]`);
  const buttons = one(".buttons", page.content);
  part.questions.forEach(({ id }, at) => {
    if (stand[at] === NOT_SHOWN) return;
    buttons.before(copyOf(`[data-question="${id}"][data-stand="${stand[at]}"][data-groups~="${group}"]`).content);
  });
  for (const input of boxes(page.content)) input.checked = given.get(itemOf(input))?.includes(input.value) ?? false;
  return page;
}

/**
 * What the page that is shown has been answered: every item on it, also those with nothing chosen.
 *
 * @returns {Map<string, string[]>}
 */
export function readAnswers() {
  const found = new Map();
  for (const input of boxes(one("main"))) {
    const codes = found.get(itemOf(input)) ?? [];
    found.set(itemOf(input), input.checked ? [...codes, input.value] : codes);
  }
  return found;
}

/**
 * @param {ParentNode} within
 * @returns {NodeListOf<HTMLInputElement>}
 */
function boxes(within) {
  return within.querySelectorAll(`input[name^="${PREFIX}"]`);
}

/** @param {HTMLInputElement} input */
function itemOf(input) {
  return input.name.slice(PREFIX.length);
}

/** Nothing is left to see. */
export function blank() {
  document.body.textContent = "";
}
