import { pointGroup } from "#core/fit/symmetry.ts";
import { readStar } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";
import { matrixOfRelion, relionOf } from "#core/math/euler.ts";
import { type Matrix3, matrixOf } from "#core/math/rigid.ts";
import { type ParticleSet, takeParticles } from "#core/particles/particle-set.ts";
import { type ParticleFile, readParticles } from "#core/particles/read-particles.ts";
import { writeParticles } from "#core/particles/write-particles.ts";

/** Columns that tell which row of the unexpanded file a row comes from, from 1, and which operator it was turned by. */
const EXPANDED = { row: "_mapwrightSourceRow", copy: "_mapwrightSymmetryCopy" } as const;

/**
 * A file in which every particle stands once per operator of a point group, seen as its symmetry mate is: poses A S, the
 * same image and the same half set. Copies of a particle follow each other. Throws `input` for unknown groups.
 */
export function expandSymmetry(file: ParticleFile, group: string): ParticleFile {
  const operators = pointGroup(group).map(matrixOf);
  const { particles } = file;
  const count = operators.length;
  const rows = Array.from({ length: count * particles.count }, (_, n) => Math.floor(n / count));
  const chosen = takeParticles(particles, rows);
  const angles = chosen.angles?.slice() ?? null;
  if (angles) for (let n = 0; n < rows.length; n++) turnBy(operators[n % count], angles, n);
  const more = [
    { label: EXPANDED.row, texts: rows.map((row) => String(row + 1)) },
    { label: EXPANDED.copy, texts: rows.map((_, n) => String((n % count) + 1)) },
  ];
  const text = writeParticles(file, { ...chosen, angles }, { rows, more });
  return readParticles(readStar(encodeText(text)), particles.optics[0].pixelSize).value;
}

/** Of each run of `copies` rows the one with the best score: the copy a broken symmetry leaves. */
export function bestCopies(scores: Float64Array, copies: number): Uint32Array {
  return Uint32Array.from({ length: scores.length / copies }, (_, particle) => {
    let best = particle * copies;
    for (let n = best + 1; n < (particle + 1) * copies; n++) if (scores[n] > scores[best]) best = n;
    return best;
  });
}

/** The number of operators of a point group. */
export function groupOrder(group: string): number {
  return pointGroup(group).length;
}

function turnBy(operator: Matrix3, angles: NonNullable<ParticleSet["angles"]>, n: number): void {
  const [rot, tilt, psi] = angles.subarray(3 * n, 3 * n + 3);
  const view = matrixOfRelion({ rot, tilt, psi });
  const product = Array.from({ length: 9 }, (_, at) => {
    const row = 3 * Math.floor(at / 3);
    return [0, 1, 2].reduce((sum, k) => sum + view[row + k] * operator[3 * k + (at % 3)], 0);
  });
  const turned = relionOf(product as unknown as Matrix3);
  angles.set([turned.rot, turned.tilt, turned.psi], 3 * n);
}
