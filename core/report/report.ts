import { SCORE_NAMES } from "#core/fit/params.ts";
import type { VerdictKind } from "#core/fit/result.ts";
import { distributionSvg } from "#core/report/distribution-svg.ts";
import { type Evidence, evidenceFor } from "#core/report/evidence.ts";
import type { ClusterDocument, FitDocument, ModelDocument } from "#core/report/fit-document.ts";
import { type Html, html, Html as Ready } from "#core/report/html.ts";
import { pageHtml, type ReportFrame } from "#core/report/page.ts";
import { PALETTES, viridisHex } from "#core/report/palettes.ts";

/** A picture of a placement, as it is seen in the scene. */
export interface ReportPicture {
  readonly caption: string;
  /** A data URL: the report names nothing outside itself. */
  readonly url: string;
}

/** One run of fits, and what the document leaves out. */
export interface ReportRun {
  readonly document: FitDocument;
  /** By name of a model: the scores (correlation about the mean) of all its distinct placements. */
  readonly scores: ReadonlyMap<string, readonly number[]>;
}

export interface ReportParams extends ReportFrame {
  readonly runs: readonly ReportRun[];
  readonly pictures: readonly ReportPicture[];
}

/**
 * A report as one HTML file that needs nothing else: verdicts with their evidence, tables, plots, pictures, settings
 * with reasons, and the commands that repeat it. Every text is escaped, and its policy forbids scripts and anything
 * from outside.
 */
export function reportHtml({ runs, pictures, ...frame }: ReportParams): string {
  const body = html`${runs.length === 0 ? html`<p>Nothing was fitted.</p>` : summary(runs)}
${
  pictures.length === 0
    ? null
    : html`<h2>Pictures</h2>
<div class="pictures">${pictures.map(({ url, caption }) => html`<figure><img src="${url}" alt="${caption}"><figcaption>${caption}</figcaption></figure>`)}</div>`
}
${runs.map((run) => run.document.models.map((model) => modelSection(run, model)))}
${runs.map(({ document }, n) => settings(document, runs.length > 1 ? ` of run ${n + 1}` : ""))}`;
  return pageHtml(frame, body);
}

function summary(runs: readonly ReportRun[]): Html {
  const rows = runs.flatMap(({ document }) => document.models.map((model) => ({ document, model })));
  return html`<div class="wide"><table>
<thead><tr><th class="text">Model</th><th class="text">Map</th><th class="text">Verdict</th><th>Correlation</th><th>About mean</th><th>Gap</th><th>Starts</th><th>Seconds</th></tr></thead>
<tbody>${rows.map(({ document, model }) => {
    const [best] = model.clusters;
    const { prepare, search, refine } = model.seconds;
    return html`<tr><td class="text">${model.name}</td><td class="text">${document.map.file}</td><td class="text">${model.verdict.label}</td><td>${fixed(best?.correlation, 3)}</td><td>${fixed(best?.correlationAboutMean, 3)}</td><td>${fixed(model.verdict.gap, 2)}</td><td>${grouped(model.starts)}</td><td>${(prepare + search + refine).toFixed(2)}</td></tr>`;
  })}</tbody></table></div>`;
}

function modelSection({ document, scores }: ReportRun, model: ModelDocument): Html {
  const { verdict, clusters, warnings } = model;
  const own = scores.get(model.name) ?? clusters.map(({ correlationAboutMean }) => correlationAboutMean);
  return html`<section>
<h2>${model.name}</h2>
<p class="soft">${grouped(model.atoms)} atoms of ${model.file}, into ${document.map.file}</p>
<p class="verdict ${verdict.kind satisfies VerdictKind}"><b>${capitalized(verdict.label)}.</b> ${verdict.sentence}</p>
${evidenceList(evidenceOf(document, model))}
${own.length > 0 ? html`<h3>All ${own.length} distinct placements found</h3>${distributionSvg(own)}<p class="soft">Heights are square roots of counts. Another answer in the shaded range would make rank 1 ambiguous.</p>` : null}
${clusters.length > 0 ? placementTable(clusters) : null}
${warnings.map((warning) => html`<p class="soft">${warning}</p>`)}
</section>`;
}

function evidenceOf(document: FitDocument, model: ModelDocument): Evidence[] {
  const [best] = model.clusters;
  return evidenceFor({
    verdict: model.verdict,
    setup: { resolution: document.map.resolution },
    starts: model.starts,
    best: best ? { score: best.correlationAboutMean, inside: best.inside } : null,
  });
}

function evidenceList(evidence: readonly Evidence[]): Html {
  return html`<ul class="evidence">${evidence.map(({ speaks, title, text }) => html`<li class="${speaks}"><b>${title}.</b> ${text}</li>`)}</ul>`;
}

