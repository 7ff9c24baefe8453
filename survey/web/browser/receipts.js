// Receipts, as survey/ballot/receipts.py: the first 80 bits of a SHA-256, in four groups, that people can write down.
// That of an envelope is its receipt; that of a tracker is what the tally publishes. Neither says anything about the
// answers, but both prove that somebody answered: show one only to who asks for it.
import { firstSymbols, grouped } from "./crockford.js";
import { sha256 } from "./framing.js";

const SYMBOLS = 16;

/**
 * The receipt of an envelope, or the published text of a tracker: `XXXX-XXXX-XXXX-XXXX`.
 *
 * @param {Uint8Array<ArrayBuffer>} octets the envelope, or the 16 bytes of the tracker
 * @returns {Promise<string>}
 */
export async function receiptOf(octets) {
  return grouped(firstSymbols(await sha256(octets), SYMBOLS));
}
