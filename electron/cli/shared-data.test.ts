import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readStructure } from "#core/format/structure-file.ts";
import { type Matrix3, quaternionOf } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { FitDocument } from "#core/report/fit-document.ts";
import { moveStructure } from "#core/structure/move.ts";
import { runCli } from "#electron/cli/cli.testing.ts";
import { rmsdToAnswer } from "#electron/cli/demo-answer.ts";

const folder = resolve(import.meta.dirname, "../../../shared/data/domainfit_demo_4A");
const isBuilt = ["kernels/fit.wasm", "workers/thread.js"].every((path) =>
  existsSync(resolve(import.meta.dirname, "../../dist", path)),
);
const isHere = existsSync(folder) && isBuilt;
if (!isHere) console.log("Skipped: the demo domains (../shared/data is absent or nothing is built).");

interface ReferenceFit {
  readonly rotation: readonly (readonly number[])[];
  readonly translation: Vec3;
}

describe.skipIf(!isHere)("the demo domains, as a user would fit them", () => {
  const names = ["I7MLV6_D3", "I7M317_D1", "I7LV70_D1"];
  let document: FitDocument;
  let references: Readonly<Record<string, ReferenceFit>>;

  beforeAll(async () => {
    references = JSON.parse(readFileSync(resolve(folder, "CASE.json"), "utf8")).reference_fits;
    const models = names.map((name) => resolve(folder, `${name}.pdb`));
    const words = ["fit", resolve(folder, "map.mrc"), ...models, "--resolution", "4", "--json", "-"];
    document = JSON.parse((await runCli(words)).out);
  });

  it("go largest first", () => {
    const atoms = document.models.map((model) => model.atoms);
    expect(atoms).toEqual([...atoms].sort((a, b) => b - a));
  });

  it.each(["I7MLV6_D3", "I7M317_D1"])("%s is placed where an exhaustive search places it", async (name) => {
    const model = document.models.find((candidate) => candidate.name === name);
    const best = model?.clusters[0];
    const reference = references[name];
    const [structure] = (await readStructure(name, readFileSync(resolve(folder, `${name}.pdb`)))).value
      .structures;
    if (!best || !reference || !structure) throw new Error("a result or its reference is missing");
    const motion = (rotation: readonly number[], shift: Vec3) => ({
      rotation: quaternionOf(rotation as unknown as Matrix3),
      shift,
    });
    const answer = moveStructure(structure, motion(reference.rotation.flat(), reference.translation));
    expect(rmsdToAnswer(structure, motion(best.rotation, best.translation), [answer])).toBeLessThan(0.5);
    expect(model?.verdict.kind).toBe("clear");
  });

  it("the decoy is not found", () => {
    expect(document.models.find(({ name }) => name === "I7LV70_D1")?.verdict.kind).toBe("none");
  });
});
