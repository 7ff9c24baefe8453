// Seals a row on the device, so that only k of the n trustees together can read it: docs/envelope.md, version 1. Every
// random byte is the browser's own. The data key, its shares and the ephemeral keys live only in this call: not even the
// respondent can open the envelope afterwards, or be made to.
import { bytesOf, framed, joined, sha256 } from "./framing.js";
import { receiptOf } from "./receipts.js";
import * as hpke from "./vendor/hpke/index.js";
import { split } from "./vendor/shamir-secret-sharing/index.js";

/**
 * What an envelope is bound to. `trustees` are their public keys in the manifest's order.
 *
 * @typedef {{fingerprint: Uint8Array, stratum: string, k: number, trustees: Uint8Array<ArrayBuffer>[]}} Context
 */

const suite = new hpke.CipherSuite(
  hpke.KEM_DHKEM_P256_HKDF_SHA256,
  hpke.KDF_HKDF_SHA256,
  hpke.AEAD_AES_128_GCM,
);

/**
 * The envelope of a row: other bytes each time. Its receipt and its tracker's text are as survey/ballot/receipts.py.
 *
 * @param {Uint8Array} row ASCII, of the wave's width
 * @param {Context} context
 * @returns {Promise<{envelope: Uint8Array<ArrayBuffer>, receipt: string, tracker: string}>}
 */
export async function seal(row, { fingerprint, stratum, k, trustees }) {
  const numbers = Uint8Array.of(k, trustees.length);
  const context = await sha256(
    framed("samtidig envelope 1 context", fingerprint, bytesOf(stratum), numbers, ...trustees),
  );
  const dataKey = random(32);
  const tracker = random(16);
  const nonce = random(12);
  /** @type {Uint8Array[]} */
  const secrets = [dataKey];
  try {
    const { key, commitment } = await bodyKey(dataKey);
    const shares = await split(dataKey, trustees.length, k);
    secrets.push(...shares);
    const parts = await Promise.all(shares.map((share, at) => sealedShare(share, context, at, trustees[at])));
    const prefix = joined(bytesOf("STE"), Uint8Array.of(1, trustees.length), nonce, commitment, ...parts);
    const additionalData = framed("samtidig envelope 1 body", context, prefix);
    const plaintext = joined(Uint8Array.of(1), tracker, row);
    secrets.push(plaintext);
    const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, plaintext);
    const envelope = joined(prefix, new Uint8Array(body));
    return { envelope, receipt: await receiptOf(envelope), tracker: await receiptOf(tracker) };
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

/** @param {number} size */
function random(size) {
  return crypto.getRandomValues(new Uint8Array(size));
}

/**
 * The body's key and the commitment to it: AES-GCM alone would let one body open to two answers.
 *
 * @param {Uint8Array<ArrayBuffer>} dataKey
 */
async function bodyKey(dataKey) {
  const secret = await crypto.subtle.importKey("raw", dataKey, "HKDF", false, ["deriveBits"]);
  const info = bytesOf("samtidig envelope 1 data key");
  const expansion = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const both = new Uint8Array(await crypto.subtle.deriveBits(expansion, secret, 512));
  try {
    const key = await crypto.subtle.importKey("raw", both.subarray(0, 32), "AES-GCM", false, ["encrypt"]);
    return { key, commitment: both.slice(32) };
  } finally {
    both.fill(0);
  }
}

/**
 * One trustee's part: the encapsulated key, the share sealed to that trustee, its tag.
 *
 * @param {Uint8Array} share
 * @param {Uint8Array} context
 * @param {number} trustee counted from 0
 * @param {Uint8Array} publicKey
 */
async function sealedShare(share, context, trustee, publicKey) {
  const info = framed("samtidig envelope 1 share", context, Uint8Array.of(trustee));
  const key = await suite.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(key, share, { info });
  return joined(encapsulatedSecret, ciphertext);
}

/**
 * Whether this browser really can seal: it is tried, once, with keys that are then forgotten. An old browser, or a page
 * without HTTPS, cannot, and the server seals instead.
 *
 * @returns {Promise<boolean>}
 */
export async function supported() {
  try {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const { envelope } = await seal(new Uint8Array(1), {
      fingerprint: new Uint8Array(32),
      stratum: "0000/trial",
      k: 2,
      trustees: [point, point],
    });
    return envelope.length === 82 + 2 * 114 + 1;
  } catch {
    return false;
  }
}
