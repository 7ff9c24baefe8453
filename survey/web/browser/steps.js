// The walk through the form: which part is shown, what has been answered, and what a step forward or back does. Answers are
// kept as they were given, faulty ones too and those that a changed answer has ruled out, so that going back and forth
// loses nothing. All of it is in memory alone.
import { clean, following, preceding, standing } from "./sheet.js";
import { pageOf } from "./copies.js";
import { showFaults } from "./faults.js";
import { drawPart, readAnswers, show } from "./pages.js";

/** @import { Form } from "./form.js" */
/** @import { Sealed } from "./send.js" */
/** @import { Draft } from "./keep.js" */

export class Walk {
  /**
   * @param {Form} form
   * @param {string} code
   * @param {string} stratum
   * @param {Map<string, string[]>} given
   */
  constructor(form, code, stratum, given = new Map()) {
    const [municipality, group] = stratum.split("/");
    this.form = form;
    this.code = code;
    this.stratum = stratum;
    this.municipality = municipality;
    this.group = group;
    this.given = given;
    this.place = following(form, group, this.cleaned().sheet, -1);
    /** @type {Sealed | null} */
    this.sealed = null;
  }

  cleaned() {
    return clean(this.form, this.group, this.given);
  }

  /** The place of the page that sends. */
  get end() {
    return this.form.parts[this.group].length;
  }

  /** Take in what the page that is shown has been answered. */
  take() {
    for (const [item, codes] of readAnswers()) {
      if (codes.length) this.given.set(item, codes);
      else this.given.delete(item);
    }
  }

  /** What may lie on the device: the answers, and once they are sealed the envelope alone. @returns {Draft} */
  draft() {
    return { place: this.place, given: this.sealed ? [] : [...this.given], sealed: this.sealed };
  }

  /** @param {Draft} draft */
  restore({ place, given, sealed }) {
    this.given = new Map(given);
    this.place = this.met(place);
    this.sealed = sealed;
  }

  /**
   * The place itself, or the next that has anything to show.
   *
   * @param {number} place
   */
  met(place) {
    return following(this.form, this.group, this.cleaned().sheet, Math.min(place, this.end) - 1);
  }

  show() {
    const { form, group, place } = this;
    if (place === this.end) return show(pageOf("send"));
    const part = form.parts[group][place];
    show(drawPart(part, group, place, standing(form, part, group, this.cleaned().sheet), this.given));
  }

  /**
   * One step on, unless something on the page must be mended.
   *
   * @returns {boolean} whether the step was taken
   */
  next() {
    this.take();
    const { sheet, faults } = this.cleaned();
    const here = readAnswers();
    const mine = faults.filter(({ item }) => here.has(item));
    if (mine.length) {
      showFaults(mine);
      return false;
    }
    this.place = following(this.form, this.group, sheet, this.place);
    return true;
  }

  /** @returns {boolean} whether there was a page before */
  back() {
    this.take();
    const before = preceding(this.form, this.group, this.cleaned().sheet, this.place);
    if (before === null) return false;
    this.place = before;
    return true;
  }

  /**
   * The clean sheet, or null: then the first page with a fault is shown, with what is wrong there.
   */
  finished() {
    const { sheet, faults } = this.cleaned();
    if (!faults.length) return sheet;
    const parts = this.form.parts[this.group];
    const isAt = (/** @type {{item: string}} */ { item }, /** @type {number} */ place) =>
      parts[place].questions.some(({ items }) => items.includes(item));
    this.place = parts.findIndex((_, place) => faults.some((fault) => isAt(fault, place)));
    this.show();
    showFaults(faults.filter((fault) => isAt(fault, this.place)));
    return null;
  }

  /** Forget. The heap keeps no copy that this page can reach. */
  wipe() {
    this.given.clear();
    this.code = "";
    this.sealed = null;
  }
}
