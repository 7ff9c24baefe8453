// The script of the board page: looks up a receipt and a tracker in the whole board, on the device. It fetches the one
// file that everybody fetches, so that nobody can see which line was looked for; what is typed is sent nowhere and kept
// nowhere. All words stand in the page: the script chooses which are seen.
import { foreignPosition, grouped, normalised } from "./crockford.js";
import { sha256 } from "./framing.js";

const SYMBOLS = 16;
const HEAD = /^samtidig (board|counted) 1 \S+ [0-9a-f]{64}$/;

/** @typedef {{board: Set<string>, counted: Set<string> | null}} Board receipts and trackers; null before they are out */
/** @typedef {"empty" | "length" | "foreign"} Fault */

/**
 * The two lists of a downloaded board.
 *
 * @param {string} text
 * @returns {Board}
 * @throws {Error} if it is something else
 */
export function readBoard(text) {
  /** @type {Map<string, Set<string>>} */
  const lists = new Map();
  let current = new Set();
  for (const line of text.split("\n").slice(0, -1)) {
    const head = HEAD.exec(line);
    if (head) lists.set(head[1], (current = new Set()));
    else current.add(line);
  }
  const board = lists.get("board");
  if (!board) throw new Error("this is no board");
  return { board, counted: lists.get("counted") ?? null };
}

/**
 * What was typed in one field: the text as the board has it ("" if nothing was), or what is wrong with it.
 *
 * @param {string} typed
 * @returns {{text: string} | {fault: Fault, position: number}}
 */
export function readText(typed) {
  const symbols = normalised(typed);
  if (!symbols.length) return { text: "" };
  const position = foreignPosition(symbols);
  if (position) return { fault: "foreign", position };
  if (symbols.length !== SYMBOLS) return { fault: "length", position: 0 };
  return { text: grouped(symbols.join("")) };
}

/**
 * What there is to say of each text that was written, by the names of the page's outcomes.
 *
 * @param {Board} board
 * @param {string} receipt
 * @param {string} tracker
 * @returns {string[]}
 */
export function outcomes({ board, counted }, receipt, tracker) {
  const said = [];
  if (receipt) {
    said.push(board.has(receipt) ? "in-box" : counted?.has(receipt) ? "swapped-receipt" : "not-in-box");
  }
  if (tracker) {
    if (board.has(tracker)) said.push("swapped-tracker");
    else if (!counted) said.push("not-yet");
    else said.push(counted.has(tracker) ? "counted" : "not-counted");
  }
  return said;
}

/** The page's part that checks: two fields, a button, and the place where the outcome is said. */
class Check {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    this.status = /** @type {HTMLElement} */ (section.querySelector("[role=status]"));
    this.fields = [...section.querySelectorAll("input")];
    /** @type {Promise<Board | "failed" | "changed"> | null} */
    this.fetched = null;
    this.title = document.title;
    section.querySelector("button")?.addEventListener("click", () => this.look());
    for (const field of this.fields) {
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) this.look();
      });
    }
    section.hidden = false;
  }

  async look() {
    const read = this.fields.map((field) => readText(field.value));
    const blank = read.every((one) => "text" in one && one.text === "");
    /** @type {HTMLInputElement | undefined} */
    let faulty;
    this.fields.forEach((field, at) => {
      const one = read[at];
      const fault = "fault" in one ? one : blank && at === 0 ? { fault: "empty", position: 0 } : null;
      this.mark(field, fault);
      if (fault) faulty ??= field;
    });
    this.say([]);
    document.title = faulty ? `${this.section.dataset.fault} ${this.title}` : this.title;
    if (faulty) return faulty.focus();
    const [receipt, tracker] = read.map((one) => ("text" in one ? one.text : ""));
    const board = await (this.fetched ??= this.fetch());
    if (typeof board === "string") this.fetched = null; // so that the next press tries again
    this.say(typeof board === "string" ? [board] : outcomes(board, receipt, tracker));
  }

  /** The whole board, once; it must be the very one that the page tells of. */
  async fetch() {
    try {
      const response = await fetch(this.section.dataset.board ?? "", { credentials: "omit" });
      if (!response.ok) return "failed";
      const octets = new Uint8Array(await response.arrayBuffer());
      const sum = Array.from(await sha256(octets), (octet) => octet.toString(16).padStart(2, "0")).join("");
      return sum === this.section.dataset.sha256 ? readBoard(new TextDecoder().decode(octets)) : "changed";
    } catch {
      return "failed";
    }
  }

  /**
   * Say what is wrong with a field beside it, or that nothing is.
   *
   * @param {HTMLInputElement} field
   * @param {{fault: string, position: number} | null} found
   */
  mark(field, found) {
    const line = /** @type {HTMLElement} */ (this.section.querySelector(`#${field.id}-fault`));
    line.replaceChildren(...(found ? [this.clone(`fault-${found.fault}`)] : []));
    line.hidden = !found;
    for (const slot of line.querySelectorAll("[data-slot=position]")) slot.textContent = String(found?.position);
    line.parentElement?.classList.toggle("faulty", Boolean(found));
    if (found) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  /** @param {string[]} names of the outcomes to say */
  say(names) {
    this.status.replaceChildren(...names.map((name) => this.clone(`outcome-${name}`)));
  }

  /** @param {string} id of one of the page's templates */
  clone(id) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
    return template.content.cloneNode(true);
  }
}

const section = document.getElementById("check");
if (section && globalThis.crypto?.subtle) new Check(section);
