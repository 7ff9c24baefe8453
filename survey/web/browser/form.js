// The form as the page carries it: what is asked of whom and when, without any wording. The server writes it into the
// page as a block of data (survey/web/respond/device.py), the same for everyone; wording and markup stand in templates.

/** @typedef {{when: "answer", items: string[], is: string[], at_least: number}} Answer */
/** @typedef {{when: "answered", items: string[], at_least: number}} Answered */
/** @typedef {{when: "all" | "either", of: Condition[]}} Several */
/** @typedef {{when: "not", of: Condition}} Not */
/** @typedef {Answer | Answered | Several | Not} Condition */

/**
 * One thing to answer, and where its symbols stand in a row. `said` are the codes that are answers in substance, `alone`
 * those that exclude every other.
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string[]} codes
 * @property {string[]} said
 * @property {string[]} alone
 * @property {boolean} multiple
 * @property {boolean} required
 * @property {string[]} groups
 * @property {number} offset
 * @property {number} width
 * @property {Condition | null} shown_if
 */

/** @typedef {{id: string, items: string[], shown_if: Condition | null, variants: Condition[]}} Question */

/**
 * One page of the form: `number` is that of its section among the group's, from 1; `total` how many they are.
 *
 * @typedef {{number: number, total: number, questions: Question[]}} Part
 */

/**
 * @typedef {object} Form
 * @property {string} wave
 * @property {Uint8Array} fingerprint
 * @property {number} k
 * @property {Uint8Array<ArrayBuffer>[]} trustees public keys, uncompressed points of P-256
 * @property {string[]} strata
 * @property {number} width bytes of a row
 * @property {string} closes_at
 * @property {Item[]} items
 * @property {Record<string, Part[]>} parts of each group
 * @property {Map<string, Item>} index of the items by id
 */

/** @typedef {Map<string, string[]>} Sheet item id to the codes chosen; what was not answered is absent */

/**
 * The form in a block of data.
 *
 * @param {Element} element
 * @returns {Form}
 */
export function readForm(element) {
  const read = JSON.parse(element.textContent ?? "");
  const index = new Map(read.items.map((/** @type {Item} */ item) => [item.id, item]));
  return { ...read, index, fingerprint: fromHex(read.fingerprint), trustees: read.trustees.map(fromHex) };
}

/**
 * @param {string} text two hexadecimal digits a byte
 * @returns {Uint8Array<ArrayBuffer>}
 */
function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
