import type { Ranking } from "#core/identify/rank/rank-candidates.ts";
import { type RankVerdictKind, small } from "#core/identify/rank/verdict.ts";
import { massText } from "#core/identify/region/size-range.ts";
import type {
  CandidateDocument,
  IdentifyDocument,
  IdentifySetup,
} from "#core/report/identify/identify-document.ts";
import { type Style, styled } from "#electron/cli/colour.ts";
import { counted, grouped, leftAligned, rightAligned, short, wrapped } from "#electron/cli/text.ts";

const HEADER = [
  "rank",
  "candidate",
  "residues",
  "kDa",
  "score",
  "z",
  "q",
  "gap",
  "hits",
  "starts",
  "verdict",
];

const VERDICT_STYLE: Readonly<Record<RankVerdictKind, Style>> = {
  clear: "green",
  tie: "green",
  ambiguous: "yellow",
  none: "dim",
};

/** What is looked for where, and every value the program chose, with its reason. */
export function identifySetupText({
  map,
  region,
  resolution,
  sizes,
  library,
  request,
}: IdentifySetup): string {
  const rows = [
    ["region", region.words, `${region.grid.size.join(" × ")} voxels`],
    ["level", short(region.level.value), region.level.reason],
    ["resolution", `${short(resolution.value)} Å`, resolution.reason],
    ["sizes", sizeText(sizes), sizes.reason],
    ["starts", grouped(request.starts.value), request.starts.reason],
    ["seed", String(request.seed), "the same seed gives the same table"],
  ];
  const part = library.shard ? `, shard ${library.shard}` : "";
  return [
    `Looking in ${map.file} for what is in ${library.from} (${library.words}${part})`,
    ...leftAligned(rows).map((line) => `  ${line}`),
  ].join("\n");
}

function sizeText({ least, most }: IdentifySetup["sizes"]): string {
  return most === Number.POSITIVE_INFINITY ? "any" : `${massText(least)}–${massText(most)} kDa`;
}

/** The best candidates as a table, then a sentence for each that is more than nothing. */
export function documentText(
  { candidates }: Pick<IdentifyDocument, "candidates">,
  most: number,
  hasColour: boolean,
  columns: number,
): string {
  if (candidates.length === 0) return "No candidate could be tried.";
  const shown = candidates.slice(0, most);
  const table = rightAligned([HEADER, ...shown.map(cells)]).map((line, n) =>
    styled(line, n === 0 ? "bold" : VERDICT_STYLE[shown[n - 1]?.verdict ?? "none"], hasColour),
  );
  const more = candidates.length - shown.length;
  const told = shown.filter(({ verdict }) => verdict !== "none");
  return [
    ...table,
    ...(more > 0 ? [`and ${counted(more, "candidate")} below`] : []),
    "",
    ...(told.length > 0
      ? told.map(({ name, verdict, sentence }) => wrapped(`${name}: ${verdict}. ${sentence}`, columns))
      : ["Nothing is identified: no candidate stands out of the library and of its own other placements."]),
  ].join("\n");
}

function cells({
  rank,
  name,
  residues,
  mass,
  score,
  z,
  q,
  gap,
  hits,
  starts,
  verdict,
}: CandidateDocument): string[] {
  return [
    String(rank),
    name,
    String(residues),
    massText(mass),
    score.toFixed(3),
    z?.toFixed(1) ?? "–",
    q === null ? "–" : small(q),
    gap.toFixed(2),
    String(hits),
    String(starts),
    verdict,
  ];
}

/** The leaders so far in one line. */
export function leadersText({ candidates }: Ranking, done: number, total: number): string {
  const names = candidates
    .slice(0, 3)
    .map(
      ({ rank, record, z, fit }) =>
        `${rank}. ${record.name} ${Number.isNaN(z) ? fit.score.toFixed(3) : `z ${z.toFixed(1)}`}`,
    );
  return `  ${done} of ${total}: ${names.join(", ")}`;
}
