// The modules as a test in a real browser reaches them, built like the page's own script: `probe` in the page.
import { readForm } from "../../../../survey/web/browser/form.js";
import { seal, supported } from "../../../../survey/web/browser/seal.js";
import { clean, encode } from "../../../../survey/web/browser/sheet.js";

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const told = ({ envelope, receipt, tracker }) => ({ envelope: hex(envelope), receipt, tracker });

/** Each [stratum, answers] cleaned, encoded and sealed as the page does it, one after the other. */
async function answered(given) {
  const form = readForm(document.getElementById("form"));
  const sealed = [];
  for (const [stratum, answers] of given) {
    const group = stratum.split("/")[1];
    const { sheet, faults } = clean(form, group, new Map(Object.entries(answers)));
    if (faults.length) throw new Error("a fault in answers without any");
    const row = encode(form, group, sheet);
    const { fingerprint, k, trustees } = form;
    const one = await seal(row, { fingerprint, stratum, k, trustees });
    sealed.push({ ...told(one), sheet: Object.fromEntries(sheet), row: new TextDecoder().decode(row) });
  }
  return sealed;
}

/** A row sealed in a context whose bytes are written in hexadecimal. */
async function sealedIn({ row, fingerprint, stratum, k, trustees }) {
  const context = { fingerprint: bytes(fingerprint), stratum, k, trustees: trustees.map(bytes) };
  return told(await seal(bytes(row), context));
}

globalThis.probe = { answered, sealedIn, supported };
