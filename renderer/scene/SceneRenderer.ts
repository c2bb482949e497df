import {
  Color,
  DirectionalLight,
  Fog,
  HemisphereLight,
  PerspectiveCamera,
  type Scene,
  WebGLRenderer,
} from "three";
import type { Contents } from "#renderer/scene/Contents.ts";
import {
  type Camera,
  clipRange,
  depthOf,
  enclosing,
  FIELD_OF_VIEW,
  type Sphere,
} from "#renderer/scene/camera.ts";
import { Silhouettes } from "#renderer/scene/Silhouettes.ts";
import type { SnapshotOptions } from "#renderer/scene/view.ts";
import type { Settings } from "#renderer/stores/settings.ts";

/** Colours of the ground, which the depth cue fades into; the page draws its gradient in the same tones. */
const GROUND = { dark: "#141a22", light: "#f3f6f9" } as const;

/** Draws the two views side by side into one canvas, with one camera. */
export class SceneRenderer {
  private readonly renderer: WebGLRenderer;
  private readonly cameras = {
    main: new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 1000),
    beside: new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 1000),
  };
  private readonly silhouettes = new Silhouettes();
  private readonly canvas: HTMLCanvasElement;
  private readonly contents: Contents;

  constructor(canvas: HTMLCanvasElement, contents: Contents) {
    this.canvas = canvas;
    this.contents = contents;
    this.renderer = new WebGLRenderer({
      canvas,
      antialias: true,
      alpha: true,
      powerPreference: "high-performance",
    });
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
    this.renderer.autoClear = false;
    light(contents.main, this.cameras.main);
    light(contents.beside, this.cameras.beside);
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.canvas.parentElement ?? this.canvas;
    this.renderer.setSize(Math.max(clientWidth, 1), Math.max(clientHeight, 1));
  }

  size(): { width: number; height: number } {
    return { width: this.canvas.clientWidth || 1, height: this.canvas.clientHeight || 1 };
  }

  /** Width over height of the main view. */
  aspect(): number {
    const { main } = this.areas();
    return main.width / main.height;
  }

  middleOf(x: number): { x: number; y: number } {
    const { main, beside } = this.areas();
    const area = x < main.width || beside.width === 0 ? main : beside;
    return { x: area.x + area.width / 2, y: area.height / 2 };
  }

  /** The view at a pixel and where in it, −1…1 right and up. */
  areaAt(
    x: number,
    y: number,
  ): { camera: PerspectiveCamera; isMain: boolean; ndc: { x: number; y: number } } {
    const { main, beside } = this.areas();
    const isMain = x < main.width || beside.width === 0;
    const area = isMain ? main : beside;
    const ndc = { x: (2 * (x - area.x)) / area.width - 1, y: 1 - (2 * y) / area.height };
    return { camera: isMain ? this.cameras.main : this.cameras.beside, isMain, ndc };
  }

  draw(camera: Camera): void {
    const { main, beside } = this.areas();
    this.renderer.setScissorTest(false);
    this.renderer.setClearColor(0x000000, 0);
    this.renderer.clear();
    this.renderer.setScissorTest(true);
    if (main.width > 0) this.drawArea(this.contents.main, this.cameras.main, camera, main);
    if (beside.width > 0) this.drawArea(this.contents.beside, this.cameras.beside, camera, beside);
  }

  /** The main view alone, at another size, on its ground or on none. */
  async snapshot(camera: Camera, { width, supersample, transparent }: SnapshotOptions): Promise<Blob> {
    const { main } = this.areas();
    const wide = Math.round(width ?? main.width * this.renderer.getPixelRatio());
    const high = Math.max(1, Math.round((wide * main.height) / Math.max(main.width, 1)));
    const ratio = this.renderer.getPixelRatio();
    this.renderer.setPixelRatio(1);
    this.renderer.setSize(wide * supersample, high * supersample, false);
    this.renderer.setScissorTest(false);
    this.renderer.setClearColor(new Color(GROUND[this.settings().theme]), transparent ? 0 : 1);
    this.renderer.clear();
    const area = { x: 0, width: wide * supersample, height: high * supersample };
    this.drawArea(this.contents.main, this.cameras.main, camera, area);
    const picture = new OffscreenCanvas(wide, high);
    const context = picture.getContext("2d");
    if (context) {
      context.imageSmoothingQuality = "high";
      context.drawImage(this.canvas, 0, 0, wide, high);
    }
    this.renderer.setPixelRatio(ratio);
    this.resize();
    return picture.convertToBlob({ type: "image/png" });
  }

  dispose(): void {
    this.silhouettes.dispose();
    this.renderer.dispose();
  }

  private drawArea(scene: Scene, eye: PerspectiveCamera, camera: Camera, area: Area): void {
    const bounds = enclosing(this.contents.spheres()) ?? { centre: [0, 0, 0], radius: 100 };
    const { near, far } = clipRange(camera, bounds);
    eye.position.set(...camera.position);
    eye.quaternion.set(...camera.orientation);
    eye.aspect = area.width / area.height;
    eye.fov = this.fieldOfView(area);
    eye.near = near;
    eye.far = far;
    eye.updateProjectionMatrix();
    eye.updateMatrixWorld();
    this.cueDepth(scene, camera, bounds);
    this.renderer.setViewport(area.x, 0, area.width, area.height);
    this.renderer.setScissor(area.x, 0, area.width, area.height);
    this.renderer.render(scene, eye);
    if (this.settings().silhouettes && scene === this.contents.main) {
      const ratio = this.renderer.getPixelRatio();
      const wide = Math.round(area.width * ratio);
      this.silhouettes.draw(this.renderer, scene, eye, wide, Math.round(area.height * ratio));
    }
  }

  /** A view narrower than the main one sees as much across; both then show the same things. */
  private fieldOfView(area: Area): number {
    const across = Math.min(1, this.areas().main.width > 0 ? this.aspect() : Number.POSITIVE_INFINITY);
    const wider = Math.max(1, across / (area.width / area.height));
    const tangent = Math.tan((FIELD_OF_VIEW / 360) * Math.PI) * wider;
    return (360 / Math.PI) * Math.atan(tangent);
  }

  /** What lies behind fades into the ground. */
  private cueDepth(scene: Scene, camera: Camera, bounds: Sphere): void {
    const { depthCue, theme } = this.settings();
    const depth = depthOf(camera, bounds.centre);
    const start = Math.max(depth - 0.3 * bounds.radius, 0.1);
    scene.fog = depthCue
      ? new Fog(GROUND[theme], start, Math.max(depth + 1.5 * bounds.radius, start + 1))
      : null;
  }

  private areas(): { main: Area; beside: Area } {
    const { width, height } = this.size();
    const share = this.settings().split;
    const wide = share >= 0.98 ? width : share <= 0.02 ? 0 : Math.round(width * share);
    return { main: { x: 0, width: wide, height }, beside: { x: wide, width: width - wide, height } };
  }

  private settings(): Settings {
    return this.contents.settings();
  }
}

interface Area {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** A lamp over the viewer's shoulder and light from the sky, both going along with the camera. */
function light(scene: Scene, camera: PerspectiveCamera): void {
  const key = new DirectionalLight(0xffffff, 2.1);
  key.position.set(0.4, 0.7, 1);
  const fill = new DirectionalLight(0xdde8f5, 0.5);
  fill.position.set(-0.8, -0.2, 0.6);
  camera.add(key, key.target, fill, fill.target);
  scene.add(camera, new HemisphereLight(0xdfe9f5, 0x5a6675, 1.1));
}
