// `npm run bench`: what things cost, side by side in one run. Ratios are what to quote; seconds depend on the machine.
import { cpus } from "node:os";
import { fitsBesideBaseline, optimisersSideBySide } from "./bench-fits.ts";
import { fourierTransforms } from "./bench-fourier.ts";
import { identification } from "./bench-identify.ts";
import { kernelSpeeds } from "./bench-kernels.ts";
import { scatteringMaps } from "./bench-model-maps.ts";
import { particleCosts } from "./bench-particles.ts";
import { coarseProbes } from "./bench-probes.ts";
import { fitScaling } from "./bench-scaling.ts";
import { dataPath, hasData } from "./cases.ts";
import { largeTable } from "./large-table.ts";
import { surfaces } from "./surfaces.ts";

/** A part of the benchmark. */
interface Bench {
  readonly about: string;
  /** Whether it works on the real maps and models. */
  readonly needsData: boolean;
  run(): Promise<void>;
}

/** All parts, in the order they run. */
const BENCHES: Readonly<Record<string, Bench>> = {
  kernels: {
    about: "poses and points per second of every kernel",
    needsData: false,
    run: kernelSpeeds,
  },
  surfaces: {
    about: "contouring beside Mol*, from file to first surface, memory of opening and closing, a large table",
    needsData: false,
    async run() {
      await surfaces();
      largeTable();
    },
  },
  "model-maps": {
    about: "150,000 atoms' electron scattering and its gradients",
    needsData: false,
    run: scatteringMaps,
  },
  fourier: { about: "transforms of whole volumes", needsData: false, run: fourierTransforms },
  fits: {
    about: "1,000 starts beside a plain JavaScript program, and fits as they are by default",
    needsData: true,
    run: fitsBesideBaseline,
  },
  optimisers: {
    about: "hits per CPU second beside DiffFit's objective and optimiser",
    needsData: true,
    run: optimisersSideBySide,
  },
  probes: {
    about: "atoms or Gaussians as what climbs the smooth maps",
    needsData: true,
    run: coarseProbes,
  },
  scaling: {
    about: "how the cost of a fit grows with starts, atoms, voxels and threads",
    needsData: true,
    run: fitScaling,
  },
  identify: {
    about: "a library in a map: candidates, threads, shards",
    needsData: true,
    run: identification,
  },
  particles: {
    about: "poses, reconstruction and Gaussian models beside RELION's figures",
    needsData: true,
    run: () => particleCosts(import.meta.url),
  },
};

const HELP = `npm run bench -- [PART…]
${Object.entries(BENCHES)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join("\n")}`;

process.exitCode = await main(process.argv.slice(2));

async function main(asked: readonly string[]): Promise<number> {
  const unknown = asked.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) {
    const isHelp = unknown === "--help";
    console[isHelp ? "log" : "error"](isHelp ? HELP : `There is no part “${unknown}”.\n${HELP}`);
    return isHelp ? 0 : 2;
  }
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}\n`);
  for (const [name, { needsData, run }] of Object.entries(BENCHES)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    if (needsData && !hasData()) {
      console.log(`“${name}” needs the real maps in ${dataPath(".")}, which are not there.\n`);
    } else await run();
  }
  return 0;
}
