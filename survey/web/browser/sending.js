// From the last page to an answer that is kept: the sheet becomes a row, the row is sealed once, and the page that waits
// says how the sending goes. What is sealed can no longer be changed, since it may have arrived unseen.
import { one, pageOf } from "./copies.js";
import { fromText, toText } from "./keep.js";
import { show } from "./pages.js";
import { seal } from "./seal.js";
import { Delivery } from "./send.js";
import { encode } from "./sheet.js";

/** @import { Form, Sheet } from "./form.js" */
/** @import { Delay, Outcome, Sealed } from "./send.js" */
/** @import { Walk } from "./steps.js" */

/**
 * The envelope of a walk: the one it has, or a new one of its clean sheet.
 *
 * @param {Form} form
 * @param {Walk} walk
 * @param {Sheet} sheet
 * @returns {Promise<Sealed>}
 */
export async function sealed(form, walk, sheet) {
  const row = encode(form, walk.group, sheet);
  const { envelope, receipt, tracker } = await seal(row, { ...form, stratum: walk.stratum });
  row.fill(0);
  return { envelope: toText(envelope), receipt, tracker };
}

export class Sending {
  /**
   * @param {Form} form
   * @param {string} code
   * @param {Sealed} answer
   */
  constructor(form, code, { envelope, receipt }) {
    /** @type {Delay | null} */
    this.delay = null;
    const told = (/** @type {Delay} */ delay) => this.told(delay);
    this.delivery = new Delivery(`/s/${form.wave}/kuvert`, code, fromText(envelope), receipt, told);
  }

  /** @returns {Promise<Outcome | "stopped">} */
  run() {
    this.show();
    return this.delivery.run();
  }

  show() {
    show(pageOf("sending"));
    if (this.delay) this.told(this.delay);
  }

  /** @param {Delay} delay */
  told(delay) {
    this.delay = delay;
    one("[role=status]").replaceChildren(pageOf(delay).content);
    one("#answers").hidden = false;
  }

  now() {
    this.delivery.now();
  }

  stop() {
    this.delivery.stop();
  }
}
