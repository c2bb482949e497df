import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { invert, type Rigid } from "#core/math/rigid.ts";
import { simulateMolmap } from "#core/simulate/molmap.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { walk } from "#core/structure/walk.testing.ts";
import type { Host } from "#electron/cli/host.ts";
import { run } from "#electron/cli/program.ts";

/** What a command said and how it ended. */
export interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program inside the test. `changes` replaces parts of the host. */
export async function runCli(words: readonly string[], changes: Partial<Host> = {}): Promise<Outcome> {
  const said = { out: "", err: "" };
  const host: Host = {
    out(text) {
      said.out += text;
    },
    err(text) {
      said.err += text;
    },
    hasProgress: false,
    hasColour: false,
    columns: 100,
    signal: new AbortController().signal,
    engineFiles: {
      kernel: new URL("../../dist/kernels/fit.wasm", import.meta.url),
      thread: new URL("../../dist/workers/thread.js", import.meta.url),
    },
    seconds: () => performance.now() / 1000,
    ...changes,
  };
  const exitCode = await run(words, "1.2.3", host);
  return { exitCode, ...said };
}

/** A folder that is removed when the test process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mapwright-test-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** A tiny made-up case on disk: a map, the model elsewhere, and the motion that brings it home. */
export interface TinyCase {
  readonly folder: string;
  readonly map: string;
  readonly model: string;
  readonly structure: Structure;
  readonly back: Rigid;
}

/** Writes map.mrc (6 Å, 2 Å voxels) and model.cif into a folder of their own. */
export function writeTinyCase(): TinyCase {
  const folder = temporaryFolder();
  const home = walk(60, 3);
  const atoms = weightedAtoms(
    home,
    Uint32Array.from({ length: home.atomCount }, (_, n) => n),
  );
  const map = join(folder, "map.mrc");
  writeFileSync(map, writeMrc(simulateMolmap(atoms, 6)));
  const motion: Rigid = { rotation: randomRotation(createRandom(7)), shift: [30, -20, 10] };
  const structure = moveStructure(home, motion);
  const model = join(folder, "model.cif");
  writeFileSync(model, writeMmcif([structure]));
  return { folder, map, model, structure, back: invert(motion) };
}
