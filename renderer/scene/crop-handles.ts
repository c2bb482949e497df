import type { Vec3 } from "#core/math/vec3.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";

/** A side of the box of a map's region, to be taken hold of at its middle. */
export interface CropHandle {
  readonly axis: 0 | 1 | 2;
  readonly side: keyof IndexBox;
  /** Å. */
  readonly xyz: Vec3;
}

/** A box to crop with: its corners (bit 0: far along x, 1: y, 2: z) and its six handles, Å. */
export interface CropBox {
  readonly spec: string;
  readonly corners: readonly Vec3[];
  readonly handles: readonly CropHandle[];
}

/** The box of what is shown of a map. */
export function cropBox({ grid, region }: Pick<MapEntry, "grid" | "region">, spec: string): CropBox {
  const [nx, ny, nz] = grid.size;
  const low = ijkToXyz(grid, region?.first ?? [0, 0, 0]);
  const high = ijkToXyz(grid, region?.last ?? [nx - 1, ny - 1, nz - 1]);
  const corners = Array.from({ length: 8 }, (_, n): Vec3 => {
    const at = (axis: 0 | 1 | 2) => ((n >> axis) & 1 ? high[axis] : low[axis]);
    return [at(0), at(1), at(2)];
  });
  const handles = ([0, 1, 2] as const).flatMap((axis) =>
    (["first", "last"] as const).map((side): CropHandle => {
      const at = (k: 0 | 1 | 2) => (k === axis ? (side === "first" ? low : high)[k] : (low[k] + high[k]) / 2);
      return { axis, side, xyz: [at(0), at(1), at(2)] };
    }),
  );
  return { spec, corners, handles };
}

/** The twelve edges as pairs of corners. */
export const EDGES: readonly (readonly [number, number])[] = [0, 1, 2].flatMap((axis) =>
  Array.from({ length: 8 }, (_, n) => n)
    .filter((n) => ((n >> axis) & 1) === 0)
    .map((n) => [n, n | (1 << axis)] as const),
);
