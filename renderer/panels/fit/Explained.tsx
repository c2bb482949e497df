import type { ExplainedState } from "#renderer/panels/fit/use-explained.ts";
import { percent } from "#renderer/stores/format.ts";
import { Meter } from "#renderer/ui/Meter.tsx";

/** How much of the map the rounds so far explain, in percent and in kDa, and what this one would add. */
export function Explained({ explained, preview }: { explained: ExplainedState; preview: number | null }) {
  const { share, rounds, remaining } = explained;
  const total = preview === null ? share : 1 - (1 - share) * (1 - preview);
  return (
    <>
      <p className="soft zero-meter">
        {preview === null ? "Explained so far" : "Explained after zeroing"}: {percent(total)}
      </p>
      <Meter share={total} label="Share of the density that placed models explain" />
      <p className="hint">
        The density left above the level would hold about{" "}
        {kilodalton(remaining * (preview === null ? 1 : 1 - preview))} of protein.
      </p>
      {rounds.length > 0 ? (
        <ul className="rounds hint" aria-label="Rounds">
          {rounds.map(({ name, added }, n) => (
            <li key={name}>
              <span>
                Round {n + 1}: {name}
              </span>
              <span>+{percent(added)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function kilodalton(dalton: number): string {
  const value = dalton / 1000;
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} kDa`;
}
