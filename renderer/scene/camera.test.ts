import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeQuaternion, rotate } from "#core/math/rigid.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import {
  between,
  type Camera,
  clipRange,
  depthOf,
  dragMove,
  dragTurn,
  enclosing,
  FIELD_OF_VIEW,
  forward,
  lookAt,
  pivotFor,
  pixelSize,
  START_CAMERA,
  turnScene,
  zoomBy,
} from "#renderer/scene/camera.ts";

const close = (value: Vec3, expected: Vec3) =>
  value.forEach((x, n) => {
    expect(x).toBeCloseTo(expected[n] ?? Number.NaN, 9);
  });

/** Where a point of the world appears in the camera's frame: x right, y up, −z ahead. */
function inFrame(camera: Camera, point: Vec3): Vec3 {
  const [x, y, z, w] = camera.orientation;
  const offset: Vec3 = [
    point[0] - camera.position[0],
    point[1] - camera.position[1],
    point[2] - camera.position[2],
  ];
  return rotate([-x, -y, -z, w], offset);
}

const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
const vectors: fc.Arbitrary<Vec3> = fc.tuple(coordinate, coordinate, coordinate);
const cameras = fc
  .tuple(vectors, ...[0, 1, 2, 3].map(() => fc.double({ min: 0.1, max: 1, noNaN: true })))
  .map(
    ([position, x, y, z, w]): Camera => ({
      position,
      orientation: normalizeQuaternion([x ?? 0, y ?? 0, z ?? 0, w ?? 1]),
    }),
  );

describe("turning by a drag", () => {
  it("brings the front to the right by half a degree per pixel to the right", () => {
    // The point in front of the pivot, 10 Å towards the viewer; 180 px make 90°, so it ends 10 Å to the right.
    const turned = dragTurn(START_CAMERA, [0, 0, 0], 180, 0);
    close(inFrame(turned, [0, 0, 10]), [10, 0, -100]);
  });

  it("brings the front down when dragged down", () => {
    const turned = dragTurn(START_CAMERA, [0, 0, 0], 0, 180);
    close(inFrame(turned, [0, 0, 10]), [0, -10, -100]);
  });

  it("keeps the pivot where it is on the screen and its distance", () => {
    fc.assert(
      fc.property(
        cameras,
        vectors,
        fc.integer({ min: -300, max: 300 }),
        fc.integer({ min: -300, max: 300 }),
        (camera, pivot, dx, dy) => {
          const before = inFrame(camera, pivot);
          const after = inFrame(dragTurn(camera, pivot, dx, dy), pivot);
          expect(distance(before, after)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it("turns back by the opposite turn", () => {
    fc.assert(
      fc.property(
        cameras,
        vectors,
        vectors,
        fc.double({ min: -180, max: 180, noNaN: true }),
        (camera, pivot, axis, angle) => {
          const back = turnScene(turnScene(camera, pivot, axis, angle), pivot, axis, -angle);
          expect(distance(back.position, camera.position)).toBeLessThan(1e-8);
          close(forward(back), forward(camera));
        },
      ),
    );
  });
});

describe("moving and zooming", () => {
  it("moves what lies at the pivot's depth by as many pixels as the pointer", () => {
    const height = 500;
    const perPixel = pixelSize(100, height);
    const moved = dragMove(START_CAMERA, [0, 0, 0], 30, 20, height);
    // Right and down on the screen.
    close(inFrame(moved, [0, 0, 0]), [30 * perPixel, -20 * perPixel, -100]);
  });

  it("knows the size of a pixel: the height of the view at a depth over its pixels", () => {
    const tall = 2 * 100 * Math.tan(((FIELD_OF_VIEW / 2) * Math.PI) / 180);
    expect(pixelSize(100, 500)).toBeCloseTo(tall / 500, 12);
  });

  it("comes closer by 100 pixel sizes per notch and never through the pivot", () => {
    const once = zoomBy(START_CAMERA, [0, 0, 0], 1, 1000);
    expect(depthOf(once, [0, 0, 0])).toBeCloseTo(100 - 100 * pixelSize(100, 1000), 9);
    let camera = START_CAMERA;
    for (let n = 0; n < 500; n++) camera = zoomBy(camera, [0, 0, 0], 3, 1000);
    expect(depthOf(camera, [0, 0, 0])).toBeGreaterThan(0);
  });
});

describe("looking at a sphere", () => {
  it("sees all of it, touching the narrower side of the view, without padding", () => {
    const sphere = { centre: [3, 4, 5] as Vec3, radius: 20 };
    const camera = lookAt(START_CAMERA, sphere, 2, 0);
    // A cone of half the field of view touches a sphere whose radius is the sine of that angle times the distance.
    expect(depthOf(camera, sphere.centre)).toBeCloseTo(
      20 / Math.sin(((FIELD_OF_VIEW / 2) * Math.PI) / 180),
      9,
    );
    expect(depthOf(lookAt(START_CAMERA, sphere, 0.5, 0), sphere.centre)).toBeGreaterThan(
      depthOf(camera, sphere.centre),
    );
  });

  it("turns about the middle of what is shown, or about what lies ahead once zoomed in", () => {
    const bounds = { centre: [0, 0, 0] as Vec3, radius: 20 };
    const far = lookAt(START_CAMERA, bounds, 1);
    expect(pivotFor(far, bounds, () => Number.NaN, 1)).toEqual([0, 0, 0]);
    const near: Camera = { ...far, position: [8, 0, 25] };
    close(
      pivotFor(near, bounds, () => null, 1),
      [8, 0, 0],
    );
    close(
      pivotFor(near, bounds, () => 10, 1),
      [8, 0, 15],
    );
  });

  it("draws from before to behind the sphere, and never from behind the eye", () => {
    const bounds = { centre: [0, 0, 0] as Vec3, radius: 20 };
    const { near, far } = clipRange(START_CAMERA, bounds);
    expect(near).toBeLessThan(80);
    expect(far).toBeGreaterThan(120);
    expect(clipRange({ ...START_CAMERA, position: [0, 0, 5] }, bounds).near).toBeGreaterThan(0);
  });
});

describe("the sphere around spheres", () => {
  it("holds every one of them", () => {
    const spheres = fc.array(
      vectors.chain((centre) =>
        fc.double({ min: 0, max: 9, noNaN: true }).map((radius) => ({ centre, radius })),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(spheres, (all) => {
        const one = enclosing(all);
        for (const { centre, radius } of all) {
          expect(distance(centre, one?.centre ?? [0, 0, 0]) + radius).toBeLessThan((one?.radius ?? 0) + 1e-9);
        }
      }),
    );
  });

  it("is itself for one sphere, and none for none", () => {
    expect(enclosing([{ centre: [1, 2, 3], radius: 4 }])).toEqual({ centre: [1, 2, 3], radius: 4 });
    expect(enclosing([])).toBeNull();
  });
});

it("glides from one camera to the other", () => {
  const to = dragTurn(START_CAMERA, [0, 0, 0], 100, 40);
  close(between(START_CAMERA, to, 0).position, START_CAMERA.position);
  close(forward(between(START_CAMERA, to, 1)), forward(to));
});
