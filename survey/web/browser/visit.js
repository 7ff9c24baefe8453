// One visit: from the code to the thanks. It ties the walk, the sealing and the draft together; buttons.js tells it what was
// pressed.
import { listen } from "./buttons.js";
import { CodeFault, readCode } from "./code.js";
import { announce, one, pageOf, wordOf } from "./copies.js";
import { settle, startOver } from "./ending.js";
import { clearFaults, showCodeFault } from "./faults.js";
import { Idle } from "./idle.js";
import { Keep } from "./keep.js";
import { speak } from "./languages.js";
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
    this.idle = new Idle(() => startOver(this));
    this.listening = new AbortController();
    /** @type {Walk | null} */
    this.walk = null;
    /** @type {Entry | null} the first page, while another is shown */
    this.entry = null;
    /** @type {Sending | "sealing" | null} */
    this.sending = null;
    this.device = ""; // what is done with the answers here: "" in this page alone, "keep" or "shared"
    this.refused = false; // the code was not taken, and the answers wait for another
    this.over = false;
  }

  /** From now on the script answers the buttons, and the page says that the browser seals. */
  open() {
    root.dataset.level = "b";
    history.replaceState({ place: -1 }, "");
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
    const field = /** @type {HTMLInputElement} */ (one("#code"));
    const choice = /** @type {HTMLInputElement} */ (one('[name="device"]:checked'));
    try {
      const { code, stratum } = await readCode(field.value, this.form.fingerprint, this.form.strata);
      await this.enter(code, stratum, choice.value);
    } catch (error) {
      if (error instanceof CodeFault) showCodeFault(error);
      else this.fallBack();
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
    this.entry = takeEntry();
    setMunicipality(this.walk.municipality);
    if (this.walk.sealed) {
      void this.send();
      return;
    }
    this.push();
    this.walk.show();
    if (full) this.unsaved();
    void this.save();
  }

  /** @param {() => boolean} move */
  step(move) {
    if (!this.walk || !move()) return;
    this.push();
    this.walk.show();
    void this.save();
  }

  /** The browser's own Back leads to the page before; on a shared device there is none to lead to. */
  push() {
    const state = { place: this.walk?.place ?? -1 };
    if (this.device === "shared") history.replaceState(state, "");
    else history.pushState(state, "");
  }

  /**
   * The browser's Back or Forward.
   *
   * @param {number | undefined} place
   */
  moved(place) {
    if (this.over) startOver(this);
    if (!this.walk || this.sending || this.walk.sealed || place === undefined) return;
    if (this.entry) this.walk.take();
    if (place < 0) {
      this.toEntry();
      return;
    }
    this.entry ??= takeEntry();
    setMunicipality(this.walk.municipality);
    this.walk.place = this.walk.met(place);
    this.walk.show();
  }

  toEntry() {
    if (this.entry) showEntry(this.entry);
    this.entry = null;
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
    one("main").prepend(pageOf("unsaved").content);
  }

  /** Seal once, and send until it is settled. */
  async send() {
    const { walk, form } = this;
    const sheet = walk && !walk.sealed ? walk.finished() : null;
    if (!walk || (!walk.sealed && !sheet)) return;
    this.sending = "sealing";
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
    this.keep.remove();
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
    if (this.entry && !this.sending) this.walk?.take();
    const code = /** @type {HTMLInputElement | null} */ (document.querySelector("#code"));
    const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector('[name="device"]:checked'));
    if (!(await speak(address))) {
      if (this.walk) announce(wordOf("language"));
      else location.assign(address);
      return;
    }
    this.dress();
    /** @type {HTMLInputElement} */ (one("#code")).value = code?.value ?? "";
    one(`#device-${(chosen ? chosen.value : this.device) || "page"}`).click();
    if (!this.walk || !this.entry) return;
    document.getElementById("saved")?.remove();
    this.entry = takeEntry();
    setMunicipality(this.walk.municipality);
    if (this.sending instanceof Sending) this.sending.show();
    else if (this.walk.sealed) void this.send();
    else this.walk.show();
  }

  /** Something failed before the first part: the page without a script is still there, and says what holds without it. */
  fallBack() {
    this.toEntry();
    this.listening.abort();
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
    this.keep.remove();
    this.idle.stop();
  }
}
