// The way out, at once: by its button, or by Esc three times within five seconds, for who hears somebody come. What is in
// memory and on the device is wiped first, the page is blank before anything is fetched, and the address that follows
// takes this one's place in the browser's history.
import { announce, one, wordOf } from "./copies.js";

const TIMES = 3;
const WITHIN_MS = 5000;

/**
 * Listen for the button and the key.
 *
 * @param {() => void} wipe forgets everything
 */
export function watchExit(wipe) {
  /** @type {number[]} */
  let pressed = [];
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="/lamna/"]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    leave(link.href, wipe);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    const now = Date.now();
    pressed = [...pressed.filter((then) => now - then < WITHIN_MS), now];
    if (pressed.length >= TIMES) leave(/** @type {HTMLAnchorElement} */ (one(".leave")).href, wipe);
    else announce(wordOf(`leave-${TIMES - pressed.length}`));
  });
}

/**
 * @param {string} address
 * @param {() => void} wipe
 */
function leave(address, wipe) {
  try {
    wipe();
  } finally {
    location.replace(address); // whatever else fails
  }
}
