import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { releaseLibrary } from "#renderer/commands/identify/forget.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say } from "#renderer/commands/run.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { askIdentify } from "#renderer/stores/identify.ts";
import { isMap } from "#renderer/stores/scene.ts";

/** From so many models on, dropped beside an open map, files are candidates: nobody looks at that many at once. */
const MANY = 12;
/** Names written out in the log; more are named by a pattern. */
const MOST_NAMED = 8;

/** Files that were dropped or chosen: many models for an open map are a library, all else is opened. */
export async function takeFiles(app: App, files: readonly OpenableFile[]): Promise<void> {
  const hasMap = app.stores.scene.getState().entries.some(isMap);
  if (hasMap && files.length >= MANY && (await areModels(files))) takeLibrary(app, files);
  else await openFiles(app, files);
}

/** Takes files as the candidates of the next screening. */
export function takeLibrary(app: App, files: readonly OpenableFile[]): void {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const file of sorted) app.files.set(file.name, file);
  const names = [...new Set(sorted.map(({ name }) => name))];
  say(app, `identify library ${wordsFor(app, names)}`);
  setLibrary(app, names);
}

/** Takes files seen in this session as candidates, by name or pattern. Throws `input` when there are none. */
export function namedLibrary(app: App, words: readonly string[]): void {
  const known = [...app.files.keys()].filter((name) => MODEL.test(name)).sort();
  const names = known.filter((name) => words.some((word) => patternOf(word).test(name)));
  if (names.length === 0) {
    throw new AppError(
      "input",
      `No file seen in this session is called ${words.join(" or ")}: drop or open the candidates first.`,
    );
  }
  say(app, `identify library ${words.map(quoted).join(" ")}`);
  setLibrary(app, names);
}

const MODEL = /\.(pdb|ent|cif|mmcif|bcif)(\.gz)?$/i;

function setLibrary(app: App, names: readonly string[]): void {
  const { identify } = app.stores;
  releaseLibrary(app);
  identify.setState({ library: names, held: null });
  askIdentify(identify);
  note(app, `${names.length} files are candidates now; Screen tries them all.`);
}

async function areModels(files: readonly OpenableFile[]): Promise<boolean> {
  const kinds = await Promise.all(files.map((file) => file.kind()));
  return kinds.every((kind) => kind === "model");
}

/** Few files by name; many by a pattern that no other file of the session meets, or all by name after all. */
function wordsFor(app: App, names: readonly string[]): string {
  const pattern = `*${commonEnd(names)}`;
  const meant = new Set(names);
  const others = [...app.files.keys()].filter((name) => !meant.has(name) && MODEL.test(name));
  if (names.length > MOST_NAMED && !others.some((name) => patternOf(pattern).test(name)))
    return quoted(pattern);
  return names.map(quoted).join(" ");
}

function commonEnd(names: readonly string[]): string {
  const [first = ""] = names;
  const dot = first.indexOf(".");
  const end = dot < 0 ? "" : first.slice(dot);
  return names.every((name) => name.endsWith(end)) ? end : "";
}

function patternOf(word: string): RegExp {
  const escaped = word.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`, "i");
}
