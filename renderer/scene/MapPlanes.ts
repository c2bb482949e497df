import {
  BufferGeometry,
  DataTexture,
  DoubleSide,
  Float32BufferAttribute,
  Group,
  LinearFilter,
  Mesh,
  MeshBasicMaterial,
  SRGBColorSpace,
} from "three";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";

/** One plane of densities, row by row, as the engine hands it over, and where it lies. */
export interface PlaneShape {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** The planes of one map: grey by density, black and white at the ends of the entry's range. */
export class MapPlanes {
  readonly group = new Group();
  private readonly planes = new Map<0 | 1 | 2, Plane>();

  set(axis: 0 | 1 | 2, shape: PlaneShape): void {
    this.planes.get(axis)?.dispose();
    const plane = new Plane(axis, shape);
    this.planes.set(axis, plane);
    this.group.add(plane.mesh);
  }

  update(entry: MapEntry): void {
    for (const [axis, plane] of this.planes) {
      const isWanted = entry.planes.some((wanted) => wanted.axis === axis);
      plane.mesh.visible = isWanted;
      if (isWanted) plane.update(entry);
    }
  }

  dispose(): void {
    for (const plane of this.planes.values()) plane.dispose();
    this.planes.clear();
  }
}

class Plane {
  readonly mesh: Mesh;
  private readonly shape: PlaneShape;
  private readonly axis: 0 | 1 | 2;
  private readonly geometry = new BufferGeometry();
  private readonly material: MeshBasicMaterial;
  private readonly texture: DataTexture;
  private readonly pixels: Uint8Array;
  private shown: readonly unknown[] = [];

  constructor(axis: 0 | 1 | 2, shape: PlaneShape) {
    this.axis = axis;
    this.shape = shape;
    this.pixels = new Uint8Array(4 * shape.values.length);
    this.texture = new DataTexture(this.pixels, shape.width, shape.height);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.magFilter = this.texture.minFilter = LinearFilter;
    // Grey stands for density: neither depth nor the tone of the picture changes it.
    const plain = { fog: false, toneMapped: false };
    this.material = new MeshBasicMaterial({ map: this.texture, side: DoubleSide, ...plain });
    this.geometry.setIndex([0, 1, 2, 2, 1, 3]);
    this.mesh = new Mesh(this.geometry, this.material);
  }

  update({ grid, grey }: MapEntry): void {
    if (this.shown[0] === grid && this.shown[1] === grey) return;
    this.shown = [grid, grey];
    this.place(grid);
    this.shade(grey);
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
    this.texture.dispose();
    this.mesh.removeFromParent();
  }

  /** Through the centres of the outermost samples, which lie half a pixel inside the picture. */
  private place(grid: MapEntry["grid"]): void {
    const { width, height, index } = this.shape;
    const [u, v] = [0, 1, 2].filter((other) => other !== this.axis);
    const positions: number[] = [];
    const places: number[] = [];
    for (const row of [0, height - 1]) {
      for (const column of [0, width - 1]) {
        const ijk: [number, number, number] = [index, index, index];
        ijk[u ?? 0] = column;
        ijk[v ?? 1] = row;
        positions.push(...ijkToXyz(grid, ijk));
        places.push((column + 0.5) / width, (row + 0.5) / height);
      }
    }
    this.geometry.setAttribute("position", new Float32BufferAttribute(positions, 3));
    this.geometry.setAttribute("uv", new Float32BufferAttribute(places, 2));
    this.geometry.computeBoundingSphere();
  }

  private shade([low, high]: readonly [number, number]): void {
    const perUnit = 255 / (high - low || 1);
    const { values } = this.shape;
    for (let n = 0; n < values.length; n++) {
      const shade = Math.min(255, Math.max(0, ((values[n] ?? 0) - low) * perUnit));
      this.pixels.fill(shade, 4 * n, 4 * n + 3);
      this.pixels[4 * n + 3] = 255;
    }
    this.texture.needsUpdate = true;
  }
}
