// The script of the page that asks: everything between the code and the envelope happens here, on the device. It builds on
// a page that works without it. Until the first part is shown, whatever goes wrong leaves that page as it was, and the
// page says which of the two is in force.
import { empty } from "./ending.js";
import { readForm } from "./form.js";
import { watchExit } from "./leave.js";
import { showKeys } from "./pages.js";
import { supported } from "./seal.js";
import { Visit } from "./visit.js";

const CODE = /^#([0-9A-Za-z]{4}-?){4}$/;

/** The code that the letter's address brings along goes into the field, and out of the address, before anything else. */
function takeFragment() {
  if (!CODE.test(location.hash)) return;
  const code = location.hash.slice(1);
  history.replaceState(history.state, "", location.pathname);
  const field = document.getElementById("code");
  if (field instanceof HTMLInputElement) field.value = code;
}

/** Whether the browser has what the pages of the script are made of; an older one is served the ordinary pages. */
function isAble() {
  return (
    "replaceChildren" in document && "HTMLDialogElement" in window && "submitter" in (window.SubmitEvent?.prototype ?? {})
  );
}

async function begin() {
  takeFragment();
  window.addEventListener("hashchange", takeFragment);
  const data = document.getElementById("form");
  if (!data) return;
  const visit = new Visit(readForm(data));
  watchExit(() => empty(visit));
  showKeys();
  if (isAble() && (await supported())) visit.open();
}

void begin();
