// The deposited and synthetic cases of ../shared/data with their known answers, for reports and benchmarks.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { type Matrix3, quaternionOf, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { splitChains } from "#core/structure/chains.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";

/** One model in one map, and every motion of the model file that is a right answer. */
export interface Case {
  readonly name: string;
  readonly map: string;
  readonly model: string;
  /** Only this chain of the model file. */
  readonly chain?: string;
  /** Å, as published. */
  readonly resolution: number;
  readonly truths: readonly Rigid[];
  /** Equivalent sites that should be found. */
  readonly sites: number;
  /** What counts as right: RMSD to the nearest truth, Å; at 11.5 Å the truth itself is good to about 2 Å. */
  readonly tolerance: number;
}

const DATA = path.resolve("../shared/data");

/** Whether the shared data lie beside the checkout. */
export function hasData(): boolean {
  return existsSync(DATA);
}

/** Absolute path of a file of the shared data. */
export function dataPath(file: string): string {
  return path.join(DATA, file);
}

/** The 16 fits of the report: eight maps, four chains in one and five in another, two paralogues in the demo. */
export function realCases(): Case[] {
  const here: Rigid = { rotation: [0, 0, 0, 1], shift: [0, 0, 0] };
  const own = (name: string, folder: string, model: string, resolution: number): Case => ({
    name,
    map: `${folder}/map.mrc`,
    model: `${folder}/${model}`,
    resolution,
    truths: [here],
    sites: 1,
    tolerance: 0.5,
  });
  const demo = "domainfit_demo_4A";
  const hcn4 = "emd0093_6gyn_hcn4_tetramer_3p4A";
  const actin = "emd5168_3mfp_factin_6p6A";
  const groel = "emd1080_groel_14mer_11p5A";
  return [
    own("emd6374", "emd6374_3jb0_2p9A", "model.pdb", 2.9),
    own("emd5778", "emd5778_3j5p_trpv1_tm_3p3A", "model.pdb", 3.3),
    ...["A", "B", "C", "D"].map((chain) => ({
      ...own(`emd0093 chain ${chain}`, hcn4, "model.pdb", 3.4),
      map: `${hcn4}/map.mrc.gz`,
      chain,
      truths: fourfold([147.4, 147.4, 0]),
      sites: 4,
    })),
    ...syntheticChains(),
    own("emd30342", "emd30342_7cec_integrin_3p9A", "model.cif", 3.9),
    ...["I7M317_D1", "I7MLV6_D3"].map((domain) => ({
      ...own(`demo ${domain}`, demo, `${domain}.pdb`, 4),
      truths: [motionOf(caseFile(demo).reference_fits?.[domain])],
    })),
    {
      ...own("emd5168", actin, "monomer.pdb", 6.6),
      map: `${actin}/map.map`,
      truths: (caseFile(actin).helical_copies ?? []).map(motionOf),
      sites: 5,
    },
    {
      ...own("emd1080", groel, "monomer.pdb", 11.5),
      truths: (caseFile(groel).symmetry_operators ?? []).map((rotation) =>
        motionOf({ rotation, translation: [0, 0, 0] }),
      ),
      sites: 14,
      tolerance: 3,
    },
  ];
}

/** The single-chain models of the library; `right` names those that do belong to a map's case. */
export function libraryFiles(): string[] {
  const index = JSON.parse(readFileSync(dataPath("domain_library/CASE.json"), "utf8")) as {
    entries: { file: string }[];
  };
  return index.entries.map(({ file }) => {
    const direct = `domain_library/${file}`;
    return existsSync(dataPath(direct)) ? direct : `domain_library/chains/${path.basename(file)}`;
  });
}

/** A map of the shared data; gzip is undone. */
export function loadMap(file: string): Volume {
  return volumeFromMrc(readMrc(bytesOf(file)).value).value;
}

/** The first model of a file, or one chain of it. */
export async function loadModel(file: string, chain?: string): Promise<Structure> {
  const { structures } = (await readStructure(file, bytesOf(file))).value;
  const [first] = structures;
  if (!first) throw new Error(`${file} holds no model`);
  if (chain === undefined) return first;
  const found = splitChains(first).find((part) => part.chainId[0] === chain);
  if (!found) throw new Error(`${file} has no chain ${chain}`);
  return found;
}

function bytesOf(file: string): Uint8Array {
  const bytes = readFileSync(dataPath(file));
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength);
}

interface Transform {
  readonly rotation?: readonly (readonly number[])[];
  readonly translation?: readonly number[];
  readonly R?: readonly (readonly number[])[];
  readonly t?: readonly number[];
}

interface CaseFile {
  readonly reference_fits?: Readonly<Record<string, Transform>>;
  readonly helical_copies?: readonly Transform[];
  readonly symmetry_operators?: readonly (readonly (readonly number[])[])[];
  readonly chains?: readonly { chain: string; file: string; placements: readonly Transform[] }[];
}

function caseFile(folder: string): CaseFile {
  return JSON.parse(readFileSync(dataPath(`${folder}/CASE.json`), "utf8")) as CaseFile;
}

function motionOf(transform: Transform | undefined): Rigid {
  const rotation = transform?.rotation ?? transform?.R;
  const shift = transform?.translation ?? transform?.t;
  if (!rotation || !shift) throw new Error("A CASE.json holds a transform of an unknown shape");
  return { rotation: quaternionOf(rotation.flat() as unknown as Matrix3), shift: shift as unknown as Vec3 };
}

function syntheticChains(): Case[] {
  const folder = "synthetic_plc_3p5A";
  return (caseFile(folder).chains ?? []).map(({ chain, file, placements }) => ({
    name: `plc chain ${chain}`,
    map: `${folder}/map_noisy.mrc.gz`,
    model: `${folder}/${file}`,
    resolution: 3.5,
    truths: placements.map(motionOf),
    sites: 1,
    tolerance: 0.5,
  }));
}

/** The four quarter turns about an axis along z through a point. */
function fourfold([cx, cy]: Vec3): Rigid[] {
  return [0, 1, 2, 3].map((quarter) => {
    const angle = (quarter * Math.PI) / 2;
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    return {
      rotation: [0, 0, Math.sin(angle / 2), Math.cos(angle / 2)],
      shift: [cx - c * cx + s * cy, cy - s * cx - c * cy, 0],
    };
  });
}
