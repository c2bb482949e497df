import type { App } from "#renderer/commands/app.ts";
import { say } from "#renderer/commands/run.ts";
import type { Compared } from "#renderer/stores/results.ts";

/** Shows so many of the best placements of the table in front side by side, under one camera; 1: the scene as it is. */
export function compare(app: App, count: Compared): void {
  app.stores.results.setState({ compared: count });
  say(app, `tile ${count === 1 ? "off" : count}`);
}
