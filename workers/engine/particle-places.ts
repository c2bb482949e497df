import { dirname, join } from "node:path";
import { AppError } from "#core/errors.ts";
import type { Session } from "#workers/engine/session.ts";
import { type LoadedParticles, loadParticles } from "#workers/particles/run/load-particles.ts";
import { RunFolder } from "#workers/particles/run/run-folder.ts";
import type { Source } from "#workers/protocol.ts";

/** Where a file of the host lies. Throws `input` for one that only the page has. */
export function placeOf(source: Source): string {
  if ("bytes" in source && source.place !== undefined) return source.place;
  throw new AppError(
    "input",
    "A browser does not tell where a dropped file lies, and the images lie beside it: start mapwright serve with their folder and write open particles.star.",
  );
}

/** The particles of a STAR file; stacks are read from within the host's folders alone. */
export async function loadStar(
  { host }: Session,
  star: Source,
  warnings: string[],
): Promise<LoadedParticles> {
  const place = placeOf(star);
  const told = { warn: (text: string) => void warnings.push(text), note: () => {} };
  const within = host.folders && [...host.folders, dirname(place)];
  const bytes = "bytes" in star ? star.bytes : undefined;
  return loadParticles(place, told, within ? { within } : {}, bytes);
}

/** The folder of a run beside a STAR file, or of its own checkpoint with a name of null. */
export function runFolder(of: Source, name: string | null): RunFolder {
  const beside = dirname(placeOf(of));
  return new RunFolder(name === null ? beside : join(beside, name));
}
