import { IDENTIFIED_Q, small } from "#core/identify/rank/verdict.ts";
import { massText } from "#core/identify/region/size-range.ts";
import { type Html, html } from "#core/report/html.ts";
import type { CandidateDocument, IdentifyDocument } from "#core/report/identify/identify-document.ts";
import { backgroundPlot, densitySymbol, thumbnail } from "#core/report/identify/identify-plots.ts";
import type { Projection } from "#core/report/identify/projection.ts";
import { pageHtml, type ReportFrame } from "#core/report/page.ts";

/** Rows of the table; the CSV has all. */
const MOST_ROWS = 200;
const MOST_THUMBNAILS = 20;
const MOST_SKIPPED = 200;
const MOST_NAMED = 4;

export interface IdentifyReportParams {
  readonly document: IdentifyDocument;
  readonly projection: Projection;
  /** Placed chains by name of the candidate, xyz triplets, Å. */
  readonly traces: ReadonlyMap<string, readonly number[]>;
}

/**
 * The report of an identification as one HTML file that needs nothing else: what stands out, pictures, the table, the
 * background it rests on, what was skipped, settings with reasons, and the commands that repeat it.
 */
export function identifyReportHtml(
  { document, projection, traces }: IdentifyReportParams,
  frame: ReportFrame,
): string {
  const { candidates, library, region, isPartial } = document;
  const body = html`<p class="soft">${candidates.length} candidates of ${library.from} in ${region.words}.</p>
${isPartial ? html`<p class="verdict ambiguous">Not everything has been tried: these are the candidates known so far.</p>` : null}
${findings(document)}
${pictures({ document, projection, traces })}
${background(document)}
<h2>Candidates</h2>
${table(candidates)}
${settings(document)}
${skippedList(document)}`;
  return pageHtml(frame, body);
}

function findings({ candidates }: IdentifyDocument): Html {
  const found = candidates.filter(({ verdict }) => verdict === "clear" || verdict === "tie");
  if (found.length === 0) {
    return html`<p class="verdict none"><b>Nothing is identified.</b> No candidate stands out both of the library (q < ${IDENTIFIED_Q}) and of its own other placements.</p>`;
  }
  return html`${found.map(
    ({ name, verdict, sentence }) =>
      html`<p class="verdict ${verdict === "clear" ? "clear" : "ambiguous"}"><b>${name}: ${verdict === "clear" ? "identified" : "a tie"}.</b> ${sentence}</p>`,
  )}`;
}

function pictures({ document, projection, traces }: IdentifyReportParams): Html | null {
  const shown = document.candidates.slice(0, MOST_THUMBNAILS).flatMap((candidate) => {
    const trace = traces.get(candidate.name);
    return trace ? [{ candidate, trace }] : [];
  });
  if (shown.length === 0) return null;
  return html`<h2>Best placements</h2>
${densitySymbol(projection)}
<div class="thumbs">${shown.map(({ candidate, trace }) => {
    const { rank, name, score, z } = candidate;
    return html`<figure>${thumbnail(projection, trace, `${name} in the region`)}<figcaption>${rank}. <b>${name}</b> ${score.toFixed(3)}${z === null ? null : `, z ${z.toFixed(1)}`}${candidate.mark ? `, ${MARKED[candidate.mark]}` : null}</figcaption></figure>`;
  })}</div>
<p class="soft">The density above the level, summed along the line of sight, and the chain where it was placed.</p>`;
}

const MARKED = { keep: "kept", reject: "rejected" } as const;

function background({ candidates, background: law }: IdentifyDocument): Html | null {
  if (!law) return null;
  const z = candidates.flatMap((one) => (one.z === null ? [] : [one.z]));
  const named = candidates
    .flatMap((one) =>
      one.z !== null && one.q !== null && one.q < IDENTIFIED_Q ? [{ name: one.name, z: one.z }] : [],
    )
    .slice(0, MOST_NAMED);
  return html`<h2>What wrong models reach</h2>
${backgroundPlot(z, named)}
<p class="soft">Heights are square roots of counts. The background is the library's own: atanh(score) × √atoms = ${law.level.toFixed(4)} × √atoms + ${law.offset.toFixed(3)} + ${law.width.toFixed(3)} × G over ${law.count} candidates, G from Gumbel's distribution of largest values. p is the chance that a wrong model of the same size scores as high, q the share of wrong calls among all candidates up to here (Benjamini and Hochberg). DomainFit's p and q, which compare a placement with the candidate's own others, are in the CSV and the JSON.</p>`;
}

