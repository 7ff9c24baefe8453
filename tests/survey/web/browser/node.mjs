// What the scripts of this folder share: JSON in, JSON out, and the form read as the page reads it.
import { webcrypto } from "node:crypto";
import { text } from "node:stream/consumers";

globalThis.crypto ??= webcrypto; // Node 18 has it under another name only

export { readForm } from "../../../../survey/web/browser/form.js";

/** Answers what came in as JSON with what `reply` makes of it. */
export async function answer(reply) {
  process.stdout.write(JSON.stringify(await reply(JSON.parse(await text(process.stdin)))));
}
