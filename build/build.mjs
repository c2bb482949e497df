/**
 * Builds everything in build/entries.mjs into dist/. Prints only what deserves attention; the stamp is
 * written last, so an interrupted build is seen as no build.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import asc from "assemblyscript/asc";
import esbuild from "esbuild";
import { copies, kernels, pages, scripts } from "./entries.mjs";
import { filesBelow, isTestCode } from "./files.mjs";
import { fingerprint, root, stampText } from "./setup.mjs";

/** Bundled CommonJS packages ask for Node's own modules by `require`, which ES modules lack. */
const requireBanner =
  'import { createRequire as createRequireForBundle } from "node:module";' +
  "const require = createRequireForBundle(import.meta.url);";

/**
 * Where a script runs. A sandboxed preload script cannot be an ES module and has no packages but Electron's; a page has
 * none at all.
 */
const targets = {
  node: {
    platform: "node",
    target: "node20",
    format: "esm",
    external: ["electron", "gpu.js", "webgpu", "playwright-core"],
    banner: { js: requireBanner },
  },
  preload: { platform: "node", target: "chrome150", format: "cjs", external: ["electron"] },
  page: { platform: "browser", target: "chrome150", format: "esm" },
};

const sources = fingerprint();
const outputs = [];
for (const script of existing(scripts)) outputs.push(...(await bundle(script)));
for (const { source, output } of existing(copies)) {
  copyFileSync(join(root, source), join(root, output));
  outputs.push(output);
}
for (const kernel of existing(kernels)) outputs.push(await compile(kernel));
for (const page of existing(pages)) outputs.push(...(await bundlePage(page)));
removeStale(outputs);
writeFileSync(join(root, "dist/.stamp"), stampText(sources, outputs));

function existing(entries) {
  return entries.filter(({ source }) => {
    if (existsSync(join(root, source))) return true;
    console.log(`Skipped ${source}: listed in build/entries.mjs but not there.`);
    return false;
  });
}

/**
 * Only white space is removed: gpu.js reads kernels back by Function.toString(), so names and statements
 * must stay as written.
 */
async function bundle({ source, output, split, platform = "node" }) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [{ in: source, out: basename(output, extname(output)) }],
    outdir: dirname(output),
    outExtension: { ".js": extname(output) },
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: split,
    ...targets[platform],
    minifyWhitespace: true,
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "warning",
  });
  return Object.keys(result.metafile.outputs);
}

/** Vite empties the folder first, so all that is there afterwards is this build's. */
async function bundlePage({ config, inputs, folder }) {
  if (
    !isFresh(
      `${folder}/index.html`,
      inputs.flatMap(filesOf).filter((path) => !isTestCode(path)),
    )
  ) {
    // A test that builds hands down NODE_ENV=test, which would bundle React's slow and heavy development half.
    process.env.NODE_ENV = "production";
    const { build } = await import("vite");
    await build({ configFile: join(root, config), logLevel: "warn" });
  }
  return filesBelow(root, folder);
}

function filesOf(path) {
  return statSync(join(root, path)).isDirectory() ? filesBelow(root, path) : [path];
}

async function compile({ source, output, initialPages, maximumPages }) {
  if (isNewer(output, source)) return output;
  mkdirSync(join(root, dirname(output)), { recursive: true });
  const optimise = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd,threads"];
  const memory = ["--importMemory", "--sharedMemory", "--initialMemory", `${initialPages}`];
  const result = await asc.main([
    source,
    "--baseDir",
    root,
    "--outFile",
    output,
    ...optimise,
    ...memory,
    "--maximumMemory",
    `${maximumPages}`,
  ]);
  const messages = `${result.stdout}${result.stderr}`.trim();
  if (messages !== "") console.log(messages);
  if (result.error) throw new Error(`${source} does not compile: ${result.error.message}`);
  return output;
}

/** Compiling a kernel costs a second, so it is done again only when its folder or the table changed. */
function isNewer(output, source) {
  return isFresh(output, [...filesBelow(root, dirname(source)), "build/entries.mjs"]);
}

/** Whether an output is there and newer than what it is made of, the way of making included. */
function isFresh(output, inputs) {
  if (!existsSync(join(root, output))) return false;
  const times = [...inputs, "build/build.mjs", "package-lock.json"].map((path) => timeOf(path));
  return timeOf(output) > Math.max(...times);
}

function timeOf(path) {
  return statSync(join(root, path)).mtimeMs;
}

/** Files of earlier builds beside the outputs: chunks carry a hash in their name and would pile up. */
function removeStale(current) {
  for (const folder of new Set([...scripts, ...kernels].map(({ output }) => dirname(output)))) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder))) {
      if (!current.includes(`${folder}/${name}`)) rmSync(join(root, folder, name), { recursive: true });
    }
  }
}
