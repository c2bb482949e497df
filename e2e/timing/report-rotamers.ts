import { quietJob } from "#core/job/job-context.ts";
import { bondedAtoms } from "#core/refine/bonded.ts";
import { checkRotamers, type RotamerCheck } from "#core/refine/rotamers/rotamer-check.ts";
import { turnSideChain } from "#core/refine/rotamers/side-chain.ts";
import { placesOf, turningResidues } from "#core/refine/rotamers/turning-residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { type Case, loadMap, loadModel } from "./cases.ts";

/** Å; side chains are not seen beyond. */
const COARSEST = 4;
/** Of the side chains that have a rotamer, every so many-th is turned. */
const EVERY = 5;

/** A side chain that was turned: where it starts, and the rotamer it had. */
interface Turned {
  readonly start: number;
  readonly had: string;
}

/** How many deposited side chains are flagged, and how many of those that were turned to another rotamer on purpose. */
export async function rotamerTable(cases: readonly Case[], threads: number): Promise<void> {
  console.log("## Side chains that another rotamer would fit better\n");
  console.log(
    "| case | Å | side chains | flagged as deposited | turned on purpose | flagged of these | the old rotamer named | CPU s |\n|---|---|---|---|---|---|---|---|",
  );
  const engine = createImageEngine(engineFilesBeside(import.meta.url), threads);
  let all: number[] = [];
  for (const item of cases) {
    const map = loadMap(item.map);
    const structure = await loadModel(item.model, item.chain);
    const began = process.cpuUsage();
    const check = (model: Structure) =>
      checkRotamers({ structure: model, map, resolution: item.resolution }, engine, quietJob);
    const deposited = await check(structure);
    const { turned, model } = turnEvery(structure, deposited);
    const found = foundAgain(await check(model), turned);
    const { user, system } = process.cpuUsage(began);
    const counts = [deposited.residues.length, flagged(deposited), turned.length, found.flagged, found.named];
    all = counts.map((count, n) => count + (all[n] ?? 0));
    console.log(row(item.name, String(item.resolution), counts, ((user + system) / 1e6).toFixed(1)));
  }
  console.log(`${row("all", "", all, "")}\n`);
  await engine.dispose();
}

/** Cases whose maps show side chains, one chain of each complex. */
export function rotamerCases(cases: readonly Case[]): Case[] {
  return cases.filter(({ name, resolution }) => resolution < COARSEST && !/^plc|chain [B-Z]$/.test(name));
}

function row(name: string, resolution: string, counts: readonly number[], seconds: string): string {
  return `| ${[name, resolution, ...counts, seconds].join(" | ")} |`;
}

function flagged({ residues }: RotamerCheck): number {
  return residues.filter(({ better }) => better !== null).length;
}

/** A model in which every so many-th side chain has the rotamer that is the most usual of those it had not. */
function turnEvery(structure: Structure, { residues }: RotamerCheck): { model: Structure; turned: Turned[] } {
  const xyz = structure.xyz.slice();
  const { turning } = turningResidues(structure, bondedAtoms(structure));
  const byStart = new Map(turning.map((one) => [one.residue.start, one]));
  const turned: Turned[] = [];
  const known = residues.filter(({ rotamer }) => rotamer !== null);
  for (const { start, rotamer: had, rotamers } of known.filter((_, n) => n % EVERY === 0)) {
    const one = byStart.get(start);
    const others = rotamers.filter(({ name }) => name !== had).sort((a, b) => b.percent - a.percent);
    const [usual] = others;
    if (!one || had === null || !usual) continue;
    for (const [name, place] of turnSideChain(one.sideChain, placesOf(structure, one), usual.chi)) {
      xyz.set(place, 3 * (one.atoms.get(name) ?? 0));
    }
    turned.push({ start, had });
  }
  return { model: { ...structure, xyz }, turned };
}

function foundAgain(
  { residues }: RotamerCheck,
  turned: readonly Turned[],
): { flagged: number; named: number } {
  const byStart = new Map(residues.map((residue) => [residue.start, residue]));
  const betters = turned.map(({ start, had }) => ({ had, better: byStart.get(start)?.better ?? null }));
  return {
    flagged: betters.filter(({ better }) => better !== null).length,
    named: betters.filter(({ better, had }) => better?.name === had).length,
  };
}
