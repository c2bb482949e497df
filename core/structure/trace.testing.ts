type Point = [number, number, number];

/** Cα of an ideal α-helix along z: radius 2.3 Å, rise 1.5 Å and 100° per residue. */
export function helixTrace(count: number): Point[] {
  return Array.from({ length: count }, (_, n) => {
    const angle = (n * 100 * Math.PI) / 180;
    return [2.3 * Math.cos(angle), 2.3 * Math.sin(angle), 1.5 * n];
  });
}

/** Cα of an ideal β-strand along x, pleated along z: 3.3 Å per residue, 0.95 Å to either side. */
export function strandTrace(count: number): Point[] {
  return Array.from({ length: count }, (_, n) => [3.3 * n, 0, n % 2 === 0 ? 0.95 : -0.95]);
}
