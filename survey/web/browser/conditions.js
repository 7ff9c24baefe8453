// When a question is shown: the conditions of questionnaires/conditions.py, worked out on the device. Both engines run
// tests/reference/routing/vectors.json. A condition is data, and two-valued: what is not answered makes it false.

/** @import { Condition, Form, Sheet } from "./form.js" */

/**
 * Whether a condition holds for one respondent's answers.
 *
 * @param {Condition} condition
 * @param {Form} form
 * @param {Sheet} sheet
 * @returns {boolean}
 */
export function holds(condition, form, sheet) {
  switch (condition.when) {
    case "answer":
      return atLeast(condition, (item) => chosen(sheet, item).some((code) => condition.is.includes(code)));
    case "answered":
      return atLeast(condition, (item) => chosen(sheet, item).some((code) => form.index.get(item)?.said.includes(code)));
    case "all":
      return condition.of.every((part) => holds(part, form, sheet));
    case "either":
      return condition.of.some((part) => holds(part, form, sheet));
    case "not":
      return !holds(condition.of, form, sheet);
  }
}

/**
 * @param {{items: string[], at_least: number}} condition
 * @param {(item: string) => boolean} meets
 */
function atLeast(condition, meets) {
  return condition.items.filter(meets).length >= condition.at_least;
}

/**
 * @param {Sheet} sheet
 * @param {string} item
 */
function chosen(sheet, item) {
  return sheet.get(item) ?? [];
}
