import { type Chosen, SCORE_NAMES, type ScoreKind } from "#core/fit/params.ts";
import type { FitCluster, FitSetup, VerdictKind } from "#core/fit/result.ts";
import { angleBetween, applyRigid, IDENTITY } from "#core/math/rigid.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import type { FitSeconds } from "#core/report/fit-document.ts";
import type { Volume } from "#core/volume/volume.ts";
import { type Style, styled } from "#electron/cli/colour.ts";
import type { FittedModel } from "#electron/cli/fit-run.ts";
import { counted, duration, grouped, leftAligned, rightAligned, short, wrapped } from "#electron/cli/text.ts";

/** What tells how a model's table is shown. */
export interface TableStyle {
  /** Rows at most. */
  readonly most: number;
  readonly hasColour: boolean;
  /** Characters per line. */
  readonly columns: number;
  /** What correlations are taken against. */
  readonly score: ScoreKind;
}

function header(score: ScoreKind): string[] {
  const correlation = `${SCORE_NAMES[score]} correlation`;
  return ["rank", "hits", correlation, "about mean", "mean density", "inside %", "z", "shift Å", "turn °"];
}

const VERDICT_STYLE: Readonly<Record<VerdictKind, Style>> = {
  clear: "green",
  equivalent: "green",
  ambiguous: "yellow",
  none: "red",
};

/** What is fitted into what, and every value the program chose, with its reason. */
export function setupText(
  mapName: string,
  map: Volume,
  models: number,
  setup: FitSetup,
  why: string,
): string {
  const [nx, ny, nz] = map.grid.size;
  const voxel = map.grid.voxelSize.map(short);
  const sizes = new Set(voxel).size === 1 ? voxel[0] : voxel.join(" × ");
  const rows = [
    chosenRow("level", "", setup.level),
    chosenRow("resolution", " Å", setup.resolution),
    chosenRow("least island", " voxels", setup.minIsland),
    ["score", SCORE_NAMES[setup.score.value], setup.score.reason],
    ["seed", String(setup.seed), "the same seed gives the same table"],
    ["kernel", setup.kernel, why],
  ];
  return [
    `Fitting ${counted(models, "model")} into ${mapName} (${nx} × ${ny} × ${nz} voxels of ${sizes} Å)`,
    ...leftAligned(rows).map((line) => `  ${line}`),
  ].join("\n");
}

/** The verdict on one model as a paragraph, then its best placements as a table. */
export function modelText(model: FittedModel, { most, hasColour, columns, score }: TableStyle): string {
  const { name, atoms, verdict, clusters } = model.result;
  const plain = `${name}: ${verdict.label}. ${verdict.sentence}`;
  const head = `${styled(name, "bold", hasColour)}: ${styled(verdict.label, VERDICT_STYLE[verdict.kind], hasColour)}.`;
  const paragraph = wrapped(plain, columns).replace(`${name}: ${verdict.label}.`, () => head);
  const shown = clusters.slice(0, most);
  if (shown.length === 0) return paragraph;
  const digits = decimals(shown.map(({ best }) => best.scores.averageDensity));
  const table = rightAligned([
    header(score),
    ...shown.map((cluster) => cells(cluster, model.centre, digits)),
  ]);
  const more = clusters.length - shown.length;
  const rest = more > 0 ? ` ${counted(more, "further placement")} with --top ${clusters.length}.` : "";
  return [
    paragraph,
    "",
    ...table.map((line, n) => styleRow(line, n, shown, hasColour)),
    styled(`${grouped(atoms)} atoms, ${counted(model.result.starts, "start")}.${rest}`, "dim", hasColour),
  ].join("\n");
}

/** Where the time went, in one line. */
export function secondsText({ load, prepare, search, refine, total }: FitSeconds): string {
  const parts = Object.entries({ load, prepare, search, refine });
  return `${duration(total)}: ${parts.map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`).join(", ")} s`;
}

function chosenRow(name: string, unit: string, chosen: Chosen<number>): string[] {
  return [name, `${short(chosen.value)}${unit}`, chosen.reason];
}

function cells(cluster: FitCluster, centre: Vec3, densityDigits: number): string[] {
  const { motion, scores } = cluster.best;
  return [
    String(cluster.rank),
    grouped(cluster.hits),
    fixed(scores.correlation, 3),
    fixed(scores.correlationAboutMean, 3),
    fixed(scores.averageDensity, densityDigits),
    (100 * scores.inside).toFixed(1),
    Number.isNaN(cluster.z) ? "–" : fixed(cluster.z, 1),
    distance(applyRigid(motion, centre), centre).toFixed(1),
    angleBetween(motion.rotation, IDENTITY.rotation).toFixed(1),
  ];
}

/** Decimals that give the largest of the values three significant digits. */
function decimals(values: readonly number[]): number {
  const largest = Math.max(...values.map(Math.abs));
  return largest > 0 ? Math.min(Math.max(2 - Math.floor(Math.log10(largest)), 0), 9) : 0;
}

/** As toFixed, without a minus before zero. */
function fixed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^-(?=[0.]*$)/, "");
}

/** Header and wrong placements step back, the answer's sites stand out. */
function styleRow(line: string, n: number, shown: readonly FitCluster[], hasColour: boolean): string {
  const cluster = shown[n - 1];
  if (!cluster) return styled(line, "dim", hasColour);
  return cluster.equivalent ? styled(line, "bold", hasColour) : line;
}
