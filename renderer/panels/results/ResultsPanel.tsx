import { Braces, Clipboard, FileSpreadsheet } from "lucide-react";
import { copyTable, saveTable } from "#renderer/commands/save.ts";
import { useFits, useRun, useSelection } from "#renderer/panels/app/context.ts";
import { ResultTable } from "#renderer/panels/results/ResultTable.tsx";
import "#renderer/panels/results/results.css";
import { selectTable } from "#renderer/commands/poses.ts";
import { CompareButtons } from "#renderer/panels/results/CompareButtons.tsx";
import { ToleranceFields } from "#renderer/panels/results/ToleranceFields.tsx";
import { VerdictLine } from "#renderer/panels/results/VerdictLine.tsx";
import { tableOf } from "#renderer/stores/fits.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** The verdict, then the placements: one table per model as tabs, and all of them. */
export function ResultsPanel() {
  const front = useSelection((state) => state.table);
  const table = useFits((state) => (front === "all" ? undefined : tableOf(state, front)));
  const tables = useFits((state) => state.tables);
  if (tables.length === 0) {
    return (
      <p className="panel section hint">
        The placements of a fit appear here, best first, with a sentence that says how far to trust them. ↑ ↓
        shows a placement, Enter places it, X rejects it, Z zeroes its density.
      </p>
    );
  }
  return (
    <div className="panel results">
      <div className="results-bar">
        <Tabs />
        <ToleranceFields />
        <CompareButtons />
        <Exports />
      </div>
      {table ? <VerdictLine table={table} /> : null}
      <ResultTable key={front} />
    </div>
  );
}

function Tabs() {
  const run = useRun();
  const front = useSelection((state) => state.table);
  const tables = useFits((state) => state.tables);
  const tabs = [
    ...tables.map(({ model, name }) => ({ id: model, name })),
    ...(tables.length > 1 ? [{ id: "all" as const, name: "all" }] : []),
  ];
  return (
    <div className="results-tabs" role="tablist" aria-label="Tables of results">
      {tabs.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={front === id}
          onClick={() => run((app) => selectTable(app, id))}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function Exports() {
  const run = useRun();
  return (
    <div className="results-tools">
      <Button
        kind="quiet"
        icon={<Clipboard />}
        label="Copy the table, tab-separated"
        onClick={() => run(copyTable)}
      />
      <Button
        kind="quiet"
        icon={<FileSpreadsheet />}
        label="Save the table as CSV"
        onClick={() => run((app) => saveTable(app, "csv"))}
      />
      <Button
        kind="quiet"
        icon={<Braces />}
        label="Save the table as JSON"
        onClick={() => run((app) => saveTable(app, "json"))}
      />
    </div>
  );
}
