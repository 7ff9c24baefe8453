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
  try {
    const { envelope, receipt, tracker } = await seal(row, { ...form, stratum: walk.stratum });
    return { envelope: toText(envelope), receipt, tracker };
  } finally {
    row.fill(0);
  }
}

const SEEN_MS = 1000; // how long it says at least that it tries: a try without a network ends at once

export class Sending {
  /**
   * @param {Form} form
   * @param {string} code
   * @param {Sealed} answer
   */
  constructor(form, code, { envelope, receipt }) {
    /** @type {Delay | null} */
    this.delay = null;
    /** @type {Delay | null} how it went since the reader asked for a try */
    this.news = null;
    /** @type {string} what the page says */
    this.said = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    const told = (/** @type {Delay} */ delay) => this.told(delay);
    this.delivery = new Delivery(`/s/${form.wave}/kuvert`, code, fromText(envelope), receipt, told);
  }

  /** @returns {Promise<Outcome | "stopped">} */
  async run() {
    this.show();
    try {
      return await this.delivery.run();
    } finally {
      clearTimeout(this.later);
    }
  }

  show() {
    show(pageOf("sending"));
    this.said = "";
    if (this.delay) this.say(this.delay);
  }

  /** @param {Delay} delay */
  told(delay) {
    this.delay = this.news = delay;
    if (!this.later) this.say(delay);
  }

  /**
   * In the region that screen readers listen to. The same once more would only disturb.
   *
   * @param {Delay | "trying"} what
   */
  say(what) {
    if (what === this.said) return;
    this.said = what;
    one("main [role=status]").replaceChildren(pageOf(what).content);
    one("#answers").hidden = false;
  }

  /** Try at once, and be seen and heard to. */
  now() {
    this.say("trying");
    this.news = null;
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.later = undefined;
      if (this.news) this.say(this.news);
    }, SEEN_MS);
    this.delivery.now();
  }

  stop() {
    clearTimeout(this.later);
    this.delivery.stop();
  }
}
