import type { App } from "#renderer/commands/app.ts";
import { type ModelEntry, specOf } from "#renderer/stores/scene.ts";

/** Shows a residue close by, with its atoms. */
export async function lookAtResidue(
  app: App,
  model: ModelEntry,
  { chain, number }: { readonly chain: string; readonly number: number },
): Promise<void> {
  const spec = `${specOf(model)}${chain === "" ? "" : `/${chain}`}:${number}`;
  await app.execute(`select ${spec}`);
  await app.execute(`show ${spec} atoms`);
  await app.execute(`view ${spec}`);
}
