import type { StoreApi } from "zustand/vanilla";
import type { App } from "#renderer/commands/app.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import type { Found } from "#renderer/scene/Picker.ts";
import { density } from "#renderer/stores/format.ts";
import type { HoverState } from "#renderer/stores/hover.ts";
import { hoverRow } from "#renderer/stores/results.ts";
import { specOf } from "#renderer/stores/scene.ts";

/** Names what the pointer rests on, and then the density of the active map there. */
export async function tellHover(
  app: App,
  hover: StoreApi<HoverState>,
  found: (Found & { readonly x: number; readonly y: number }) | null,
): Promise<void> {
  const told = found && { text: found.text, x: found.x, y: found.y };
  hover.setState({ found: told });
  hoverRow(app.stores.results, found?.kind === "ball" ? found.ball : null);
  const map = found?.kind === "entry" ? activeMap(app) : undefined;
  if (!map || found?.kind !== "entry") return;
  try {
    const { values } = await app.engine.call("mapValues", { map: map.id, at: { points: [[...found.xyz]] } });
    const value = values[0] ?? 0;
    const deviations = map.sd > 0 ? `, ${((value - map.mean) / map.sd).toFixed(1)} sd` : "";
    const text = `${found.text}  ·  ${density(value)} in ${specOf(map)}${deviations}`;
    if (hover.getState().found === told && told) hover.setState({ found: { ...told, text } });
  } catch {
    // The name alone says enough; a map closed meanwhile is no problem of the user's.
  }
}
