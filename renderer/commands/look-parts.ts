import { type Arguments, specOf as specIn } from "#core/command/arguments.ts";
import type { App } from "#renderer/commands/app.ts";
import { everything, type NamedPart, partsOf } from "#renderer/commands/named.ts";
import { say } from "#renderer/commands/run.ts";
import { changeLook, isMap, type LookPart, type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/** How named parts are to look; what is not said stays. */
type PartLook = Omit<LookPart, "ranges">;

/**
 * What `spec` names: entries when all of them are named wholly, else parts of models and the words for them. Everything
 * open when it was left out.
 */
export async function wholesOrParts(
  app: App,
  args: Arguments,
): Promise<
  { readonly wholes: readonly SceneEntry[] } | { readonly parts: readonly NamedPart[]; readonly text: string }
> {
  const argument = specIn(args, "spec");
  if (!argument) return { wholes: everything(app) };
  const parts = await partsOf(app, argument);
  if (parts.every(({ isWhole }) => isWhole)) return { wholes: parts.map(({ entry }) => entry) };
  return { parts, text: argument.word.text };
}

/** Makes parts of models look otherwise, and writes `command`, which says so. */
export function lookAtParts(app: App, parts: readonly NamedPart[], look: PartLook, command: string): void {
  for (const { entry, ranges } of parts) {
    if (isMap(entry)) continue;
    const others = kept(entry.look.parts, ranges, look);
    changeLook(app.stores.scene, specOf(entry), { parts: [...others, { ranges, ...look }] });
  }
  say(app, command);
}

/** The parts without one of the same atoms that says the same things: it would only be covered. */
function kept(before: readonly LookPart[], ranges: LookPart["ranges"], look: PartLook): LookPart[] {
  const isCovered = (part: LookPart) =>
    part.ranges.join() === ranges.join() && Object.keys(part).every((key) => key === "ranges" || key in look);
  return before.filter((part) => !isCovered(part));
}
