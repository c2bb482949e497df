import { add, cross, length, scale, subtract, type Vec3 } from "#core/math/vec3.ts";
import type { Residue } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { TraceSegment } from "#core/structure/trace.ts";
import type { Ring } from "#core/surface/ribbon.ts";

/** Å. */
const STROKE = 0.35;

/** Where the stroke of a base ends: the atom that pairs, N1 of purines (they have N9), N3 of pyrimidines. */
const PURINE_MARK = "N9";
const TIPS = { purine: "N1", pyrimidine: "N3" } as const;
const SUGAR = ["C1'", "C1*"];

/**
 * The bases of nucleic acids as strokes from the ribbon over the sugar's C1' to the atom that pairs, so that paired
 * strands look like ladders. Nucleotides that lack one of these atoms have none.
 */
export function baseStrokes(
  structure: Structure,
  residues: readonly Residue[],
  segments: readonly TraceSegment[],
): Ring[][] {
  const strokes: Ring[][] = [];
  for (const segment of segments) {
    if (segment.kind !== "nucleic" || segment.residues.length < 2) continue;
    segment.residues.forEach((residue, i) => {
      const ends = endsOf(structure, residues[residue]);
      if (ends) strokes.push(bent([footOf(segment, i), ...ends], residue));
    });
  }
  return strokes;
}

/** The sugar belongs between its own phosphate and the next. */
function footOf({ xyz, residues }: TraceSegment, i: number): Vec3 {
  const at = (n: number): Vec3 => [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]];
  return i + 1 < residues.length ? scale(add(at(i), at(i + 1)), 0.5) : at(i);
}

function endsOf(structure: Structure, residue: Residue): [Vec3, Vec3] | undefined {
  const atoms = new Map<string, Vec3>();
  for (let n = residue.start; n < residue.end; n++) {
    const name = structure.atomName[n];
    if (atoms.has(name)) continue;
    atoms.set(name, [structure.xyz[3 * n], structure.xyz[3 * n + 1], structure.xyz[3 * n + 2]]);
  }
  const tip = atoms.get(TIPS[atoms.has(PURINE_MARK) ? "purine" : "pyrimidine"]);
  const sugar = SUGAR.map((name) => atoms.get(name)).find((xyz) => xyz !== undefined);
  return sugar && tip && [sugar, tip];
}

/** Round cross-sections at three points; the middle one faces along the whole stroke. */
function bent(points: readonly [Vec3, Vec3, Vec3], residue: number): Ring[] {
  const [foot, knee, tip] = points;
  const facing = [subtract(knee, foot), subtract(tip, foot), subtract(tip, knee)];
  const whole = unit(facing[1], [0, 0, 1]);
  const side = acrossOf(whole);
  return points.map((centre, n) => {
    const tangent = unit(facing[n], whole);
    const own = subtract(
      side,
      scale(tangent, side[0] * tangent[0] + side[1] * tangent[1] + side[2] * tangent[2]),
    );
    return { centre, tangent, side: unit(own, acrossOf(tangent)), width: STROKE, thickness: STROKE, residue };
  });
}

function acrossOf(v: Vec3): Vec3 {
  return unit(cross(v, Math.abs(v[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0]), [0, 0, 1]);
}

function unit(v: Vec3, otherwise: Vec3): Vec3 {
  const size = length(v);
  return size > 1e-6 ? scale(v, 1 / size) : otherwise;
}
