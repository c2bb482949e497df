import { fitDefinitions } from "#renderer/commands/definitions-fit.ts";
import { sceneDefinitions } from "#renderer/commands/definitions-scene.ts";
import { volumeDefinitions } from "#renderer/commands/definitions-volume.ts";
import { type Definition, textsOf, usageOf } from "#renderer/commands/language/definition.ts";
import { findDefinition } from "#renderer/commands/language/parse.ts";
import { note, say } from "#renderer/commands/run.ts";

const help: Definition = {
  name: "help",
  summary: "Lists the commands, or says what one takes.",
  positional: [{ name: "command", kind: "text", optional: true, repeated: true }],
  run: (app, args) => {
    const asked = textsOf(args, "command");
    say(app, ["help", ...asked].join(" "));
    const words = asked.map((text) => ({ text, start: 5, end: 5 + text.length }));
    const chosen = words.length > 0 ? [findDefinition(words, definitions)] : definitions;
    for (const one of chosen) note(app, `${usageOf(one)} — ${one.summary}`);
  },
};

/** Every command of the command line. */
export const definitions: readonly Definition[] = [
  ...sceneDefinitions,
  ...volumeDefinitions,
  ...fitDefinitions,
  help,
];
