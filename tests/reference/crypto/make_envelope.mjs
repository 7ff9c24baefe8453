// Makes envelope_from_javascript.json: an envelope sealed from docs/envelope.md alone, as a browser would do it.
//
//   npm install hpke@1.1.7 shamir-secret-sharing@0.0.4
//   node make_envelope.mjs > envelope_from_javascript.json
import * as HPKE from "hpke";
import { split } from "shamir-secret-sharing";

const suite = new HPKE.CipherSuite(
  HPKE.KEM_DHKEM_P256_HKDF_SHA256, HPKE.KDF_HKDF_SHA256, HPKE.AEAD_AES_128_GCM);
const text = new TextEncoder();
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const random = (size) => crypto.getRandomValues(new Uint8Array(size));

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

function framed(label, ...parts) {
  const lengths = (part) => { const b = new Uint8Array(4); new DataView(b.buffer).setUint32(0, part.length); return b; };
  return joined(...[text.encode(label), ...parts].flatMap((part) => [lengths(part), part]));
}

async function bodyKey(dataKey) {
  const secret = await crypto.subtle.importKey("raw", dataKey, "HKDF", false, ["deriveBits"]);
  const both = new Uint8Array(await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode("samtidig envelope 1 data key") },
    secret, 512));
  const key = await crypto.subtle.importKey("raw", both.slice(0, 32), "AES-GCM", false, ["encrypt"]);
  return [key, both.slice(32)];
}

async function seal(row, fingerprint, stratum, k, keys) {
  const points = await Promise.all(keys.map((pair) => suite.SerializePublicKey(pair.publicKey)));
  const context = new Uint8Array(await crypto.subtle.digest("SHA-256", framed(
    "samtidig envelope 1 context", fingerprint, text.encode(stratum), new Uint8Array([k, keys.length]), ...points)));
  const dataKey = random(32), nonce = random(12), tracker = random(16);
  const [key, commitment] = await bodyKey(dataKey);
  const parts = [];
  for (const [trustee, share] of (await split(dataKey, keys.length, k)).entries()) {
    const info = framed("samtidig envelope 1 share", context, new Uint8Array([trustee]));
    const { encapsulatedSecret, ciphertext } = await suite.Seal(keys[trustee].publicKey, share, { info });
    parts.push(encapsulatedSecret, ciphertext);
  }
  const prefix = joined(text.encode("STE"), new Uint8Array([1, keys.length]), nonce, commitment, ...parts);
  const plaintext = joined(new Uint8Array([1]), tracker, row);
  const additionalData = framed("samtidig envelope 1 body", context, prefix);
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, plaintext));
  return { tracker: hex(tracker), trustee_public_keys: points.map(hex), envelope: hex(joined(prefix, body)) };
}

const vectors = [];
for (const [k, n] of [[2, 3], [3, 5], [2, 2]]) {
  const secrets = Array.from({ length: n }, () => random(32));
  const keys = await Promise.all(secrets.map((secret) => suite.DeriveKeyPair(secret, true)));
  const fingerprint = random(32), stratum = "0580/elected", row = "ab.-c01".repeat(10);
  const sealed = await seal(text.encode(row), fingerprint, stratum, k, keys);
  vectors.push({ k, n, fingerprint: hex(fingerprint), stratum, row, trustee_secrets: secrets.map(hex), ...sealed });
}
const source = { script: "make_envelope.mjs", packages: ["hpke 1.1.7 (npm)", "shamir-secret-sharing 0.0.4 (npm)"],
                 program: "node " + process.version + ", WebCrypto",
                 note: "trustee_secrets are the input of RFC 9180 DeriveKeyPair" };
console.log(JSON.stringify({ source, envelopes: vectors }, null, 1));
