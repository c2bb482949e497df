import { describe, expect, it } from "vitest";
import type { Vec3 } from "#core/math/vec3.ts";
import { type Camera, START_CAMERA, turnScene } from "#renderer/scene/camera.ts";
import { RotationCentre } from "#renderer/scene/RotationCentre.ts";

const bounds = { centre: [0, 0, 0] as Vec3, radius: 50 };
/** 40 Å before the middle of all, looking along −z: not all is in view. */
const NEAR: Camera = { ...START_CAMERA, position: [0, 0, 40] };
const seen = { bounds, aspect: 1 };
const rounded = (point: Vec3) => point.map((x) => Math.round(1000 * x) / 1000 + 0);
const moved = (camera: Camera, x: number, z: number): Camera => ({ ...camera, position: [x, 0, z] });

describe("frontCenter", () => {
  const stage = { pivot: null, pivotFollows: false, clip: null };

  it("is the middle of all while all is in view, else the front of what the middle of the view shows", () => {
    const centre = new RotationCentre();
    const far = moved(NEAR, 0, 400);
    expect(centre.at(stage, far, { ...seen, look: () => 5 })).toEqual([0, 0, 0]);
    expect(rounded(centre.at(stage, NEAR, { ...seen, look: () => 30 }))).toEqual([0, 0, 10]);
    // Without a look it is what the last one found.
    expect(rounded(centre.at(stage, NEAR, seen))).toEqual([0, 0, 10]);
  });

  it("is kept while the scene only turns, whatever comes to the front", () => {
    const centre = new RotationCentre();
    const at = centre.at(stage, NEAR, { ...seen, look: () => 30 });
    const turned = turnScene(NEAR, at, [0, 1, 0], 70);
    expect(rounded(centre.at(stage, turned, { ...seen, look: () => 12 }))).toEqual([0, 0, 10]);
    expect(rounded(centre.at(stage, moved(NEAR, 3, 40), { ...seen, look: () => 12 }))).toEqual([3, 0, 28]);
  });

  it("stays as deep as it was over an empty middle", () => {
    const centre = new RotationCentre();
    expect(rounded(centre.at(stage, NEAR, { ...seen, look: () => null }))).toEqual([0, 0, 0]);
    centre.at(stage, NEAR, { ...seen, look: () => 30 });
    const aside = moved(NEAR, 5, 38);
    expect(rounded(centre.at(stage, aside, { ...seen, look: () => null }))).toEqual([5, 0, 10]);
  });
});

describe("centerOfView", () => {
  it("keeps to the middle of the view, as deep as it was, and comes along when one comes closer", () => {
    const centre = new RotationCentre();
    const stage = { pivot: [2, 3, 10] as Vec3, pivotFollows: true, clip: null };
    expect(rounded(centre.at(stage, NEAR, seen))).toEqual([0, 0, 10]);
    for (const camera of [moved(NEAR, 7, 40), moved(NEAR, 7, 20)]) centre.cameraMoved(stage, camera);
    expect(rounded(centre.at(stage, moved(NEAR, 7, 20), seen))).toEqual([7, 0, 10]);
    // Turning about it leaves it where it is.
    const turned = turnScene(moved(NEAR, 7, 20), [7, 0, 10], [0, 1, 0], 90);
    centre.cameraMoved(stage, turned);
    expect(rounded(centre.at(stage, turned, seen))).toEqual([7, 0, 10]);
  });

  it("lies half way between the clip planes, or as deep as the one there is", () => {
    const centre = new RotationCentre();
    const at = (near: number | null, far: number | null) => {
      const clip = { centre: [0, 0, 0] as Vec3, near, far };
      return rounded(centre.at({ pivot: [0, 0, 30], pivotFollows: true, clip }, NEAR, seen));
    };
    expect(at(-10, 30)).toEqual([0, 0, -10]);
    expect(at(-10, null)).toEqual([0, 0, 10]);
    expect(at(null, 30)).toEqual([0, 0, -30]);
  });

  it("is a point for good when it is fixed", () => {
    const stage = { pivot: [2, 3, 10] as Vec3, pivotFollows: false, clip: null };
    const centre = new RotationCentre();
    centre.cameraMoved(stage, moved(NEAR, 9, 9));
    expect(centre.at(stage, moved(NEAR, 9, 9), seen)).toEqual([2, 3, 10]);
  });
});
