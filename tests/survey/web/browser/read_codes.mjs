// Reads what was typed as a code: [{typed, fingerprint, strata}] in, the code and its place, or the fault, out.
import { CodeFault, readCode } from "../../../../survey/web/browser/code.js";
import { answer } from "./node.mjs";

async function read({ typed, fingerprint, strata }) {
  const names = Array.from({ length: strata }, (_, place) => String(place));
  try {
    const { code, stratum } = await readCode(typed, Buffer.from(fingerprint, "hex"), names);
    return { code, place: Number(stratum) };
  } catch (fault) {
    if (!(fault instanceof CodeFault)) throw fault;
    return { reason: fault.reason, position: fault.position, said: fault.message };
  }
}

await answer((typings) => Promise.all(typings.map(read)));
