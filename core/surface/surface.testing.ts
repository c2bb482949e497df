import { createRandom } from "#core/math/random.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import { unitGrid } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A map of n³ unit voxels with Gaussian blobs (sigma 1.5 to 4 voxels) in its middle: about as rough as a protein at 4 Å. */
export function blobs(n: number, count: number, seed: number): Volume {
  const random = createRandom(seed, 0);
  const values = new Float32Array(n ** 3);
  for (let b = 0; b < count; b++) {
    const centre = [0, 1, 2].map(() => n * (0.25 + 0.5 * random()));
    const sigma = 1.5 + 2.5 * random();
    const reach = Math.ceil(4 * sigma);
    const first = centre.map((x) => Math.max(0, Math.floor(x) - reach));
    const last = centre.map((x) => Math.min(n - 1, Math.floor(x) + reach));
    for (let k = first[2]; k <= last[2]; k++) {
      for (let j = first[1]; j <= last[1]; j++) {
        for (let i = first[0]; i <= last[0]; i++) {
          const r2 = (i - centre[0]) ** 2 + (j - centre[1]) ** 2 + (k - centre[2]) ** 2;
          values[i + n * (j + n * k)] += Math.exp(-r2 / (2 * sigma * sigma));
        }
      }
    }
  }
  return { grid: unitGrid(n, n, n), values };
}

/** Vertices − edges + triangles: 2 for one closed surface without holes. */
export function eulerCharacteristic({ positions, indices }: Mesh): number {
  const edges = new Set<string>();
  for (let n = 0; n < indices.length; n += 3) {
    for (let side = 0; side < 3; side++) {
      const [a, b] = [indices[n + side], indices[n + ((side + 1) % 3)]];
      edges.add(a < b ? `${a} ${b}` : `${b} ${a}`);
    }
  }
  return positions.length / 3 - edges.size + indices.length / 3;
}

/** Sides of triangles that no neighbour runs along in the opposite direction: none on a closed, oriented surface. */
export function unpairedSides({ indices }: Mesh): number {
  const balance = new Map<string, number>();
  for (let n = 0; n < indices.length; n += 3) {
    for (let side = 0; side < 3; side++) {
      const [a, b] = [indices[n + side], indices[n + ((side + 1) % 3)]];
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      balance.set(key, (balance.get(key) ?? 0) + (a < b ? 1 : -1));
    }
  }
  return [...balance.values()].filter((n) => n !== 0).length;
}

/** Area, Å², and enclosed volume, Å³, positive when triangles face outwards. */
export function sizeOf({ positions, indices }: Mesh): { area: number; volume: number } {
  let area = 0;
  let volume = 0;
  const at = (n: number) => [positions[3 * n], positions[3 * n + 1], positions[3 * n + 2]];
  for (let n = 0; n < indices.length; n += 3) {
    const [a, b, c] = [at(indices[n]), at(indices[n + 1]), at(indices[n + 2])];
    const u = b.map((x, axis) => x - a[axis]);
    const v = c.map((x, axis) => x - a[axis]);
    const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    area += Math.hypot(...normal) / 2;
    volume += (a[0] * normal[0] + a[1] * normal[1] + a[2] * normal[2]) / 6;
  }
  return { area, volume };
}
