import { beforeAll, describe, expect, it } from "vitest";
import { makeDemoChain } from "#core/demo/demo-complex.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { bondedAtoms } from "#core/refine/bonded.ts";
import { gridFor } from "#core/refine/refine.testing.ts";
import { checkRotamers, type RotamerCheck } from "#core/refine/rotamers/rotamer-check.ts";
import { rotamerRemarks, rotamerSummary } from "#core/refine/rotamers/rotamer-words.ts";
import { chisOf, turnSideChain } from "#core/refine/rotamers/side-chain.ts";
import { ClashCounter } from "#core/refine/rotamers/side-chain-clashes.ts";
import { placesOf, turningResidues } from "#core/refine/rotamers/turning-residues.ts";
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import { cancelledJob } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const D = 3;
const chain = makeDemoChain("alpha-beta", 1);
const peptide = subset(
  chain,
  Array.from({ length: chain.atomCount }, (_, n) => n).filter((n) => chain.residueNumber[n] <= 40),
  "peptide",
);
let map: Volume;

beforeAll(async () => {
  const atoms = scatteringAtomsOf(peptide, D);
  const grid = gridFor(atoms, 1, 6);
  const { values } = await referenceImageKernel.sum(
    planImages(
      { ...atoms, bFactor: Float64Array.from(atoms.bFactor, (b) => b + 30) },
      { cutoff: 4, fade: 0.1, accuracy: 1e-4 },
    ),
    grid,
  );
  const sd = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  const random = createRandom(8);
  map = { grid, values: values.map((value) => 25 * (value + 0.1 * sd * randomNormal(random)) - 3) };
});

function check(structure: Structure): Promise<RotamerCheck> {
  return checkRotamers({ structure, map, resolution: D }, referenceImageKernel, quietJob);
}

/** The peptide with one side chain turned to these torsions. */
function turned(number: number, chi: readonly number[]): Structure {
  const { turning } = turningResidues(peptide, bondedAtoms(peptide));
  const one = turning.find(({ residue }) => peptide.residueNumber[residue.start] === number);
  if (!one) throw new TypeError(`Residue ${number} does not turn.`);
  const xyz = peptide.xyz.slice();
  for (const [name, place] of turnSideChain(one.sideChain, placesOf(peptide, one), chi)) {
    xyz.set(place, 3 * (one.atoms.get(name) ?? 0));
  }
  return { ...peptide, xyz };
}

describe("a model that made the map", () => {
  it("has no better rotamer, correlations near 1 and next to no clashes", async () => {
    const found = await check(peptide);
    expect(found.residues.length).toBeGreaterThan(20);
    expect(found.residues.filter(({ better }) => better)).toEqual([]);
    expect(rotamerSummary(found.residues)).toContain(`any of ${found.residues.length} side chains`);
    for (const { correlation } of found.residues) expect(correlation).toBeGreaterThan(0.7);
    expect(found.residues.reduce((sum, { clashes }) => sum + clashes, 0)).toBeLessThanOrEqual(2);
    // The map was blurred by 30 Å² more than the model says.
    expect(Math.abs(found.blur - 30)).toBeLessThan(5);
  });

  it("has its own rotamer first, for nearly every side chain", async () => {
    const { residues } = await check(peptide);
    const own = residues.filter(({ rotamer, rotamers }) => rotamer === rotamers[0].name);
    expect(own.length / residues.length).toBeGreaterThan(0.9);
  });
});

