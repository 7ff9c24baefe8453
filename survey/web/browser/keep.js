// The draft on the device: nothing at all unless somebody ticks "save on this device". Then the answers so far lie in
// localStorage, encrypted with AES-GCM under a key that is slow to work out from the code, always in one length, so that
// neither the answers nor how many they are can be read without the code. They are gone after 72 hours, on the finish and
// on the way out. The code itself is never stored.
import { bytesOf, joined } from "./framing.js";

/** @import { Form } from "./form.js" */
/** @import { Sealed } from "./send.js" */

/**
 * What is kept. *sealed*: the envelope, from before the first try to send it, so that it is always the same one.
 *
 * @typedef {{place: number, given: [string, string[]][], sealed: Sealed | null}} Draft
 */

/**
 * What locks the draft of this visit: a key for the code and the salt, which stay the same as long as the draft lies there.
 *
 * @typedef {{code: string, salt: Uint8Array<ArrayBuffer>, key: CryptoKey, until: number}} Lock
 */

const HOUR_MS = 3600 * 1000;
const HOURS = 72;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const ROUNDS = 600_000; // of SHA-256, OWASP's least: a code is short enough to be guessed at on a copy of the device
const BLOCK = 1024;

export class Keep {
  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    this.name = `samtidig ${form.wave}`;
    /** @type {Lock | null} of the draft that this visit has opened or begun */
    this.lock = null;
    this.written = false; // whether that draft lies there
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
    this.turn = 0; // counts up when what is under way must no longer be written
  }

  /** Whether there is a draft; one that is too old, or not to be read as one, is removed. */
  has() {
    return this.read() !== null;
  }

  /**
   * The draft that this code locked, or null.
   *
   * @param {string} code
   * @returns {Promise<Draft | null>}
   */
  async open(code) {
    const found = this.read();
    if (!found) return null;
    const { until, salt, nonce, sealed } = found;
    const { turn } = this;
    try {
      const key = await keyOf(code, salt, this.form.fingerprint);
      const additionalData = bytesOf(String(until));
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, sealed);
      if (turn !== this.turn) return null; // the page is left
      this.lock = { code, salt, key, until };
      this.written = true;
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
   * @returns {Promise<unknown>} rejected when the device takes nothing, or what was kept has been removed elsewhere
   */
  save(code, draft) {
    const { turn } = this;
    this.last = this.last.catch(() => {}).then(() => this.write(code, draft, turn));
    return this.last;
  }

  /**
   * @param {string} code
   * @param {Draft} draft
   * @param {number} turn
   */
  async write(code, draft, turn) {
    if (turn !== this.turn) return;
    const lock = this.lock?.code === code ? this.lock : await this.begin(code);
    if (turn !== this.turn) return; // removed meanwhile
    if (lock !== this.lock) this.written = false;
    this.lock = lock;
    const { salt, key, until } = lock;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const plain = padded(bytesOf(JSON.stringify(draft)), longest(this.form));
    const additionalData = bytesOf(String(until));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, plain);
    plain.fill(0);
    if (turn !== this.turn) return;
    if (this.written && !this.has()) throw new Error("the draft was removed elsewhere");
    localStorage.setItem(this.name, JSON.stringify({ until, draft: toText(joined(salt, nonce, new Uint8Array(sealed))) }));
    this.written = true;
  }

  /**
   * A new lock. Its end is set once, and at a whole hour, so that it does not tell when somebody was here.
   *
   * @param {string} code
   * @returns {Promise<Lock>}
   */
  async begin(code) {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const until = Math.ceil(Date.now() / HOUR_MS + HOURS - 1) * HOUR_MS;
    return { code, salt, key: await keyOf(code, salt, this.form.fingerprint), until };
  }

  /** Nothing more is written by this visit, nor by what is under way. */
  stop() {
    this.turn += 1;
    this.lock = null;
    this.written = false;
  }

  /** What this visit has kept is removed; another's draft stays. */
  release() {
    if (this.written) this.remove();
    this.stop();
  }

  /** Nothing is left, whoever's it was. */
  remove() {
    this.stop();
    try {
      localStorage.removeItem(this.name);
    } catch {
      // a browser that allows no storage has none
    }
  }

  /** @returns {{until: number, salt: Uint8Array<ArrayBuffer>, nonce: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer>} | null} */
  read() {
    let text = null;
    try {
      text = localStorage.getItem(this.name);
    } catch {
      return null;
    }
    if (text === null) return null;
    try {
      const { until, draft } = JSON.parse(text);
      const [salt, nonce, sealed] = split(fromText(draft));
      if (until > Date.now() && sealed.length) return { until, salt, nonce, sealed };
    } catch {
      // not what we wrote
    }
    localStorage.removeItem(this.name);
    return null;
  }
}

/**
 * PBKDF2 and not HKDF: a code has 60 random bits, and who has a copy of the device can try codes for as long as they like.
 *
 * @param {string} code
 * @param {Uint8Array} salt
 * @param {Uint8Array} fingerprint
 */
async function keyOf(code, salt, fingerprint) {
  const secret = await crypto.subtle.importKey("raw", bytesOf(code), "PBKDF2", false, ["deriveKey"]);
  const bound = joined(bytesOf("samtidig draft 1"), fingerprint, salt);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt: bound, iterations: ROUNDS };
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
