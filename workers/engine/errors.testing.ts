import { makeBlob } from "#core/fit/fit.testing.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { encodeText } from "#core/format/text.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";

/**
 * mmCIF of chain A of 160 residues, two bodies that touch: contacts alone do not say where the one ends, and chain B of 80 far
 * away.
 */
export function touchingBodies(): Uint8Array {
  const at = (x: number, y: number) => ({ rotation: [0, 0, 0, 1], shift: [x, y, 0] }) as const;
  const bodies = [at(0, 0), at(0, 12), at(80, 0)].map((motion, n) =>
    moveStructure(makeBlob(n + 1, 80), motion),
  );
  const all = joinStructures(bodies, "x", true);
  const two = {
    ...all,
    chainId: all.chainId.map((_, n) => (n < 160 ? "A" : "B")),
    residueNumber: all.residueNumber.map((_, n) => n + 1),
  };
  return writeMmcif([two]);
}

/** Aligned errors (JSON) of so many residues: small within each 80, large between them. */
export function alignedErrors(count: number): Uint8Array {
  const home = (n: number) => Math.floor(n / 80);
  const rows = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => (home(a) === home(b) ? 1 : 28)),
  );
  return encodeText(JSON.stringify([{ predicted_aligned_error: rows }]));
}
