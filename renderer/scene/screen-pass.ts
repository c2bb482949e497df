import {
  type Blending,
  Mesh,
  NoBlending,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  type ShaderMaterialParameters,
  type WebGLRenderer,
} from "three";

const VERTEX = `
  varying vec2 at;
  void main() {
    at = uv;
    gl_Position = vec4(position.xy, 0.0, 1.0);
  }`;

/** A fragment shader run over the whole of the viewport that is set; `at` goes from 0 to 1 across it. */
export class ScreenPass {
  readonly material: ShaderMaterial;
  private readonly scene = new Scene();
  private readonly eye = new OrthographicCamera();

  constructor(
    fragmentShader: string,
    uniforms: ShaderMaterialParameters["uniforms"],
    blending: Partial<ShaderMaterialParameters> & { blending?: Blending } = { blending: NoBlending },
  ) {
    this.material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader,
      uniforms: uniforms ?? {},
      depthTest: false,
      depthWrite: false,
      ...blending,
    });
    const quad = new Mesh(new PlaneGeometry(2, 2), this.material);
    quad.frustumCulled = false;
    this.scene.add(quad);
  }

  set(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      const uniform = this.material.uniforms[name];
      if (uniform) uniform.value = value;
    }
  }

  draw(renderer: WebGLRenderer): void {
    renderer.render(this.scene, this.eye);
  }

  dispose(): void {
    this.material.dispose();
  }
}

/** GLSL: distance along the line of sight, Å, of a depth-buffer value; needs uniforms `near` and `far`. */
export const DEPTH_TO_DISTANCE = `
  float distanceOf(float depth) {
    float z = depth * 2.0 - 1.0;
    return 2.0 * near * far / (far + near - z * (far - near));
  }`;
