import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpec } from "#core/command/spec/parse-spec.ts";
import { printSpec } from "#core/command/spec/print-spec.ts";
import { SPEC_WORDS, type Spec } from "#core/command/spec/spec.ts";
import { AppError, asAppError } from "#core/errors.ts";

const canonical = (text: string) => printSpec(parseSpec(text));

/** Where a spec is not understood, and why. */
function problemOf(text: string): { start: unknown; message: string } {
  try {
    parseSpec(text);
  } catch (thrown) {
    const { detail, message } = asAppError(thrown);
    return { start: detail["start"], message };
  }
  throw new Error(`"${text}" was understood.`);
}

describe("a spec", () => {
  it("is read level by level", () => {
    expect(parseSpec("#1.2/A-C,F:10-20,lys@CA,c?")).toEqual({
      kind: "path",
      models: [
        {
          numbers: [[{ from: 1, to: 1 }], [{ from: 2, to: 2 }]],
          chains: [
            {
              ids: [
                { name: "A", to: "C" },
                { name: "F", to: null },
              ],
              residues: [
                {
                  ids: [
                    { from: { number: 10, insertion: "" }, to: { number: 20, insertion: "" } },
                    { name: "lys" },
                  ],
                  atoms: [{ name: "CA" }, { name: "c?" }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  // The examples of ChimeraX's manual (docs/user/commands/atomspec.html) that need no attributes.
  it.each([
    "#1/B-D,F",
    ":start-40",
    "#1,2:50,70-85@ca",
    "/a,d-f:43-256",
    "/A:195,221@n,ca,c,o",
    "#1.2-end",
    "#5,2.1-3",
    ":12:14@CA",
    "/A/B:12-20@CA:14@N",
    "#1#2.1",
    "@S*",
    "@c[ab]",
    "#*.1-3",
    ":-5--1",
    ":52A-53B",
    "@nz @<3.8",
    "#1:gtp :>10.5",
    "/A & ~:hem",
    "#1:asp,glu & #2 :<10",
    "(ligand | ions) @<4.8",
    "ligand | ions @<4.8",
    "sidechain & ligand :<4",
  ])("reads and writes %s", (text) => {
    expect(canonical(text)).toBe(text);
  });

  it("may have blanks around its operators, and no parentheses that change nothing", () => {
    expect(canonical("  (#1)&( /A )|~ ( (sel) )  @<  5 ")).toBe("#1 & /A | ~sel @<5");
    expect(canonical("@nz   @<   3.8")).toBe("@nz @<3.8");
  });

  it("joins by & before |, and negates before both", () => {
    expect(parseSpec("#1 | #2 & ~#3")).toMatchObject({ kind: "or", of: [{}, { kind: "and" }] });
  });

  it("uses names that were defined", () => {
    expect(parseSpec("site & #1", ["site"])).toMatchObject({ of: [{ word: "site" }, {}] });
  });
});

describe("what is wrong with a spec", () => {
  it.each([
    ["", 0, /Expected a spec/],
    ["#", 1, /number of a map or model/],
    ["#1/", 3, /name of a chain/],
    ["#1:", 3, /number or the name of a residue/],
    ["#1@", 3, /name of an atom/],
    ["#1 @<", 5, /distance up to 10000 Å/],
    ["#1 @< far", 6, /distance/],
    ["#1 @<99999", 5, /distance/],
    ["(#1 | #2", 8, /closing parenthesis/],
    ["#1)", 2, /does not belong/],
    ["#1 | ligant", 5, /did you mean ligand/],
    ["#1 &", 4, /Expected a spec/],
    [":lys-arg", 1, /no range/],
    ["~~xyz", 2, /names nothing/],
  ])("%s is pointed at, at %i", (text, start, message) => {
    const problem = problemOf(text);
    expect(problem.start).toBe(start);
    expect(problem.message).toMatch(message);
  });

  it("includes nesting without end", () => {
    expect(problemOf(`${"(".repeat(5000)}#1`).message).toMatch(/nested too deeply/);
    expect(problemOf(`${"~".repeat(5000)}#1`).message).toMatch(/nested too deeply/);
  });
});

const nameArbitrary = fc.constantFrom("CA", "C*", "O5'", "lys", "HO?", "[ab]1", "1PE", "x_y");
const numberRange = fc
  .tuple(fc.option(fc.nat(99)), fc.option(fc.nat(99)))
  .map(([from, to]) => ({ from, to }));
const residueNumber = fc.record({
  number: fc.integer({ min: -99, max: 9999 }),
  insertion: fc.constantFrom("", "A", "b"),
});
const residueId = fc.oneof(
  fc.tuple(fc.option(residueNumber), fc.option(residueNumber)).map(([from, to]) => ({ from, to })),
  nameArbitrary.filter((name) => !/^\d/.test(name)).map((name) => ({ name })),
);
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const none: fc.Arbitrary<never[]> = fc.constant([]);
const named = fc.array(
  nameArbitrary.map((name) => ({ name })),
  { minLength: 1, maxLength: 2 },
);
const residuePart = fc.oneof(
  fc.record({ ids: some(residueId), atoms: none }),
  fc.record({ ids: some(residueId), atoms: named }),
);
const chainPart = fc.record({
  ids: some(
    fc.record({ name: fc.constantFrom("A", "b", "1", "AA"), to: fc.constantFrom(null, null, "F", "z") }),
  ),
  residues: fc.oneof(none, some(residuePart)),
});
const modelPart = fc.record({ numbers: some(some(numberRange)), chains: fc.oneof(none, some(chainPart)) });
const { spec: specArbitrary } = fc.letrec<{ spec: Spec }>((tie) => ({
  spec: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant("word" as const), word: fc.constantFrom(...Object.keys(SPEC_WORDS)) }),
    fc.record({ kind: fc.constant("path" as const), models: some(modelPart) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("spec") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      of: fc.array(tie("spec"), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant("zone" as const),
      of: tie("spec"),
      level: fc.constantFrom("#" as const, "/" as const, ":" as const, "@" as const),
      beyond: fc.boolean(),
      distance: fc.nat(999_999).map((n) => n / 1000),
    }),
  ),
}));

it("is read as what was written, however it is built", () => {
  fc.assert(
    fc.property(specArbitrary, (spec) => {
      expect(parseSpec(printSpec(spec))).toEqual(spec);
    }),
    { numRuns: 500 },
  );
});

it("is read the same again from its own writing, or is refused with a place in it", () => {
  const piece = fc.constantFrom(
    ...["#", "1", ".", "/", "A", ":", "@", "CA", "-", ",", "*", "&", "|", "~", "(", ")", " "],
    ...["<", ">", "5", "sel", "start", "end", "'", "[", "]", "\\", "é", "protein"],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
    fc.string({ maxLength: 20 }),
  );
  fc.assert(
    fc.property(text, (given) => {
      let spec: Spec;
      try {
        spec = parseSpec(given);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
        const { start, end } = asAppError(thrown).detail;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(Number(start)).toBeLessThanOrEqual(Number(end));
        expect(end).toBeLessThanOrEqual(given.length);
        return;
      }
      expect(parseSpec(printSpec(spec))).toEqual(spec);
    }),
    { numRuns: 2000 },
  );
});
