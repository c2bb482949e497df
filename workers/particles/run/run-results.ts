import { basename } from "node:path";
import type { FoundMask } from "#core/particles/auto-mask.ts";
import { directionsOf } from "#core/particles/directions.ts";
import type { TimedRecord } from "#core/particles/iteration-summary.ts";
import { movements } from "#core/particles/movements.ts";
import { takeParticles } from "#core/particles/particle-set.ts";
import { type Sharpened, sharpenedMap } from "#core/particles/postprocess.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import { meanFsc } from "#core/particles/refinement.ts";
import { directionPlotSvg } from "#core/report/direction-plot-svg.ts";
import { directionsCsv } from "#core/report/directions-csv.ts";
import { fscCsv } from "#core/report/fsc-csv.ts";
import { plotFileSvg } from "#core/report/plot-file.ts";
import {
  type RefinementDocument,
  refinementFscSvg,
  refinementHtml,
  sentence,
} from "#core/report/refinement-report.ts";
import type { RefinementRun } from "#workers/particles/run/refinement-run.ts";
import type { NamedFocus } from "#workers/particles/run/run-masks.ts";
import type { RunSettings } from "#workers/particles/run/run-settings.ts";

/** How a refinement began and ended. */
export interface RefineOutcome {
  readonly start: Pick<RefineState, "fsc">;
  readonly state: RefineState;
  readonly iterations: readonly TimedRecord[];
  readonly mask: FoundMask;
  /** Rows of the file that are left, where not all of them are. */
  readonly rows?: Uint32Array;
}

/** Writes the results of a run into its folder: particles, maps, FSC and directions as tables and plots, result.json, report.html. */
export async function writeResults(run: RefinementRun, outcome: RefineOutcome): Promise<string> {
  const { folder, loaded, job } = run;
  const { state } = outcome;
  const sharpened = await sharpenedMap(state.halves, state.fsc, "auto", job);
  const document = documentOf(run, outcome, sharpened);
  await folder.finish(state, loaded.file, outcome.rows);
  await folder.writeMap("map.mrc", sharpened.map, `${state.fsc.resolution143.toFixed(2)} A, FSC-weighted`);
  await folder.write("fsc.csv", fscCsv(state.fsc));
  await folder.write("fsc.svg", refinementFscSvg(document));
  await folder.write("directions.csv", directionsCsv(directionsOf(document.angles)));
  await folder.write("directions.svg", plotFileSvg(directionPlotSvg(document.angles)));
  await folder.write(
    "report.html",
    refinementHtml(document, run.frame(`Refinement of ${basename(loaded.path)}`)),
  );
  const told = sentence(document);
  await folder.log(told);
  await folder.write("result.json", `${JSON.stringify(resultOf(run, outcome, sharpened), null, 2)}\n`);
  return told;
}

function sharpeningWords({ fallOff }: Sharpened): string {
  const weighted = "Every shell weighted by its expected correlation with the truth";
  if (!fallOff) return `${weighted}; not sharpened: the resolution is too low to tell how amplitudes fall`;
  return `${weighted}; sharpened by B = ${fallOff.bFactor.toFixed(0)} Å², the map's own fall between ${fallOff.from} and ${fallOff.to.toFixed(1)} Å`;
}

/** What the page of a run tells. */
export function documentOf(
  run: Pick<RefinementRun, "loaded" | "chosen" | "warnings"> & PartWishes & { readonly engine: Box },
  outcome: RefineOutcome,
  sharpened: Sharpened,
): RefinementDocument {
  const { loaded, engine, chosen, warnings } = run;
  const { start, state, iterations, mask } = outcome;
  const all = loaded.file.particles;
  const particles = outcome.rows ? takeParticles(all, outcome.rows) : all;
  const { turned, shifted } = movements(particles, state.particles);
  const first = particles.half.reduce((sum, half) => sum + (half === 1 ? 1 : 0), 0);
  return {
    particles: {
      file: basename(loaded.path),
      count: particles.count,
      halves: [first, particles.count - first],
    },
    box: { size: engine.size, pixelSize: engine.pixelSize },
    start: { resolution143: start.fsc.resolution143, meanFsc: meanFsc(start.fsc), fsc: start.fsc },
    iterations,
    fsc: state.fsc,
    angles: state.particles.angles ?? new Float64Array(),
    turned,
    shifted,
    mask: `Under the mask ${mask.reason}, corrected for what the mask makes by itself.`,
    map: sharpened.map,
    sharpening: sharpeningWords(sharpened),
    settings: [...chosen.rows, ...partRows(run)],
    warnings,
  };
}

interface Box {
  readonly size: number;
  readonly pixelSize: number;
}

/** What a run does with parts of the particle. */
interface PartWishes {
  readonly asked: Pick<RunSettings, "patches">;
  readonly focus?: Pick<NamedFocus, "name"> | undefined;
}

/** Focus and patches, as the report's settings have them. */
function partRows({ asked, focus }: PartWishes): RefinementDocument["settings"] {
  const rows: (readonly [string, string, string])[] = [];
  if (focus)
    rows.push(["Focus", focus.name, "poses are told by this part; the rest is blurred in the models"]);
  if (asked.patches !== undefined) {
    const why = "refined on their own after the iterations, and put together half by half";
    rows.push(["Patches", String(asked.patches), why]);
  }
  return rows;
}

function resultOf(
  { loaded, engine, chosen, focus, asked }: RefinementRun,
  outcome: RefineOutcome,
  { fallOff }: Sharpened,
) {
  const { start, state, iterations, mask } = outcome;
  const { prior, ...settings } = chosen.settings;
  return {
    particles: loaded.path,
    count: loaded.file.particles.count,
    box: engine.size,
    pixelSize: engine.pixelSize,
    mask: mask.reason,
    ...(focus && { focus: { mask: focus.name, form: focus.focus.form, level: focus.focus.level } }),
    ...(asked.patches !== undefined && { patches: asked.patches }),
    settings,
    start: {
      resolution143: start.fsc.resolution143,
      resolution05: start.fsc.resolution05,
      meanFsc: meanFsc(start.fsc),
    },
    iterations,
    resolution143: state.fsc.resolution143,
    resolution05: state.fsc.resolution05,
    meanFsc: meanFsc(state.fsc),
    ...(fallOff && { bFactor: Number(fallOff.bFactor.toPrecision(4)) }),
  };
}
