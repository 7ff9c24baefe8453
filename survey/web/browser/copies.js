// Copies of what the server drew: every page, notice and word that the script shows stands in a `template` element of the
// page, made by the macros that make the server's own pages. Nothing makes markup from text, and no wording stands in a
// script.

/** @typedef {{content: DocumentFragment}} Copy */

const SOON_MS = 100;
const STAYS_MS = 5000;
/** @type {ReturnType<typeof setTimeout>[]} what is yet to be done with the words being said */
let said = [];

/**
 * A copy of one template.
 *
 * @param {string} selector which of them, as an attribute selector
 * @returns {Copy}
 */
export function copyOf(selector) {
  const found = one(`#device template${selector}`);
  if (!(found instanceof HTMLTemplateElement)) throw new Error(`${selector} is no template`);
  return { content: document.importNode(found.content, true) };
}

/**
 * @param {string} name of a page, a notice or a word
 * @returns {Copy}
 */
export function pageOf(name) {
  return copyOf(`[data-page="${name}"]`);
}

/**
 * @param {string} name
 * @returns {string} a word or sentence of the interface
 */
export function wordOf(name) {
  return (pageOf(`word-${name}`).content.textContent ?? "").trim();
}

/**
 * The first element that fits; the pages are ours, so one that is missing is a fault.
 *
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {HTMLElement}
 */
export function one(selector, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`nothing on the page is ${selector}`);
  return found;
}

/**
 * Say something to who listens to the page, without moving the focus. The region stands in the page from the beginning and is
 * emptied first, since what is said in a new one, or said twice alike, is not heard. It does not stay to be found later.
 *
 * @param {string} text
 */
export function announce(text) {
  hush();
  said = [setTimeout(() => document.getElementById("said")?.append(text), SOON_MS), setTimeout(hush, SOON_MS + STAYS_MS)];
}

/** What was said belongs to the page before. */
export function hush() {
  said.forEach(clearTimeout);
  document.getElementById("said")?.replaceChildren();
}
