import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { type Rigid, rotate } from "#core/math/rigid.ts";
import { subtract, type Vec3 } from "#core/math/vec3.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { Q_SCORE_DEFAULTS } from "#core/validate/q-score.ts";
import { validateModel } from "#core/validate/validate-model.ts";
import type { Validation } from "#core/validate/validation.ts";
import { judgeValidation, poorResidues } from "#core/validate/verdict.ts";
import type { Volume } from "#core/volume/volume.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine, type ImageEngine } from "#workers/images/image-engine.ts";
import { type Case, loadMap, loadModel, realCases } from "./cases.ts";

/** The whole models of maps whose cases are chains of them. */
const WHOLE: Readonly<Record<string, string>> = {
  emd0093: "emd0093_6gyn_hcn4_tetramer_3p4A/model.pdb",
  plc: "synthetic_plc_3p5A/truth.cif.gz",
  emd1080: "emd1080_groel_14mer_11p5A/assembly_14.pdb.gz",
};
const HERE: Rigid = { rotation: [0, 0, 0, 1], shift: [0, 0, 0] };
/** Å, along the diagonal. */
const SHIFTS = [1, 2, 4];
const TURNS = [1, 2];

interface Judged {
  readonly name: string;
  readonly map: string;
  readonly model: string;
  readonly place: Rigid;
  readonly resolution: number;
}

/** How models agree with their maps in their place, and how out of it: what the verdict of a validation rests on. */
export async function validationTables(only: string | undefined, threads: number): Promise<void> {
  const engine = createImageEngine(engineFilesBeside(import.meta.url), threads);
  const wrong: string[] = [];
  console.log("## Models in their maps\n");
  console.log(
    "| case | Å | atoms | CC_mask | CC_volume | CC_peaks | CC_box | Q (expected) | FSC 0.5, Å | residues poor | verdict | CPU s |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|---|---|");
  for (const one of judgedCases(only)) {
    const map = loadMap(one.map);
    const structure = moveStructure(await loadModel(one.model), one.place);
    console.log(await placedRow(engine, one, map, structure));
    wrong.push(await displacedRow(engine, one, map, structure));
  }
  console.log(
    "\n## The same models out of place: CC_mask, Q, FSC 0.5 (in units of the map's resolution), verdict\n",
  );
  console.log(
    `| case | Å | ${SHIFTS.map((shift) => `${shift} Å away`).join(" | ")} | turned about | otherwise |`,
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const row of wrong) console.log(row);
  console.log();
  await engine.dispose();
}

async function placedRow(
  engine: ImageEngine,
  { name, resolution }: Judged,
  map: Volume,
  structure: Structure,
): Promise<string> {
  const cpu = process.cpuUsage();
  const validation = await validate(engine, map, structure, resolution);
  const used = process.cpuUsage(cpu);
  const { correlations, model, expected, fsc } = validation;
  return `| ${[
    name,
    resolution,
    model.atoms,
    correlations.mask.toFixed(3),
    correlations.volume.toFixed(3),
    correlations.peaks.toFixed(3),
    correlations.box.toFixed(3),
    `${model.q.toFixed(3)} (${expected?.value.toFixed(3)})`,
    fsc.map.resolution05?.toFixed(2) ?? "–",
    `${poorResidues(validation).length} of ${validation.residues.length}`,
    judgeValidation(validation).kind,
    ((used.user + used.system) / 1e6).toFixed(1),
  ].join(" | ")} |`;
}

async function displacedRow(
  engine: ImageEngine,
  { name, resolution }: Judged,
  map: Volume,
  structure: Structure,
): Promise<string> {
  const cells: string[] = [];
  for (const motion of displacements(structure)) {
    const moved = moveStructure(structure, motion);
    const validation = await validate(engine, map, moved, resolution);
    const { correlations, model, fsc } = validation;
    const reach = fsc.map.resolution05;
    const times = reach === null ? "–" : (reach / resolution).toFixed(2);
    const { kind } = judgeValidation(validation);
    cells.push(`${correlations.mask.toFixed(2)}, ${model.q.toFixed(2)}, ${times}: ${kind}`);
  }
  return `| ${[name, resolution, ...cells].join(" | ")} |`;
}

/** Some distance along the diagonal, and about its middle. */
function displacements(structure: Structure): Rigid[] {
  const shifts = SHIFTS.map((length): Rigid => {
    const along = length / Math.sqrt(3);
    return { ...HERE, shift: [along, along, along] };
  });
  const centre = middle(structure);
  const turns = TURNS.map((seed): Rigid => {
    const rotation = randomRotation(createRandom(seed));
    return { rotation, shift: subtract(centre, rotate(rotation, centre)) };
  });
  return [...shifts, ...turns];
}

function middle({ xyz, atomCount }: Structure): Vec3 {
  const sum = [0, 0, 0];
  for (const [n, x] of xyz.entries()) sum[n % 3] = (sum[n % 3] ?? 0) + x / atomCount;
  const [x = 0, y = 0, z = 0] = sum;
  return [x, y, z];
}

function validate(
  engine: ImageEngine,
  map: Volume,
  structure: Structure,
  resolution: number,
): Promise<Validation> {
  const request = { structure, map, resolution, settings: Q_SCORE_DEFAULTS, bFactor: "file" } as const;
  return validateModel(request, engine, quietJob);
}

/** One entry per model and map; several chains of a case are judged together. */
function judgedCases(only: string | undefined): Judged[] {
  const found = new Map<string, Judged>();
  for (const item of realCases()) {
    if (only !== undefined && !item.name.includes(only)) continue;
    const judged = judgedCase(item);
    found.set(judged.name, judged);
  }
  return [...found.values()];
}

function judgedCase({ name, map, model, resolution, truths }: Case): Judged {
  const [start = name] = name.split(" ");
  const whole = WHOLE[start];
  if (whole) return { name: start, map, model: whole, place: HERE, resolution };
  return { name, map, model, place: truths[0] ?? HERE, resolution };
}
