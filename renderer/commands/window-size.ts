import { type Arguments, argumentError, numberOf } from "#core/command/arguments.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";

/** Pixels; the panels need the rest of a small screen, and no screen is larger. */
const LIMITS = { least: 100, most: 10_000 };

/** `windowsize`: tells the size of the view, or asks the host for a window in which the view has it. */
export async function windowSize(app: App, args: Arguments): Promise<void> {
  const size = app.view.size();
  const [width, height] = [sideOf(args, "width"), sideOf(args, "height")];
  if (width === undefined) {
    say(app, "windowsize");
    note(app, `The view is ${size.width} × ${size.height} pixels.`);
    return;
  }
  if (height === undefined) throw argumentError(args, "width", "Give a height too: windowsize 1200 900.");
  if (!(await app.host.resizeWindow(width - size.width, height - size.height))) {
    throw argumentError(
      args,
      "width",
      `A browser does not let its tabs change their size; the view is ${size.width} × ${size.height} pixels. A picture can be of any size: save picture.png width ${width} height ${height}.`,
    );
  }
  say(app, `windowsize ${width} ${height}`);
}

function sideOf(args: Arguments, name: string): number | undefined {
  const side = numberOf(args, name);
  if (side === undefined || (side >= LIMITS.least && side <= LIMITS.most)) return side;
  throw argumentError(args, name, `A view is ${LIMITS.least} to ${LIMITS.most} pixels wide and high.`);
}