function table(candidates: readonly CandidateDocument[]): Html {
  const hasMarks = candidates.some(({ mark }) => mark !== null);
  return html`<div class="wide"><table>
<thead><tr><th>Rank</th><th class="text">Candidate</th><th class="text">Verdict</th>${hasMarks ? html`<th class="text">Mark</th>` : null}<th>Score</th><th>z</th><th>q</th><th>Gap</th><th>Residues</th><th>kDa</th><th>Hits</th><th>Starts</th></tr></thead>
<tbody>${candidates
    .slice(0, MOST_ROWS)
    .map(
      (row) =>
        html`<tr class="${row.mark === "reject" ? "rejected" : row.verdict}"><td>${row.rank}</td><td class="text">${row.name}</td><td class="text">${row.verdict}</td>${hasMarks ? html`<td class="text">${row.mark ? MARKED[row.mark] : ""}</td>` : null}<td>${row.score.toFixed(3)}</td><td>${row.z?.toFixed(1) ?? "–"}</td><td>${row.q === null ? "–" : small(row.q)}</td><td>${row.gap.toFixed(2)}</td><td>${row.residues}</td><td>${massText(row.mass)}</td><td>${row.hits}</td><td>${row.starts}</td></tr>`,
    )}</tbody></table></div>
<p class="soft">Score: correlation about the mean of the map with the model's own map, in its mask. Gap: by how much the placement leads the candidate's other placements.${candidates.length > MOST_ROWS ? ` The first ${MOST_ROWS} of ${candidates.length}; the CSV has all.` : null}</p>
${candidates.filter(({ verdict }) => verdict === "ambiguous").map(({ name, sentence }) => html`<p><b>${name}.</b> ${sentence}</p>`)}`;
}

function settings({
  map,
  region,
  resolution,
  sizes,
  library,
  request,
  threads,
  seconds,
  notes,
}: IdentifyDocument): Html {
  const row = (name: string, value: string | number, reason: string) =>
    html`<tr><td class="text">${name}</td><td class="text">${value}</td><td class="text">${reason}</td></tr>`;
  return html`<h2>Settings</h2>
<div class="wide"><table>
<thead><tr><th class="text">What</th><th class="text">Value</th><th class="text">Why</th></tr></thead>
<tbody>
${row("Map", map.file, `${map.size.join(" × ")} voxels of ${map.voxelSize.map((x) => Number(x.toPrecision(4))).join(" × ")} Å`)}
${row("Region", region.words, `${region.grid.size.join(" × ")} voxels`)}
${row("Level", Number(region.level.value.toPrecision(4)), region.level.reason)}
${row("Resolution", `${Number(resolution.value.toPrecision(4))} Å`, resolution.reason)}
${row("Sizes", `${massText(sizes.least)}–${massText(sizes.most)} kDa`, sizes.reason)}
${row("Library", library.from, `${library.words}${library.shard ? `, shard ${library.shard}` : ""}`)}
${row("pLDDT", request.leastPlddt ?? "not looked at", "residues of predicted models below it are left out")}
${row("Starts", request.starts.value, request.starts.reason)}
${row("Full searches", request.full, "the best of screening, until confirmed")}
${row("Seed", request.seed, "the same seed and input give the same table")}
${row("Threads", threads, "the table does not depend on them")}
${row("Seconds", seconds.toFixed(1), "of this run")}
</tbody></table></div>
${notes.map((note) => html`<p class="soft">${note}</p>`)}`;
}

function skippedList({ skipped }: IdentifyDocument): Html | null {
  if (skipped.length === 0) return null;
  const more = skipped.length - MOST_SKIPPED;
  return html`<h2>Skipped: ${skipped.length}</h2>
<ul>${skipped.slice(0, MOST_SKIPPED).map(({ file, reason }) => html`<li>${file}: ${reason}</li>`)}</ul>
${more > 0 ? html`<p class="soft">and ${more} more, all in the JSON.</p>` : null}`;
}
