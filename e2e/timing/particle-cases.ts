// The simulated particles of ../shared with RELION's maps and figures, for reports and benchmarks.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStar } from "#core/format/star.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { readParticles } from "#core/particles/read-particles.ts";
import type { Volume } from "#core/volume/volume.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { openStack } from "#workers/particles/stack-files.ts";
import { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";
import { dataPath } from "./cases.ts";

const SET = "particles_twodomain";
const REFERENCE = "../reference/relion_fsc";

/** What RELION 3.1.3 found with some poses. */
export interface RelionFigures {
  readonly relion_postprocess: {
    readonly final_resolution_A: number;
    readonly fsc_unmasked: readonly number[];
    readonly fsc_masked: readonly number[];
  };
  readonly halfmap_fsc_whole: { readonly curve: readonly number[] };
}

/** Whether the particles and RELION's figures are there. */
export function hasParticles(): boolean {
  return existsSync(dataPath(SET)) && existsSync(dataPath(REFERENCE));
}

export function twodomainParticles(star: string): ParticleSet {
  return readParticles(readStar(readFileSync(dataPath(`${SET}/${star}`)))).value.particles;
}

/** A map or mask of the set; a map of the last two states is what was projected. */
export function twodomainMap(name: string): Volume {
  return mapOf(`${SET}/${name}.mrc.gz`);
}

/** A map or the mask that RELION made of the set. */
export function relionMap(name: string): Volume {
  return mapOf(`${REFERENCE}/twodomain_dev_${name}.mrc.gz`);
}

export function relionFigures(poses: string): RelionFigures {
  const text = readFileSync(dataPath(`${REFERENCE}/twodomain_dev_fsc.json`), "utf8");
  const { sets } = JSON.parse(text) as { sets: Record<string, RelionFigures> };
  const figures = sets[poses];
  if (!figures) throw new Error(`RELION's figures have no poses "${poses}".`);
  return figures;
}

/** Lends an engine with the unpacked stack, and clears up. */
export async function withTwodomain<T>(
  bundle: string,
  threads: number,
  use: (engine: ThreadedParticleEngine) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "mapwright-report-"));
  try {
    const stack = path.join(folder, "particles.mrcs");
    writeFileSync(stack, gunzipSync(readFileSync(dataPath(`${SET}/particles.mrcs.gz`))));
    const files = engineFilesBeside(bundle);
    const engine = new ThreadedParticleEngine(
      twodomainParticles("particles.star"),
      [openStack(stack).value],
      files,
      threads,
    );
    try {
      return await use(engine);
    } finally {
      await engine.dispose();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mapOf(file: string): Volume {
  return volumeFromMrc(readMrc(gunzipSync(readFileSync(dataPath(file)))).value).value;
}
