// Codes made and faulted by arithmetic that shares nothing with survey/ballot/codes.py: run `node make_vectors.mjs`.
//
// The check symbols are found by trying all 1,024 pairs; GF(32) is multiplied by shifts; the place is worked out with
// BigInt from the whole digest. Only node:crypto's SHA-256 is taken from elsewhere. The random bytes are fixed, so the
// file is the same each time.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

const product = (left, right) => {
  let whole = 0;
  for (let bit = 0; bit < 5; bit++) if ((right >> bit) & 1) whole ^= left << bit;
  for (const bit of [8, 7, 6, 5]) if ((whole >> bit) & 1) whole ^= 0b100101 << (bit - 5);
  return whole;
};
const sums = (values) => {
  let once = 0, twice = 0, power = 1, square = 1;
  for (const value of values) {
    once ^= product(power, value);
    twice ^= product(square, value);
    [power, square] = [product(power, 2), product(square, 4)];
  }
  return [once, twice];
};
const isSound = (values) => sums(values).every((sum) => sum === 0);

const framed = (label, ...parts) =>
  Buffer.concat([Buffer.from(label), ...parts].flatMap((piece) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    return [length, piece];
  }));
const shift = (fingerprint, first) =>
  BigInt("0x" + sha256(framed("samtidig code 2 place", fingerprint, Buffer.from(first))).toString("hex")) >> 246n;

const codeOf = (random, fingerprint, place) => {
  let bits = BigInt("0x" + random.toString("hex")) >> 4n;
  const values = [];
  for (let symbol = 0; symbol < 12; symbol++) {
    values.unshift(Number(bits & 31n));
    bits >>= 5n;
  }
  const first = values.map((value) => ALPHABET[value]).join("");
  const shifted = Number((shift(fingerprint, first) + BigInt(place)) % 1024n);
  values.push(Math.floor(shifted / 32), shifted % 32);
  for (let pair = 0; pair < 1024; pair++) {
    const whole = [...values, pair >> 5, pair & 31];
    if (isSound(whole)) return whole.map((value) => ALPHABET[value]).join("");
  }
  throw new Error("no pair of check symbols fits");
};

const A = sha256("a wave"), B = sha256("another wave");
const codes = [];
const add = (fingerprint, strata, place, random) =>
  codes.push({
    fingerprint: fingerprint.toString("hex"), strata, place, random: random.toString("hex"),
    code: codeOf(random, fingerprint, place),
  });
for (const octet of [0x00, 0xff, 0x0f]) for (const fingerprint of [A, B]) add(fingerprint, 4, 0, Buffer.alloc(8, octet));
for (let count = 0; count < 40; count++) {
  const strata = [1, 4, 8, 580, 1024][count % 5];
  add(count % 2 ? A : B, strata, (count * 397) % strata, sha256(`random ${count}`).subarray(0, 8));
}
for (const place of [0, 1, 2, 3, 1023]) add(A, 1024, place, sha256("one").subarray(0, 8));

// What people write, and what it means.
const own = codes.find(({ fingerprint, strata, place }) => fingerprint === A.toString("hex") && strata === 4 && place > 0);
const four = own.code.match(/..../g);
const readings = [own.code, four.join("-"), four.join(" – ").toLowerCase(), ` ${four.join(" ")}\n`, four.join("\u2011"), four.join("\u200b")]
  .map((typed) => ({ fingerprint: own.fingerprint, strata: own.strata, place: own.place, typed, code: own.code }));
const alike = codes.find(({ code }) => code.includes("0") && code.includes("1"));
for (const one of ["l", "I", "i", "L"]) {
  const typed = alike.code.replaceAll("0", "o").replaceAll("1", one);
  readings.push({ fingerprint: alike.fingerprint, strata: alike.strata, place: alike.place, typed, code: alike.code });
}

// Faults: `symbol` and `foreign` have a place, counted from 1. `unknown` is a sound code whose place is no stratum.
const faults = [];
const fault = (typed, reason, position = null) =>
  faults.push({ fingerprint: own.fingerprint, strata: own.strata, typed, reason, position });
const put = (code, place, symbol) => code.slice(0, place) + symbol + code.slice(place + 1);
const next = (symbol, by) => ALPHABET[(ALPHABET.indexOf(symbol) + by) % 32];
fault("", "empty");
fault(" \u2013 ", "empty");
fault(own.code.slice(0, 15), "length");
fault(own.code + "0", "length");
fault("0".repeat(201), "length");
fault(put(own.code, 7, "U"), "foreign", 8);
fault(put(own.code, 0, "Ö"), "foreign", 1);
fault(put(own.code, 15, "😀"), "foreign", 16);
fault(put(put(own.code, 3, "*"), 9, "!"), "foreign", 4);
fault(own.code + "*", "foreign", 17);
for (let place = 0; place < 16; place++) fault(put(own.code, place, next(own.code[place], 1 + place)), "symbol", place + 1);
for (let left = 0, found = 0; left < 15 && found < 6; left++) {
  const wrong = put(put(own.code, left, next(own.code[left], 1)), left + 1, next(own.code[left + 1], 2));
  const values = [...wrong].map((symbol) => ALPHABET.indexOf(symbol));
  const mends = values.some((_, place) => ALPHABET.split("").some((_, value) => isSound(values.with(place, value))));
  if (!mends) { fault(wrong, "several"); found++; }
}
for (let count = 0, found = 0; found < 6; count++) {
  const foreign = codeOf(sha256(`foreign ${count}`).subarray(0, 8), B, count % 4);
  const values = [...foreign].map((symbol) => ALPHABET.indexOf(symbol));
  const place = (BigInt(values[12] * 32 + values[13]) - shift(A, foreign.slice(0, 12)) + 1024n) % 1024n;
  if (place >= BigInt(own.strata)) { fault(foreign, "unknown"); found++; }
}
fault(codeOf(sha256("one too many").subarray(0, 8), A, own.strata), "unknown");
fault(codeOf(sha256("the last").subarray(0, 8), A, 1023), "unknown");

const source = `make_vectors.mjs, Node ${process.version}: SHA-256 by node:crypto, everything else by BigInt and trial`;
writeFileSync(new URL("vectors.json", import.meta.url), JSON.stringify({ source, codes, readings, faults }, null, 1) + "\n");
