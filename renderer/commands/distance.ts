import { type Arguments, argumentError, specOf as specIn } from "#core/command/arguments.ts";
import { distance } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { partsOf } from "#renderer/commands/named.ts";
import { note, say } from "#renderer/commands/run.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { specOf } from "#renderer/stores/scene.ts";

/** Measures between two atoms where they are drawn, and draws the line. Throws `input` for what is no single atom. */
export async function measureDistance(app: App, args: Arguments): Promise<void> {
  const [from, to] = [await atomIn(app, args, "from"), await atomIn(app, args, "to")];
  const text = `${distance(from.centre, to.centre).toFixed(2)} Å`;
  app.stores.stage.setState(({ distances }) => ({
    distances: [...distances, { from: from.centre, to: to.centre, text }],
  }));
  const [a, b] = [specIn(args, "from")?.word.text, specIn(args, "to")?.word.text];
  say(app, `distance ${a} ${b}`);
  note(app, `${a} to ${b}: ${text}.`);
}

export function clearDistances(app: App): void {
  app.stores.stage.setState({ distances: [] });
  say(app, "distance delete");
}

async function atomIn(app: App, args: Arguments, name: string): Promise<Sphere> {
  const argument = specIn(args, name);
  const parts = argument ? await partsOf(app, argument) : [];
  const [part] = parts;
  if (!part || parts.length > 1 || part.atoms !== 1) {
    throw argumentError(args, name, "Name one atom, such as #2/A:12@CA.");
  }
  const place = app.view.sphereOf([{ spec: specOf(part.entry), ranges: part.ranges }]);
  if (place) return place;
  throw argumentError(args, name, `${argument?.word.text} is not drawn; hydrogens are not.`);
}
