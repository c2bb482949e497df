import { basename } from "node:path";
import type { Plan } from "#core/composite/plan.ts";
import type { PoorKind } from "#core/composite/poor-kinds.ts";
import type { Chosen } from "#core/fit/params.ts";
import { type CompositeDocument, jointSentence } from "#core/report/composite-document.ts";
import type { Volume } from "#core/volume/volume.ts";
import { styled } from "#electron/cli/colour.ts";
import { counted, duration, grouped, leftAligned, rightAligned, short, wrapped } from "#electron/cli/text.ts";

/** What is to be placed in what: unique chains, copies and why, largest first. */
export function planText(mapName: string, map: Volume, { kinds }: Plan, resolution: Chosen<number>): string {
  const [nx, ny, nz] = map.grid.size;
  const rows = kinds.map(({ name, atoms, mass, copies, members }) => [
    name,
    `${grouped(atoms)} atoms`,
    `${mass.toFixed(1)} kDa`,
    `${copies.value} ×`,
    members.length > 1
      ? `${copies.reason}: ${members.map(({ part }) => part.chain).join(" ")}`
      : copies.reason,
  ]);
  return [
    `Placing ${counted(kinds.length, "unique chain")} in ${mapName} (${nx} × ${ny} × ${nz} voxels, ${short(resolution.value)} Å: ${resolution.reason}), largest first`,
    ...leftAligned(rows).map((line) => `  ${line}`),
  ].join("\n");
}

/** One sentence per chain that does not fit as a whole: why, and what was or could be done about it. */
export function poorSentences(
  poor: readonly PoorKind[],
  split: "chains" | "domains" | "auto" | undefined,
  isRefitted: boolean,
): string[] {
  return poor.map(({ part: { file, chain }, domains, reason }) => {
    const pieces = `its ${domains.length} domains (${domains.map(({ residues }) => residues).join("; ")})`;
    const done = isRefitted
      ? `${pieces} were placed in its stead`
      : split === "auto"
        ? `${pieces}, placed by themselves, did no better: it stays as it was`
        : `--split auto looks for ${pieces} by themselves`;
    return `Chain ${chain} of ${basename(file)} does not fit as a whole: ${reason}. ${done.charAt(0).toUpperCase()}${done.slice(1)}.`;
  });
}

/** The verdict, then the placements as a table, and what was not placed. */
export function compositeText(document: CompositeDocument, hasColour: boolean, columns: number): string {
  const isSure =
    document.placements.length > 0 && document.placements.every(({ verdict }) => verdict === "clear");
  const verdict = styled(wrapped(document.verdict, columns), isSure ? "green" : "yellow", hasColour);
  const rows = document.placements.map((p) => [
    basename(p.file),
    p.residues === null ? p.chain : `${p.chain} ${p.residues}`,
    String(p.copy),
    p.assemblyChain,
    p.correlation.toFixed(3),
    p.correlationAboutMean.toFixed(3),
    p.margin.toFixed(2),
    p.before && p.before.clash !== p.clash ? `${p.before.clash} → ${p.clash}` : String(p.clash),
    p.before ? p.before.shift.toFixed(2) : "",
    String(p.round),
    p.source,
    p.verdict,
  ]);
  const header = [
    "file",
    "chain",
    "copy",
    "as",
    "correlation",
    "about mean",
    "margin",
    "clash",
    "moved, Å",
    "round",
    "from",
    "verdict",
  ];
  const lost = document.unplaced.map(
    ({ chain, file, copies, reason }) =>
      `Not placed: ${counted(copies, "copy").replace("copys", "copies")} of chain ${chain} of ${basename(file)}: ${reason}.`,
  );
  const helix = document.symmetry?.twist === null ? undefined : document.symmetry;
  return [
    verdict,
    ...(rows.length > 0 ? ["", ...rightAligned([header, ...rows])] : []),
    ...(lost.length > 0 ? ["", ...lost.map((line) => wrapped(line, columns))] : []),
    ...(document.joint ? ["", wrapped(jointSentence(document.joint), columns)] : []),
    ...(helix ? ["", `Helix: twist ${helix.twist?.toFixed(2)}°, rise ${helix.rise?.toFixed(2)} Å`] : []),
    "",
    `${counted(document.rounds.length, "round")}, ${duration(document.seconds)}`,
  ].join("\n");
}
