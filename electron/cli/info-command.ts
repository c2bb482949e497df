import { basename } from "node:path";
import {
  describeMap,
  describeStructure,
  type MapDescription,
  type StructureDescription,
} from "#core/format/describe.ts";
import { detectFormat, holdsAtoms } from "#core/format/detect.ts";
import { levelForFraction } from "#core/volume/stats.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { parseMap, parseModel } from "#electron/cli/load.ts";
import { type CommonOptions, createReporter } from "#electron/cli/reporter.ts";
import { grouped, leftAligned, short } from "#electron/cli/text.ts";
import { readBytes } from "#workers/files.ts";

export interface InfoOptions extends CommonOptions {
  /** Print the description as JSON. */
  readonly json?: boolean;
}

/** `mapwright info FILE`: prints everything known about a map or a model, warnings included. */
export async function infoCommand(word: string, options: InfoOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options, options.json);
  const path = await findPath(word, reporter, host);
  reporter.end();
  const bytes = await readBytes(path);
  const format = detectFormat(basename(path), bytes);
  const { description, lines } = holdsAtoms(format)
    ? await describeModelFile(path, bytes)
    : describeMapFile(path, bytes);
  if (options.json) {
    host.out(`${JSON.stringify({ file: path, ...description }, null, 2)}\n`);
    return EXIT.ok;
  }
  host.out(`${lines.join("\n")}\n`);
  for (const warning of description.warnings) host.out(`Warning: ${warning}\n`);
  return EXIT.ok;
}

interface Described {
  readonly description: MapDescription | StructureDescription;
  readonly lines: readonly string[];
}

function describeMapFile(path: string, bytes: Uint8Array): Described {
  const { file, volume } = parseMap(path, bytes);
  const description = describeMap(file, volume);
  return { description, lines: mapLines(path, description, levelForFraction(volume.value)) };
}

async function describeModelFile(path: string, bytes: Uint8Array): Promise<Described> {
  const description = describeStructure(await parseModel(path, bytes));
  return { description, lines: modelLines(path, description) };
}

function mapLines(path: string, map: MapDescription, level: number): string[] {
  const edges = map.size.map((n, axis) => n * (map.voxelSize[axis] ?? 0));
  const source = map.originSource === "none" ? "header says none" : `from ${map.originSource}`;
  const { extendedHeader: extension } = map;
  const rows = [
    ["size", `${map.size.join(" × ")} voxels`],
    ["voxel", `${map.voxelSize.map(short).join(" × ")} Å`],
    ["box", `${edges.map(short).join(" × ")} Å`],
    ["origin", `${map.origin.map(short).join(", ")} Å (${source})`],
    ["cell", `${map.cell.lengths.map(short).join(" × ")} Å, ${map.cell.angles.map(short).join("°, ")}°`],
    ["stored as", `${map.storage} (mode ${map.mode}), ${map.byteOrder}, axes ${map.axisOrder}`],
    ["space group", String(map.spaceGroup)],
    ...(extension.bytes > 0
      ? [["extension", `${grouped(extension.bytes)} bytes ${extension.type}`.trim()]]
      : []),
    ["densities", `${short(map.min)} to ${short(map.max)}, mean ${short(map.mean)}, sd ${short(map.sd)}`],
    ["level", `${short(level)} (1 % of the voxels lie above it)`],
    ...map.labels.map((label, n) => [n === 0 ? "labels" : "", label]),
  ];
  return [`${path}: map`, ...indented(rows)];
}

function modelLines(path: string, model: StructureDescription): string[] {
  const others = [
    counts(model.hydrogens, "hydrogen"),
    counts(model.waters, "water"),
    counts(model.alternateAtoms, "in alternate conformers"),
  ].filter((text) => text !== "");
  const { low, high } = model.bounds;
  const size = high.map((h, axis) => h - (low[axis] ?? 0));
  const rows = [
    ...(model.entry ? [["entry", model.entry]] : []),
    ...(model.title ? [["title", model.title]] : []),
    ["format", { pdb: "PDB", mmcif: "mmCIF", bcif: "BinaryCIF", gaussians: "Gaussians" }[model.format]],
    ["resolution", model.resolution === null ? "not stated" : `${model.resolution} Å, as stated`],
    ["models", String(model.models)],
    ["atoms", [grouped(model.atoms), ...others].join(", ")],
    ["mass", `${short(model.mass / 1000)} kDa without water`],
    ["centre", `${low.map((l, axis) => short((l + (high[axis] ?? 0)) / 2)).join(", ")} Å`],
    ["extent", `${size.map(short).join(" × ")} Å`],
    ...model.chains.map(({ id, polymer, residues, atoms }, n) => [
      n === 0 ? "chains" : "",
      polymer === "none"
        ? `${id}: no polymer, ${grouped(atoms)} atoms`
        : `${id}: ${polymer}, ${grouped(residues)} residues, ${grouped(atoms)} atoms`,
    ]),
    ...(model.ligands.length > 0
      ? [
          [
            "ligands",
            model.ligands.map(({ name, count }) => (count > 1 ? `${name} × ${count}` : name)).join(", "),
          ],
        ]
      : []),
  ];
  return [`${path}: model`, ...indented(rows)];
}

function counts(n: number, what: string): string {
  return n > 0 ? `${grouped(n)} ${what}` : "";
}

function indented(rows: readonly (readonly string[])[]): string[] {
  return leftAligned(rows).map((line) => `  ${line}`);
}