/** The placements, with bars of the correlation on one perceptual scale. */
function placementTable(clusters: readonly ClusterDocument[]): Html {
  const values = clusters.map(({ correlation }) => correlation);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const hasStates = clusters.some(({ state }) => state !== undefined && state !== "new");
  const hasNotes = clusters.some(({ note }) => Boolean(note));
  const hasClashes = clusters.some(({ clash }) => clash !== undefined);
  const densities = decimals(clusters.map(({ averageDensity }) => averageDensity));
  return html`<div class="legend"><span>correlation ${low.toFixed(2)}</span><i style="background:linear-gradient(90deg,${new Ready(PALETTES.viridis.map(({ color }) => color).join(","))})"></i><span>${high.toFixed(2)}</span></div>
<div class="wide"><table>
<thead><tr><th>Rank</th>${hasStates ? html`<th class="text">State</th>` : null}<th>Hits</th><th>Correlation</th><th>About mean</th><th>Mean density</th><th>Inside, %</th><th>z</th>${hasClashes ? html`<th>Clash, atoms</th>` : null}<th>Shift, Å</th><th>Turn, °</th>${hasNotes ? html`<th class="text">Note</th>` : null}</tr></thead>
<tbody>${clusters.map(
    (row) =>
      html`<tr class="${row.state ?? ""}"><td>${row.rank > 1 && row.equivalent ? `${row.rank} ≈ 1` : row.rank}</td>${hasStates ? html`<td class="text">${row.state}</td>` : null}<td>${grouped(row.hits)}</td><td>${scoreBar(row.correlation, low, high)}${fixed(row.correlation, 3)}</td><td>${fixed(row.correlationAboutMean, 3)}</td><td>${row.averageDensity.toFixed(densities)}</td><td>${(100 * row.inside).toFixed(1)}</td><td>${fixed(row.z, 1)}</td>${hasClashes ? html`<td>${row.clash ?? "–"}</td>` : null}<td>${fixed(row.shift, 2)}</td><td>${fixed(row.turn, 1)}</td>${hasNotes ? html`<td class="text">${row.note}</td>` : null}</tr>`,
  )}</tbody></table></div>`;
}

function scoreBar(value: number, low: number, high: number): Html {
  const share = high > low ? (value - low) / (high - low) : 1;
  const wide = Math.round(100 * Math.min(1, Math.max(0, value)));
  return html`<i class="score"><b style="width:${wide}%;background:${viridisHex(share)}"></b></i>`;
}

function settings(
  { map, score, kernel, threads, seed, request, seconds, failed, warnings, cancelled }: FitDocument,
  of: string,
): Html {
  const row = (name: string, value: string | number, reason: string) =>
    html`<tr><td class="text">${name}</td><td class="text">${value}</td><td class="text">${reason}</td></tr>`;
  return html`<h2>Settings${of}</h2>
<div class="wide"><table>
<thead><tr><th class="text">What</th><th class="text">Value</th><th class="text">Why</th></tr></thead>
<tbody>
${row("Map", map.file, `${map.size.join(" × ")} voxels of ${map.voxelSize.map(short).join(" × ")} Å`)}
${row("Level", short(map.level.value), map.level.reason)}
${row("Resolution", `${short(map.resolution.value)} Å`, map.resolution.reason)}
${row("Least island", `${map.minIsland.value} voxels`, map.minIsland.reason)}
${row("Score", SCORE_NAMES[score.value], score.reason)}
${row("Starts", request.starts === undefined ? "until confirmed" : grouped(request.starts), request.starts === undefined ? "the search stops when rank 1 is confirmed" : "given")}
${request.insideLevel === undefined ? null : row("Counted inside from", Number(request.insideLevel.toPrecision(4)), "the level of the surface that was shown")}
${row("Atoms", request.atoms, "what is moved and counted inside")}
${request.symmetry ? row("Symmetry", request.symmetry, "given") : null}
${row("Rows", `within ${short(request.clusterShift)} Å and ${short(request.clusterAngle)}°`, "placements this close share a row")}
${row("Seed", seed, "the same seed and input give the same table")}
${row("Kernel", `${kernel.name}, ${kernel.device}, ${threads} threads`, kernel.reason)}
${row("Seconds", seconds.total.toFixed(2), `prepare ${seconds.prepare.toFixed(2)}, search ${seconds.search.toFixed(2)}, refine ${seconds.refine.toFixed(2)}`)}
</tbody></table></div>
${cancelled ? html`<p>The search was cancelled: these are the placements found until then.</p>` : null}
${warnings.map((warning) => html`<p class="soft">${warning}</p>`)}
${failed.map(({ file, message }) => html`<p>Not fitted: ${file}: ${message}</p>`)}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Decimals that give the largest of the values three significant digits. */
function decimals(values: readonly number[]): number {
  const largest = Math.max(...values.map(Math.abs));
  return largest > 0 ? Math.min(Math.max(2 - Math.floor(Math.log10(largest)), 0), 9) : 0;
}

/** 16000 as "16,000". */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
