import { Eye, EyeOff, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { closeEntries } from "#renderer/commands/close.ts";
import { colorEntries, showEntries } from "#renderer/commands/look.ts";
import { renameEntry } from "#renderer/commands/rename.ts";
import { selectEntry } from "#renderer/commands/select.ts";
import { useRun, useSelection } from "#renderer/panels/app/context.ts";
import { modelSize, shortModelSize } from "#renderer/stores/model-size.ts";
import { type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** One row: a click makes it the one the panels talk about, a double click renames it. */
export function ModelRow({ entry }: { entry: SceneEntry }) {
  const run = useRun();
  const [isRenaming, setRenaming] = useState(false);
  const isActive = useSelection(
    ({ map, model }) => entry.kind !== "placed" && (entry.id === map || entry.id === model),
  );
  const isPicked = useSelection(({ picked }) => picked.includes(specOf(entry)));
  const classes = ["model-row", entry.kind, isActive ? "active" : "", isPicked ? "picked" : ""].join(" ");
  return (
    <li className={classes} aria-current={isActive}>
      <span className="model-id">{specOf(entry)}</span>
      <Swatch entry={entry} />
      {isRenaming ? (
        <NameEditor entry={entry} onDone={() => setRenaming(false)} />
      ) : (
        <button
          type="button"
          className="model-name"
          title={`${entry.name}${entry.kind === "map" ? "" : " — double-click renames"}`}
          onClick={() => run((app) => selectEntry(app, entry))}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={(event) => event.key === "F2" && setRenaming(true)}
        >
          {entry.name}
        </button>
      )}
      <span className="aside" title={entry.kind === "model" ? modelSize(entry) : undefined}>
        {aboutOf(entry)}
      </span>
      <span className="model-tools">
        <Button
          kind="quiet"
          icon={entry.shown ? <Eye /> : <EyeOff />}
          label={`${entry.shown ? "Hide" : "Show"} ${specOf(entry)}`}
          pressed={entry.shown}
          onClick={() => run((app) => showEntries(app, [entry], !entry.shown))}
        />
        <Button
          kind="quiet"
          icon={<X />}
          label={`Close ${specOf(entry)}`}
          onClick={() => run((app) => closeEntries(app, [entry]))}
        />
      </span>
    </li>
  );
}

function aboutOf(entry: SceneEntry): string {
  if (entry.kind === "map") return "map";
  return entry.kind === "placed" ? "" : shortModelSize(entry);
}

function Swatch({ entry }: { entry: SceneEntry }) {
  const run = useRun();
  const color = entry.kind === "map" ? entry.color : entry.look.color;
  const isPlain = color.startsWith("#");
  return (
    <input
      type="color"
      className={`swatch${isPlain ? "" : " many"}`}
      aria-label={`Colour of ${specOf(entry)}`}
      value={isPlain ? color : "#4cc2b0"}
      onChange={(event) => {
        const chosen = event.target.value as `#${string}`;
        run((app) => colorEntries(app, [entry], chosen));
      }}
    />
  );
}

function NameEditor({ entry, onDone }: { entry: SceneEntry; onDone: () => void }) {
  const run = useRun();
  const finish = (name: string) => {
    onDone();
    run((app) => renameEntry(app, entry, name));
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === "Enter") finish(event.currentTarget.value);
    else if (event.key === "Escape") onDone();
  };
  return (
    <input
      className="input model-rename"
      aria-label={`Name of ${specOf(entry)}`}
      defaultValue={entry.name}
      ref={(input) => input?.select()}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={press}
    />
  );
}
