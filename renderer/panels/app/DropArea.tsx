import { type DragEvent, type ReactNode, useState } from "react";
import { takeFiles } from "#renderer/commands/identify/library.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { filesOf } from "#renderer/panels/app/dropped-files.ts";

/** The whole window takes files that are dropped on it. */
export function DropArea({ children }: { children: ReactNode }) {
  const run = useRun();
  const [isOver, setOver] = useState(false);
  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const over = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) setOver(false);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const files = filesOf(event.dataTransfer);
    run(async (app) => takeFiles(app, (await files).map(app.host.droppedFile)));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files has its keyboard way in Open files
    <div className="window" onDragOver={over} onDragLeave={leave} onDrop={drop}>
      {children}
      {isOver ? <div className="drop-hint">Drop to open</div> : null}
    </div>
  );
}
