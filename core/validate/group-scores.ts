import type { JobContext } from "#core/job/job-context.ts";
import { isHydrogen } from "#core/structure/elements.ts";
import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type ChainParts, chainParts, meanOf, range } from "#core/validate/atom-groups.ts";
import { GroupCorrelator } from "#core/validate/group-correlations.ts";
import { neighbourhood } from "#core/validate/image-radius.ts";
import type { ChainScores, GroupScores, ResidueScores } from "#core/validate/validation.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What groups of atoms are scored by. */
export interface GroupMaterial {
  readonly structure: Structure;
  readonly map: Volume;
  readonly model: Volume;
  /** Å, around atoms. */
  readonly radius: number;
  /** By atom; NaN where there is none. */
  readonly atomQ: Float64Array;
  readonly densities: Float64Array;
  /** The model map with every residue at its own resolution, and the resolution of every atom, Å. */
  readonly local?: { readonly model: Volume; readonly resolutions: Float64Array } | undefined;
  /** Mean B of the model, Å². */
  readonly meanB: number;
}

/** Scores of every residue and every chain (by its author's id, in order of appearance), and of everything. */
export interface AllScores {
  readonly residues: readonly ResidueScores[];
  readonly chains: readonly ChainScores[];
  readonly model: GroupScores;
}

const RESIDUES_PER_BATCH = 50;

/** Scores residues, chains and the whole. Throws `cancelled` when the job is cancelled. */
export async function groupScores(material: GroupMaterial, job: JobContext): Promise<AllScores> {
  const { structure } = material;
  const scorer = new GroupScorer(material);
  const found = residuesOf(structure);
  const parts = found.map((residue) => chainParts(structure, residue));
  const residues: ResidueScores[] = [];
  for (const [n, residue] of found.entries()) {
    if (n % RESIDUES_PER_BATCH === 0)
      await job.checkpoint({ step: "residues", done: n, total: found.length });
    residues.push({
      ...labelOf(material, residue),
      ...scorer.score([...range(residue.start, residue.end)], parts[n]),
    });
  }
  const chains: ChainScores[] = [];
  for (const [chain, members] of byChain(structure, found)) {
    await job.checkpoint({ step: "residues", done: found.length, total: found.length });
    const atoms = members.flatMap((n) => [...range(found[n].start, found[n].end)]);
    const own = join(members.map((n) => parts[n]));
    chains.push({ chain, residues: members.length, ...scorer.score(atoms, own) });
  }
  const model = scorer.score([...range(0, structure.atomCount)], join(parts));
  return { residues, chains, model };
}

class GroupScorer {
  readonly #material: GroupMaterial;
  readonly #correlator: GroupCorrelator;
  readonly #local: GroupCorrelator | undefined;
  readonly #isHeavy: (n: number) => boolean;

  constructor(material: GroupMaterial) {
    const { map, model, local, structure } = material;
    this.#material = material;
    this.#correlator = new GroupCorrelator(map, model);
    this.#local = local && new GroupCorrelator(map, local.model);
    this.#isHeavy = (n) => !isHydrogen(structure.element[n]);
  }

  score(atoms: readonly number[], { main, side }: ChainParts): GroupScores {
    const { structure, atomQ, densities, radius } = this.#material;
    const { xyz, bFactor } = structure;
    const heavy = atoms.filter(this.#isHeavy);
    return {
      atoms: heavy.length,
      q: meanOf(atomQ, heavy),
      density: meanOf(densities, heavy),
      bFactor: meanOf(bFactor, heavy),
      cc: this.#correlator.correlate(xyz, atoms, radius),
      ccMain: this.#correlator.correlate(xyz, main, radius),
      ccSide: this.#correlator.correlate(xyz, side, radius),
      ...this.#localScore(atoms),
    };
  }

  #localScore(atoms: readonly number[]): { ccLocal?: number } {
    const { local, structure, meanB } = this.#material;
    if (!local || !this.#local) return {};
    const own = neighbourhood(meanOf(local.resolutions, atoms), meanB);
    return { ccLocal: this.#local.correlate(structure.xyz, atoms, own) };
  }
}

function labelOf({ structure, local }: GroupMaterial, { start, end, kind }: Residue) {
  return {
    chain: structure.chainId[start],
    number: structure.residueNumber[start],
    insertionCode: structure.insertionCode[start],
    name: structure.residueName[start],
    isWater: kind === "water",
    start,
    end,
    ...(local && { resolution: meanOf(local.resolutions, range(start, end)) }),
  };
}

function byChain({ chainId }: Structure, residues: readonly Residue[]): Map<string, number[]> {
  const chains = new Map<string, number[]>();
  for (const [n, { start }] of residues.entries()) {
    const members = chains.get(chainId[start]);
    if (members) members.push(n);
    else chains.set(chainId[start], [n]);
  }
  return chains;
}

function join(parts: readonly ChainParts[]): ChainParts {
  return { main: parts.flatMap(({ main }) => main), side: parts.flatMap(({ side }) => side) };
}
