import { Grid2x2, Grid3x3, Square } from "lucide-react";
import { compare } from "#renderer/commands/tile.ts";
import { useResultsView, useRun } from "#renderer/panels/app/context.ts";
import type { Compared } from "#renderer/stores/results.ts";
import { Button } from "#renderer/ui/Button.tsx";

const CHOICES = [
  { count: 1, label: "One pose in the scene", icon: <Square /> },
  { count: 4, label: "Four poses side by side", icon: <Grid2x2 /> },
  { count: 9, label: "Nine poses side by side", icon: <Grid3x3 /> },
] as const satisfies readonly { count: Compared; label: string; icon: React.ReactNode }[];

/** How many of the poses in the table the scene shows at once, under one camera. */
export function CompareButtons() {
  const run = useRun();
  const compared = useResultsView((state) => state.compared);
  return (
    <fieldset className="results-tools" aria-label="Poses seen at once">
      {CHOICES.map(({ count, label, icon }) => (
        <Button
          key={count}
          kind="quiet"
          icon={icon}
          label={label}
          pressed={compared === count}
          onClick={() => run((app) => compare(app, count))}
        />
      ))}
    </fieldset>
  );
}
