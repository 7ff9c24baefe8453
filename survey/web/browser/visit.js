// One visit: from the code to the thanks. It ties the walk, the sealing, the sending and the draft to the buttons of the
// page. Every listener sits on the document, so that a change of language, which changes all of its body, loses none.
import { CodeFault, readCode } from "./code.js";
import { announce, one, pageOf, wordOf } from "./copies.js";
import { clearFaults, showCodeFault } from "./faults.js";
import { Idle } from "./idle.js";
import { Keep, fromText, toText } from "./keep.js";
import { adopt, fetchPage } from "./languages.js";
import { blank, fill, setMunicipality, show, showEntry, showKeys, takeEntry } from "./pages.js";
import { seal } from "./seal.js";
import { Delivery } from "./send.js";
import { encode } from "./sheet.js";
import { Walk } from "./steps.js";

/** @import { Form } from "./form.js" */
/** @import { Outcome } from "./send.js" */
/** @import { Entry } from "./pages.js" */

const root = document.documentElement;

export class Visit {
  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    this.keep = new Keep(form);
    this.idle = new Idle(() => this.startOver());
    this.listening = new AbortController();
    /** @type {Walk | null} */
    this.walk = null;
    /** @type {Entry | null} the first page, while another is shown */
    this.entry = null;
    /** @type {Delivery | null} */
    this.delivery = null;
    this.device = ""; // "", "keep" or "shared"
    this.refused = false; // the code was not taken, and the answers wait for another
    this.over = false;
    this.title = document.title; // which says nothing of what the page is about
  }

  /** From now on the script answers the buttons, and the page says that the browser seals. */
  open() {
    const { signal } = this.listening;
    root.dataset.level = "b";
    history.replaceState({ place: -1 }, "");
    document.addEventListener("submit", (event) => this.submitted(event), { signal });
    document.addEventListener("click", (event) => this.clicked(event), { signal });
    document.addEventListener("change", () => this.save(), { signal });
    window.addEventListener("popstate", (event) => this.moved(event), { signal });
    window.addEventListener("beforeunload", (event) => this.delivery && event.preventDefault(), { signal });
    window.addEventListener("pagehide", () => (this.over || this.device === "shared") && this.empty(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.returned(), { signal });
    window.addEventListener("error", () => this.broke(), { signal });
    window.addEventListener("unhandledrejection", () => this.broke(), { signal });
    this.dress();
  }

  /** What the first page offers only with a script. */
  dress() {
    showKeys();
    one(".choice fieldset").toggleAttribute("disabled", false);
    if (this.keep.has()) one("form#answers").before(pageOf("saved").content);
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== "answers") return;
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "";
    if (!this.entry) void this.start();
    else if (this.delivery) this.delivery.now();
    else if (button === "back") this.step(() => this.walk?.back() ?? false);
    else if (button === "send" || button === "again") void this.send();
    else this.step(() => this.walk?.next() ?? false);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const at = event.target instanceof Element ? event.target : null;
    const link = at?.closest("a");
    if (at?.closest('[data-go="forget"]')) {
      this.keep.remove();
      one("#saved").remove();
    } else if (link?.closest(".languages")) {
      event.preventDefault();
      void this.speak(link.href);
    } else if (link?.hash && link.pathname === location.pathname && this.entry) {
      event.preventDefault(); // no address changes under the form
      const target = one(`#${CSS.escape(link.hash.slice(1))}`);
      target.scrollIntoView();
      target.focus();
    }
  }

  async start() {
    const field = /** @type {HTMLInputElement} */ (one("#code"));
    const choice = document.querySelector('[name="device"]:checked');
    try {
      const { code, stratum } = await readCode(field.value, this.form.fingerprint, this.form.strata);
      await this.enter(code, stratum, choice instanceof HTMLInputElement ? choice.value : "");
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
    const draft = await this.keep.open(code);
    if (this.walk?.code !== code) {
      this.walk = new Walk(this.form, code, stratum, this.refused ? this.walk?.given : undefined);
      if (draft) this.walk.restore(draft);
    }
    this.refused = false;
    this.device = draft && !device ? "keep" : device;
    if (draft && device === "shared") this.keep.remove();
    if (this.device === "shared") this.idle.start();
    clearFaults();
    document.getElementById("saved")?.remove();
    this.entry = takeEntry();
    setMunicipality(this.walk.municipality);
    if (this.walk.sealed) return this.send();
    this.push();
    this.walk.show();
    this.save();
  }

  /** @param {() => boolean} move */
  step(move) {
    if (!this.walk || !move()) return;
    this.push();
    this.walk.show();
    this.save();
  }

  /** The browser's own Back leads to the page before; on a shared device there is none to lead to. */
  push() {
    const state = { place: this.walk?.place ?? -1 };
    if (this.device === "shared") history.replaceState(state, "");
    else history.pushState(state, "");
  }

  /** @param {PopStateEvent} event */
  moved({ state }) {
    if (this.over) return this.startOver();
    if (!this.walk || this.delivery || typeof state?.place !== "number") return;
    if (this.entry) this.walk.take();
    if (state.place < 0) return this.toEntry();
    if (!this.entry) {
      this.entry = takeEntry();
      setMunicipality(this.walk.municipality);
    }
    this.walk.place = this.walk.met(state.place);
    this.walk.show();
  }

  toEntry() {
    if (this.entry) showEntry(this.entry);
    this.entry = null;
  }

  save() {
    if (this.device !== "keep" || !this.walk || !this.entry) return Promise.resolve();
    if (!this.delivery) this.walk.take();
    return this.keep.save(this.walk.code, this.walk.draft()).catch(() => this.unsaved());
  }

  unsaved() {
    this.device = "";
    announce(wordOf("unsaved"));
  }

  /** Seal once, and send until it is settled. */
  async send() {
    const { walk, form } = this;
    if (!walk || this.delivery) return;
    const sheet = walk.sealed ? null : walk.finished();
    if (!walk.sealed && !sheet) return;
    if (sheet) {
      const row = encode(form, walk.group, sheet);
      const { envelope, receipt, tracker } = await seal(row, { ...form, stratum: walk.stratum });
      row.fill(0);
      walk.sealed = { envelope: toText(envelope), receipt, tracker };
    }
    if (!walk.sealed) return;
    const { envelope, receipt, tracker } = walk.sealed;
    const delivery = new Delivery(`/s/${form.wave}/kuvert`, walk.code, fromText(envelope), receipt, (delay) => {
      one("[role=status]").replaceChildren(pageOf(delay).content);
      one("#answers").hidden = false;
    });
    await this.save();
    show(pageOf("sending"));
    this.delivery = delivery;
    const outcome = await delivery.run();
    this.delivery = null;
    if (outcome !== "stopped") this.settled(outcome, { receipt, tracker });
  }

  /**
   * @param {Outcome} outcome
   * @param {{receipt: string, tracker: string}} receipts
   */
  settled(outcome, receipts) {
    if (outcome === "kept" || outcome === "again") {
      this.end();
      show(fill(pageOf("finish"), receipts), false);
    } else if (outcome === "answered") {
      this.end();
      show(fill(pageOf("answered")), false);
    } else if (outcome === "closed") {
      this.end();
      show(pageOf("closed"));
    } else if (outcome === "unknown") {
      this.keep.remove();
      if (this.walk) this.walk.sealed = null;
      this.refused = true;
      this.toEntry();
      showCodeFault(new CodeFault("unknown"));
    } else {
      show(pageOf(outcome === "refused" ? "failed" : outcome));
    }
  }

  /** It is over: nothing is left of it in memory or on the device. */
  end() {
    this.over = true;
    this.walk?.wipe();
    this.walk = null;
    this.entry = null;
    this.keep.remove();
    this.idle.stop();
    document.querySelector(".languages")?.remove();
  }

  /**
   * Another language: its page takes the place of this one, and the walk goes on where it was.
   *
   * @param {string} address
   */
  async speak(address) {
    const typed = this.entry ? "" : /** @type {HTMLInputElement} */ (one("#code")).value;
    if (this.entry) this.walk?.take();
    try {
      const other = await fetchPage(address);
      if (other.getElementById("form")?.textContent !== document.getElementById("form")?.textContent) throw new Error();
      adopt(other);
    } catch {
      if (this.walk) announce(wordOf("language"));
      else location.assign(address);
      return;
    }
    history.replaceState(history.state, "", address);
    this.dress();
    if (!this.entry) {
      /** @type {HTMLInputElement} */ (one("#code")).value = typed;
      return;
    }
    document.getElementById("saved")?.remove();
    this.entry = takeEntry();
    if (!this.walk) return;
    setMunicipality(this.walk.municipality);
    if (this.delivery) {
      show(pageOf("sending"));
      one("#answers").hidden = false;
    } else {
      this.walk.show();
    }
  }

  /** Something failed before the first part: the page without a script is still there, and says what holds without it. */
  fallBack() {
    if (this.entry) showEntry(this.entry);
    this.listening.abort();
    this.walk = this.entry = null;
    delete root.dataset.level;
    one(".choice fieldset").toggleAttribute("disabled", true);
    one("#answers").before(pageOf("plain").content);
  }

  /** Something failed later: the answers are still in the page, and it says so. */
  broke() {
    if (this.over || document.getElementById("broken")) return;
    if (this.walk) one("main").prepend(pageOf("broken").content);
    else this.fallBack();
  }

  /** Everything is forgotten, and nothing is to be seen: on the way out. */
  wipe() {
    this.keep.remove();
    this.empty();
  }

  empty() {
    this.over = true;
    this.delivery?.stop();
    this.delivery = null;
    this.walk?.wipe();
    this.walk = this.entry = null;
    this.idle.stop();
    document.title = this.title;
    blank();
  }

  /** The first page, fetched anew. */
  startOver() {
    this.empty();
    location.replace(location.pathname);
  }

  /** The browser had put the page aside, and shows it again. */
  returned() {
    if (this.over) this.startOver();
  }
}
