import type { MapImage } from "#core/surface/map-image.ts";
import { CameraMotions } from "#renderer/scene/CameraMotions.ts";
import { Contents } from "#renderer/scene/Contents.ts";
import { type Camera, enclosing, lookAt, type Sphere, START_CAMERA } from "#renderer/scene/camera.ts";
import type { PlaneShape } from "#renderer/scene/MapPlanes.ts";
import type { SurfaceShape } from "#renderer/scene/MapSurface.ts";
import { MouseControl } from "#renderer/scene/MouseControl.ts";
import { SceneAim, type SceneEvents } from "#renderer/scene/SceneAim.ts";
import { SceneRenderer } from "#renderer/scene/SceneRenderer.ts";
import type { SeenPart, SnapshotOptions, View } from "#renderer/scene/view.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import type { MeshBuffers, ModelId, ModelShape, VolumeId } from "#workers/protocol.ts";

/** Pictures that a rate is measured over. */
const MEASURED = 20;
/** ms without a movement from which on the scene is at rest. */
const SETTLED = 180;

/** The two synchronised views: maps and models, and the clusters of the fit. It follows the stores and draws on demand. */
export class Viewport extends CameraMotions implements View {
  private renderer: SceneRenderer | null = null;
  private frame = 0;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly stores: Stores;
  private readonly events: SceneEvents;

  constructor(stores: Stores, events: SceneEvents) {
    super(new Contents(stores));
    this.events = events;
    this.stores = stores;
    const { scene, selection, fits, results, settings, scores, stage } = stores;
    for (const store of [scene, selection, fits, results, settings, stage])
      store.subscribe(() => this.follow());
    scores.subscribe((now, before) => now.bySpec !== before.bySpec && this.follow());
  }

  /** Draws into a canvas until the returned function is called. */
  attach(canvas: HTMLCanvasElement): () => void {
    const renderer = new SceneRenderer(canvas, this.contents);
    this.renderer = renderer;
    const { contents, stores, events } = this;
    const camera = {
      current: () => this.camera,
      move: (to: Camera) => this.moveCamera(to),
      pivot: () => this.pivot(),
    };
    const aim = new SceneAim(renderer, { contents, stores, events, camera });
    const mouse = new MouseControl(canvas, aim.target());
    const resize = new ResizeObserver(() => {
      renderer.resize();
      this.draw();
    });
    resize.observe(canvas.parentElement ?? canvas);
    renderer.resize();
    this.follow();
    return () => {
      resize.disconnect();
      mouse.dispose();
      renderer.dispose();
      cancelAnimationFrame(this.frame);
      clearTimeout(this.settling);
      this.frame = 0;
      this.renderer = null;
    };
  }

  setSurface(map: VolumeId, n: number, shape: SurfaceShape | null): void {
    this.contents.setSurface(map, n, shape);
    this.arrived();
  }

  setPlane(map: VolumeId, axis: 0 | 1 | 2, plane: PlaneShape): void {
    this.contents.setPlane(map, axis, plane);
    this.arrived();
  }

  setImage(map: VolumeId, image: MapImage): void {
    this.contents.setImage(map, image);
    this.arrived();
  }

  setShape(model: ModelId, shape: ModelShape): void {
    this.contents.setShape(model, shape);
    this.arrived();
  }

  setPreview(mesh: MeshBuffers | null): void {
    this.contents.setPreview(mesh);
    this.draw();
  }

  keepOnly(ids: ReadonlySet<string>): void {
    this.contents.keepOnly(ids);
    if (ids.size === 0) this.isUntouched = true;
    this.follow();
  }

  sphereOf(parts: readonly SeenPart[]): Sphere | null {
    return enclosing(parts.flatMap((part) => this.contents.sphereOfPart(part) ?? []));
  }

  async measure(): Promise<{ rate: number; triangles: number }> {
    const began = performance.now();
    await new Promise<void>((resolve) => this.everyFrame(MEASURED, () => this.draw(), resolve));
    const rate = (1000 * MEASURED) / (performance.now() - began);
    return { rate, triangles: this.renderer?.triangles() ?? 0 };
  }

  extent(): number {
    return this.bounds().radius;
  }

  async snapshot(options: SnapshotOptions): Promise<Blob> {
    if (!this.renderer) throw new Error("The scene is not on the screen.");
    const blob = await this.renderer.snapshot(this.camera, options);
    this.draw();
    return blob;
  }

  /** Something came to the screen. A level that the user drags is no reason to move the camera. */
  private arrived(): void {
    this.follow();
    if (this.isUntouched && this.contents.showsProposals() && this.contents.spheres().length > 0) {
      this.camera = lookAt(START_CAMERA, this.bounds(), this.aspect());
    }
    this.lookAgain();
    this.draw();
  }

  private follow(): void {
    this.contents.follow(this.bounds().radius);
    this.tellLegends();
    this.draw();
  }

  private tellLegends(): void {
    const legends = this.contents.legends();
    const { scores } = this.stores;
    if (JSON.stringify(legends) !== JSON.stringify(scores.getState().legends)) scores.setState({ legends });
  }

  /** Draws once before the next frame; a slow machine leaves out the shade until nothing has moved for a while. */
  protected draw(): void {
    if (this.frame !== 0 || !this.renderer) return;
    this.renderer.tellRest(false);
    this.frame = requestAnimationFrame((time) => {
      this.frame = 0;
      const { renderer } = this;
      if (!renderer) return;
      const quick = renderer.pace.isSlow() && renderer.isCostly();
      renderer.draw({ camera: this.camera, quick });
      renderer.pace.note(time);
      clearTimeout(this.settling);
      this.settling = setTimeout(() => {
        renderer.pace.rest();
        if (this.renderer !== renderer) return;
        if (quick) renderer.draw({ camera: this.camera, quick: false });
        renderer.tellRest(this.frame === 0);
      }, SETTLED);
    });
  }

  size(): { width: number; height: number } {
    return this.renderer?.mainSize() ?? { width: 1, height: 1 };
  }

  protected aspect(): number {
    return this.renderer?.aspect() ?? 1;
  }

  protected isSeen(): boolean {
    return this.renderer !== null;
  }
}
