import { chainPlotSvg } from "#core/report/chain-plot-svg.ts";
import { fscSvg, type NamedCurve } from "#core/report/fsc-svg.ts";
import { type Html, html } from "#core/report/html.ts";
import { pageHtml, type ReportFrame } from "#core/report/page.ts";
import type { ResidueDocument, ValidationDocument } from "#core/report/validation-document.ts";
import { fscReach } from "#core/validate/fsc-words.ts";
import type { GroupScores } from "#core/validate/validation.ts";
import { judgedBy, worstResidues } from "#core/validate/verdict.ts";

/** Rows of the table of worst residues. */
const WORST = 25;

const VERDICT_CLASS = { agrees: "clear", "in part": "part", disagrees: "none" } as const;

/** A validation as one HTML page for people: verdict, tables, FSC, a plot per chain, the worst residues, settings. */
export function validationHtml(document: ValidationDocument, frame: ReportFrame): string {
  const { verdict, expectedQ, warnings, chains } = document;
  const body = html`<p class="verdict ${VERDICT_CLASS[verdict.kind]}">${verdict.sentence}</p>
${chainTable(document)}
${warnings.map((warning) => html`<p class="soft">${warning}</p>`)}
<h2>Map and model as a whole</h2>
${correlationTable(document)}
${fscSection(document)}
<h2>Along the chains</h2>
<p class="soft">${expectedQ ? `Shaded: mean Q-scores of models at ${short(document.resolution.value)} Å, ${fixed(expectedQ.low, 2)} to ${fixed(expectedQ.high, 2)}. ` : ""}Red marks: ${poorRule(document)}.</p>
${chains.map(({ chain }) => chainPlot(document, chain))}
${worstTable(document)}
${settings(document)}`;
  return pageHtml(frame, body);
}

function chainTable({ chains, scores, map }: ValidationDocument): Html {
  const hasLocal = scores.ccLocal !== undefined;
  const cells = (group: GroupScores) =>
    html`<td>${grouped(group.atoms)}</td><td>${fixed(group.q, 3)}</td><td>${fixed(group.cc, 3)}</td>${hasLocal ? html`<td>${fixed(group.ccLocal, 3)}</td>` : null}<td>${fixed(group.ccMain, 3)}</td><td>${fixed(group.ccSide, 3)}</td><td>${fixed((group.density - map.mean) / map.sd, 1)}</td><td>${fixed(group.bFactor, 0)}</td>`;
  const all = chains.reduce((sum, { residues }) => sum + residues, 0);
  const poor = chains.reduce((sum, chain) => sum + chain.poor, 0);
  return html`<div class="wide"><table>
<thead><tr><th class="text">Chain</th><th>Residues</th><th>Atoms</th><th>Q-score</th><th>CC</th>${hasLocal ? html`<th>CC, local</th>` : null}<th>CC main</th><th>CC side</th><th>Density, σ</th><th>B, Å²</th><th>Poor</th></tr></thead>
<tbody>${chains.map((chain) => html`<tr><td class="text">${chain.chain || "(blank)"}</td><td>${grouped(chain.residues)}</td>${cells(chain)}<td>${grouped(chain.poor)}</td></tr>`)}
<tr><td class="text"><b>All</b></td><td>${grouped(all)}</td>${cells(scores)}<td>${grouped(poor)}</td></tr></tbody></table></div>`;
}

function correlationTable({ correlations, localCorrelations }: ValidationDocument): Html {
  const rows = [
    ["CC_mask", "mask", "voxels of the molecular mask"],
    ["CC_volume", "volume", "as many voxels: the highest of the model map"],
    ["CC_peaks", "peaks", "the highest of the model map and of the map"],
    ["CC_image", "image", "voxels within an atom's radius of the atoms"],
    ["CC_box", "box", "all voxels"],
  ] as const;
  return html`<div class="wide"><table>
<thead><tr><th class="text">Correlation about the mean</th><th>At the map's resolution</th>${localCorrelations ? html`<th>At local resolution</th>` : null}<th class="text">Over</th></tr></thead>
<tbody>${rows.map(([name, key, over]) => html`<tr><td class="text">${name}</td><td>${fixed(correlations[key], 3)}</td>${localCorrelations ? html`<td>${fixed(localCorrelations[key], 3)}</td>` : null}<td class="text">${over}</td></tr>`)}</tbody></table></div>`;
}

