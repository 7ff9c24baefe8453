// Sending: one POST of code and envelope, tried again until the server has said that the answer is kept or will not be.
// It is always the very same envelope, so an acknowledgement that was lost on the way costs nothing: the server knows it
// again. Nothing else in the page ever sends anything.
import { bytesOf, joined } from "./framing.js";

/** @typedef {{envelope: string, receipt: string, tracker: string}} Sealed the envelope as base64 */
/** @typedef {"kept" | "again" | "answered" | "unknown" | "early" | "closed" | "unready" | "foreign" | "refused"} Outcome */
/** @typedef {"waiting" | "offline" | "busy" | "mismatch"} Delay */

const FINAL = ["kept", "again", "answered", "unknown", "early", "closed", "unready", "foreign", "refused"];
const PATIENCE_MS = 30000;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60000;
const LONGEST_ASKED_S = 600; // no reply can put the next try off for good

export class Delivery {
  /**
   * @param {string} address
   * @param {string} code
   * @param {Uint8Array} envelope
   * @param {string} receipt that the server must answer with
   * @param {(delay: Delay) => void} tell what keeps it from arriving
   */
  constructor(address, code, envelope, receipt, tell) {
    this.address = address;
    this.body = joined(bytesOf(code), envelope);
    this.receipt = receipt;
    this.tell = tell;
    this.stopped = new AbortController();
    this.asked = 0; // how many ms the server has asked us to wait
    this.wake = () => {};
  }

  /**
   * Try until it is settled.
   *
   * @returns {Promise<Outcome | "stopped">}
   */
  async run() {
    const now = () => this.now();
    window.addEventListener("online", now);
    try {
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        const outcome = await this.attempt();
        if (this.stopped.signal.aborted) return "stopped";
        if (isFinal(outcome)) return outcome;
        this.tell(outcome);
        const rest = pause * (0.75 + Math.random() / 2); // not all who wait come back at once
        await this.rest(Math.max(rest, this.asked));
        if (this.stopped.signal.aborted) return "stopped";
      }
    } finally {
      window.removeEventListener("online", now);
    }
  }

  /** Do not wait any longer. */
  now() {
    this.wake();
  }

  /** Give up: the page is left, or emptied. */
  stop() {
    this.stopped.abort();
    this.body.fill(0);
    this.wake();
  }

  /** @returns {Promise<Outcome | Delay>} */
  async attempt() {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    this.asked = 0;
    this.stopped.signal.addEventListener("abort", () => patience.abort());
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: this.body,
        credentials: "same-origin", // there are none, but only so does the browser heed Clear-Site-Data
        referrerPolicy: "no-referrer",
        cache: "no-store",
        redirect: "error",
        signal: patience.signal,
      });
      const seconds = Number(response.headers.get("retry-after")) || 0;
      this.asked = Math.min(seconds, LONGEST_ASKED_S) * 1000;
      const said = await response.json();
      if (said.outcome === "kept" || said.outcome === "again") {
        return said.receipt === this.receipt ? said.outcome : "mismatch";
      }
      if (response.status === 503) return "busy";
      return FINAL.includes(said.outcome) ? said.outcome : "waiting";
    } catch {
      return navigator.onLine ? "waiting" : "offline"; // no network, no answer, or one that is not ours
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {number} ms at most */
  rest(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }
}

/**
 * @param {Outcome | Delay} outcome
 * @returns {outcome is Outcome}
 */
function isFinal(outcome) {
  return FINAL.includes(outcome);
}
