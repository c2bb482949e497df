import type { App } from "#renderer/commands/app.ts";
import { showModelMap } from "#renderer/commands/molmap.ts";
import type { ModelPart } from "#renderer/commands/named.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { Params } from "#workers/protocol.ts";

/** How a model map of electron scattering is made. */
export interface ImageMapWishes {
  /** Å. */
  readonly resolution: number;
  /** A map of resolutions, or resolutions of chains, Å; what they leave out has the common one. */
  readonly localResolution?: MapEntry;
  readonly chains?: Readonly<Record<string, number>>;
  readonly bFactor: Params<"simulateImages">["bFactor"];
  /** Largest error, as part of an atom's peak. */
  readonly accuracy: number;
  /** Where images end, in units of the resolution. */
  readonly cutoff?: number;
  readonly onGrid?: MapEntry;
  /** Å. */
  readonly gridSpacing?: number;
  /** Closes the maps made of this model before. */
  readonly replace: boolean;
}

/** Makes the map of a model or a part of it, where it is drawn, from electron scattering. Can be undone. */
export async function simulateImages(
  app: App,
  { model, atoms, text }: ModelPart,
  wishes: ImageMapWishes,
): Promise<void> {
  const { resolution, localResolution, chains, bFactor, accuracy, cutoff, onGrid, gridSpacing } = wishes;
  const command = commandOf(text, wishes);
  say(app, command);
  const local = localResolution ? { map: localResolution.id } : chains && { chains: { ...chains } };
  const request = {
    model: model.id,
    motion: model.motion,
    ...(atoms && { atoms }),
    resolution,
    bFactor,
    accuracy,
    ...(local && { local }),
    ...(cutoff !== undefined && { cutoff }),
    ...(onGrid && { like: onGrid.id }),
    ...(gridSpacing !== undefined && { gridSpacing }),
  };
  const { map, reasons } = await withJob(app, { title: `Simulating ${model.name}`, kind: "other" }, (job) =>
    app.engine.call("simulateImages", request, job),
  );
  for (const reason of reasons) note(app, reason);
  showModelMap(app, model, map, { command, replace: wishes.replace });
}

function commandOf(text: string, wishes: ImageMapWishes): string {
  const { resolution, localResolution, chains, bFactor, accuracy, cutoff, onGrid, gridSpacing, replace } =
    wishes;
  const words = [`molmap ${text} ${resolution} kernel vrm`];
  if (localResolution) words.push(`localResolution ${specOf(localResolution)}`);
  for (const [chain, d] of Object.entries(chains ?? {})) words.push(`chain ${chain}=${d}`);
  if (bFactor !== "file") words.push(`bfactor ${bFactor}`);
  words.push(`accuracy ${accuracy}`);
  if (cutoff !== undefined) words.push(`cutoffRange ${cutoff}`);
  if (onGrid) words.push(`onGrid ${specOf(onGrid)}`);
  if (gridSpacing !== undefined) words.push(`gridSpacing ${gridSpacing}`);
  if (replace) words.push("replace true");
  return words.join(" ");
}
