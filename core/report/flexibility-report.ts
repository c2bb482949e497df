import type { Flexibility, FlexibleResult } from "#core/particles/demo/flexibility.ts";
import { fscCurveOf } from "#core/report/fsc-file.ts";
import { fscSvg, type NamedCurve } from "#core/report/fsc-svg.ts";
import { type Html, html } from "#core/report/html.ts";
import { middlePlanesOf } from "#core/report/middle-planes.ts";
import { pageHtml, type ReportFrame } from "#core/report/page.ts";

/** Less than this is no change. */
const SAME = 0.003;

/** What became of the part that was focused on and of the whole, in words. */
export function flexibilitySentences({ whole, focused, composite }: Flexibility): string[] {
  const lines = focused.map((result, n) => {
    const [all, before] = [whole.parts[0], whole.parts[n + 2]];
    const [after, own] = [result.parts[0], result.parts[n + 2]];
    return `Poses told by ${own.part}: its mean FSC ${went(before.meanFsc, own.meanFsc)}, its likeness to the truth ${went(before.truth, own.truth)}; the FSC of the whole ${went(all.meanFsc, after.meanFsc)}.`;
  });
  const [all, together] = [whole.parts[0], composite.parts[0]];
  return [
    ...lines,
    `Put together: the FSC of the whole ${went(all.meanFsc, together.meanFsc)}, its likeness to the truth ${went(all.truth, together.truth)}.`,
  ];
}

function went(from: number, to: number): string {
  const how = Math.abs(to - from) < SAME ? "stays" : to > from ? "rises" : "falls";
  return `${how} (${from.toFixed(3)} → ${to.toFixed(3)})`;
}

/** The demonstration as one page. */
export function flexibilityHtml(document: Flexibility, frame: ReportFrame): string {
  const { count, size, pixelSize, whole, focused, composite, truth } = document;
  const results = [whole, ...focused, composite];
  const body = html`<p class="soft">${count} made-up images of ${size} × ${size} pixels of ${pixelSize} Å: a rigid core with two arms that swing on their own, by 10° (standard deviation) about each of two axes. Poses were wrong by 1.5° and 1.5 Å per axis; half sets were kept apart.</p>
<ul class="evidence">${flexibilitySentences(document).map((line) => html`<li class="open">${line}</li>`)}</ul>
<p>One FSC of the whole cannot tell whether a part became better: what helps a part that moves harms those it moves against, and the whole counts all of them. Local measures do, and a composite of the parts, each from the poses that are told by it, has the best of each.</p>
${table(results)}
<h2>FSC of the half maps</h2>
${whole.parts.map((part, n) => html`<h3>${part.part}</h3>${fscSvg(curvesOf(document, n), part.halves.resolution143)}`)}
<h2>Middle planes</h2>
${middlePlanesOf([...results, { name: "the truth, at rest", map: truth }])}`;
  return pageHtml(frame, body);
}

/** The curves of a part: as a whole, focused (on this arm, or on the first), put together. */
export function curvesOf({ whole, focused, composite }: Flexibility, part: number): NamedCurve[] {
  const shown = focused[Math.max(0, part - 2)];
  const curve = (result: FlexibleResult, style: NamedCurve["style"]) =>
    fscCurveOf(result.name, style, result.parts[part].halves, "corrected");
  return [curve(whole, "cc"), curve(shown, "local"), curve(composite, "q")];
}

function table(results: readonly FlexibleResult[]): Html {
  const [{ parts }] = results;
  return html`<h2>Mean FSC from 40 Å to Nyquist: of the half maps, and with the truth</h2>
<div class="wide"><table>
<thead><tr><th class="text">Poses</th>${parts.map(({ part }) => html`<th>${part}</th><th>with the truth</th>`)}</tr></thead>
<tbody>${results.map(({ name, parts: own }) => html`<tr><td class="text">${name}</td>${own.map(({ meanFsc, truth }) => html`<td>${meanFsc.toFixed(3)}</td><td>${truth.toFixed(3)}</td>`)}</tr>`)}</tbody></table></div>`;
}
