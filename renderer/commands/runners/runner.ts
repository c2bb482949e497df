import type { Arguments } from "#core/command/arguments.ts";
import type { App } from "#renderer/commands/app.ts";

/** Carries out a command whose arguments were understood. */
export type Runner = (app: App, args: Arguments) => Promise<void> | void;
