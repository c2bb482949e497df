import type { ShownRun } from "#renderer/stores/particles.ts";

/** How far a run has come, as one would say it. */
export function runSentence({ name, summaries, planned, state }: ShownRun): string {
  const [start, last] = [summaries[0], summaries.at(-1)];
  if (!start || !last) return `${name} has just begun.`;
  const reached = `${last.resolution143.toFixed(2)} Å`;
  const of = planned !== null && planned > last.iteration ? ` of ${planned}` : "";
  if (last.iteration === 0 && last.patches === undefined)
    return `${name}: ${reached} before the first iteration (FSC 0.143).`;
  const patches =
    last.patches === undefined
      ? ""
      : ` and ${last.patches} ${last.patches === 1 ? "patch" : "patches"} put together`;
  const after = `after ${last.iteration}${of} ${last.iteration === 1 && !of ? "iteration" : "iterations"}${patches}`;
  const before = start.iteration === 0 ? `, ${start.resolution143.toFixed(2)} Å before` : "";
  const ended = state === "stopped" ? " Stopped; Resume goes on." : "";
  return `${name}: ${reached} ${after}${before} (FSC 0.143).${ended}`;
}
