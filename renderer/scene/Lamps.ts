import { DirectionalLight, HemisphereLight, PerspectiveCamera, type Scene, Vector3 } from "three";
import type { Sphere } from "#renderer/scene/camera.ts";
import type { Lighting } from "#renderer/stores/settings.ts";

interface Rig {
  /** Strengths of the lamp over the viewer's shoulder, of the fill from the other side, and of the sky. */
  readonly key: number;
  readonly fill: number;
  readonly sky: number;
  /** Shade from all around; 0 without. */
  readonly shade: number;
}

const RIGS: Readonly<Record<Lighting, Rig>> = {
  simple: { key: 2.1, fill: 0.5, sky: 1.1, shade: 0 },
  full: { key: 2.0, fill: 0.4, sky: 1.3, shade: 1 },
  soft: { key: 0.25, fill: 0.1, sky: 2.9, shade: 1.5 },
  gentle: { key: 0.7, fill: 0.3, sky: 2.3, shade: 0.8 },
  flat: { key: 0, fill: 0, sky: 3.1, shade: 0 },
};

/** Half of the lamp of simple light: what ChimeraX turns a lamp up to that is off when shadows are wanted. */
const LEAST_KEY = 1.05;

/** Where the lamp over the viewer's shoulder stands, in the frame of the camera. */
const KEY_FROM = new Vector3(0.4, 0.7, 1);
/** It sees the scene from so many of its radii away that its light is as good as parallel. */
const KEY_AWAY = 60;
/** Softness of the edge of shadows, and what keeps surfaces from shading themselves, pixels of the depth map. */
const EDGE = { softness: 1.5, tolerance: 1.5 };

/** Lamps that go along with the camera, and light from the sky; the ground gives back less but for flat light. */
export class Lamps {
  private readonly key = new DirectionalLight(0xffffff);
  private readonly fill = new DirectionalLight(0xdde8f5);
  private readonly sky = new HemisphereLight(0xdfe9f5, 0x5a6675);
  /** What the key lamp sees is what it lights. */
  private readonly lookout = new PerspectiveCamera();
  private readonly camera: PerspectiveCamera;

  constructor(scene: Scene, camera: PerspectiveCamera) {
    this.camera = camera;
    this.key.position.copy(KEY_FROM);
    Object.assign(this.key.shadow, { camera: this.lookout }); // impostors are drawn for an eye, not for parallel rays
    this.key.shadow.radius = EDGE.softness;
    this.fill.position.set(-0.8, -0.2, 0.6);
    camera.add(this.key, this.key.target, this.fill, this.fill.target);
    scene.add(camera, this.sky);
    for (const lamp of [this.key, this.fill, this.sky]) lamp.layers.enableAll();
  }

  /** Sets the lamps, and says how strong the shade from all around is to be; 0 without. Shadows need a lamp to throw them. */
  set(lighting: Lighting, shadows: boolean): number {
    const { key, fill, sky, shade } = RIGS[lighting];
    this.key.intensity = shadows ? Math.max(key, LEAST_KEY) : key;
    this.fill.intensity = fill;
    this.sky.intensity = sky;
    this.sky.groundColor.set(lighting === "flat" ? 0xdfe9f5 : lighting === "simple" ? 0x5a6675 : 0x9aa4b0);
    return shade;
  }

  /** Lets the key lamp throw shadows of what lies in `bounds` from a depth map of `size` pixels squared; null = none. */
  throwShadows(bounds: Sphere | null, size: number): void {
    this.key.castShadow = bounds !== null && this.key.intensity > 0;
    if (!bounds || !this.key.castShadow) return;
    const radius = Math.max(bounds.radius, 1);
    const away = KEY_AWAY * radius;
    const centre = this.camera.worldToLocal(new Vector3(...bounds.centre));
    this.key.target.position.copy(centre);
    this.key.position.copy(KEY_FROM).setLength(away).add(centre);
    // The depth map stays as it is to the screen while the scene turns.
    this.lookout.up.set(0, 1, 0).applyQuaternion(this.camera.quaternion);
    this.lookout.fov = (360 / Math.PI) * Math.asin(1 / KEY_AWAY);
    this.lookout.near = away - radius;
    this.lookout.far = away + radius;
    this.lookout.updateProjectionMatrix();
    this.key.shadow.mapSize.set(size, size);
    this.key.shadow.bias = -EDGE.tolerance / size;
  }

  dispose(): void {
    this.key.shadow.dispose();
  }
}
