import {
  AlwaysStencilFunc,
  BackSide,
  type BufferGeometry,
  Color,
  DecrementWrapStencilOp,
  FrontSide,
  Group,
  IncrementWrapStencilOp,
  Mesh,
  NotEqualStencilFunc,
  PlaneGeometry,
  ShaderMaterial,
  type Side,
  ZeroStencilOp,
} from "three";

/** Triangles beyond the far plane count too: without them a body that both planes cut would look open. */
const COUNT_VERTEX = `
  void main() {
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
    gl_Position.z = min(gl_Position.z, gl_Position.w);
  }`;
/** The whole view, just behind the near plane. */
const CAP_VERTEX = "void main() { gl_Position = vec4(2.0 * position.xy, -0.999999, 1.0); }";
const CAP_FRAGMENT = "uniform vec3 color; void main() { gl_FragColor = vec4(color, 1.0); }";

/** A cut face is lit from the front, and a little darker than the surface around it. */
const SHADE = 0.62;
/** Caps are counted and filled one surface after the other, after everything else of their sheet. */
const ORDER = 100;

/**
 * Closes a surface where the near plane cuts it: along a line of sight that begins inside a closed surface one more back
 * than front is met, which the stencil buffer counts.
 */
export class SurfaceCap {
  readonly group = new Group();
  private readonly plane = new PlaneGeometry(1, 1);
  private readonly color = { value: new Color() };
  private readonly materials: ShaderMaterial[];

  /** `place` tells the surfaces of a scene apart. */
  constructor(geometry: BufferGeometry, place: number) {
    const count = (side: Side, zPass: ShaderMaterial["stencilZPass"]) =>
      new ShaderMaterial({
        vertexShader: COUNT_VERTEX,
        fragmentShader: "void main() { gl_FragColor = vec4(0.0); }",
        side,
        colorWrite: false,
        depthWrite: false,
        depthTest: false,
        stencilWrite: true,
        stencilFunc: AlwaysStencilFunc,
        stencilZPass: zPass,
      });
    const fill = new ShaderMaterial({
      vertexShader: CAP_VERTEX,
      fragmentShader: CAP_FRAGMENT,
      uniforms: { color: this.color },
      stencilWrite: true,
      stencilFunc: NotEqualStencilFunc,
      stencilRef: 0,
      stencilZPass: ZeroStencilOp,
      stencilZFail: ZeroStencilOp,
    });
    this.materials = [
      count(BackSide, IncrementWrapStencilOp),
      count(FrontSide, DecrementWrapStencilOp),
      fill,
    ];
    this.materials.forEach((material, n) => {
      const mesh = new Mesh(n < 2 ? geometry : this.plane, material);
      mesh.renderOrder = ORDER * (place + 1) + n;
      mesh.frustumCulled = false;
      this.group.add(mesh);
    });
  }

  setColor(color: string): void {
    this.color.value.set(color).multiplyScalar(SHADE);
  }

  dispose(): void {
    this.plane.dispose();
    for (const material of this.materials) material.dispose();
    this.group.removeFromParent();
  }
}
