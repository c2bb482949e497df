import type { CandidateDocument, IdentifyDocument } from "#core/report/identify/identify-document.ts";

/** The columns of the table, and what stands in them. */
const COLUMNS: readonly (readonly [string, (row: CandidateDocument) => string | number | null])[] = [
  ["rank", ({ rank }) => rank],
  ["candidate", ({ name }) => name],
  ["file", ({ file }) => file],
  ["verdict", ({ verdict }) => verdict],
  ["mark", ({ mark }) => mark],
  ["score", ({ score }) => rounded(score, 4)],
  ["z", ({ z }) => rounded(z, 2)],
  ["p", ({ p }) => p?.toExponential(2) ?? null],
  ["q", ({ q }) => q?.toExponential(2) ?? null],
  ["lead_z", ({ lead }) => rounded(lead, 2)],
  ["placement_gap", ({ gap }) => rounded(gap, 4)],
  ["domainfit_p", ({ domainFit }) => domainFit?.p.toExponential(2) ?? null],
  ["domainfit_q", ({ domainFit }) => domainFit?.q.toExponential(2) ?? null],
  ["tied_with", ({ tiedWith }) => tiedWith.join(" ")],
  ["residues", ({ residues }) => residues],
  ["mass_kDa", ({ mass }) => rounded(mass, 2)],
  ["range", ({ range }) => range],
  ["residues_trimmed", ({ trimmed }) => trimmed],
  ["correlation", ({ correlation }) => rounded(correlation, 4)],
  ["inside", ({ inside }) => rounded(inside, 4)],
  ["sites", ({ sites }) => sites],
  ["hits", ({ hits }) => hits],
  ["starts", ({ starts }) => starts],
  ["rotation", ({ rotation }) => rotation.map((x) => x.toFixed(6)).join(" ")],
  ["translation_A", ({ translation }) => translation.map((x) => x.toFixed(3)).join(" ")],
];

/** The candidates as comma-separated values with a header line (RFC 4180). */
export function identifyCsv({ candidates }: Pick<IdentifyDocument, "candidates">): string {
  const rows = candidates.map((row) => COLUMNS.map(([, value]) => value(row)));
  return [COLUMNS.map(([name]) => name), ...rows].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function rounded(value: number | null, digits: number): string | null {
  return value === null ? null : value.toFixed(digits);
}
