/**
 * What the build makes, in one table: a new program or kernel is one more line here.
 * Outputs lie one folder deep in dist/, so a bundle finds its neighbours at `../workers/thread.js`
 * and `../kernels/fit.wasm` relative to its own address.
 */

/**
 * Programs and threads, bundled by esbuild. `split` gives dynamic imports files of their own; `platform` is where a
 * script runs when that is not Node: "preload" in a sandboxed preload script, "page" in a page without Vite.
 */
export const scripts = [
  { source: "electron/cli/main.ts", output: "dist/cli/main.js", split: true },
  { source: "workers/thread.ts", output: "dist/workers/thread.js", split: false },
  { source: "workers/volumes/volume-thread.ts", output: "dist/workers/volume-thread.js", split: false },
  {
    source: "workers/particles/particle-thread.ts",
    output: "dist/workers/particle-thread.js",
    split: false,
  },
  { source: "workers/identify/screen-thread.ts", output: "dist/workers/screen-thread.js", split: false },
  { source: "workers/engine-thread.ts", output: "dist/workers/engine-thread.js", split: false },
  { source: "electron/main.ts", output: "dist/desktop/main.js", split: false },
  { source: "electron/preload.ts", output: "dist/desktop/preload.cjs", split: false, platform: "preload" },
  { source: "electron/gpu-page.ts", output: "dist/gpu-window/gpu-page.js", split: false, platform: "page" },
  { source: "e2e/timing/bench.ts", output: "dist/e2e/bench.js", split: false },
  { source: "e2e/timing/report.ts", output: "dist/e2e/report.js", split: false },
  { source: "e2e/window/shots.ts", output: "dist/e2e/shots.js", split: false },
  { source: "build/shells.ts", output: "dist/build/shells.js", split: false },
  { source: "e2e/timing/one-fit.ts", output: "dist/e2e/one-fit.js", split: false },
  { source: "e2e/timing/one-model-map.ts", output: "dist/e2e/one-model-map.js", split: false },
];

/** Files that are shipped as they are, but lie elsewhere when built. */
export const copies = [{ source: "electron/gpu-page.html", output: "dist/gpu-window/index.html" }];

/** The window, bundled by Vite: made again when something in `inputs` is newer than its page. */
export const pages = [
  {
    source: "renderer/main.tsx",
    config: "build/window.vite.config.ts",
    inputs: [
      "renderer",
      "core",
      "workers",
      "assets/help",
      "electron/protocol.ts",
      "build/window.vite.config.ts",
      "build/help-pages.ts",
    ],
    folder: "dist/window",
  },
];

/**
 * AssemblyScript entries, compiled by asc against a shared memory that the engine hands in.
 * Pages are 64 KiB. The memory handed in may be anything from `initialPages` up to `maximumPages`;
 * 65536 pages (4 GiB) is the most a 32-bit WebAssembly memory can have.
 */
export const kernels = [
  {
    source: "workers/kernels/wasm/assembly/fit.ts",
    output: "dist/kernels/fit.wasm",
    initialPages: 1,
    maximumPages: 65536,
  },
  {
    source: "workers/kernels/wasm/assembly/poses.ts",
    output: "dist/kernels/poses.wasm",
    initialPages: 1,
    maximumPages: 65536,
  },
  {
    source: "workers/kernels/wasm/assembly/images.ts",
    output: "dist/kernels/images.wasm",
    initialPages: 1,
    maximumPages: 65536,
  },
  {
    source: "workers/kernels/wasm/assembly/fourier.ts",
    output: "dist/kernels/fourier.wasm",
    initialPages: 1,
    maximumPages: 65536,
  },
];

/** Edges of the rendered icons, pixels: what Linux desktops, Windows and (1024) macOS take. */
export const iconSizes = [16, 32, 48, 64, 128, 256, 512, 1024];
