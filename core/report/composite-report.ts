import { type CompositeDocument, jointSentence } from "#core/report/composite-document.ts";
import { type Html, html, Html as Ready } from "#core/report/html.ts";
import { REPORT_STYLE } from "#core/report/report-style.ts";

/** A composite as one HTML file that needs nothing else: verdict, placements, what is left, rounds, settings, the command. */
export function compositeHtml(
  document: CompositeDocument,
  about: { readonly program: string; readonly date: string; readonly command: string },
): string {
  const isSure =
    document.placements.length > 0 && document.placements.every(({ verdict }) => verdict === "clear");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<title>Composite in ${document.map.file}</title>
<style>${new Ready(REPORT_STYLE)}</style>
</head>
<body>
<h1>Composite in ${document.map.file}</h1>
<p class="soft">${about.program}, ${about.date}</p>
<p class="verdict ${isSure ? "clear" : "ambiguous"}">${document.verdict}</p>
<h2>Placements</h2>
${placements(document)}
${document.joint ? html`<p>${jointSentence(document.joint)}</p>` : null}
${symmetry(document)}
${
  document.unplaced.length === 0
    ? null
    : html`<h2>Not placed</h2>${table(
        ["Chain", "File", "Copies", "Why"],
        document.unplaced.map((u) => [u.chain, u.file, u.copies, u.reason]),
      )}`
}
${
  document.unexplained.length === 0
    ? null
    : html`<h2>Unexplained density</h2>${table(
        ["Centre, Å", "Volume, Å³", "About, kDa"],
        document.unexplained.map((b) => [
          b.centre.map((x) => x.toFixed(0)).join(", "),
          b.volume.toFixed(0),
          b.mass.toFixed(1),
        ]),
      )}`
}
<h2>Rounds</h2>
${document.rounds.map(
  (round) => html`<h3>Round ${round.round} (${round.mode}), ${round.seconds.toFixed(1)} s</h3>
${table(
  ["Chain", "Starts", "Placed", "Best correlations about the mean"],
  round.searched.map((s) => [
    s.chain,
    s.starts,
    s.placed,
    s.scores
      .slice(0, 8)
      .map((x) => x.toFixed(2))
      .join("  "),
  ]),
)}`,
)}
<h2>Settings</h2>
${table(
  ["", "Value", "Why"],
  [
    ["Level", document.map.level.value.toPrecision(4), document.map.level.reason],
    ["Resolution", `${document.map.resolution.value} Å`, document.map.resolution.reason],
    ["Seed", document.seed, "the same seed gives the same table"],
    ...document.plan.map((one) => [
      `Copies of ${one.chain} of ${one.file}`,
      one.copies.value,
      one.copies.reason,
    ]),
  ],
)}
<h2>Repeat it</h2>
<pre>${about.command}</pre>
</body>
</html>
`;
  return page.text;
}

function placements({ placements: all }: CompositeDocument): Html {
  if (all.length === 0) return html`<p>Nothing was placed.</p>`;
  return table(
    [
      "Chain",
      "Copy",
      "In the assembly",
      "Verdict",
      "Correlation",
      "About mean",
      "Clashing atoms",
      "Moved, Å and °",
      "Why",
    ],
    all.map((p) => [
      p.residues === null ? p.chain : `${p.chain} ${p.residues}`,
      p.copy,
      p.assemblyChain,
      p.verdict,
      change(p.before?.correlation, p.correlation, 3),
      change(p.before?.correlationAboutMean, p.correlationAboutMean, 3),
      change(p.before?.clash, p.clash, 0),
      p.before ? `${p.before.shift.toFixed(2)}, ${p.before.angle.toFixed(1)}` : "",
      p.reason,
    ]),
  );
}

/** A number before and after the joint refinement. */
function change(before: number | undefined, after: number, digits: number): string {
  const now = after.toFixed(digits);
  return before === undefined || before.toFixed(digits) === now ? now : `${before.toFixed(digits)} → ${now}`;
}

function symmetry({ symmetry: found }: CompositeDocument): Html | null {
  if (!found) return null;
  const { name, twist, rise, axis, centre, misfit } = found;
  const step =
    twist === null || rise === null ? "" : `, twist ${twist.toFixed(2)}°, rise ${rise.toFixed(2)} Å`;
  const vector = (v: readonly number[], digits: number) => v.map((x) => x.toFixed(digits)).join(", ");
  return html`<p>Symmetry: ${name}${step}; axis ${vector(axis, 3)} through ${vector(centre, 1)} Å; the copies lie ${misfit.shift.toFixed(2)} Å and ${misfit.angle.toFixed(1)}° from it.</p>`;
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  return html`<div class="wide"><table><thead><tr>${header.map((cell) => html`<th class="text">${cell}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td class="text">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
