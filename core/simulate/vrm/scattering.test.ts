import { describe, expect, it } from "vitest";
import { atomImage } from "#core/simulate/vrm/atom-image.ts";
import { labelsOf, scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import {
  type FormFactor,
  formFactor,
  formFactorOrCarbon,
  scatteringAt,
} from "#core/simulate/vrm/scattering.ts";
import { XRAY_TABLE } from "#core/simulate/vrm/xray-table.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";

function xray(label: string): FormFactor {
  const factor = formFactor("xray", label);
  if (!factor) throw new TypeError(`No scattering for ${label}.`);
  return factor;
}

describe("the X-ray table", () => {
  // cctbx 2022.9 (Debian 12): cctbx.eltbx.xray_scattering.wk1995(label, 1).fetch().at_stol(s), s = 0, 0.25, 1.
  it.each([
    ["C", [5.9972, 2.94948, 1.11321]],
    ["ZN", [29.99107, 22.48655, 7.40662]],
    ["ZN2+", [28.00034, 22.60637, 7.4129]],
    ["CL1-", [17.99438, 10.58651, 4.02793]],
    ["FE3+", [22.99923, 18.23713, 6.55957]],
  ])("agrees with cctbx for %s", (label, expected) => {
    for (const [n, s] of [0, 0.25, 1].entries()) {
      expect(scatteringAt(xray(label), 2 * s)).toBeCloseTo(expected[n], 4);
    }
  });

  it("holds 213 atoms and ions, each with its number of electrons at q = 0", () => {
    const labels = XRAY_TABLE.trim()
      .split("\n")
      .map((line) => line.split(" ")[0]);
    expect(labels).toHaveLength(213);
    const usual = labels.filter((label) => !["HHF", "CVAL", "SIVAL"].includes(label));
    for (const label of usual) {
      const [, symbol, size, sign] = /^([A-Z]+)(?:(\d)([+-]))?$/.exec(label) ?? [];
      const electrons = atomicNumber(symbol) - (size ? Number(`${sign}${size}`) : 0);
      expect(Math.abs(scatteringAt(xray(label), 0) - electrons), label).toBeLessThan(0.05);
    }
  });

  it("gives an atom with a constant an image, though its density at B = 0 is no function", () => {
    // A constant alone: c · 4π ⁄ 3 d³ at the centre.
    const constant: FormFactor = { a: [4], b: [0] };
    expect(atomImage(constant, 2, 0, 0).value).toBeCloseTo((4 * 4 * Math.PI) / 3 / 8, 12);
    expect(xray("C").b).toContain(0);
    expect(atomImage(xray("C"), 2, 0, 0).value).toBeGreaterThan(0);
  });
});

describe("labels", () => {
  it("of ions fall back to the neutral atom; electrons know no ions; D and T are hydrogen", () => {
    expect(xray("FE3+")).not.toEqual(xray("FE"));
    expect(xray("FE9+")).toEqual(xray("FE"));
    expect(formFactor("electron", "FE3+")).toEqual(formFactor("electron", "FE"));
    for (const scattering of ["electron", "xray"] as const) {
      expect(formFactor(scattering, "D")).toEqual(formFactor(scattering, "H"));
      expect(formFactor(scattering, "T")).toEqual(formFactor(scattering, "H"));
      expect(formFactor(scattering, "X")).toBeUndefined();
      expect(formFactorOrCarbon(scattering, "X")).toEqual(formFactor(scattering, "C"));
    }
  });

  const structure = makeStructure([
    { element: "FE", charge: 3, atomName: "FE", residueName: "FE" },
    { element: "ZN", charge: 4, atomName: "ZN", residueName: "ZN" },
    { element: "ES", atomName: "MG", residueName: "MG" },
    { element: "X", atomName: "Q", residueName: "LIG" },
    { element: "C", atomName: "CA" },
  ]);

  it("take charges for X-rays only and deduce elements from names, never dropping an atom", () => {
    expect(labelsOf(structure, "xray")).toEqual(["FE3+", "ZN4+", "MG", "X", "C"]);
    expect(labelsOf(structure, "electron")).toEqual(["FE", "ZN", "MG", "X", "C"]);
  });

  it("are told of where they are not what the file says", () => {
    const unknown = [
      'Atoms of element "ES" scatter as MG: no table knows them.',
      'Atoms of element "X" scatter as carbon: no table knows them.',
    ];
    expect(scatteringWarnings(structure, "electron")).toEqual(unknown);
    expect(scatteringWarnings(structure, "xray")).toEqual([
      ...unknown,
      "Ions ZN4+ scatter as neutral atoms: the X-ray table has no such ions.",
    ]);
  });
});
