// A device that others use: after ten minutes in which nobody has touched the page it is emptied. A minute before, it
// asks, and any answer gives ten minutes more (WCAG 2.2.1). The clock is looked at, not counted, so that a telephone that
// slept notices when it wakes. While a sealed answer is on its way nothing is asked: nobody can answer it in vain.
import { pageOf, one } from "./copies.js";

const EMPTIED_MS = 10 * 60 * 1000;
const WARNED_MS = EMPTIED_MS - 60 * 1000;
const TOUCHES = ["pointerdown", "keydown", "wheel"];

export class Idle {
  /**
   * @param {() => void} end what to do when nobody is there
   * @param {() => boolean} waits whether something must be done first, of which nobody needs to be asked
   */
  constructor(end, waits) {
    this.end = end;
    this.waits = waits;
    this.touched = Date.now();
    this.timer = 0;
    this.touch = () => this.wasTouched();
    this.look = () => this.wasLookedAt();
  }

  start() {
    this.stop();
    this.touched = Date.now();
    this.timer = window.setInterval(this.look, 1000);
    for (const kind of TOUCHES) document.addEventListener(kind, this.touch, { passive: true });
    document.addEventListener("visibilitychange", this.look);
  }

  stop() {
    window.clearInterval(this.timer);
    for (const kind of TOUCHES) document.removeEventListener(kind, this.touch);
    document.removeEventListener("visibilitychange", this.look);
    document.querySelector("dialog")?.remove();
  }

  wasTouched() {
    this.touched = Date.now();
  }

  wasLookedAt() {
    const still = Date.now() - this.touched;
    const asked = document.querySelector("dialog");
    if (still >= EMPTIED_MS) {
      this.stop();
      this.end();
    } else if (still >= WARNED_MS && !asked && !this.waits()) {
      const dialog = /** @type {HTMLDialogElement} */ (one("dialog", pageOf("still").content));
      dialog.addEventListener("close", () => dialog.remove());
      document.body.append(dialog);
      dialog.showModal();
    } else if (still < WARNED_MS) {
      asked?.close();
    }
  }
}