describe("a side chain turned to another rotamer", () => {
  const { turning } = turningResidues(peptide, bondedAtoms(peptide));
  const cases = turning.flatMap(({ residue, sideChain }) => {
    const name = peptide.residueName[residue.start];
    const other = { LEU: "tp", PHE: "t80", TYR: "t80", LYS: "ttpt", ILE: "tt", GLU: "tp10" }[name];
    const rotamer = sideChain.rotamers.find((one) => one.name === other);
    const one = turning.find((each) => each.residue === residue);
    if (!rotamer || !one) return [];
    const now = chisOf(sideChain, placesOf(peptide, one));
    // Those that have it already are no cases.
    if (Math.abs(((now[0] - rotamer.chi[0] + 540) % 360) - 180) < 60) return [];
    return [{ name, number: peptide.residueNumber[residue.start], chi: rotamer.chi, now }];
  });

  it.each(cases.slice(0, 4))("is found, and back it goes: $name $number", async ({ number, chi, now }) => {
    const found = await check(turned(number, chi));
    const flagged = found.residues.filter(({ better }) => better);
    expect(flagged.map((residue) => residue.number)).toEqual([number]);
    const apart = (flagged[0].better?.chi ?? []).map((x, n) => Math.abs(((x - now[n] + 540) % 360) - 180));
    expect(apart[0]).toBeLessThan(40);
    expect(flagged[0].better?.gain).toBeGreaterThan(0.3);
  });

  it("there are cases", () => expect(cases.length).toBeGreaterThanOrEqual(4));
});

describe("what is left out", () => {
  it("is counted and said", async () => {
    const cut = subset(
      peptide,
      Array.from({ length: peptide.atomCount }, (_, n) => n).filter(
        (n) => !/^(CG|OG|SG)/.test(peptide.atomName[n]),
      ),
      "cut",
    );
    const { residues, leftOut } = await check(cut);
    expect(residues).toEqual([]);
    expect(leftOut.incomplete).toBeGreaterThan(20);
    expect(rotamerRemarks({ resolution: 5, blur: 0, leftOut })).toEqual([
      `Side chains left out: ${leftOut.incomplete} lack atoms.`,
      "At 5 Å maps seldom show side chains; few can be told apart.",
    ]);
  });

  it("are side chains that are not all inside the map", async () => {
    const half = Math.floor(map.grid.size[2] / 2);
    const [nx, ny] = map.grid.size;
    const lower = {
      grid: { ...map.grid, size: [nx, ny, half] as const },
      values: map.values.slice(0, nx * ny * half),
    };
    const request = { structure: peptide, map: lower, resolution: D };
    const { residues, leftOut } = await checkRotamers(request, referenceImageKernel, quietJob);
    const all = turningResidues(peptide, bondedAtoms(peptide)).turning;
    const top = map.grid.origin[2] + half - 1;
    const inside = all.filter(({ moving }) => moving.every((atom) => peptide.xyz[3 * atom + 2] <= top));
    expect(residues).toHaveLength(inside.length);
    expect(leftOut.outside).toBe(all.length - inside.length);
    expect(residues.filter(({ better }) => better)).toEqual([]);
  });

  it("are side chains with alternates, and disulfides", () => {
    const bonded = bondedAtoms(peptide).map((partners) => [...partners]);
    const { turning } = turningResidues(peptide, bonded);
    const altLoc = peptide.altLoc.map((_, n) => (n === turning[0].moving[0] ? "A" : ""));
    expect(turningResidues({ ...peptide, altLoc }, bonded).leftOut.alternates).toBe(1);
    const [first, last] = [turning[0], turning[turning.length - 1]];
    bonded[first.moving[0]].push(last.moving[0]);
    bonded[last.moving[0]].push(first.moving[0]);
    expect(turningResidues(peptide, bonded).leftOut.tied).toBe(2);
  });
});

it("clashes are pairs nearer than their radii less 0.4 Å, beyond three bonds", () => {
  const bonded = bondedAtoms(peptide);
  const counter = new ClashCounter(peptide, bonded);
  const { turning } = turningResidues(peptide, bonded);
  const [one, other] = [turning[0], turning[turning.length - 1]];
  const clashes = counter.counterFor([one.moving[0]]);
  const at = other.moving[0];
  const place = [0, 1, 2].map((axis) => peptide.xyz[3 * at + axis]) as [number, number, number];
  // On top of another atom it is too near to that, and to all it is bonded to.
  expect(clashes([place])).toBeGreaterThanOrEqual(2);
  expect(clashes([[place[0] + 500, 0, 0]])).toBe(0);
});

it("stops when it is cancelled", async () => {
  const request = { structure: peptide, map, resolution: D };
  await expect(checkRotamers(request, referenceImageKernel, cancelledJob)).rejects.toMatchObject({
    code: "cancelled",
  });
});
