import type { ResidueDocument, ValidationDocument } from "#core/report/validation-document.ts";
import { fscSentence, poorRule } from "#core/report/validation-report.ts";
import type { MapCorrelations } from "#core/validate/map-correlations.ts";
import type { GroupScores } from "#core/validate/validation.ts";
import { judgedBy, worstResidues } from "#core/validate/verdict.ts";
import { type Style, styled } from "#electron/cli/colour.ts";
import { counted, grouped, namedRows, wrapped } from "#electron/cli/text.ts";

const VERDICT_STYLE: Readonly<Record<ValidationDocument["verdict"]["kind"], Style>> = {
  agrees: "green",
  "in part": "yellow",
  disagrees: "red",
};

/** The verdict, a table of chains, the numbers of the whole and the worst residues, for a terminal. */
export function validationText(
  document: ValidationDocument,
  worst: number,
  hasColour: boolean,
  columns: number,
): string {
  const { verdict } = document;
  const sentence = wrapped(verdict.sentence, columns);
  const colon = sentence.search(/[:.]/);
  const head = styled(sentence.slice(0, colon), VERDICT_STYLE[verdict.kind], hasColour);
  return [
    `${head}${sentence.slice(colon)}`,
    "",
    ...chainLines(document),
    "",
    ...wholeLines(document, columns),
    ...worstLines(document, worst),
  ].join("\n");
}

function chainLines({ chains, scores, map, residues }: ValidationDocument): string[] {
  const hasLocal = scores.ccLocal !== undefined;
  const local = (group: GroupScores) => (hasLocal ? [fixed(group.ccLocal, 3)] : []);
  const header = ["chain", "residues", "atoms", "Q", "CC", ...(hasLocal ? ["local"] : [])];
  const cells = (group: GroupScores, poor: number) => [
    grouped(group.atoms),
    fixed(group.q, 3),
    fixed(group.cc, 3),
    ...local(group),
    fixed(group.ccMain, 3),
    fixed(group.ccSide, 3),
    fixed((group.density - map.mean) / map.sd, 1),
    fixed(group.bFactor, 0),
    grouped(poor),
  ];
  const poor = chains.reduce((sum, chain) => sum + chain.poor, 0);
  return namedRows([
    [...header, "CC main", "CC side", "density σ", "B Å²", "poor"],
    ...chains.map((chain) => [chain.chain || "–", grouped(chain.residues), ...cells(chain, chain.poor)]),
    ...(chains.length > 1 ? [["all", grouped(residues.length), ...cells(scores, poor)]] : []),
  ]);
}

function wholeLines(document: ValidationDocument, columns: number): string[] {
  const { correlations, localCorrelations, fsc } = document;
  const line = (name: string, found: MapCorrelations) =>
    `${name}: mask ${fixed(found.mask, 3)}, volume ${fixed(found.volume, 3)}, peaks ${fixed(found.peaks, 3)}, image ${fixed(found.image, 3)}, box ${fixed(found.box, 3)}`;
  return [
    line("CC", correlations),
    ...(localCorrelations ? [line("CC at local resolution", localCorrelations)] : []),
    wrapped(fscSentence(fsc), columns),
    wrapped(`Poor: ${poorRule(document)}.`, columns),
  ];
}

function worstLines({ residues, resolution, map }: ValidationDocument, most: number): string[] {
  const worst = worstResidues(residues, judgedBy(resolution.value)).slice(0, most);
  if (worst.length === 0) return [];
  const row = (residue: ResidueDocument) => [
    `${residue.chain} ${residue.name} ${residue.number}${residue.insertionCode}`,
    fixed(residue.q, 3),
    fixed(residue.cc, 3),
    fixed((residue.density - map.mean) / map.sd, 1),
    fixed(residue.bFactor, 0),
  ];
  const header = [counted(worst.length, "worst residue"), "Q", "CC", "density σ", "B Å²"];
  return ["", ...namedRows([header, ...worst.map(row)])];
}

function fixed(value: number | undefined, digits: number): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  return value.toFixed(digits).replace(/^-(?=[0.]*$)/, "");
}
