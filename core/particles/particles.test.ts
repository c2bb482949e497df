import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStar, wordsOf } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";
import { rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import { readParticles, refuseEmptyHalf } from "#core/particles/read-particles.ts";
import { writeParticles } from "#core/particles/write-particles.ts";

const read = (text: string, pixelSize?: number) => readParticles(readStar(encodeText(text)), pixelSize);

const OPTICS = `data_optics
loop_
_rlnOpticsGroupName
_rlnOpticsGroup
_rlnVoltage
_rlnSphericalAberration
_rlnAmplitudeContrast
_rlnImagePixelSize
second 2 200 2.0 0.07 1.5
first 1 300 2.7 0.1 2.0
`;
const NEW = `${OPTICS}
data_particles
loop_
_rlnImageName
_rlnOpticsGroup
_rlnFancy
_rlnDefocusU
_rlnDefocusV
_rlnDefocusAngle
_rlnAngleRot
_rlnAngleTilt
_rlnAnglePsi
_rlnOriginXAngst
_rlnOriginYAngst
_rlnRandomSubset
000007@b.mrcs 1 'keep me' 11000 10000 20 1 2 3 4 5 1
000002@a.mrcs 2 "" 12000 12500 30 -1 90 -3 -4 -5 2
000001@b.mrcs 1 x 12000 12500 30 10 20 30 0 0 2
`;
const OLD = `data_
loop_
_rlnImageName
_rlnVoltage
_rlnSphericalAberration
_rlnAmplitudeContrast
_rlnMagnification
_rlnDetectorPixelSize
_rlnAngleRot
_rlnAngleTilt
_rlnAnglePsi
_rlnOriginX
_rlnOriginY
_rlnRandomSubset
1@x.mrcs 300 2.7 0.1 50000 10 0 0 0 3 -2 1
2@x.mrcs 300 2.7 0.1 25000 10 0 0 0 3 -2 2
`;

describe("particles of a STAR file", () => {
  it("of RELION 3.1 have their own optics group, image and origin", () => {
    const { value, warnings } = read(NEW);
    const { particles } = value;
    expect(warnings).toEqual([]);
    expect(particles.stacks).toEqual(["b.mrcs", "a.mrcs"]);
    expect([...particles.stack]).toEqual([0, 1, 0]);
    expect([...particles.image]).toEqual([6, 1, 0]);
    expect([...particles.group].map((n) => particles.optics[n].name)).toEqual(["first", "second", "first"]);
    expect(particles.optics[0]).toEqual({
      name: "second",
      voltage: 200,
      sphericalAberration: 2,
      amplitudeContrast: 0.07,
      pixelSize: 1.5,
      applied: "none",
    });
    expect([...(particles.angles ?? [])].slice(3, 6)).toEqual([-1, 90, -3]);
    expect([...particles.origins]).toEqual([4, 5, -4, -5, 0, 0]);
    expect([...(particles.defocus?.u ?? [])]).toEqual([11000, 12000, 12000]);
    expect([...rowsOfHalf(particles, 2)]).toEqual([1, 2]);
  });

  it("of RELION 3.0 have origins in pixels and a pixel size from the magnification, each group its own", () => {
    const { particles } = read(OLD).value;
    expect(particles.optics.map(({ pixelSize }) => pixelSize)).toEqual([2, 4]);
    expect([...particles.origins]).toEqual([6, -4, 12, -8]);
    expect(particles.defocus).toBeNull();
  });

  it("come back from a written file with every column and row in its place", () => {
    for (const text of [NEW, OLD]) {
      const file = read(text).value;
      const tables = readStar(encodeText(writeParticles(file, file.particles)));
      expect(readParticles(tables).value.particles).toEqual(file.particles);
      expect(tables[file.table].labels).toEqual(file.tables[file.table].labels);
      const fancy = file.tables[file.table].labels.indexOf("_rlnFancy");
      if (fancy >= 0) expect(tables[1].rows.map((row) => wordsOf(row)[fancy])).toEqual(["keep me", "", "x"]);
    }
  });

  it("are written with new poses, chosen rows and new columns", () => {
    const file = read(NEW).value;
    const rows = [2, 0, 2];
    const chosen = takeParticles(file.particles, rows);
    const origins = chosen.origins.map((_, n) => n + 0.25);
    const more = [{ label: "_rlnParticleFigureOfMerit", texts: ["0.1", "0.2", "0.3"] }];
    const back = readStar(encodeText(writeParticles(file, { ...chosen, origins }, { rows, more })));
    const { particles } = readParticles(back).value;
    expect([...particles.image]).toEqual([0, 6, 0]);
    expect([...particles.origins]).toEqual([0.25, 1.25, 2.25, 3.25, 4.25, 5.25]);
    expect(back[1].labels.at(-1)).toBe("_rlnParticleFigureOfMerit");
    expect(wordsOf(back[1].rows[1]).at(-1)).toBe("0.2");
  });

  it("say what is missing", () => {
    const bare = `${OPTICS}\ndata_particles\nloop_\n_rlnImageName\n_rlnOpticsGroup\n1@a.mrcs 1\n2@a.mrcs 1\n3@a.mrcs 1\n`;
    const { value, warnings } = read(bare);
    expect(warnings.join("\n")).toMatch(/no defocus.*\n.*no orientations.*\n.*no origins.*\n.*no half sets/);
    expect([...value.particles.half]).toEqual([1, 2, 1]);
    expect(value.particles.angles).toBeNull();
  });

  it("take the pixel size of the stack when the file has none, and say so", () => {
    const text = "data_\nloop_\n_rlnImageName\n1@a.mrcs\n2@a.mrcs\n";
    expect(() => read(text)).toThrow("how large a pixel is");
    const { value, warnings } = read(text, 1.25);
    expect(value.particles.optics[0].pixelSize).toBe(1.25);
    expect(warnings[0]).toContain("taken from the stack");
  });

  it.each([
    ["a missing optics row", NEW.replace("a.mrcs 2", "a.mrcs 5"), "optics group 5, which has no row"],
    ["a half set 0", NEW.replace("4 5 1", "4 5 0"), "must be 1 or 2 but is 0"],
    ["no images", "data_\nloop_\n_cisTEMPosition\n1\n", "no particles here"],
    [
      "a word for a number",
      NEW.replace("-1 90", "-1 ninety"),
      'Row 2: _rlnAngleTilt should be a number but is "ninety"',
    ],
    ["image 0", NEW.replace("000007@", "0@"), "names no image"],
  ])("%s is refused", (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("with one empty half set are read with a warning, and refused where halves are compared", () => {
    const { value, warnings } = read(NEW.replace("4 5 1", "4 5 2"));
    expect(warnings).toHaveLength(1);
    expect(() => refuseEmptyHalf(value.particles)).toThrow("the other is empty");
    expect(() => refuseEmptyHalf(read(NEW).value.particles)).not.toThrow();
  });

  it("warn of corrections that are not applied", () => {
    const text = NEW.replace("_rlnImagePixelSize\n", "_rlnImagePixelSize\n_rlnBeamTiltX\n")
      .replace("0.07 1.5", "0.07 1.5 0")
      .replace("0.1 2.0", "0.1 2.0 0.3");
    expect(read(text).warnings).toEqual([
      "The file asks for a correction of beam tilt, which is not applied.",
    ]);
  });

  it("keep any order of rows", () => {
    const file = read(NEW).value;
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 1 }), (rows) => {
        const chosen = takeParticles(file.particles, rows);
        const tables = readStar(encodeText(writeParticles(file, chosen, { rows })));
        expect(tables[1].rows.map((row) => wordsOf(row)[0])).toEqual(
          rows.map((row) => wordsOf(file.tables[1].rows[row])[0]),
        );
      }),
    );
  });
});

const DATA = join(import.meta.dirname, "../../../shared/data");
const isThere = existsSync(DATA);
if (!isThere) console.log("Skipped: STAR files of real particles need ../shared/data, which is not here.");

describe.skipIf(!isThere)("STAR files of real particles", () => {
  const open = (name: string) => readParticles(readStar(readFileSync(join(DATA, name))));
  it.each([
    ["particles/relion31.star", 5, 2.806, ["half set"]],
    ["particles/empiar_10076_7.star", 7, (1e4 * 5) / 38168, ["orientations", "origins", "half sets"]],
    ["particles_twodomain/particles.star", 1000, 2.5, []],
  ])("%s", (name, count, pixelSize, missing) => {
    const { value, warnings } = open(name);
    expect(value.particles.count).toBe(count);
    expect(value.particles.optics[0].pixelSize).toBeCloseTo(pixelSize, 6);
    expect(warnings).toHaveLength(missing.length);
    for (const [n, word] of missing.entries()) expect(warnings[n]).toContain(word);
  });
});
