// How a visit ends: with thanks, with a refusal, or because nobody is there. Whatever the reason, nothing is left of it in
// memory, on the device or on the screen that its reader has not been given on purpose.
import { CodeFault } from "./code.js";
import { one, pageOf } from "./copies.js";
import { showCodeFault } from "./faults.js";
import { blank, fill, show } from "./pages.js";

/** @import { Outcome, Sealed } from "./send.js" */
/** @import { Visit } from "./visit.js" */

/**
 * The page that follows what became of an envelope.
 *
 * @param {Visit} visit
 * @param {Outcome} outcome
 * @param {Sealed} answer
 */
export function settle(visit, outcome, { receipt, tracker }) {
  const texts = { receipt, tracker };
  if (outcome === "kept" || outcome === "again") {
    finish(visit);
    show(fill(pageOf("finish"), texts), false);
  } else if (outcome === "answered") {
    finish(visit);
    show(fill(pageOf("answered")), false);
    addReceipt(texts);
  } else if (outcome === "closed") {
    finish(visit);
    show(pageOf("closed"));
    addReceipt(texts);
  } else if (outcome === "unknown") {
    visit.refuse();
    showCodeFault(new CodeFault("unknown"));
  } else {
    show(pageOf(outcome === "refused" ? "failed" : outcome)); // the answers and the envelope stay, to be sent again
    addReceipt(texts);
  }
}

/**
 * An earlier try may have arrived unseen: who wants to can look it up when the lists are out.
 *
 * @param {Record<string, string>} texts
 */
function addReceipt(texts) {
  one("main").append(fill(pageOf("receipt"), texts).content);
}

/**
 * All is settled. On a device that others use the clock begins anew, for the receipt that is still to be seen.
 *
 * @param {Visit} visit
 */
function finish(visit) {
  visit.forget();
  if (visit.device === "shared") visit.idle.start();
  document.querySelector(".languages")?.remove();
}

/**
 * Nothing is to be seen; the title says nothing either.
 *
 * @param {Visit} visit
 */
export function empty(visit) {
  visit.forget();
  document.title = visit.title;
  blank();
}

/**
 * The first page, fetched anew.
 *
 * @param {Visit} visit
 */
export function startOver(visit) {
  empty(visit);
  location.replace(location.pathname);
}

/** Something failed in the page; what was answered is still there, and it says so. */
export function admit() {
  if (!document.getElementById("broken")) one("main").prepend(pageOf("broken").content);
}
