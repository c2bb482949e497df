import { Columns3, Download, Grip, ListFilter, Waypoints } from "lucide-react";
import { useState } from "react";
import { saveChimerax, saveReport } from "#renderer/commands/judge/save-report.ts";
import { selectTable } from "#renderer/commands/poses.ts";
import { copyTable, saveTable } from "#renderer/commands/save.ts";
import { useApp, useFits, useResultsView, useRun, useSelection } from "#renderer/panels/app/context.ts";
import { CompareButtons } from "#renderer/panels/results/CompareButtons.tsx";
import { FilterBar } from "#renderer/panels/results/FilterBar.tsx";
import { HeatMap } from "#renderer/panels/results/HeatMap.tsx";
import { ProposalLine } from "#renderer/panels/results/ProposalLine.tsx";
import { ParallelPlot } from "#renderer/panels/results/parallel/ParallelPlot.tsx";
import { ResultTable } from "#renderer/panels/results/ResultTable.tsx";
import { useColumns } from "#renderer/panels/results/use-columns.ts";
import { VerdictLine } from "#renderer/panels/results/VerdictLine.tsx";
import { tableOf } from "#renderer/stores/fits.ts";
import { NO_FILTER } from "#renderer/stores/results.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu } from "#renderer/ui/Menu.tsx";
import { TabStrip } from "#renderer/ui/TabStrip.tsx";
import "#renderer/panels/results/results.css";

/** The verdict, then the placements: one table per model as tabs, and all of them. */
export function ResultsPanel() {
  const front = useSelection((state) => state.table);
  const table = useFits((state) => (front === "all" ? undefined : tableOf(state, front)));
  const hasTables = useFits((state) => state.tables.length > 0);
  const isFiltered = useResultsView((state) => state.filter !== NO_FILTER);
  const [showsFilter, setShowsFilter] = useState(false);
  const [showsHeat, setShowsHeat] = useState(false);
  const { results } = useApp().stores;
  const showsPlot = useResultsView((state) => state.showsPlot);
  if (!hasTables) {
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
        <div className="results-tools">
          <Button
            kind="quiet"
            icon={<ListFilter />}
            label={isFiltered ? "Filter and look of the rows (filtered)" : "Filter and look of the rows"}
            pressed={showsFilter || isFiltered}
            onClick={() => setShowsFilter(!showsFilter)}
          />
          {front === "all" ? (
            <Button
              kind="quiet"
              icon={<Grip />}
              label="Heat map: models by ranks"
              pressed={showsHeat}
              onClick={() => setShowsHeat(!showsHeat)}
            />
          ) : null}
          <Button
            kind="quiet"
            icon={<Waypoints />}
            label="Parallel plot: placements over their columns"
            pressed={showsPlot}
            onClick={() => results.setState({ showsPlot: !showsPlot })}
          />
          <ColumnsMenu />
          <CompareButtons />
          <ExportMenu />
        </div>
      </div>
      {showsFilter ? <FilterBar /> : null}
      {front === "all" ? <ProposalLine /> : null}
      {table ? <VerdictLine key={`verdict ${table.model}`} table={table} /> : null}
      {showsPlot ? <ParallelPlot /> : null}
      {front === "all" && showsHeat ? <HeatMap /> : <ResultTable key={`table ${front}`} />}
    </div>
  );
}

function Tabs() {
  const run = useRun();
  const front = useSelection((state) => state.table);
  const tables = useFits((state) => state.tables);
  const tabs = [
    ...tables.map(({ model, name, verdict }) => ({ id: model, name, mark: verdict.kind })),
    ...(tables.length > 1 ? [{ id: "all" as const, name: "all" }] : []),
  ];
  return (
    <TabStrip
      label="Tables of results"
      tabs={tabs}
      front={front}
      onChoose={(id) => run((app) => selectTable(app, id))}
    />
  );
}

function ColumnsMenu() {
  const { all, isShown, toggle, reset } = useColumns();
  return (
    <Menu
      text="Columns"
      kind="quiet"
      icon={<Columns3 />}
      isIcon
      items={[
        ...all.map((column) => ({
          text: column.title,
          checked: isShown(column),
          onChoose: () => toggle(column),
        })),
        { text: "Those that tell something", onChoose: reset },
      ]}
    />
  );
}

function ExportMenu() {
  const run = useRun();
  return (
    <Menu
      text="Copy or save these results"
      kind="quiet"
      icon={<Download />}
      isIcon
      items={[
        { text: "Copy rows, tab-separated", onChoose: () => run(copyTable) },
        { text: "Save rows as CSV", onChoose: () => run((app) => saveTable(app, "csv")) },
        { text: "Save as JSON", onChoose: () => run((app) => saveTable(app, "json")) },
        { text: "Save report (HTML)", onChoose: () => run((app) => saveReport(app)) },
        { text: "Save ChimeraX script", onChoose: () => run((app) => saveChimerax(app)) },
      ]}
    />
  );
}
