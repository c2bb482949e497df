import type { Residue } from "#core/structure/residues.ts";
import { findSecondary, type Secondary } from "#core/structure/secondary.ts";
import type { Structure } from "#core/structure/structure.ts";
import { drawnResidues, type TraceSegment, traceSegments } from "#core/structure/trace.ts";
import { baseStrokes } from "#core/surface/base-strokes.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import { type Ring, ringsAlong } from "#core/surface/ribbon.ts";
import { type ShapeAtoms, shapeAtoms } from "#core/surface/shape-atoms.ts";
import { sweep } from "#core/surface/tube.ts";

/** The drawn shape of a model in its own frame, Å, with what colours it. Water is left out. */
export interface ModelShape extends ShapeAtoms {
  /** Tube or ribbon along each chain. */
  readonly mesh: Mesh;
  /** Per vertex of the mesh: index into the residues below. */
  readonly residue: Uint32Array<ArrayBuffer>;
  /** Per residue: chain (index into `chains`), and label such as "A/GLU 12". */
  readonly chainOfResidue: Uint16Array<ArrayBuffer>;
  /** Per residue: 0 ligand, ion or sugar, 1 protein, 2 nucleic acid; and 0 coil, 1 helix, 2 strand. */
  readonly kindOfResidue: Uint8Array<ArrayBuffer>;
  readonly secondaryOfResidue: Uint8Array<ArrayBuffer>;
  readonly labels: readonly string[];
  /** Author chain ids in order of first appearance. */
  readonly chains: readonly string[];
}

const KINDS: readonly Residue["kind"][] = ["other", "protein", "nucleic"];
const SECONDARY: readonly Secondary[] = ["coil", "helix", "strand"];

/** The shape of a structure: at most 60 triangles per residue (100 per nucleotide, with the stroke of its base), and its atoms and bonds. Throws `input` for coordinates that are not finite. */
export function modelShape(structure: Structure): ModelShape {
  const residues = drawnResidues(structure);
  const segments = traceSegments(structure, residues);
  const secondary = findSecondary(segments);
  const strips = [...ribbonOf(segments, secondary), ...baseStrokes(structure, residues, segments)];
  return {
    ...sweep(strips),
    ...tableOf(structure, residues),
    ...secondaryOf(residues, segments, secondary),
    ...shapeAtoms(structure, residues, segments),
  };
}

function ribbonOf(
  segments: readonly TraceSegment[],
  secondary: readonly (readonly Secondary[])[],
): readonly Ring[][] {
  return segments.flatMap((segment, s) =>
    segment.residues.length < 2
      ? []
      : [
          ringsAlong(segment, secondary[s]).map((ring) => ({
            ...ring,
            residue: segment.residues[ring.residue],
          })),
        ],
  );
}

function tableOf(
  structure: Structure,
  residues: readonly Residue[],
): Pick<ModelShape, "chainOfResidue" | "labels" | "chains"> {
  const { chainId, residueName, residueNumber, insertionCode } = structure;
  const place = new Map<string, number>();
  const chainOfResidue = new Uint16Array(residues.length);
  const labels = residues.map(({ start }, r) => {
    const id = chainId[start];
    if (!place.has(id)) place.set(id, place.size);
    chainOfResidue[r] = place.get(id) ?? 0;
    return `${id}/${residueName[start]} ${residueNumber[start]}${insertionCode[start]}`;
  });
  return { chainOfResidue, labels, chains: [...place.keys()] };
}

/** What each residue is drawn as: see the shape. */
function secondaryOf(
  residues: readonly Residue[],
  segments: readonly TraceSegment[],
  secondary: readonly (readonly Secondary[])[],
): Pick<ModelShape, "kindOfResidue" | "secondaryOfResidue"> {
  const kindOfResidue = Uint8Array.from(residues, ({ kind }) => Math.max(0, KINDS.indexOf(kind)));
  const secondaryOfResidue = new Uint8Array(residues.length);
  segments.forEach((segment, s) => {
    segment.residues.forEach((r, i) => {
      secondaryOfResidue[r] = SECONDARY.indexOf(secondary[s][i]);
    });
  });
  return { kindOfResidue, secondaryOfResidue };
}