function fscSection({ fsc, resolution }: ValidationDocument): Html {
  const curves: NamedCurve[] = [{ name: "model and map", style: "q", curve: fsc.map }];
  if (fsc.halves) {
    curves.push({ name: "half maps", style: "cc", curve: fsc.halves.each });
    for (const [n, curve] of fsc.halves.model.entries())
      curves.push({ name: `model and half ${n + 1}`, style: "local", curve });
  }
  return html`<h3>Fourier shell correlation</h3>
${fscSvg(curves, resolution.value)}
<p>${fscSentence(fsc)}</p>`;
}

/** Where the curves end, in words. */
export function fscSentence({ map, halves }: ValidationDocument["fsc"]): string {
  const model = `FSC of model and map: ${fscReach(map, 0.5)}, ${fscReach(map, 0.143)}.`;
  if (!halves) return model;
  const [one, two] = halves.model;
  const each = `Half maps: 0.143 at ${halves.resolution0143.toFixed(2)} Å, corrected for the mask.`;
  const both = `Model and half maps: ${fscReach(one, 0.5)} and ${fscReach(two, 0.5)}, a mean gap of ${halves.gap.toFixed(3)}.`;
  return [model, each, both].join(" ");
}

function chainPlot({ residues, expectedQ }: ValidationDocument, chain: string): Html | null {
  const own = residues.filter((residue) => residue.chain === chain && !residue.isWater);
  return own.length < 2 ? null : chainPlotSvg(chain || "(blank)", own, expectedQ);
}

/** What makes a residue poor, in words. */
export function poorRule({
  resolution,
  expectedQ,
}: Pick<ValidationDocument, "resolution" | "expectedQ">): string {
  const isByQ = judgedBy(resolution.value) === "q" && expectedQ !== null;
  return isByQ
    ? `residues with less than half of the expected Q-score, ${(expectedQ.value / 2).toFixed(2)}`
    : "residues with a correlation below 0.3";
}

function worstTable({ residues, resolution, map }: ValidationDocument): Html | null {
  const worst = worstResidues(residues, judgedBy(resolution.value)).slice(0, WORST);
  if (worst.length === 0) return null;
  const row = (residue: ResidueDocument) =>
    html`<tr><td class="text">${residue.chain} ${residue.name} ${residue.number}${residue.insertionCode}</td><td>${fixed(residue.q, 3)}</td><td>${fixed(residue.cc, 3)}</td><td>${fixed(residue.ccMain, 3)}</td><td>${fixed(residue.ccSide, 3)}</td><td>${fixed((residue.density - map.mean) / map.sd, 1)}</td><td>${fixed(residue.bFactor, 0)}</td></tr>`;
  return html`<h2>Worst residues</h2>
<div class="wide"><table>
<thead><tr><th class="text">Residue</th><th>Q-score</th><th>CC</th><th>CC main</th><th>CC side</th><th>Density, σ</th><th>B, Å²</th></tr></thead>
<tbody>${worst.map(row)}</tbody></table></div>`;
}

function settings({ map, model, resolution, settings: chosen }: ValidationDocument): Html {
  const row = (name: string, value: string, reason: string) =>
    html`<tr><td class="text">${name}</td><td class="text">${value}</td><td class="text">${reason}</td></tr>`;
  const crowded = chosen.sparse === "skip" ? "left out, as MapQ does" : "used as far as they go";
  return html`<h2>Settings</h2>
<div class="wide"><table>
<thead><tr><th class="text">What</th><th class="text">Value</th><th class="text">Why</th></tr></thead>
<tbody>
${row("Map", map.file, `${map.size.join(" × ")} voxels of ${map.voxelSize.map(short).join(" × ")} Å`)}
${row("Model", model.file, model.name)}
${row("Resolution", `${short(resolution.value)} Å`, resolution.reason)}
${row("Q-score", `σ ${chosen.sigma} Å`, `distances at which others crowd an atom are ${crowded}`)}
${row("B factors", String(chosen.bFactor), "of the model map")}
${row("Neighbourhood", `${fixed(chosen.neighbourhood, 2)} Å`, "around the atoms of a residue or chain, for CC")}
${row("Radius of an atom", `${fixed(chosen.imageRadius, 2)} Å`, "twice the inflection of a carbon image, for CC_image and FSC")}
${chosen.halfMaps.length > 0 ? row("Half maps", chosen.halfMaps.join(", "), "given") : null}
${chosen.localResolution ? row("Local resolution", chosen.localResolution, "given") : null}
</tbody></table></div>`;
}

function fixed(value: number | undefined, digits: number): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  return value.toFixed(digits).replace(/^-(?=[0.]*$)/, "");
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** 16000 as "16,000". */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
