import { useState } from "react";
import { type Evidence, evidenceFor } from "#core/report/evidence.ts";
import { useScene } from "#renderer/panels/app/context.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { seconds } from "#renderer/stores/format.ts";
import { mapById, modelById } from "#renderer/stores/scene.ts";

/** What a colleague would say about rank 1, and on wish what that rests on. */
export function VerdictLine({ table }: { table: FitTable }) {
  const [showsWhy, setShowsWhy] = useState(false);
  const { kind, label, sentence } = table.verdict;
  return (
    <div className={`verdict-box ${kind}`}>
      <p className={`verdict ${kind}`} role="status">
        <span className={`dot ${kind}`} aria-hidden="true" />
        <span>
          <b>{label.charAt(0).toUpperCase() + label.slice(1)}.</b>{" "}
          <span className="soft">
            {sentence} {seconds(table.seconds)}. {table.warnings.join(" ")}{" "}
            <button
              type="button"
              className="link"
              aria-expanded={showsWhy}
              onClick={() => setShowsWhy(!showsWhy)}
            >
              {showsWhy ? "less" : "why"}
            </button>
          </span>
        </span>
      </p>
      {showsWhy ? <Why table={table} /> : null}
    </div>
  );
}

const MARKS: Readonly<Record<Evidence["speaks"], string>> = { for: "+", against: "!", open: "–" };

function Why({ table }: { table: FitTable }) {
  const map = useScene((state) => mapById(state, table.map));
  const model = useScene((state) => modelById(state, table.model));
  const best = table.placements[0]?.placement.scores;
  const evidence = evidenceFor({
    verdict: table.verdict,
    setup: table.setup,
    starts: table.starts,
    best: best ? { score: best.correlationAboutMean, inside: best.inside } : null,
    ...(map && model
      ? {
          extent: {
            model: 2 * model.radius,
            map: map.grid.size.map((n, axis) => n * (map.grid.voxelSize[axis] ?? 0)),
          },
        }
      : {}),
  });
  return (
    <ul className="evidence" aria-label="What the verdict rests on">
      {evidence.map(({ speaks, title, text }) => (
        <li key={title + text} className={speaks}>
          <span aria-hidden="true">{MARKS[speaks]}</span>
          <span>
            <b>{title}.</b> {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
