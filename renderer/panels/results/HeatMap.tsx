import type { CSSProperties } from "react";
import { leavePath } from "#renderer/commands/judge/path.ts";
import { showCluster } from "#renderer/commands/poses.ts";
import { useFits, useRun, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import { titleOf } from "#renderer/panels/results/columns.ts";
import { hexOf, viridis } from "#renderer/scene/colors.ts";
import { type HeatCell, heatLines } from "#renderer/stores/heat-map.ts";
import { rowsInFront } from "#renderer/stores/visible-rows.ts";
import "#renderer/panels/results/heat-map.css";

/** Models by ranks in the colours of the clusters: an overview beside the table. A click shows the placement. */
export function HeatMap() {
  const fits = useFits((state) => state);
  const column = useSettings((state) => state.results.color);
  const lines = heatLines(rowsInFront(fits, "all"), column);
  const most = Math.max(0, ...lines.map(({ cells }) => cells.length));
  const ranks = Array.from({ length: most }, (_, n) => n + 1);
  return (
    <div className="table-scroll heat-map">
      <table aria-label={`Models by ranks, coloured by ${titleOf(column)}`}>
        <thead>
          <tr>
            <th scope="col">Rank</th>
            {ranks.map((rank) => (
              <th scope="col" key={rank}>
                {rank}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ model, name, cells }) => (
            <tr key={model}>
              <th scope="row">{name}</th>
              {cells.map((cell) => (
                <td key={cell.row.placement}>
                  <Cell cell={cell} title={titleOf(column)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">Colour: {titleOf(column)}. Red frame: clashes with what is placed; dot: placed.</p>
    </div>
  );
}

function Cell({ cell: { row, value, share }, title }: { cell: HeatCell; title: string }) {
  const run = useRun();
  const isShown = useSelection(({ pose }) => pose?.model === row.model && pose.placement === row.placement);
  const clashes = (row.clash ?? 0) > 0 && row.state !== "placed";
  const words = [
    `${row.name} rank ${row.rank}`,
    `${title} ${Number(value.toPrecision(3))}`,
    ...(row.state === "new" ? [] : [row.state]),
    ...(clashes ? [`${row.clash} atoms clash`] : []),
  ].join(", ");
  const style: CSSProperties = { background: hexOf(viridis(share)) };
  return (
    <button
      type="button"
      className={`heat-cell${clashes ? " clash" : ""}${row.state === "placed" ? " placed" : ""}`}
      style={style}
      aria-label={words}
      aria-pressed={isShown}
      title={words}
      onClick={() =>
        run((app) => {
          leavePath(app);
          showCluster(app, row.model, row.placement);
        })
      }
    />
  );
}
