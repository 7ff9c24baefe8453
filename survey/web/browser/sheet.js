// A sheet: one respondent's cleaned answers, the way through the form that follows from them, and the row they become.
// The rules are those of questionnaires/sheets.py and survey/web/respond/parts.py, and the same vectors hold both to
// them (tests/reference/routing/vectors.json). Faults are values; nothing here knows of pages, codes or the network.
import { holds } from "./conditions.js";
import { bytesOf } from "./framing.js";

/** @import { Condition, Form, Item, Part, Question, Sheet } from "./form.js" */
/** @typedef {{item: string, code: "required" | "exclusive" | "several" | "unknown_option" | "unknown_item"}} Fault */

/** How a question stands on a page; a number from 0 is the variant whose wording it has. */
export const NOT_SHOWN = -2;
export const OWN_WORDING = -1;

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * The sheet that the answers make for someone of a group. Items are taken in the order of the form, so that routing
 * sees cleaned answers; what is not shown is dropped without a fault, since a changed earlier answer makes later void.
 *
 * @param {Form} form
 * @param {string} group
 * @param {Map<string, string[]>} given item id to the codes as the page has them
 * @returns {{sheet: Sheet, faults: Fault[]}}
 */
export function clean(form, group, given) {
  const sheet = new Map();
  /** @type {Fault[]} */
  const faults = [...given.keys()]
    .filter((item) => !form.index.has(item))
    .sort()
    .map((item) => ({ item, code: "unknown_item" }));
  for (const item of form.items) {
    if (!isAsked(form, item, group, sheet)) continue;
    const { picked, fault } = one(item, given.get(item.id) ?? []);
    if (picked.length) sheet.set(item.id, picked);
    if (fault) faults.push({ item: item.id, code: fault });
  }
  return { sheet, faults };
}

/**
 * What was chosen of one item, in the order of the form, and the fault in it.
 *
 * @param {Item} item
 * @param {string[]} chosen
 * @returns {{picked: string[], fault: Exclude<Fault["code"], "unknown_item"> | null}}
 */
function one(item, chosen) {
  const picked = item.codes.filter((code) => chosen.includes(code));
  if (!chosen.length) return { picked, fault: item.required ? "required" : null };
  if (!chosen.every((code) => item.codes.includes(code))) return { picked, fault: "unknown_option" };
  if (picked.length < 2) return { picked, fault: null };
  if (!item.multiple) return { picked, fault: "several" };
  return { picked, fault: picked.some((code) => item.alone.includes(code)) ? "exclusive" : null };
}

/**
 * @param {Form} form
 * @param {Item} item
 * @param {string} group
 * @param {Sheet} sheet the answers before the item, at least
 */
function isAsked(form, item, group, sheet) {
  return item.groups.includes(group) && isMet(item.shown_if, form, sheet);
}

/**
 * @param {Condition | null} condition
 * @param {Form} form
 * @param {Sheet} sheet
 */
function isMet(condition, form, sheet) {
  return condition === null || holds(condition, form, sheet);
}

/**
 * How each question of a part stands: all that decides how the page looks before it is answered.
 *
 * @param {Form} form
 * @param {Part} part
 * @param {string} group
 * @param {Sheet} sheet
 * @returns {number[]} NOT_SHOWN, OWN_WORDING, or the variant's number, for each question
 */
export function standing(form, part, group, sheet) {
  return part.questions.map((question) => {
    if (!isShown(form, question, group, sheet)) return NOT_SHOWN;
    return question.variants.findIndex((variant) => holds(variant, form, sheet)); // none: -1, the own wording
  });
}

/**
 * @param {Form} form
 * @param {Question} question
 * @param {string} group
 * @param {Sheet} sheet
 */
function isShown(form, question, group, sheet) {
  const item = form.index.get(question.items[0]);
  return item !== undefined && item.groups.includes(group) && isMet(question.shown_if, form, sheet);
}

/**
 * The place of the next part with a question to show after `place`; the number of parts, the page that sends, if none.
 *
 * @param {Form} form
 * @param {string} group
 * @param {Sheet} sheet
 * @param {number} place from 0; -1 before the first
 * @returns {number}
 */
export function following(form, group, sheet, place) {
  const parts = form.parts[group];
  const later = parts.findIndex((part, at) => at > place && isPartMet(form, part, group, sheet));
  return later < 0 ? parts.length : later;
}

/**
 * The place of the last part with a question to show before `place`; null on the first.
 *
 * @param {Form} form
 * @param {string} group
 * @param {Sheet} sheet
 * @param {number} place
 * @returns {number | null}
 */
export function preceding(form, group, sheet, place) {
  const parts = form.parts[group];
  for (let before = place - 1; before >= 0; before -= 1) {
    if (isPartMet(form, parts[before], group, sheet)) return before;
  }
  return null;
}

/**
 * @param {Form} form
 * @param {Part} part
 * @param {string} group
 * @param {Sheet} sheet
 */
function isPartMet(form, part, group, sheet) {
  return part.questions.some((question) => isShown(form, question, group, sheet));
}

/**
 * The row of a sheet, of one width whatever was answered: a single item is the letter of its option, `.` not answered,
 * `-` not shown; an item of several choices has `1` or `0` for each option, or `.` or `-` throughout.
 *
 * @param {Form} form
 * @param {string} group
 * @param {Sheet} sheet as `clean` gave it, without faults
 * @returns {Uint8Array<ArrayBuffer>} ASCII, `form.width` bytes
 * @throws {Error} for anything that is no clean sheet
 */
export function encode(form, group, sheet) {
  const again = clean(form, group, sheet);
  if (!(group in form.parts) || again.faults.length || !isSame(again.sheet, sheet)) {
    throw new Error("these answers are not a clean sheet; clean them before encoding");
  }
  const row = form.items.map((item) => symbolsOf(item, isAsked(form, item, group, sheet), sheet.get(item.id)));
  return bytesOf(row.join(""));
}

/**
 * @param {Item} item
 * @param {boolean} shown
 * @param {string[] | undefined} picked
 */
function symbolsOf(item, shown, picked) {
  if (!shown) return "-".repeat(item.width);
  if (!picked) return ".".repeat(item.width);
  if (!item.multiple) return LETTERS[item.codes.indexOf(picked[0])];
  return item.codes.map((code) => (picked.includes(code) ? "1" : "0")).join("");
}

/**
 * @param {Sheet} one
 * @param {Sheet} other
 */
function isSame(one, other) {
  return one.size === other.size && [...one].every(([item, codes]) => other.get(item)?.join() === codes.join());
}
