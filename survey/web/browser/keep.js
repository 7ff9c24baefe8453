// The draft on the device: nothing at all unless somebody ticks "save on this device". Then the answers so far lie in
// localStorage, encrypted with AES-GCM under a key that follows from the code and a random salt, always in one length, so
// that neither the answers nor how many they are can be read without the code. They are gone after 72 hours, on the
// finish and on the way out. The code itself is never stored.
import { bytesOf, joined } from "./framing.js";

/** @import { Form } from "./form.js" */
/** @import { Sealed } from "./send.js" */

/**
 * What is kept. *sealed*: the envelope, from before the first try to send it, so that it is always the same one.
 *
 * @typedef {{place: number, given: [string, string[]][], sealed: Sealed | null}} Draft
 */

const HOURS = 72;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const BLOCK = 1024;

export class Keep {
  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    this.name = `samtidig ${form.wave}`;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
    this.turn = 0; // counts up when what is under way must no longer be written
  }

  /** Whether there is a draft; one that is too old is removed. */
  has() {
    const found = this.read();
    if (found && found.until > Date.now()) return true;
    if (found) this.remove();
    return false;
  }

  /**
   * The draft that this code locked, or null.
   *
   * @param {string} code
   * @returns {Promise<Draft | null>}
   */
  async open(code) {
    const found = this.has() ? this.read() : null;
    if (!found) return null;
    const [salt, nonce, sealed] = split(fromText(found.draft));
    try {
      const key = await keyOf(code, salt, this.form.fingerprint);
      const additionalData = bytesOf(String(found.until));
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null; // another's, under another code
    }
  }

  /**
   * Write the draft, after whatever was to be written before it.
   *
   * @param {string} code
   * @param {Draft} draft
   * @returns {Promise<unknown>}
   */
  save(code, draft) {
    const { turn } = this;
    this.last = this.last.then(() => this.write(code, draft, turn));
    return this.last;
  }

  /**
   * @param {string} code
   * @param {Draft} draft
   * @param {number} turn
   */
  async write(code, draft, turn) {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const until = Date.now() + HOURS * 3600 * 1000;
    const key = await keyOf(code, salt, this.form.fingerprint);
    const plain = padded(bytesOf(JSON.stringify(draft)), longest(this.form));
    const additionalData = bytesOf(String(until));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, plain);
    if (turn !== this.turn) return; // removed meanwhile
    localStorage.setItem(this.name, JSON.stringify({ until, draft: toText(joined(salt, nonce, new Uint8Array(sealed))) }));
  }

  /** Nothing is left, nor written by what was under way. */
  remove() {
    this.turn += 1;
    try {
      localStorage.removeItem(this.name);
    } catch {
      // a browser that allows no storage has none
    }
  }

  /** @returns {{until: number, draft: string} | null} */
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "null");
    } catch {
      return null;
    }
  }
}

/**
 * @param {string} code
 * @param {Uint8Array<ArrayBuffer>} salt
 * @param {Uint8Array} fingerprint
 */
async function keyOf(code, salt, fingerprint) {
  const secret = await crypto.subtle.importKey("raw", bytesOf(code), "HKDF", false, ["deriveKey"]);
  const info = joined(bytesOf("samtidig draft 1"), fingerprint);
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info };
  return crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * How long a draft can be at most: everything ticked, and an envelope.
 *
 * @param {Form} form
 */
function longest(form) {
  const given = form.items.map(({ id, codes }) => [id, codes]);
  const envelope = 82 + 114 * form.trustees.length + form.width;
  return Math.ceil((JSON.stringify(given).length + 2 * envelope + 300) / BLOCK) * BLOCK;
}

/**
 * Spaces after what JSON ends with mean nothing.
 *
 * @param {Uint8Array} octets
 * @param {number} size
 */
function padded(octets, size) {
  return joined(octets, new Uint8Array(size - octets.length).fill(32));
}

/** @param {Uint8Array<ArrayBuffer>} octets */
function split(octets) {
  const end = SALT_BYTES + NONCE_BYTES;
  return [octets.slice(0, SALT_BYTES), octets.slice(SALT_BYTES, end), octets.slice(end)];
}

/** @param {Uint8Array} octets */
export function toText(octets) {
  return btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(""));
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromText(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
