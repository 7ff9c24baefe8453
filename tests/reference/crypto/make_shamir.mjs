// Makes shamir.json: shares by the npm package, and ours as the package combines them.
//
//   npm install shamir-secret-sharing@0.0.4
//   python make_our_shares.py > ours.json     (any program that prints [{secret, k, n, randomness, shares}], all hex)
//   node make_shamir.mjs ours.json > shamir.json
import { readFileSync } from "node:fs";
import { split, combine } from "shamir-secret-sharing";

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const bytes = (text) => new Uint8Array(Buffer.from(text, "hex"));

const theirs = [];
for (const [k, n] of [[2, 2], [2, 3], [3, 3], [2, 4], [3, 5], [5, 5], [4, 7], [2, 32], [16, 32], [32, 32]]) {
  for (const size of [1, 32]) {
    const secret = crypto.getRandomValues(new Uint8Array(size));
    theirs.push({ k, n, secret: hex(secret), shares: (await split(secret, n, k)).map(hex) });
  }
}
const ours = [];
for (const vector of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const combined = hex(await combine(vector.shares.slice(-vector.k).map(bytes)));
  ours.push({ ...vector, combined_from_last_k: combined });
}
const source = { package: "shamir-secret-sharing 0.0.4 (npm)", calls: "split(secret, n, k); combine(the last k shares)",
                 program: "node " + process.version, script: "make_shamir.mjs" };
console.log(JSON.stringify({ source, split_by_the_package: theirs, combined_by_the_package: ours }, null, 1));
