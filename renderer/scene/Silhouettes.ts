import {
  Color,
  DepthTexture,
  Mesh,
  MeshBasicMaterial,
  OrthographicCamera,
  type PerspectiveCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  type Texture,
  UnsignedIntType,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";

/** A step in depth of this share of the scene's depth is an edge (ChimeraX's default depth jump). */
const DEPTH_JUMP = 0.03;

const VERTEX = `
  varying vec2 at;
  void main() {
    at = uv;
    gl_Position = vec4(position.xy, 0.0, 1.0);
  }`;

/** A pixel is on an edge when a neighbour is nearer by more than the jump. */
const FRAGMENT = `
  uniform sampler2D depth;
  uniform vec2 pixel;
  uniform vec3 color;
  uniform float near;
  uniform float far;
  uniform float jump;
  varying vec2 at;
  float away(vec2 where) {
    float z = texture2D(depth, where).r * 2.0 - 1.0;
    return 2.0 * near * far / (far + near - z * (far - near));
  }
  void main() {
    float own = away(at);
    float nearest = own;
    nearest = min(nearest, away(at + vec2(pixel.x, 0.0)));
    nearest = min(nearest, away(at - vec2(pixel.x, 0.0)));
    nearest = min(nearest, away(at + vec2(0.0, pixel.y)));
    nearest = min(nearest, away(at - vec2(0.0, pixel.y)));
    float edge = smoothstep(0.6, 1.4, (own - nearest) / (jump * (far - near)));
    if (edge <= 0.0) discard;
    gl_FragColor = vec4(color, edge);
  }`;

/** Draws dark lines where the depth of a scene jumps, over what is already drawn. */
export class Silhouettes {
  private readonly target = new WebGLRenderTarget(1, 1);
  private readonly flat = new MeshBasicMaterial();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      depth: { value: null as Texture | null },
      pixel: { value: new Vector2() },
      color: { value: new Color(0x000000) },
      near: { value: 1 },
      far: { value: 100 },
      jump: { value: DEPTH_JUMP },
    },
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  private readonly screen = new Scene();
  private readonly eye = new OrthographicCamera();

  constructor() {
    this.target.depthTexture = new DepthTexture(1, 1, UnsignedIntType);
    const quad = new Mesh(new PlaneGeometry(2, 2), this.material);
    quad.frustumCulled = false;
    this.screen.add(quad);
  }

  /** `width` and `height` are those of the view in pixels of the screen; viewport and scissor are set already. */
  draw(
    renderer: WebGLRenderer,
    scene: Scene,
    camera: PerspectiveCamera,
    width: number,
    height: number,
  ): void {
    this.target.setSize(Math.max(1, width), Math.max(1, height));
    const { fog } = scene;
    scene.fog = null;
    scene.overrideMaterial = this.flat;
    renderer.setRenderTarget(this.target);
    renderer.clear();
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
    scene.overrideMaterial = null;
    scene.fog = fog;
    const { uniforms } = this.material;
    const set = (name: string, value: unknown) => {
      const uniform = uniforms[name];
      if (uniform) uniform.value = value;
    };
    set("depth", this.target.depthTexture);
    set("pixel", new Vector2(1 / width, 1 / height));
    set("near", camera.near);
    set("far", camera.far);
    renderer.render(this.screen, this.eye);
  }

  dispose(): void {
    this.target.dispose();
    this.flat.dispose();
    this.material.dispose();
  }
}
