// What the reader does with the page, told to the visit. Every listener sits on the document or the window, so that a
// change of language, which changes all of the body, loses none.
import { one } from "./copies.js";
import { admit, empty, startOver } from "./ending.js";

/** @import { Visit } from "./visit.js" */

/**
 * @param {Visit} visit
 * @param {AbortSignal} signal ends the listening
 */
export function listen(visit, signal) {
  document.addEventListener("submit", (event) => submitted(visit, event), { signal });
  document.addEventListener("click", (event) => clicked(visit, event), { signal });
  document.addEventListener("change", () => visit.save(), { signal });
  window.addEventListener("popstate", () => visit.moved(), { signal });
  window.addEventListener("storage", (event) => visit.lost(event), { signal });
  window.addEventListener("beforeunload", (event) => visit.sending && event.preventDefault(), { signal });
  window.addEventListener("error", () => visit.walk && admit(), { signal });
  window.addEventListener("unhandledrejection", () => visit.walk && admit(), { signal });
  window.addEventListener("pageshow", (event) => event.persisted && visit.over && startOver(visit), { signal });
  const gone = () => (visit.over || visit.device === "shared") && empty(visit); // the browser may put the page aside
  window.addEventListener("pagehide", gone, { signal });
}

/**
 * @param {Visit} visit
 * @param {SubmitEvent} event
 */
function submitted(visit, event) {
  if (visit.listening.signal.aborted) return; // also in a browser that cannot end its listening
  if (!(event.target instanceof HTMLFormElement) || event.target.id !== "answers") return;
  event.preventDefault();
  visit.press(event.submitter instanceof HTMLButtonElement ? event.submitter.value : "");
}

/**
 * @param {Visit} visit
 * @param {MouseEvent} event
 */
function clicked(visit, event) {
  const at = event.target instanceof Element ? event.target : null;
  const link = at?.closest("a");
  if (at?.closest('[data-go="forget"]')) {
    visit.discard();
  } else if (link?.closest(".languages")) {
    event.preventDefault();
    void visit.speak(link.href);
  } else if (link?.hash && link.pathname === location.pathname) {
    event.preventDefault(); // the address is left alone
    const target = one(`#${CSS.escape(link.hash.slice(1))}`);
    target.scrollIntoView();
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
}
