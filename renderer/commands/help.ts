import { type CommandName, commands } from "#core/command/commands.ts";
import { usageOf } from "#core/command/syntax.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";
import { askHelp } from "#renderer/stores/help.ts";

/** Pages of the help by the words that ask for them; what each holds lies in assets/help. */
export const HELP_PAGES = [
  "fit",
  "complex",
  "domains",
  "refine",
  "maps",
  "particles",
  "mouse",
  "commands",
  "verdict",
  "formats",
  "privacy",
] as const;
export type HelpPage = (typeof HELP_PAGES)[number];

/** Opens a page of the help; without one, its contents. */
export function openHelp(app: App, page: HelpPage | null): void {
  say(app, page === null ? "help" : `help ${page}`);
  show(app, page, "");
}

/** Opens the help on words as they were typed: a page, a command, or whatever is found of them. */
export function helpOn(app: App, words: readonly string[]): void {
  const text = words.join(" ").toLowerCase();
  say(app, ["help", ...words].join(" "));
  const page = HELP_PAGES.find((one) => one === text) ?? null;
  const name = Object.keys(commands).find((one) => one === text || one.startsWith(`${text} `)) as
    | CommandName
    | undefined;
  if (name !== undefined && text !== "")
    note(app, `${usageOf(name, commands[name])} — ${commands[name].summary}`);
  if (text === "" || page !== null) show(app, page, "");
  else if (name !== undefined) show(app, "commands", text);
  else show(app, null, text);
}

/** While nothing is open the panels make way for the start screen; help needs them. */
function show(app: App, page: HelpPage | null, query: string): void {
  app.stores.start.setState({ panelsWanted: true });
  askHelp(app.stores.help, page, query);
}
