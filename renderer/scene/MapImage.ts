import {
  BackSide,
  BufferGeometry,
  ClampToEdgeWrapping,
  Color,
  Data3DTexture,
  Float32BufferAttribute,
  GLSL3,
  Group,
  HalfFloatType,
  LinearFilter,
  Mesh,
  RedFormat,
  ShaderMaterial,
  Vector3,
} from "three";
import type { MapImage as MapImageShape } from "#core/surface/map-image.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { Surroundings } from "#renderer/scene/Compositor.ts";
import { FRAGMENT, VERTEX } from "#renderer/scene/map-image-shader.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";

/** The brightest density hides what lies this share of the box's diagonal behind it but for a twentieth. */
const HIDING = 0.025;
const TWENTIETH = -Math.log(0.05);

/**
 * A map seen through: densities at the contour level and below are clear, from there to the upper end of the grey range
 * they grow to full strength. Drawn by looking along every line of sight, front to back.
 */
export class MapImage {
  readonly group = new Group();
  private readonly geometry = new BufferGeometry();
  private readonly texture: Data3DTexture;
  private readonly material: ShaderMaterial;
  private readonly unit: number;
  /** Of samples, Å. */
  private readonly spacing: number;

  constructor({ grid, values, unit }: MapImageShape) {
    const [nx, ny, nz] = grid.size;
    this.unit = unit;
    this.spacing = Math.min(...grid.voxelSize);
    this.texture = new Data3DTexture(values, nx, ny, nz);
    this.texture.format = RedFormat;
    this.texture.type = HalfFloatType;
    this.texture.minFilter = this.texture.magFilter = LinearFilter;
    this.texture.wrapS = this.texture.wrapT = this.texture.wrapR = ClampToEdgeWrapping;
    this.texture.unpackAlignment = 1;
    this.texture.needsUpdate = true;
    const first = new Vector3(...grid.origin);
    const last = new Vector3(...ijkToXyz(grid, [nx - 1, ny - 1, nz - 1]));
    // A map of one plane is a sheet as thick as its voxels.
    const side = last
      .clone()
      .sub(first)
      .max(new Vector3(...grid.voxelSize));
    this.material = new ShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      side: BackSide,
      depthTest: false,
      depthWrite: false,
      uniforms: {
        map: { value: this.texture },
        solid: { value: null },
        first: { value: first },
        side: { value: side },
        size: { value: new Vector3(nx, ny, nz) },
        near: { value: 1 },
        far: { value: 100 },
        spacing: { value: this.spacing },
        strength: { value: TWENTIETH / (HIDING * side.length()) },
        low: { value: 0 },
        high: { value: 1 },
        tint: { value: new Color(1, 1, 1) },
      },
    });
    this.geometry.setAttribute("position", new Float32BufferAttribute(cornersOf(first, side), 3));
    this.geometry.setIndex(FACES);
    this.geometry.computeBoundingSphere();
    this.group.add(new Mesh(this.geometry, this.material));
  }

  update({ level, grey, max, color }: MapEntry): void {
    const high = grey[1] > level ? grey[1] : max;
    const { unit } = this;
    this.set({ low: level / unit, high: Math.max(high, level) / unit, tint: new Color(color) });
  }

  /** Takes over what the next picture knows. */
  prepare({ solid, near, far, detail }: Surroundings): void {
    this.set({ solid, near, far, spacing: this.spacing / detail });
  }

  dispose(): void {
    this.geometry.dispose();
    this.texture.dispose();
    this.material.dispose();
    this.group.removeFromParent();
  }

  private set(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      const uniform = this.material.uniforms[name];
      if (uniform) uniform.value = value;
    }
  }
}

/** Of a box; corner n has the far x, y, z where bits 0, 1, 2 of n are set. */
function cornersOf(first: Vector3, side: Vector3): number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap((n) => [
    first.x + (n & 1 ? side.x : 0),
    first.y + (n & 2 ? side.y : 0),
    first.z + (n & 4 ? side.z : 0),
  ]);
}

/** Two triangles per face, counter-clockwise from outside. */
const FACES = [
  [0, 4, 6, 0, 6, 2],
  [1, 3, 7, 1, 7, 5],
  [0, 1, 5, 0, 5, 4],
  [2, 6, 7, 2, 7, 3],
  [0, 2, 3, 0, 3, 1],
  [4, 5, 7, 4, 7, 6],
].flat();
