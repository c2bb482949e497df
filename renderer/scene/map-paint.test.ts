import { describe, expect, it } from "vitest";
import { viridis } from "#renderer/scene/colors.ts";
import { colorsOfSurface, legendOf } from "#renderer/scene/map-paint.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import type { VolumeId } from "#workers/protocol.ts";

const mesh = { positions: new Float32Array(9), normals: new Float32Array(9), indices: new Uint32Array(3) };
const by = { kind: "map", by: "v2" as VolumeId, spec: "#2", range: [0, 2] } as const;
const sampled = { mesh, paint: { values: Float32Array.of(0, 2, Number.NaN) } };
/** Back from linear light. */
const encoded = (x: number) => (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);

describe("the colours of a surface", () => {
  it("run along the scale by another map's density, grey outside it", () => {
    const colors = colorsOfSurface(sampled, { paint: by, color: "#ffffff", drawn: null }, []);
    const shown = [...(colors ?? [])].map(encoded);
    const wanted = [...viridis(0), ...viridis(1), 0.5, 0.5, 0.5];
    shown.forEach((value, n) => {
      expect(value).toBeCloseTo(wanted[n] ?? 0, 5);
    });
  });

  it("take the range found when none is given, and tell it", () => {
    const drawn = { step: 1, enclosedVolume: 0, painted: [1, 3] } as const;
    const entry = {
      paint: { ...by, range: null },
      drawn,
      shown: true,
      style: "surface",
      kind: "map",
      number: 7,
    };
    expect(legendOf(entry as unknown as MapEntry)).toEqual({
      spec: "#7",
      title: "density of #2",
      unit: "",
      low: 1,
      high: 3,
    });
    expect(legendOf({ ...entry, shown: false } as unknown as MapEntry)).toBeNull();
    expect(legendOf({ ...entry, paint: null } as unknown as MapEntry)).toBeNull();
  });

  it("are those of the nearest atom, of whichever model, or the map's own", () => {
    const paint = { nearest: Int32Array.of(1, 2, -1), starts: [0, 2] };
    const near = [Float32Array.of(0, 0, 0, 1, 0, 0), Float32Array.of(0, 1, 0)];
    const wanted = { kind: "atoms", near: [], spec: "#3", distance: 3 } as const;
    const colors = colorsOfSurface({ mesh, paint }, { paint: wanted, color: "#0000ff", drawn: null }, near);
    expect([...(colors ?? [])]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it("are one without paint", () => {
    expect(colorsOfSurface({ mesh }, { paint: by, color: "#ffffff", drawn: null }, [])).toBeNull();
    expect(colorsOfSurface(sampled, { paint: null, color: "#ffffff", drawn: null }, [])).toBeNull();
  });
});
