import type { Composite } from "#core/composite/compose.ts";
import type { JointRefinement } from "#core/composite/joint/refine-jointly.ts";
import type { PlacedChain } from "#core/composite/joint/refine-placed.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import type { Blob } from "#core/composite/unexplained.ts";
import type { Chosen } from "#core/fit/params.ts";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import { type Matrix3, matrixOf } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const COMPOSITE_DOCUMENT_VERSION = 1;

/** The results of a composite as they are written; electron/cli/README.md describes every field. */
export interface CompositeDocument {
  readonly version: typeof COMPOSITE_DOCUMENT_VERSION;
  /** One sentence: what was placed, how sure, how much of the map it explains. */
  readonly verdict: string;
  readonly map: {
    readonly file: string;
    readonly level: Chosen<number>;
    readonly resolution: Chosen<number>;
  } & Grid;
  readonly kernel: { readonly name: KernelName; readonly device: string };
  readonly threads: number;
  readonly seed: number;
  readonly plan: readonly PlanDocument[];
  readonly placements: readonly PlacementDocument[];
  readonly unplaced: readonly {
    readonly chain: string;
    readonly file: string;
    readonly copies: number;
    readonly reason: string;
  }[];
  readonly symmetry: SymmetryDocument | null;
  /** The refinement of all placed chains together; null where fewer than two are. */
  readonly joint: JointDocument | null;
  /** 0…1. */
  readonly explained: number;
  readonly unexplained: readonly Blob[];
  readonly rounds: readonly RoundDocument[];
  readonly seconds: number;
  readonly assembly: string | null;
  readonly warnings: readonly string[];
}

/** A unique chain and its copies. */
export interface PlanDocument {
  readonly chain: string;
  readonly file: string;
  readonly atoms: number;
  /** kDa. */
  readonly mass: number;
  readonly copies: Chosen<number>;
  /** The chains of the input that are equal to it, itself included. */
  readonly equal: readonly string[];
}

/** A placed chain. */
export interface PlacementDocument {
  readonly file: string;
  readonly chain: string;
  /** Residues of a domain, or null. */
  readonly residues: string | null;
  readonly copy: number;
  /** Row-major R of x' = R x + t, which moves coordinates of the input file into the map's frame. */
  readonly rotation: Matrix3;
  /** t, Å. */
  readonly translation: Vec3;
  readonly correlation: number;
  readonly correlationAboutMean: number;
  readonly averageDensity: number;
  readonly inside: number;
  readonly verdict: "clear" | "equivalent" | "ambiguous";
  readonly margin: number;
  readonly reason: string;
  /** Heavy atoms within 2 Å of other placed chains. */
  readonly clash: number;
  /** As it was before all chains were refined together, and how far that moved it; null for a chain by itself. */
  readonly before: {
    readonly correlation: number;
    readonly correlationAboutMean: number;
    readonly clash: number;
    /** Of its centre, Å. */
    readonly shift: number;
    /** Degrees. */
    readonly angle: number;
  } | null;
  readonly round: number;
  readonly source: "search" | "symmetry";
  /** Its chain ids in the assembly. */
  readonly assemblyChain: string;
}

/** How the placed chains are related. */
export interface SymmetryDocument {
  readonly name: string;
  readonly axis: Vec3;
  /** Å. */
  readonly centre: Vec3;
  /** Of a helix, degrees and Å; null otherwise. */
  readonly twist: number | null;
  readonly rise: number | null;
  /** Root mean square distance of the copies from the ideal symmetry, Å and degrees. */
  readonly misfit: { readonly shift: number; readonly angle: number };
}

/** All placed chains together, before and after they were refined as rigid bodies. */
export interface JointDocument {
  /** Of the model map of all, about the mean, near them. */
  readonly correlation: { readonly before: number; readonly after: number };
  /** Heavy atoms within 2 Å of another chain. */
  readonly clashes: { readonly before: number; readonly after: number };
  /** The largest motion of a centre (Å) and the largest turn (degrees). */
  readonly moved: { readonly shift: number; readonly angle: number };
  /** None was allowed to move farther. */
  readonly limit: { readonly shift: number; readonly angle: number };
}

interface RoundDocument {
  readonly round: number;
  readonly mode: string;
  readonly level: number;
  readonly seconds: number;
  readonly isBest: boolean;
  readonly searched: readonly {
    readonly chain: string;
    readonly starts: number;
    readonly scores: readonly number[];
    readonly placed: number;
  }[];
}

/** Everything about a composite as plain data. */
export function compositeDocument(
  composite: Composite,
  about: {
    readonly mapFile: string;
    readonly grid: Grid;
    readonly seconds: number;
    readonly assembly: string | null;
    readonly chains: readonly string[];
    readonly warnings: readonly string[];
  },
): CompositeDocument {
  const { plan, setup, placed, missing, symmetry, joint, explained, unexplained, rounds } = composite;
  const nameOf = (kind: number) => plan.kinds[kind].members[0].part;
  return {
    version: COMPOSITE_DOCUMENT_VERSION,
    verdict: verdictSentence(composite),
    map: { file: about.mapFile, ...about.grid, level: setup.level, resolution: setup.resolution },
    kernel: { name: setup.kernel, device: setup.device },
    threads: setup.threads,
    seed: setup.seed,
    plan: plan.kinds.map(({ members, atoms, mass, copies: { value, reason } }) => ({
      chain: members[0].part.chain,
      file: members[0].part.file,
      atoms,
      mass,
      copies: { value, reason },
      equal: members.map(({ part }) => part.structure.name),
    })),
    placements: placed.map((one, n) => placementDocument(one, about.chains[n])),
    unplaced: missing.map(({ kind, copies, reason }) => ({
      chain: nameOf(kind).chain,
      file: nameOf(kind).file,
      copies,
      reason,
    })),
    symmetry: symmetry ? symmetryDocument(symmetry) : null,
    joint: joint ? jointDocument(joint, placed) : null,
    explained,
    unexplained,
    rounds: rounds.map(({ number, mode, level, seconds, isBest, searched }) => ({
      round: number,
      mode,
      level,
      seconds,
      isBest,
      searched: searched.map(({ kind, ...rest }) => ({ chain: plan.kinds[kind].name, ...rest })),
    })),
    seconds: about.seconds,
    assembly: about.assembly,
    warnings: about.warnings,
  };
}

