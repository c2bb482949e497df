import { Check, X } from "lucide-react";
import { place, reject } from "#renderer/commands/poses.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { DistributionPlot } from "#renderer/panels/fit/DistributionPlot.tsx";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { grouped } from "#renderer/stores/format.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";

/** The placement that is shown: keep it or not, and how it stands out from the others. */
export function PlacementSection({ row, table }: { row: FitRow; table: FitTable }) {
  const run = useRun();
  const isPlaced = row.state === "placed" || row.state === "zeroed";
  return (
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
      <DistributionPlot table={table} row={row} />
      <p className="hint">
        Correlation about the mean of the {grouped(table.placements.length)} distinct placements found
        {row.rank === 1 ? "; rank 1 marked." : `; rank 1 and rank ${row.rank} marked.`}
      </p>
    </Section>
  );
}
