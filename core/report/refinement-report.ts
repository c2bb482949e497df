import type { IterationRecord } from "#core/particles/refine-state.ts";
import { directionPlotSvg } from "#core/report/direction-plot-svg.ts";
import { curvesFileSvg, fscCurveOf } from "#core/report/fsc-file.ts";
import { fscSvg, type NamedCurve } from "#core/report/fsc-svg.ts";
import { histogramSvg } from "#core/report/histogram-svg.ts";
import { type Html, html } from "#core/report/html.ts";
import { middlePlanes } from "#core/report/middle-planes.ts";
import { pageHtml, type ReportFrame } from "#core/report/page.ts";
import type { Fsc } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What the page of a refinement tells. */
export interface RefinementDocument {
  readonly particles: {
    readonly file: string;
    readonly count: number;
    readonly halves: readonly [number, number];
  };
  readonly box: { readonly size: number; readonly pixelSize: number };
  readonly start: { readonly resolution143: number; readonly meanFsc: number; readonly fsc: Fsc };
  readonly iterations: readonly (IterationRecord & { readonly seconds: number })[];
  readonly fsc: Fsc;
  /** Filtered and sharpened. */
  readonly map: Volume;
  /** rot, tilt, psi at the end. */
  readonly angles: Float64Array;
  /** Degrees and Å that each particle has moved since the start. */
  readonly turned: Float64Array;
  readonly shifted: Float64Array;
  readonly mask: string;
  readonly sharpening: string;
  /** What, value, why. */
  readonly settings: readonly (readonly [string, string, string])[];
  readonly warnings: readonly string[];
}

/** A refinement as one HTML page: how far it came, the iterations, FSC, directions, how far poses moved, settings. */
export function refinementHtml(document: RefinementDocument, frame: ReportFrame): string {
  const { particles, box, angles, turned, shifted, warnings } = document;
  const body = html`<p class="verdict clear">${sentence(document)}</p>
<p class="soft">${grouped(particles.count)} particles of ${particles.file} (${particles.halves.map(grouped).join(" and ")} in the half sets), ${box.size} × ${box.size} pixels of ${short(box.pixelSize)} Å.</p>
${warnings.map((warning) => html`<p class="soft">${warning}</p>`)}
<h2>Iterations</h2>
${iterationTable(document)}
<h2>Fourier shell correlation of the half maps</h2>
${fscSvg(curves(document), document.fsc.resolution143)}
<p>${document.mask} Without the mask, 0.143 is crossed at ${unmaskedEnd(document.fsc)}. Poses of each half were told by that half's own model; the halves meet in this curve alone.</p>
<h2>The map</h2>
<p class="soft">Planes through the middle. ${document.sharpening}.</p>
${middlePlanes(document.map)}
<h2>Directions of view</h2>
${directionPlotSvg(angles)}
<h2>How far particles moved</h2>
<p class="soft">From their poses in ${particles.file}: ${mean(turned).toFixed(2)}° and ${mean(shifted).toFixed(2)} Å on average.</p>
<div class="pictures">${histogramSvg(turned, "change of orientation, degrees")}${histogramSvg(shifted, "change of origin, Å")}</div>
${settings(document)}`;
  return pageHtml(frame, body);
}

/** The plot of the FSC alone, as an SVG file. */
export function refinementFscSvg(document: RefinementDocument): string {
  return curvesFileSvg(curves(document), document.fsc.resolution143);
}

/** How far a refinement came, in words. */
export function sentence({
  start,
  fsc,
  iterations,
}: Pick<RefinementDocument, "start" | "fsc" | "iterations">): string {
  const last = iterations.at(-1);
  const rounds = `${iterations.length} iteration${iterations.length === 1 ? "" : "s"}`;
  if (!last)
    return `Nothing was refined: the half maps agree to ${fsc.resolution143.toFixed(2)} Å (FSC 0.143).`;
  return `The half maps agree to ${fsc.resolution143.toFixed(2)} Å (FSC 0.143) after ${rounds}, to ${start.resolution143.toFixed(2)} Å before; their mean FSC from 40 Å to Nyquist ${last.meanFsc >= start.meanFsc ? "rose" : "fell"} from ${start.meanFsc.toFixed(3)} to ${last.meanFsc.toFixed(3)}.`;
}

function curves({ start, fsc }: RefinementDocument): NamedCurve[] {
  return [
    fscCurveOf("at the end", "q", fsc, "corrected"),
    fscCurveOf("at the start", "cc", start.fsc, "corrected"),
    fscCurveOf("at the end, no mask", "local", fsc, "unmasked"),
  ];
}

function iterationTable({ start, iterations }: RefinementDocument): Html {
  return html`<div class="wide"><table>
<thead><tr><th>Iteration</th><th>FSC 0.143, Å</th><th>FSC 0.5, Å</th><th>Mean FSC</th><th>Turned, °</th><th>Shifted, Å</th><th>Mean score</th><th>Poses told to, Å</th><th>Gaussians</th><th>Seconds</th></tr></thead>
<tbody><tr><td>start</td><td>${start.resolution143.toFixed(2)}</td><td>${start.fsc.resolution05.toFixed(2)}</td><td>${start.meanFsc.toFixed(4)}</td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
${iterations.map(
  (row) =>
    html`<tr><td>${row.iteration}</td><td>${row.resolution143.toFixed(2)}</td><td>${row.resolution05.toFixed(2)}</td><td>${row.meanFsc.toFixed(4)}</td><td>${row.meanRotationChange.toFixed(2)}</td><td>${row.meanShiftChange.toFixed(2)}</td><td>${row.meanScore.toFixed(4)}</td><td>${row.searchedTo.toFixed(2)}</td><td>${row.gaussians.map(grouped).join(", ")}</td><td>${row.seconds.toFixed(1)}</td></tr>`,
)}</tbody></table></div>`;
}

function settings({ settings: rows, sharpening }: RefinementDocument): Html {
  const all = [...rows, ["Final map", "mean of the half maps", sharpening] as const];
  return html`<h2>Settings</h2>
<div class="wide"><table>
<thead><tr><th class="text">What</th><th class="text">Value</th><th class="text">Why</th></tr></thead>
<tbody>${all.map(([what, value, why]) => html`<tr><td class="text">${what}</td><td class="text">${value}</td><td class="text">${why}</td></tr>`)}</tbody></table></div>`;
}

function unmaskedEnd({ shells }: Fsc): string {
  const below = shells.findIndex(({ unmasked }) => unmasked < 0.143);
  const shell = shells[below < 0 ? shells.length - 1 : Math.max(1, below - 1)];
  return `${shell.resolution.toFixed(2)} Å`;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** 16000 as "16,000". */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
