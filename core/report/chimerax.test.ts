import { expect, it } from "vitest";
import { quaternionFromRotationVector } from "#core/math/rigid.ts";
import { chimeraxScript, type ScriptMap, type ScriptModel } from "#core/report/chimerax.ts";

const map: ScriptMap = {
  ...{ number: 1, name: "map.mrc", file: "map.mrc", level: 0.25, color: "#8fb3cf", opacity: 0.5 },
  ...{ style: "surface", shown: true },
};
const model: ScriptModel = {
  ...{ number: 2, name: "chain A", file: "6gyn.pdb", chain: "A", color: "#4cc2b0", shown: true },
  // A quarter turn about z takes x to y: R = (0 −1 0 / 1 0 0 / 0 0 1).
  motion: { rotation: quaternionFromRotationVector([0, 0, Math.PI / 2]), shift: [1, -2, 3.5] },
};

it("opens the files under the same numbers, at the same level, colour and place", () => {
  expect(chimeraxScript([map], [model], "Mapwright 1").split("\n")).toEqual([
    "# Mapwright 1: open this in ChimeraX, in the folder of the files it names.",
    'open "map.mrc" id 1 name "map.mrc"',
    "volume #1 style surface level 0.25 step 1 color #8fb3cf",
    "transparency #1 50",
    'open "6gyn.pdb" id 2 name "chain A"',
    "delete #2 & ~/A",
    "view matrix models #2,0.00000000,-1.00000000,0.00000000,1.0000,1.00000000,0.00000000,0.00000000,-2.0000,0.00000000,0.00000000,1.00000000,3.5000",
    "color #2 #4cc2b0",
    "view",
    "",
  ]);
});

it("hides what is hidden, colours by chain and by B, and says what has no file", () => {
  const text = chimeraxScript(
    [{ ...map, file: null, name: "map remaining" }],
    [
      { ...model, number: 3, chain: null, color: "bychain", shown: false },
      { ...model, number: 4, color: "byb" },
    ],
    "Mapwright",
  );
  expect(text).toContain("# #1 map remaining is not a file");
  expect(text).not.toContain("volume #1");
  for (const line of ["color #3 bychain", "hide #3 models", "color byattribute bfactor #4"])
    expect(text).toContain(`${line}\n`);
});

it("lets no name become a command", () => {
  const evil = 'a";\nshell rm -rf ~\n"';
  const text = chimeraxScript(
    [{ ...map, file: evil, name: evil }],
    [
      { ...model, name: evil },
      { ...model, number: 5, chain: "A\nclose" },
    ],
    evil,
  );
  const commands = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(commands.map((line) => line.split(" ")[0])).toEqual(["open", "delete", "view", "color", "view"]);
  expect(commands[0]).toBe(`open "6gyn.pdb" id 2 name "a'; shell rm -rf ~ '"`);
});
