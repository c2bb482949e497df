import {
  Color,
  DoubleSide,
  FloatType,
  type Material,
  type Mesh,
  NearestFilter,
  type PerspectiveCamera,
  RGBAFormat,
  Scene,
  ShaderMaterial,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";
import type { SceneEntry } from "#renderer/stores/scene.ts";

/** Something that can be pointed at: drawn with `material`, which writes (object, part, depth, 1). */
export interface PickPart {
  readonly mesh: Mesh;
  readonly material: ShaderMaterial;
  /** The residue and atom of a model that a part is; null for what has none. */
  readonly what: (part: number) => { readonly residue: number; readonly atom: number | null } | null;
}

export interface Pickable extends PickPart {
  readonly entry: SceneEntry;
}

/** What was hit: which of the parts, where in it, and its depth in the window, 0…1. */
export interface Hit {
  readonly target: Pickable;
  readonly part: number;
  readonly depth: number;
}

/** The identity of a mesh; with `parts` each vertex names its own in the attribute `part`. */
export function meshIdMaterial(parts: boolean): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { object: { value: 0 } },
    side: DoubleSide,
    vertexShader: `
      ${parts ? "attribute uint part;" : ""}
      flat varying int vPart;
      void main() {
        vPart = ${parts ? "int(part)" : "0"};
        gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
      }`,
    fragmentShader: `
      uniform float object;
      flat varying int vPart;
      void main() {
        gl_FragColor = vec4(object, float(vPart), gl_FragCoord.z, 1.0);
      }`,
  });
}

/** Draws identities instead of colours into one pixel and reads it: exact for every kind of drawing, and cheap. */
export class IdPass {
  private readonly target = new WebGLRenderTarget(1, 1, {
    type: FloatType,
    format: RGBAFormat,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
  });
  private readonly read = new Float32Array(4);
  private readonly stage = new Scene();

  constructor() {
    this.stage.matrixWorldAutoUpdate = false;
  }

  /** What of the targets is seen at a place of the view, −1…1 right and up; null for the ground. */
  at(
    renderer: WebGLRenderer,
    eye: PerspectiveCamera,
    { x, y }: { x: number; y: number },
    targets: readonly Pickable[],
  ): Hit | null {
    const size = 4096; // of a view of which one pixel is looked at: finer than any screen
    eye.setViewOffset(size, size, ((x + 1) / 2) * size - 0.5, ((1 - y) / 2) * size - 0.5, 1, 1);
    const ground = renderer.getClearColor(new Color());
    const alpha = renderer.getClearAlpha();
    try {
      renderer.setRenderTarget(this.target);
      renderer.setClearColor(0x000000, 0);
      renderer.clear();
      this.drawAll(renderer, eye, targets);
      renderer.readRenderTargetPixels(this.target, 0, 0, 1, 1, this.read);
    } finally {
      renderer.setRenderTarget(null);
      renderer.setClearColor(ground, alpha);
      eye.clearViewOffset();
    }
    const [object = 0, part = 0, depth = 1] = this.read;
    const target = targets[Math.round(object) - 1];
    return target ? { target, part: Math.round(part), depth } : null;
  }

  dispose(): void {
    this.target.dispose();
  }

  /** Each mesh is drawn where it stands, with its parents' place, alone under a bare scene. */
  private drawAll(renderer: WebGLRenderer, eye: PerspectiveCamera, targets: readonly Pickable[]): void {
    targets.forEach(({ mesh, material }, n) => {
      const { object } = material.uniforms;
      if (object) object.value = n + 1;
      material.uniformsNeedUpdate = true;
      const lit: Material | Material[] = mesh.material;
      const { mask } = mesh.layers;
      mesh.material = material;
      mesh.updateWorldMatrix(true, false);
      mesh.layers.enableAll();
      this.stage.children = [mesh]; // a guest: it keeps its parent, and its place with it
      renderer.render(this.stage, eye);
      this.stage.children = [];
      mesh.material = lit;
      mesh.layers.mask = mask;
    });
  }
}
