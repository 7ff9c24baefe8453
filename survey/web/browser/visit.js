// One visit: from the code to the thanks. It ties the walk, the sealing and the draft together; buttons.js tells it what was
// pressed.
import { listen } from "./buttons.js";
import { CodeFault, readCode } from "./code.js";
import { announce, one, pageOf, wordOf } from "./copies.js";
import { settle, startOver } from "./ending.js";
import { clearFaults, showCodeFault } from "./faults.js";
import { Idle } from "./idle.js";
import { Keep } from "./keep.js";
import { fetchPage, replacePage } from "./languages.js";
import { setMunicipality, showEntry, showKeys, takeEntry } from "./pages.js";
import { Sending, sealed } from "./sending.js";
import { Walk } from "./steps.js";

/** @import { Form } from "./form.js" */
/** @import { Entry } from "./pages.js" */

const root = document.documentElement;

export class Visit {
  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    this.title = document.title; // says nothing of what the page is about
    this.keep = new Keep(form);
    this.idle = new Idle(() => this.unattended(), () => this.unsettled());
    this.listening = new AbortController();
    /** @type {Walk | null} */
    this.walk = null;
    /** @type {Entry | null} the first page, while another is shown */
    this.entry = null;
    /** @type {Sending | "sealing" | null} */
    this.sending = null;
    this.device = ""; // what is done with the answers here: "" in this page alone, "keep" or "shared"
    this.refused = false; // the code was not taken, and the answers wait for another
    this.starting = false; // the button was pressed, and the first part is not there yet
    this.asked = 0; // how often another language was asked for, or what was asked became void
    this.over = false;
  }

  /** From now on the script answers the buttons, and the page says that the browser seals. */
  open() {
    root.dataset.level = "b";
    listen(this, this.listening.signal);
    this.dress();
  }

  /** What the first page offers only with a script. */
  dress() {
    showKeys();
    one(".choice fieldset").toggleAttribute("disabled", false);
    if (!this.keep.has()) return;
    one("form#answers").before(pageOf("saved").content);
    one("#device-keep").click();
  }

  /** What lay on the device is taken away, by who cannot open it or does not want to. */
  discard() {
    this.keep.remove();
    one("#saved").remove();
    one("#device-page").click();
    one("#code").focus();
  }

  /**
   * A button of the form was pressed, or Enter, which presses the first of them.
   *
   * @param {string} button its value
   */
  press(button) {
    if (!this.entry) void this.start();
    else if (this.sending) this.sending !== "sealing" && this.sending.now();
    else if (button === "back") this.step(() => this.walk?.back() ?? false);
    else if (button === "send" || button === "again") void this.send();
    else this.step(() => this.walk?.next() ?? false);
  }

  async start() {
    if (this.starting) return;
    this.starting = true;
    const field = /** @type {HTMLInputElement} */ (one("#code"));
    const choice = /** @type {HTMLInputElement} */ (one('[name="device"]:checked'));
    try {
      const { code, stratum } = await readCode(field.value, this.form.fingerprint, this.form.strata);
      await this.enter(code, stratum, choice.value);
    } catch (error) {
      if (error instanceof CodeFault) showCodeFault(error);
      else this.fallBack();
    } finally {
      this.starting = false;
    }
  }

  /**
   * @param {string} code
   * @param {string} stratum
   * @param {string} device
   */
  async enter(code, stratum, device) {
    const others = this.keep.has();
    const draft = await this.keep.open(code);
    if (this.over) return;
    const full = others && !draft && device === "keep"; // the place on the device is another's
    if (this.walk?.code !== code) {
      this.walk = new Walk(this.form, code, stratum, this.refused ? this.walk?.given : undefined);
      if (draft) this.walk.restore(draft);
    }
    this.refused = false;
    this.device = full ? "" : device;
    if (draft && device !== "keep") this.keep.remove();
    if (device === "shared") this.idle.start();
    clearFaults();
    document.getElementById("saved")?.remove();
    this.guard();
    this.inside(this.walk);
    if (this.walk.sealed) {
      void this.send();
      return;
    }
    this.walk.show();
    if (full) this.unsaved();
    void this.save();
  }

  /** @param {() => boolean} move */
  step(move) {
    if (!this.walk || !move()) return;
    this.walk.show();
    void this.save();
  }

  /**
   * Every visit has one entry more in the browser's history, whatever is answered: one a part would tell, also on the disk,
   * how many there were. The browser's own Back takes it away, and is answered by the page before.
   */
  guard() {
    if (!history.state?.guard) history.pushState({ guard: true }, "");
  }

  /** @param {Walk} walk whose part takes the place of the first page */
  inside(walk) {
    this.entry ??= takeEntry();
    setMunicipality(walk.municipality);
  }

  /** The browser's Back, or its Forward from the first page. */
  moved() {
    if (this.over) return startOver(this);
    const { walk } = this;
    if (!walk) return;
    if (!this.entry) {
      if (!history.state?.guard || this.refused) return;
      this.inside(walk);
      walk.show();
    } else if (this.sending || walk.sealed) {
      this.guard();
    } else if (walk.back()) {
      this.guard();
      walk.show();
      void this.save();
    } else {
      this.toEntry();
    }
  }

  toEntry() {
    if (this.entry) showEntry(this.entry);
    this.entry = null;
  }

  /** Whether a sealed answer may have arrived or not. */
  unsettled() {
    return !this.over && Boolean(this.sending || this.walk?.sealed);
  }

  /** Nobody has touched a device that others use. A sealed answer goes on being sent: nobody can read it. */
  unattended() {
    if (!this.unsettled()) return startOver(this);
    this.walk?.given.clear();
    this.idle.start();
  }

  /**
   * Another page of the browser has changed what lies on the device. Removed there, it is not written anew here.
   *
   * @param {StorageEvent} event
   */
  lost({ key, newValue }) {
    if (this.device !== "keep" || this.over || newValue !== null || (key !== null && key !== this.keep.name)) return;
    this.keep.stop();
    this.unsaved();
  }

  async save() {
    if (this.device !== "keep" || !this.walk || !this.entry) return;
    if (!this.sending) this.walk.take();
    try {
      await this.keep.save(this.walk.code, this.walk.draft());
    } catch {
      this.unsaved();
    }
  }

  unsaved() {
    this.device = "";
    const { content } = pageOf("unsaved");
    announce((content.textContent ?? "").trim());
    one("main").prepend(content);
  }

  /** Seal once, and send until it is settled. */
  async send() {
    const { walk, form } = this;
    const sheet = walk && !walk.sealed ? walk.finished() : null;
    if (!walk || (!walk.sealed && !sheet)) return;
    this.sending = "sealing";
    this.asked += 1;
    try {
      if (sheet) walk.sealed = await sealed(form, walk, sheet);
      const answer = walk.sealed;
      await this.save();
      if (!answer || this.over) return;
      this.sending = new Sending(form, walk.code, answer);
      const outcome = await this.sending.run();
      this.sending = null;
      if (outcome !== "stopped") settle(this, outcome, answer);
    } finally {
      this.sending = null;
    }
  }

  /** The code is nobody's: another can be written, and the answers wait. */
  refuse() {
    this.keep.release();
    if (this.walk) this.walk.sealed = null;
    this.refused = true;
    this.toEntry();
  }

  /**
   * Another language: its page takes the place of this one, and the walk goes on where it was.
   *
   * @param {string} address
   */
  async speak(address) {
    const request = ++this.asked;
    const other = this.sending === "sealing" ? null : await fetchPage(address);
    if (request !== this.asked || this.over) return;
    if (!other) {
      if (this.walk) announce(wordOf("language"));
      else location.assign(address);
      return;
    }
    if (this.entry && !this.sending) this.walk?.take();
    const code = /** @type {HTMLInputElement | null} */ (document.querySelector("#code"));
    const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector('[name="device"]:checked'));
    replacePage(other, address);
    this.dress();
    /** @type {HTMLInputElement} */ (one("#code")).value = code?.value ?? "";
    one(`#device-${(chosen ? chosen.value : this.device) || "page"}`).click();
    if (!this.walk || !this.entry) return;
    document.getElementById("saved")?.remove();
    this.entry = null; // it was of the other language
    this.inside(this.walk);
    if (this.sending instanceof Sending) this.sending.show();
    else if (this.walk.sealed) void this.send();
    else this.walk.show();
  }

  /** Something failed before the first part: the page without a script is still there, and says what holds without it. */
  fallBack() {
    this.toEntry();
    this.listening.abort();
    this.asked += 1;
    this.walk = null;
    delete root.dataset.level;
    one(".choice fieldset").toggleAttribute("disabled", true);
    one("#answers").before(pageOf("plain").content);
  }

  /** Nothing is left in memory or on the device. */
  forget() {
    this.over = true;
    if (this.sending instanceof Sending) this.sending.stop();
    this.sending = null;
    this.walk?.wipe();
    this.walk = null;
    this.entry = null;
    this.keep.release();
    this.idle.stop();
  }
}
