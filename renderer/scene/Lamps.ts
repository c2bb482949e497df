import { DirectionalLight, HemisphereLight, type PerspectiveCamera, type Scene } from "three";
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

/** Lamps that go along with the camera, and light from the sky; the ground gives back less but for flat light. */
export class Lamps {
  private readonly key = new DirectionalLight(0xffffff);
  private readonly fill = new DirectionalLight(0xdde8f5);
  private readonly sky = new HemisphereLight(0xdfe9f5, 0x5a6675);

  constructor(scene: Scene, camera: PerspectiveCamera) {
    this.key.position.set(0.4, 0.7, 1);
    this.fill.position.set(-0.8, -0.2, 0.6);
    camera.add(this.key, this.key.target, this.fill, this.fill.target);
    scene.add(camera, this.sky);
    for (const lamp of [this.key, this.fill, this.sky]) lamp.layers.enableAll();
  }

  /** Sets the lamps, and says how strong the shade from all around is to be; 0 without. */
  set(lighting: Lighting): number {
    const { key, fill, sky, shade } = RIGS[lighting];
    this.key.intensity = key;
    this.fill.intensity = fill;
    this.sky.intensity = sky;
    this.sky.groundColor.set(lighting === "flat" ? 0xdfe9f5 : lighting === "simple" ? 0x5a6675 : 0x9aa4b0);
    return shade;
  }
}
