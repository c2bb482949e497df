import { BoxGeometry, EdgesGeometry, LineBasicMaterial, LineSegments } from "three";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";

/** The border of a map's grid, or of the region that is shown, through the outermost samples. */
export class OutlineBox {
  readonly lines: LineSegments;
  private readonly material = new LineBasicMaterial({ color: 0x6b7886 });
  private readonly geometry = new EdgesGeometry(new BoxGeometry(1, 1, 1));

  constructor() {
    this.lines = new LineSegments(this.geometry, this.material);
    this.lines.visible = false;
  }

  update({ grid, region, color }: MapEntry): void {
    const [nx, ny, nz] = grid.size;
    const far = ijkToXyz(grid, region?.last ?? [nx - 1, ny - 1, nz - 1]);
    const [x, y, z] = ijkToXyz(grid, region?.first ?? [0, 0, 0]);
    this.lines.scale.set(far[0] - x, far[1] - y, far[2] - z);
    this.lines.position.set((far[0] + x) / 2, (far[1] + y) / 2, (far[2] + z) / 2);
    this.material.color.set(color);
  }

  /** The sphere through the corners of the box. */
  sphere({ grid }: MapEntry): Sphere {
    const [x, y, z] = ijkToXyz(grid, [
      (grid.size[0] - 1) / 2,
      (grid.size[1] - 1) / 2,
      (grid.size[2] - 1) / 2,
    ]);
    return {
      centre: [x, y, z],
      radius: Math.hypot(x - grid.origin[0], y - grid.origin[1], z - grid.origin[2]),
    };
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
    this.lines.removeFromParent();
  }
}
