import { setRightMouse } from "#renderer/commands/right-mouse.ts";
import {
  useFits,
  useResultsView,
  useRun,
  useScene,
  useSelection,
  useSettings,
} from "#renderer/panels/app/context.ts";
import { titleOf } from "#renderer/panels/results/columns.ts";
import { gradientOf } from "#renderer/scene/colors.ts";
import { scaleOf } from "#renderer/stores/color-scale.ts";
import { density } from "#renderer/stores/format.ts";
import { isMap, isModel, specOf } from "#renderer/stores/scene.ts";
import { RIGHT_MOUSE_MODES } from "#renderer/stores/settings.ts";
import { rowsInFront } from "#renderer/stores/visible-rows.ts";
import { Menu } from "#renderer/ui/Menu.tsx";

/** One line in each view that says what is seen, and the bindings at the bottom. */
export function Captions() {
  const compared = useResultsView((state) => state.compared);
  const split = useSettings((state) => state.split);
  return (
    <>
      {split > 0.02 ? <MainCaption width={split} /> : null}
      {split < 0.98 ? <ClusterCaption left={split > 0.02 ? split : 0} /> : null}
      {split > 0.3 && compared === 1 ? <BindingStrip width={split} /> : null}
    </>
  );
}

/** What the mouse does now; the right button's part is a menu. */
function BindingStrip({ width }: { width: number }) {
  const run = useRun();
  const mode = useSettings((state) => state.rightMouse);
  const items = RIGHT_MOUSE_MODES.map((one) => ({
    text: one === "translate" ? "move (translate)" : one,
    onChoose: () => run((app) => setRightMouse(app, one)),
  }));
  return (
    <div className="caption bottom bindings" style={{ maxWidth: `calc(${100 * width}% - 28px)` }}>
      <span>drag rotate · right</span>
      <Menu kind="quiet" text={mode === "translate" ? "move" : mode} items={items} />
      <span title="Ctrl-click selects what is pointed at, Ctrl-drag what lies in a rectangle; Shift adds to it">
        · wheel zoom · Alt+wheel level · Ctrl select
      </span>
    </div>
  );
}

function MainCaption({ width }: { width: number }) {
  const entries = useScene((state) => state.entries);
  const pose = useSelection((state) => state.pose);
  const rank = useFits(
    (state) => rowsInFront(state, pose?.model ?? null).find((row) => row.placement === pose?.placement)?.rank,
  );
  const maps = entries.filter(isMap).filter(({ shown }) => shown);
  const texts = [
    ...maps.map((map) => `${specOf(map)} at ${density(map.level)}`),
    ...entries
      .filter(isModel)
      .filter(({ shown, id }) => shown && id === pose?.model && rank !== undefined)
      .map((model) => `${specOf(model)} in pose ${rank}`),
  ];
  return (
    <p className="caption" style={{ maxWidth: `calc(${100 * width}% - 28px)` }}>
      {texts.join(" · ")}
    </p>
  );
}

function ClusterCaption({ left }: { left: number }) {
  const front = useSelection((state) => state.table);
  const fits = useFits((state) => state);
  const rows = rowsInFront(fits, front);
  const { color, size } = useSettings((state) => state.results);
  const { low, high } = scaleOf(rows, color);
  return (
    <>
      <p
        className="caption"
        style={{ left: `calc(${100 * left}% + 14px)`, maxWidth: `calc(${100 * (1 - left)}% - 22px)` }}
      >
        {rows.length === 0
          ? "clusters appear here after a fit"
          : `clusters · colour ${titleOf(color)} · size ${titleOf(size)}`}
      </p>
      {rows.length === 0 ? null : (
        <div className="legend" style={{ left: `calc(${100 * left}% + 14px)` }}>
          <span>{legendText(low)}</span>
          <i style={{ background: gradientOf(undefined) }} />
          <span>{legendText(high)}</span>
        </div>
      )}
    </>
  );
}

/** No more digits than tell the ends apart. */
function legendText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(2))) : "–";
}
