// What is wrong, said as the server's page says it: a summary that has the focus, with a link to each field, and the same
// words beside the field. What is wrong with a code is said at once, and no one is asked.
import { copyOf, one, pageOf, wordOf } from "./copies.js";

/** @import { CodeFault } from "./code.js" */

/**
 * One thing to mend: `field` is marked, `described` is what the words describe, they stand before `before`, and the
 * summary's line, led by `label`, goes to `target`.
 *
 * @typedef {{field: Element, described: Element, before: Element, target: Element, label: string}} Place
 */

/** Take away what was said to be wrong. */
export function clearFaults() {
  const main = one("main");
  for (const said of main.querySelectorAll(".summary, .fault")) said.remove();
  for (const field of main.querySelectorAll(".faulty")) field.classList.remove("faulty");
  for (const field of main.querySelectorAll('[aria-describedby$="-fault"]')) describe(field, "");
  main.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  const mark = `${wordOf("fault")} `;
  if (document.title.startsWith(mark)) document.title = document.title.slice(mark.length);
}

/**
 * Faults of a part, in the order of the page.
 *
 * @param {{item: string, code: string}[]} faults
 */
export function showFaults(faults) {
  const known = ["required", "exclusive", "several"];
  say(faults.map(({ item, code }) => ({ place: fieldOf(item), words: wordsOf(known.includes(code) ? code : "unknown") })));
}

/**
 * @param {CodeFault} fault
 */
export function showCodeFault({ reason, position }) {
  const input = one("#code");
  const field = /** @type {Element} */ (input.closest(".question"));
  const words = wordsOf(`code-${reason}`);
  const numbers = { position, group: Math.ceil(position / 4), place: ((position - 1) % 4) + 1 };
  const text = one("span:last-child", words);
  for (const [name, number] of Object.entries(numbers)) {
    text.textContent = (text.textContent ?? "").replace(`{${name}}`, String(number));
  }
  say([{ place: { field, described: input, before: input, target: input, label: "" }, words }]);
  input.setAttribute("aria-invalid", "true");
}

/**
 * @param {string} item
 * @returns {Place}
 */
function fieldOf(item) {
  const field = one(`#${CSS.escape(item)}`);
  const target = one("input", field);
  return { field, described: field, before: one(".options", field), target, label: textOf(one("legend", field)) };
}

/**
 * @param {string} name
 * @returns {HTMLElement} a paragraph
 */
function wordsOf(name) {
  return one("p", copyOf(`[data-fault="${name}"]`).content);
}

/**
 * @param {{place: Place, words: HTMLElement}[]} faults
 */
function say(faults) {
  clearFaults();
  const { content } = pageOf("summary");
  const list = one("ul", content);
  one(".summary", content).removeAttribute("autofocus"); // for a page that comes from the server
  const line = one("li", list);
  line.remove();
  for (const { place, words } of faults) {
    words.id = `${place.described.id}-fault`;
    place.field.classList.add("faulty");
    place.before.before(words);
    describe(place.described, words.id);
    const item = /** @type {HTMLElement} */ (line.cloneNode(true));
    one("a", item).setAttribute("href", `#${place.target.id}`);
    one("a", item).textContent = [place.label, textOf(one("span:last-child", words))].filter(Boolean).join(" – ");
    list.append(item);
  }
  one("main").prepend(content);
  document.title = `${wordOf("fault")} ${document.title}`;
  window.scrollTo(0, 0);
  one(".summary").focus({ preventScroll: true });
}

/** @param {Element} element */
function textOf(element) {
  return (element.textContent ?? "").trim();
}

/**
 * @param {Element} element is described by its hint, if it has one, and by what is wrong with it
 * @param {string} fault id of that, or nothing
 */
function describe(element, fault) {
  const hint = document.getElementById(`${element.id}-hint`) ? `${element.id}-hint` : "";
  const ids = [hint, fault].filter(Boolean).join(" ");
  if (ids) element.setAttribute("aria-describedby", ids);
  else element.removeAttribute("aria-describedby");
}
