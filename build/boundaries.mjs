/**
 * Who may import whom: one rule per sentence, and the sentence is what a violation prints.
 * The rules are data for dependency-cruiser; build/boundaries-run.mjs applies them.
 */

/** The folders of core from low to high: a folder may import its own row and the rows above it. */
export const coreLayers = [
  ["errors.ts", "job"],
  ["math"],
  ["volume", "structure"],
  ["format", "simulate", "surface", "kernel"],
  ["demo", "fit", "gmm", "learned", "validate", "refine"],
  ["composite", "identify", "particles"],
  ["command", "report"],
];

const testCode = "\\.(test|bench|testing)\\.tsx?$";

function forbid(name, from, to, comment) {
  return { name, severity: "error", comment, from, to };
}

function inCore(names) {
  return `^core/(${names.map((name) => (name.includes(".") ? name.replace(".", "\\.") : `${name}/`)).join("|")})`;
}

/** Lower never imports higher: one rule for each row but the last. */
const coreOrder = coreLayers
  .slice(0, -1)
  .map((layer, row) =>
    forbid(
      `core-order-${layer.join("-").replace(".ts", "")}`,
      { path: inCore(layer), pathNot: testCode },
      { path: inCore(coreLayers.slice(row + 1).flat()) },
      `In core the order is ${coreLayers.map((names) => names.join(", ")).join(" → ")}; lower never imports higher.`,
    ),
  );

export const rules = {
  forbidden: [
    forbid(
      "no-unresolved",
      {},
      { couldNotResolve: true, pathNot: "^(electron|webgpu)$" },
      "An import that resolves to nothing escapes every other rule.",
    ),
    forbid("no-cycles", {}, { circular: true }, "A cycle means two modules are one module."),
    forbid(
      "core-is-pure",
      { path: "^core/", pathNot: testCode },
      { pathNot: "^core/|node_modules/molstar/" },
      "core imports only core and the packages of its allow-list.",
    ),
    forbid(
      "molstar-behind-its-adapter",
      { pathNot: `^core/format/molstar\\.ts$|^e2e/timing/molstar-surface\\.ts$|^node_modules/` },
      { path: "node_modules/molstar/" },
      "Mol* is reached only through core/format/molstar.ts; a benchmark compares with its surfaces.",
    ),
    ...coreOrder,
    forbid(
      "workers-on-core",
      { path: "^workers/" },
      { path: "^(electron|renderer)/" },
      "The engine does not know who asks.",
    ),
    forbid(
      "window-asks-engine",
      { path: "^renderer/" },
      {
        path: "^workers/",
        pathNot: "^workers/(protocol|start-calls|identify-calls|particle-calls|client|wire)\\.ts$",
      },
      "The window talks to the engine by its protocol, client and wire format.",
    ),
    forbid(
      "window-asks-desktop",
      { path: "^renderer/" },
      { path: "^electron/", pathNot: "^electron/protocol\\.ts$" },
      "The window talks to the desktop by its protocol.",
    ),
    forbid(
      "hosts-below-window",
      { path: "^electron/" },
      { path: "^renderer/" },
      "A host never imports the interface it shows.",
    ),
    forbid(
      "desktop-without-science",
      { path: "^electron/((main|preload|gpu-page)\\.ts$|desktop/)", pathNot: testCode },
      { path: "^core/", pathNot: "^core/errors\\.ts$" },
      "The main process and its pages open files and relay messages; science runs in the engine.",
    ),
    forbid(
      "three-in-scene",
      { path: "^renderer/", pathNot: "^renderer/scene/" },
      { path: "node_modules/three" },
      "One owner for GPU objects.",
    ),
    forbid(
      "no-react-below-panels",
      { path: "^renderer/(scene|stores|commands)/" },
      { path: "node_modules/react" },
      "State and drawing work without React.",
    ),
    forbid(
      "electron-in-main",
      { pathNot: "^electron/((main|preload)\\.ts$|desktop/electron-api\\.ts$)" },
      { path: "^electron$|node_modules/electron/" },
      "Electron is lent by main.ts and preload.ts and typed by one adapter; all else runs without it.",
    ),
    forbid(
      "cli-without-desktop",
      { path: "^electron/cli/" },
      { path: "^electron/(desktop/|(main|preload|gpu-page)\\.ts$)" },
      "The command line and the browser host know nothing of the desktop, which may use what they have.",
    ),
    forbid(
      "gpu-in-kernels",
      { pathNot: "^workers/kernels/" },
      { path: "^(gpu\\.js|webgpu)$|node_modules/(gpu\\.js|webgpu)/" },
      "Kernels are exchangeable: only workers/kernels knows gpu.js.",
    ),
    forbid(
      "assembly-is-compiled",
      {},
      { path: "^workers/kernels/wasm/assembly/" },
      "AssemblyScript is not TypeScript: load the compiled kernel from dist/kernels.",
    ),
    forbid(
      "no-test-code-in-product",
      { path: "^(core|workers|renderer|electron)/", pathNot: testCode },
      { path: testCode },
      "The product does not import its tests or their helpers.",
    ),
    forbid(
      "no-e2e-in-product",
      { path: "^(core|workers|renderer|electron)/" },
      { path: "^e2e/" },
      "Whole-job tests and timings use the product, never the other way round.",
    ),
  ],
};
