// Builds the scripts of the respondent's pages: survey/web/browser/*.js into one file each in survey/web/static.
//
//   node tools/build.mjs                 writes the built files, which are committed
//   node tools/build.mjs --check         writes nothing; fails when a committed file differs from a fresh build
//   node tools/build.mjs --out DIR FILE  bundles another entry with the same settings into DIR (for tests)
//
// The same sources give the same bytes, on any machine: what a reader of the sources has checked is what is served.
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = join(ROOT, "survey/web/browser");
const BUILT = join(ROOT, "survey/web/static");
const SCRIPTS = { "answer.js": "main.js", "board.js": "board.js" };

const BANNER = `/*! Samtidig, EUPL-1.2. Sources and licences: survey/web/browser.
Contains hpke 1.1.7 (c) Filip Skokan, MIT; shamir-secret-sharing 0.0.4 (c) Privy, Apache-2.0. */`;
const PLAIN_BANNER = "/*! Samtidig, EUPL-1.2. Sources: survey/web/browser. */";

/**
 * One file with all that `entry` imports. The vendored copies stand in for the packages; nothing else can be found.
 *
 * @param {string} entry path of the module to begin with
 * @returns {Promise<Uint8Array>} the built file
 */
async function bundled(entry) {
  const { metafile, outputFiles } = await build({
    entryPoints: [relative(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2020", // phones of 2020 and later; what they lack of WebCrypto, supported() finds out
    minify: true,
    charset: "ascii",
    legalComments: "none", // the banner says it shorter
    alias: { "shamir-secret-sharing/csprng": join(SOURCES, "vendor/shamir-secret-sharing/csprng.js") },
    logLevel: "warning",
  });
  const strangers = Object.keys(metafile.inputs).filter((name) => name.includes("node_modules"));
  if (strangers.length) throw new Error(`not in the repository: ${strangers.join(", ")}`);
  const vendored = Object.keys(metafile.inputs).some((name) => name.includes("/vendor/"));
  return Buffer.concat([Buffer.from(`${vendored ? BANNER : PLAIN_BANNER}\n`), outputFiles[0].contents]);
}

async function check() {
  const stale = [];
  for (const [name, entry] of Object.entries(SCRIPTS)) {
    const committed = await readFile(join(BUILT, name)).catch(() => Buffer.alloc(0));
    if (!committed.equals(await bundled(join(SOURCES, entry)))) stale.push(name);
  }
  if (stale.length) {
    console.error(`${stale.join(" and ")} in survey/web/static: not what the sources give; ./run build, and commit it`);
    process.exit(1);
  }
}

const [option, folder, file] = process.argv.slice(2);
if (option === "--check") {
  await check();
} else if (option === "--out") {
  await writeFile(join(folder, basename(file)), await bundled(file));
} else {
  for (const [name, entry] of Object.entries(SCRIPTS)) {
    await writeFile(join(BUILT, name), await bundled(join(SOURCES, entry)));
  }
}