/** What was placed, how sure that is, and what is left, in one sentence. */
export function verdictSentence({ placed, missing, symmetry, explained, unexplained }: Composite): string {
  const unsure = placed.filter(({ site }) => site.confidence !== "clear").length;
  const lost = missing.reduce((sum, { copies }) => sum + copies, 0);
  const clashing = placed.filter(({ clash }) => clash > 0).length;
  const all = placed.length + lost;
  const helix = symmetry?.helix;
  const related = symmetry
    ? `, related by ${helix ? `a helix of ${helix.twist.toFixed(1)}° and ${helix.rise.toFixed(1)} Å` : symmetry.name}`
    : "";
  const sure = unsure === 0 ? "all clear" : `${placed.length - unsure} clear, ${unsure} to be looked at`;
  const left = unexplained.reduce((sum, { mass }) => sum + mass, 0);
  return [
    placed.length === 0
      ? `None of ${all} chains stands out in the map`
      : `Placed ${placed.length} of ${all} chains (${sure})${related}; they explain ${(100 * explained).toFixed(0)} % of the density above the level`,
    clashing > 0 ? `; ${clashing} have atoms within 2 Å of another` : "",
    left > 0 ? `; about ${left.toFixed(0)} kDa are left unexplained` : "",
    ".",
  ].join("");
}

function placementDocument(
  { site, member, copy, motion, scores, clash, before }: PlacedChain,
  chains: string,
): PlacementDocument {
  const { part } = member;
  return {
    file: part.file,
    chain: part.chain,
    residues: part.residues ?? null,
    copy,
    rotation: matrixOf(motion.rotation),
    translation: motion.shift,
    correlation: scores.correlation,
    correlationAboutMean: scores.correlationAboutMean,
    averageDensity: scores.averageDensity,
    inside: scores.inside,
    verdict: site.confidence,
    margin: site.margin,
    reason: site.reason,
    clash,
    before: before
      ? {
          correlation: before.scores.correlation,
          correlationAboutMean: before.scores.correlationAboutMean,
          clash: before.clash,
          shift: before.shift,
          angle: before.angle,
        }
      : null,
    round: site.round,
    source: site.source,
    assemblyChain: chains,
  };
}

/** The joint refinement as plain data. */
export function jointDocument(
  { before, after, limit }: JointRefinement,
  placed: readonly PlacedChain[],
): JointDocument {
  const largest = (of: "shift" | "angle") => Math.max(0, ...placed.map((one) => one.before?.[of] ?? 0));
  return {
    correlation: { before: before.correlation, after: after.correlation },
    clashes: { before: sumOf(before.clashes), after: sumOf(after.clashes) },
    moved: { shift: largest("shift"), angle: largest("angle") },
    limit,
  };
}

/** What refining all chains together came to, in one sentence. */
export function jointSentence({ correlation, clashes, moved, limit }: JointDocument): string {
  return [
    `Joint refinement: correlation ${correlation.before.toFixed(3)} → ${correlation.after.toFixed(3)}`,
    `, clashes ${clashes.before} → ${clashes.after} atoms`,
    `, moved by up to ${moved.shift.toFixed(2)} Å and ${moved.angle.toFixed(1)}° (limits ${limit.shift} Å and ${limit.angle}°).`,
  ].join("");
}

/** What it did to one chain, in a few words; undefined for a chain by itself. */
export function jointEffect({ before, scores, clash }: PlacedChain): string | undefined {
  if (!before) return undefined;
  const clashes =
    before.clash === 0 && clash === 0 ? "no clash" : `clashing atoms ${before.clash} → ${clash}`;
  return [
    `refined with the others ${before.scores.correlationAboutMean.toFixed(3)} → ${scores.correlationAboutMean.toFixed(3)}`,
    clashes,
    `moved ${before.shift.toFixed(2)} Å, ${before.angle.toFixed(1)}°`,
  ].join(", ");
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function symmetryDocument({ name, axis, centre, helix, misfit }: Symmetry): SymmetryDocument {
  return { name, axis, centre, twist: helix?.twist ?? null, rise: helix?.rise ?? null, misfit };
}

/** The placements as a table of comma-separated values. */
export function compositeCsv({ placements }: CompositeDocument): string {
  const header =
    "file,chain,residues,copy,assembly_chain,verdict,correlation,correlation_about_mean,margin,clash,correlation_before,correlation_about_mean_before,clash_before,moved_shift,moved_angle,round,source,reason";
  const cell = (value: string | number) => {
    const text = typeof value === "number" ? String(Number(value.toPrecision(6))) : value;
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = placements.map((p) =>
    [
      p.file,
      p.chain,
      p.residues ?? "",
      p.copy,
      p.assemblyChain,
      p.verdict,
      p.correlation,
      p.correlationAboutMean,
      p.margin,
      p.clash,
      p.before?.correlation ?? "",
      p.before?.correlationAboutMean ?? "",
      p.before?.clash ?? "",
      p.before?.shift ?? "",
      p.before?.angle ?? "",
      p.round,
      p.source,
      p.reason,
    ]
      .map(cell)
      .join(","),
  );
  return `${[header, ...rows].join("\n")}\n`;
}
