// A code, read on the device, as survey/ballot/codes.py and docs/codes.md: slips of the pen are located by the two check
// symbols, and the stratum follows from the code, so that nobody is asked and no code leaves the device before the answer
// does. A code is never mended by guess.
import { decoded, foreignPosition, normalised } from "./crockford.js";
import { bytesOf, framed, sha256 } from "./framing.js";

const SYMBOLS = 16;
const RANDOM_SYMBOLS = 12;
const LONGEST_TYPED = 200;

/** @typedef {"empty" | "length" | "foreign" | "several" | "symbol" | "unknown"} CodeFaultReason */

/** What is wrong with a code. `position` counts from 1 (`foreign`, `symbol`); it is 0 where there is none. */
export class CodeFault extends Error {
  /**
   * @param {CodeFaultReason} reason
   * @param {number} position
   */
  constructor(reason, position = 0) {
    super(reason); // never the code: errors end up in places where codes must not
    this.reason = reason;
    this.position = position;
  }
}

// α⁰ … α³⁰ in GF(32) = GF(2)[x]/(x⁵+x²+1) with α = x, and their exponents.
/** @type {number[]} */
const POWERS = [1];
while (POWERS.length < 31) {
  const doubled = POWERS[POWERS.length - 1] << 1;
  POWERS.push(doubled & 32 ? doubled ^ 0b100101 : doubled);
}
const LOG = new Map(POWERS.map((power, exponent) => [power, exponent]));

/**
 * The code that was typed, however grouped and in whichever case, and whose it is.
 *
 * @param {string} text
 * @param {Uint8Array} fingerprint of the wave, 32 bytes
 * @param {string[]} strata of the wave, in the manifest's order
 * @returns {Promise<{code: string, stratum: string}>} the 16 canonical symbols
 * @throws {CodeFault}
 */
export async function readCode(text, fingerprint, strata) {
  const symbols = normalised(text);
  if (!symbols.length) throw new CodeFault("empty");
  if (Array.from(text).length > LONGEST_TYPED) throw new CodeFault("length");
  const foreign = foreignPosition(symbols);
  if (foreign) throw new CodeFault("foreign", foreign);
  if (symbols.length !== SYMBOLS) throw new CodeFault("length");
  const values = decoded(symbols);
  refuseFaulty(values);
  const place = (((values[12] << 5) | values[13]) - (await veil(symbols, fingerprint)) + 1024) % 1024;
  if (place >= strata.length) throw new CodeFault("unknown");
  return { code: symbols.join(""), stratum: strata[place] };
}

/**
 * Throws if the 16 values are no code. One wrong value e at place i gives the sums αⁱe and α²ⁱe, so their quotient is
 * αⁱ; no quotient, or one beyond the sixteenth place, means that more than one symbol is wrong.
 *
 * @param {number[]} values
 */
function refuseFaulty(values) {
  const first = weighed(values, 1);
  const second = weighed(values, 2);
  if (!first && !second) return;
  if (first && second) {
    const place = (logOf(second) - logOf(first) + 31) % 31;
    if (place < SYMBOLS) throw new CodeFault("symbol", place + 1);
  }
  throw new CodeFault("several");
}

/**
 * Σ α^(step·i)·sᵢ
 *
 * @param {number[]} values
 * @param {number} step
 */
function weighed(values, step) {
  return values.reduce((sum, value, place) => sum ^ (value ? POWERS[(logOf(value) + step * place) % 31] : 0), 0);
}

/** @param {number} value 1 to 31 */
function logOf(value) {
  return /** @type {number} */ (LOG.get(value));
}

/**
 * The number that veils the place: the first 10 bits of a digest of the wave and the random symbols.
 *
 * @param {string[]} symbols
 * @param {Uint8Array} fingerprint
 */
async function veil(symbols, fingerprint) {
  const random = bytesOf(symbols.slice(0, RANDOM_SYMBOLS).join(""));
  const digest = await sha256(framed("samtidig code 2 place", fingerprint, random));
  return (digest[0] << 2) | (digest[1] >> 6);
}
