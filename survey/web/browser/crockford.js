// Crockford's base 32, as survey/ballot/crockford.py: symbols that people can read aloud, copy by hand and type again.
// Reading is tolerant where a reader may differ (case, O for 0, I or L for 1, blanks, dashes) and nowhere else.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ALIKE = new Map([..."abcdefghjkmnpqrstvwxyzoOiIlL"].map((typed, at) => [typed, "ABCDEFGHJKMNPQRSTVWXYZ001111"[at]]));
// Blanks (those Python's str.isspace knows), every dash, and the invisible characters that mail brings.
const DROPPED = /[\t-\r\x1c-\x20\x85\p{Zs}\u2028\u2029\p{Pd}\p{Cf}\u2212\u2043]/gu;

/**
 * The symbols that a text means, in capitals; foreign characters are left as they are, to be located.
 *
 * @param {string} text
 * @returns {string[]} one for each character
 */
export function normalised(text) {
  return Array.from(text.replace(DROPPED, ""), (character) => ALIKE.get(character) ?? character);
}

/**
 * Where, counted from 1, the first character stands that is no symbol; 0 if there is none.
 *
 * @param {string[]} symbols
 * @returns {number}
 */
export function foreignPosition(symbols) {
  return symbols.findIndex((symbol) => !ALPHABET.includes(symbol)) + 1;
}

/**
 * Canonical symbols as values 0 to 31.
 *
 * @param {string[]} symbols
 * @returns {number[]}
 */
export function decoded(symbols) {
  return symbols.map((symbol) => ALPHABET.indexOf(symbol));
}

/**
 * The first 5 × `count` bits of `octets` as symbols.
 *
 * @param {Uint8Array} octets
 * @param {number} count
 * @returns {string}
 */
export function firstSymbols(octets, count) {
  let symbols = "";
  for (let bit = 0; bit < 5 * count; bit += 5) {
    const pair = (octets[bit >> 3] << 8) | (octets[(bit >> 3) + 1] ?? 0);
    symbols += ALPHABET[(pair >> (11 - (bit & 7))) & 31];
  }
  return symbols;
}

/**
 * Symbols in groups of four with dashes between: `S6CJ-966G-Y6Z7-QSCC`.
 *
 * @param {string} symbols
 * @returns {string}
 */
export function grouped(symbols) {
  return symbols.replace(/(.{4})(?=.)/g, "$1-");
}
