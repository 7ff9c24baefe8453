// Bytes put together: several strings of bytes as one, each led by its length, as survey/ballot/framing.py does it.
// Whatever is hashed or bound is framed first, so that no two lists of parts give the same bytes.

const utf8 = new TextEncoder();

/**
 * A text as UTF-8.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesOf(text) {
  return new Uint8Array(utf8.encode(text));
}

/**
 * Byte strings end to end.
 *
 * @param {...Uint8Array} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The label, which says what the bytes are for, and each part, every one led by its length in four bytes.
 *
 * @param {string} label
 * @param {...Uint8Array} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function framed(label, ...parts) {
  return joined(...[bytesOf(label), ...parts].flatMap((part) => [lengthOf(part), part]));
}

/**
 * @param {Uint8Array} part
 * @returns {Uint8Array} four bytes, big-endian
 */
function lengthOf(part) {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, part.length);
  return four;
}

/**
 * SHA-256.
 *
 * @param {Uint8Array<ArrayBuffer>} octets
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export async function sha256(octets) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", octets));
}
