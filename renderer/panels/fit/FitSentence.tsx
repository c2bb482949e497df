import { useState } from "react";
import { SCORE_NAMES } from "#core/fit/params.ts";
import type { FitPlan } from "#renderer/panels/fit/use-fit.ts";
import { density, grouped, seconds } from "#renderer/stores/format.ts";

/** One sentence: what, into what, how, how long; then why these values, on wish in full. */
export function FitSentence({ plan }: { plan: FitPlan }) {
  const [showsReasons, setShowsReasons] = useState(false);
  const { map, model, options } = plan;
  const symmetry = options.symmetry || (map.symmetry ?? "");
  const resolution = options.resolution ?? map.stated?.resolution ?? model.resolution;
  return (
    <>
      <p>
        Search <b>{model.name}</b> in {map.region ? "the shown region" : "the whole"} of <b>{map.name}</b>
        {resolution === null ? "" : ` at ${resolution} Å`}
        {symmetry === "" ? "" : `, symmetry ${symmetry}`}
        {options.split && model.chains.length > 1 ? `, ${model.chains.length} chains one by one` : ""};{" "}
        {duration(plan)}.
      </p>
      <p className="soft fit-why">
        {sourceOfResolution(plan)} Level and effort are chosen from the data;{" "}
        <button
          type="button"
          className="link"
          aria-expanded={showsReasons}
          onClick={() => setShowsReasons(!showsReasons)}
        >
          why
        </button>
        .
      </p>
      {showsReasons ? <Reasons plan={plan} /> : null}
    </>
  );
}

function Reasons({ plan: { map, options, table } }: { plan: FitPlan }) {
  const setup = table?.setup;
  return (
    <ul className="hint fit-reasons">
      <li>Resolution: {setup ? `${setup.resolution.value} Å, ${setup.resolution.reason}` : "as above"}.</li>
      <li>Level: {setup ? `${density(setup.level.value)}, ${setup.level.reason}` : map.proposed.reason}.</li>
      <li>
        Starts: {options.starts ? grouped(options.starts) : "as many as it takes until several end at rank 1"}
        {table ? `; last time ${grouped(table.starts)}` : ""}.
      </li>
      {setup ? (
        <li>
          Scores: {SCORE_NAMES[setup.score.value]}, {setup.score.reason}.
        </li>
      ) : null}
      {setup ? (
        <li>
          Parts of the map under {setup.minIsland.value} voxels do not count: {setup.minIsland.reason}.
        </li>
      ) : null}
    </ul>
  );
}

function sourceOfResolution({ map, model, options }: FitPlan): string {
  if (options.resolution !== null) return "Resolution as you gave it.";
  if (map.stated?.resolution) return `Resolution from the depositors of ${map.stated.entry}.`;
  return model.resolution === null
    ? "Resolution is guessed from the voxel size."
    : "Resolution from the model file.";
}

function duration({ table, options }: FitPlan): string {
  if (!table) return "a few seconds as a rule";
  const starts = options.starts ?? table.starts;
  return `about ${seconds((table.seconds * starts) / Math.max(table.starts, 1))}`;
}
