import { Check, X } from "lucide-react";
import { useState } from "react";
import { annotate, place, reject } from "#renderer/commands/poses.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { DistributionPlot } from "#renderer/panels/fit/DistributionPlot.tsx";
import { PathSection } from "#renderer/panels/fit/PathSection.tsx";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { grouped } from "#renderer/stores/format.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";

/** The placement that is shown: keep it or not, how it stands out from the others, and how it was found. */
export function PlacementSection({ row, table }: { row: FitRow; table: FitTable }) {
  const run = useRun();
  const isPlaced = row.state === "placed" || row.state === "zeroed";
  return (
    <>
      <Section title={`Placement ${row.rank}`} aside={row.state}>
        <div className="buttons">
          <Button
            kind={isPlaced ? "plain" : "primary"}
            icon={<Check />}
            keys="⏎"
            disabled={isPlaced}
            onClick={() => run((app) => void place(app, row.model, row.placement))}
          >
            {isPlaced ? "Placed" : "Place"}
          </Button>
          <Button
            icon={<X />}
            keys="X"
            disabled={isPlaced}
            onClick={() => run((app) => reject(app, row.model, row.placement))}
          >
            {row.state === "rejected" ? "Take back" : "Reject"}
          </Button>
        </div>
        <Note key={`${row.model} ${row.placement}`} row={row} />
        <DistributionPlot table={table} row={row} />
        <p className="hint">
          {grouped(table.placements.length)} distinct placement
          {table.placements.length === 1 ? "" : "s"} by correlation about the mean; another answer in the
          shaded range would make rank 1 ambiguous.
        </p>
      </Section>
      <PathSection row={row} />
    </>
  );
}

function Note({ row }: { row: FitRow }) {
  const run = useRun();
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null) run((app) => annotate(app, row.model, row.placement, draft));
    setDraft(null);
  };
  return (
    <input
      className="input note"
      aria-label={`Note to placement ${row.rank}`}
      placeholder="Note"
      value={draft ?? row.note}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        else if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
