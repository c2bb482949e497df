import { expect, it } from "vitest";
import { COLOR_SCHEMES } from "#renderer/stores/scene.ts";
import { color } from "#workers/project/schema-parts.ts";

it("are all kept in projects", () => {
  expect(COLOR_SCHEMES.filter((scheme) => !color.safeParse(scheme).success)).toEqual([]);
});
