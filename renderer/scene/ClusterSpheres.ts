import { Color, InstancedMesh, Matrix4, MeshStandardMaterial, SphereGeometry } from "three";
import type { Vec3 } from "#core/math/vec3.ts";
import { viridis } from "#renderer/scene/colors.ts";
import type { ModelId } from "#workers/protocol.ts";

/** A cluster of placements as a ball: where the model's centre lies, how good, how often found. */
export interface ClusterBall {
  readonly model: ModelId;
  /** Index of its best placement in the fit's list. */
  readonly placement: number;
  readonly centre: Vec3;
  /** 0…1 on the scale of quality. */
  readonly quality: number;
  readonly hits: number;
  /** Radius as a multiple of the smallest. */
  readonly growth: number;
  readonly selected: boolean;
  /** The pointer rests on it, or on its row or line. */
  readonly hovered: boolean;
  readonly faded: boolean;
}

/** Radius of the smallest ball, as a share of the scene's radius. */
const RELATIVE_RADIUS = 0.022;

/** The dark end of the scale is told from a dark ground. */
const LEAST_LIGHT = 0x1c1a28;

/** The clusters of the table in front. */
export class ClusterSpheres {
  readonly material = new MeshStandardMaterial({ roughness: 0.35, emissive: LEAST_LIGHT });
  mesh: InstancedMesh | null = null;
  private balls: readonly ClusterBall[] = [];
  private readonly geometry = new SphereGeometry(1, 32, 20);

  /** Draws these balls; `sceneRadius` (Å) sets the scale. Returns the new mesh to add to a scene. */
  update(balls: readonly ClusterBall[], sceneRadius: number): InstancedMesh {
    this.mesh?.removeFromParent();
    this.mesh?.dispose();
    this.balls = balls;
    const mesh = new InstancedMesh(this.geometry, this.material, Math.max(balls.length, 1));
    mesh.count = balls.length;
    mesh.frustumCulled = false;
    const matrix = new Matrix4();
    balls.forEach((ball, n) => {
      const radius = radiusOf(ball, sceneRadius);
      matrix.makeScale(radius, radius, radius).setPosition(...ball.centre);
      mesh.setMatrixAt(n, matrix);
      mesh.setColorAt(n, colorOf(ball));
    });
    this.mesh = mesh;
    return mesh;
  }

  /** Moves all of them aside, Å. */
  standAside(shift: Vec3): void {
    this.mesh?.position.set(...shift);
    this.mesh?.updateMatrixWorld();
  }

  /** The ball drawn as the n-th instance. */
  ballAt(instance: number): ClusterBall | undefined {
    return this.balls[instance];
  }

  dispose(): void {
    this.mesh?.removeFromParent();
    this.mesh?.dispose();
    this.geometry.dispose();
    this.material.dispose();
  }
}

function radiusOf(ball: ClusterBall, sceneRadius: number): number {
  return RELATIVE_RADIUS * sceneRadius * ball.growth * (ball.hovered ? 1.6 : ball.selected ? 1.25 : 1);
}

function colorOf({ quality, selected, hovered, faded }: ClusterBall): Color {
  const [r, g, b] = viridis(quality);
  const color = new Color().setRGB(r, g, b, "srgb");
  if (hovered) return color.lerp(new Color(0xffffff), 0.5);
  if (faded) return color.lerp(new Color(0x2b3541), 0.75);
  return selected ? color.lerp(new Color(0xffffff), 0.25) : color;
}
