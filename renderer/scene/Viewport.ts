import { rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { scale } from "#core/math/vec3.ts";
import { Contents } from "#renderer/scene/Contents.ts";
import {
  between,
  type Camera,
  enclosing,
  forward,
  lookAt,
  pivotFor,
  type Sphere,
  START_CAMERA,
  turnScene,
  zoomBy,
} from "#renderer/scene/camera.ts";
import { type Box, residuesInside } from "#renderer/scene/inside.ts";
import type { PlaneShape } from "#renderer/scene/MapPlanes.ts";
import type { SurfaceShape } from "#renderer/scene/MapSurface.ts";
import { MouseControl, type MouseTarget } from "#renderer/scene/MouseControl.ts";
import { beginTool, type ToolEvent } from "#renderer/scene/mouse-tools.ts";
import { facingBroadSide } from "#renderer/scene/orient.ts";
import { type Found, Picker } from "#renderer/scene/Picker.ts";
import { SceneRenderer } from "#renderer/scene/SceneRenderer.ts";
import { partSpec, residuesSpec } from "#renderer/scene/shape-specs.ts";
import type { SnapshotOptions, View } from "#renderer/scene/view.ts";
import { specOf as entrySpec } from "#renderer/stores/scene.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import type { MeshBuffers, ModelId, ModelShape, VolumeId } from "#workers/protocol.ts";

/** What the scene reports; commands answer. */
export interface ViewportEvents {
  /** What was pointed at with Ctrl, or boxed in: a spec down to residues and atoms, or the ground (null). */
  pick(spec: string | null, toggle: boolean): void;
  /** The right button was used in a mode that moves more than the camera. */
  tool(event: ToolEvent): void;
  /** A ball among the clusters was clicked. */
  pickPlacement(model: ModelId, placement: number): void;
  levelWheel(notches: number): void;
  /** The pointer rests on something: its name and where, in pixels of the canvas. */
  hover(found: (Found & { x: number; y: number }) | null): void;
}

/** Camera moves that explain last this long, ms. */
const GLIDE = 220;
/** ms without a movement from which on the scene is at rest. */
const SETTLED = 180;
const NOTHING: Sphere = { centre: [0, 0, 0], radius: 30 };

/** The two synchronised views: maps and models, and the clusters of the fit. It follows the stores and draws on demand. */
export class Viewport implements View {
  private camera: Camera = START_CAMERA;
  private renderer: SceneRenderer | null = null;
  private frame = 0;
  /** Nobody has moved the camera yet: it keeps all in view as things arrive. */
  private isUntouched = true;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly contents: Contents;
  private readonly stores: Stores;
  private readonly events: ViewportEvents;

  constructor(stores: Stores, events: ViewportEvents) {
    this.events = events;
    this.stores = stores;
    this.contents = new Contents(stores);
    const { scene, selection, fits, results, settings, scores, stage } = stores;
    for (const store of [scene, selection, fits, results, settings, stage])
      store.subscribe(() => this.follow());
    scores.subscribe((now, before) => now.bySpec !== before.bySpec && this.follow());
  }

  /** Draws into a canvas until the returned function is called. */
  attach(canvas: HTMLCanvasElement): () => void {
    const renderer = new SceneRenderer(canvas, this.contents);
    this.renderer = renderer;
    const mouse = new MouseControl(canvas, this.mouseTarget(renderer));
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

  viewAll(specs?: readonly string[]): void {
    const bounds = enclosing(this.contents.spheres(specs));
    if (bounds) this.glide(lookAt(this.camera, bounds, this.aspect()));
  }

  viewInitial(): void {
    const bounds = enclosing(this.contents.spheres()) ?? NOTHING;
    this.glide(lookAt(START_CAMERA, bounds, this.aspect()));
  }

  turn(axis: Vec3, degrees: number): void {
    this.moveCamera(turnScene(this.camera, this.pivot(), axis, degrees));
  }

  move(axis: Vec3, distance: number): void {
    const shift = scale(rotate(this.camera.orientation, axis), -distance);
    const [x, y, z] = this.camera.position;
    this.moveCamera({ ...this.camera, position: [x + shift[0], y + shift[1], z + shift[2]] });
  }

  zoom(factor: number): void {
    const { height } = this.size();
    // A notch moves by 100 pixel sizes: by what part of the depth depends on the height of the view only.
    const perNotch = 1 - this.depthAfter(1) / this.depthAfter(0);
    this.moveCamera(zoomBy(this.camera, this.pivot(), (1 - 1 / factor) / perNotch, height));
  }

  currentCamera(): Camera {
    return this.camera;
  }

  setCamera(camera: Camera): void {
    this.glide(camera);
  }

  pivot(): Vec3 {
    return this.stores.stage.getState().pivot ?? this.automaticPivot();
  }

  extent(): number {
    return this.bounds().radius;
  }

  orient(): void {
    const bounds = enclosing(this.contents.spheres());
    const orientation = facingBroadSide(this.contents.cloud());
    if (bounds) this.glide(lookAt({ ...this.camera, orientation }, bounds, this.aspect()));
  }

  async snapshot(options: SnapshotOptions): Promise<Blob> {
    if (!this.renderer) throw new Error("The scene is not on the screen.");
    const blob = await this.renderer.snapshot(this.camera, options);
    this.draw();
    return blob;
  }

  private depthAfter(notches: number): number {
    const { height } = this.size();
    const pivot = this.pivot();
    const camera = zoomBy(this.camera, pivot, notches, height);
    const ahead = forward(camera);
    return pivot.reduce((sum, x, n) => sum + (x - (camera.position[n] ?? 0)) * (ahead[n] ?? 0), 0);
  }

  /** Something came to the screen. A level that the user drags is no reason to move the camera. */
  private arrived(): void {
    this.follow();
    if (this.isUntouched && this.contents.showsProposals() && this.contents.spheres().length > 0) {
      this.camera = lookAt(START_CAMERA, this.bounds(), this.aspect());
    }
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
  private draw(): void {
    if (this.frame !== 0 || !this.renderer) return;
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
        if (quick && this.renderer === renderer) renderer.draw({ camera: this.camera, quick: false });
      }, SETTLED);
    });
  }

  private bounds(): Sphere {
    return enclosing(this.contents.spheres()) ?? NOTHING;
  }

  private size(): { width: number; height: number } {
    return this.renderer?.size() ?? { width: 1, height: 1 };
  }

  private aspect(): number {
    return this.renderer?.aspect() ?? 1;
  }

  private automaticPivot(): Vec3 {
    return pivotFor(this.camera, this.bounds(), null, this.aspect());
  }

  private moveCamera(camera: Camera): void {
    this.isUntouched = false;
    this.camera = camera;
    this.draw();
  }

  private glide(to: Camera): void {
    const isStill = !this.renderer || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isStill) {
      this.moveCamera(to);
      return;
    }
    const from = this.camera;
    const began = performance.now();
    const step = () => {
      const t = Math.min(1, (performance.now() - began) / GLIDE);
      this.moveCamera(between(from, to, t * t * (3 - 2 * t)));
      if (t < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /** "#2/A:12@CA" of what was pointed at. */
  private specOf({ spec, what }: Extract<Found, { kind: "entry" }>): string {
    const entry = this.stores.scene.getState().entries.find((one) => entrySpec(one) === spec);
    const shape = entry && this.contents.models.shapeOf(entry);
    return shape && what ? `${spec}${partSpec(shape, what.residue, what.atom)}` : spec;
  }

  /** The residues of shown models that are seen inside a rectangle, as a spec; null for none. */
  private specInside(renderer: SceneRenderer, box: Box): string | null {
    const { area, eye } = renderer.areaAt(box.left, box.top);
    const specs = this.contents.models.shownShapes().flatMap(({ entry, shape }) => {
      const residues = residuesInside(shape, entry.motion, eye, area, box);
      const isWhole = residues.length === shape.labels.length && residues.length > 0;
      if (isWhole) return [entrySpec(entry)];
      return residues.length > 0 ? [`${entrySpec(entry)}${residuesSpec(shape, residues)}`] : [];
    });
    return specs.length > 0 ? specs.join("|") : null;
  }

  private mouseTarget(renderer: SceneRenderer): MouseTarget {
    const picker = new Picker(renderer, this.contents);
    return {
      camera: () => this.camera,
      moveCamera: (camera) => this.moveCamera(camera),
      pivot: () => this.pivot(),
      size: () => renderer.size(),
      middleOf: ({ x, y }) => renderer.middleOf(x, y),
      click: (x, y, { ctrl, shift }) => {
        const cell = this.contents.cell(renderer.areaAt(x, y).area.cell);
        if (cell && !ctrl) {
          this.events.pickPlacement(cell.model, cell.placement);
          return;
        }
        const found = picker.at(x, y);
        if (found?.kind === "ball") this.events.pickPlacement(found.ball.model, found.ball.placement);
        else if (ctrl) this.events.pick(found?.kind === "entry" ? this.specOf(found) : null, shift);
      },
      rest: (at) => {
        const found = at && picker.at(at.x, at.y);
        this.events.hover(found ? { ...found, ...at } : null);
      },
      levelWheel: (notches) => this.events.levelWheel(notches),
      tool: (at) =>
        beginTool(this.stores.settings.getState().rightMouse, picker.at(at.x, at.y), {
          camera: () => this.camera,
          moveCamera: (camera) => this.moveCamera(camera),
          pivot: this.pivot(),
          height: renderer.size().height,
          tell: (event) => this.events.tool(event),
        }),
      showBox: (box) => renderer.showBox(box),
      pickBox: (box, toggle) => this.events.pick(this.specInside(renderer, box), toggle),
    };
  }
}
