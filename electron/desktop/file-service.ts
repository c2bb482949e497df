import { basename, dirname, join } from "node:path";
import { AppError } from "#core/errors.ts";
import { createLender, type FileLender } from "#electron/cli/serve-files.ts";
import type { AppWindow, ElectronApi, FileFilter } from "#electron/desktop/electron-api.ts";
import type { HostFile } from "#electron/protocol.ts";
import { writeAtomic } from "#workers/files.ts";

const PACKED = ["gz"];
const MAPS = ["mrc", "map", "ccp4", "rec", "st"];
const MODELS = ["pdb", "ent", "cif", "mmcif", "bcif"];
const PARTICLES = ["star"];
/** Predicted aligned errors of models. */
const ERRORS = ["json"];
const OURS = ["mapwright", "cxc"];

/** Offered when files are opened; endings are those of a name's last part, so packed files count as both. */
const OPEN_FILTERS: FileFilter[] = [
  {
    name: "Maps, models and projects",
    extensions: [...MAPS, ...MODELS, ...ERRORS, ...PACKED, ...OURS, ...PARTICLES],
  },
  { name: "Maps", extensions: [...MAPS, ...PACKED] },
  { name: "Models", extensions: [...MODELS, ...ERRORS, ...PACKED] },
  { name: "Particles", extensions: PARTICLES },
  { name: "Projects and scripts", extensions: OURS },
  { name: "All files", extensions: ["*"] },
];

/** The files that one window may read, and where it writes. Paths stay in here. */
export class FileService {
  readonly #electron: Pick<ElectronApi, "app" | "dialog">;
  readonly #opened: (paths: readonly string[]) => void;
  /** What was lent, for the engine to read and for the list of the start screen. */
  readonly lender: FileLender = createLender();
  #folder: string | undefined;

  /** `opened` hears of every file lent, for the list of recent ones. */
  constructor(electron: Pick<ElectronApi, "app" | "dialog">, opened: (paths: readonly string[]) => void) {
    this.#electron = electron;
    this.#opened = opened;
  }

  /** Lends files by their paths. Throws `input` for one that is not there. */
  async lend(paths: readonly string[]): Promise<readonly HostFile[]> {
    const files = await this.lender.lend(paths);
    const places = await Promise.all(files.map(({ id }) => this.lender.place(id)));
    const known = places.filter((place) => place !== undefined);
    const last = known.at(-1);
    if (last !== undefined) this.#folder = dirname(last);
    this.#opened(known);
    return files;
  }

  /** Lends the one file that was dropped. Throws `input` for a folder without a map or model in it. */
  async lendDropped(path: string): Promise<HostFile> {
    const [file] = await this.lend([path]);
    if (!file) throw new AppError("input", `There is no map or model in the folder ${basename(path)}.`);
    return file;
  }

  async pick(window: AppWindow): Promise<readonly HostFile[]> {
    const { canceled, filePaths } = await this.#electron.dialog.showOpenDialog(window, {
      title: "Open maps, models and projects",
      defaultPath: this.folder,
      filters: OPEN_FILTERS,
      properties: ["openFile", "multiSelections"],
    });
    return canceled ? [] : this.lend(filePaths);
  }

  /** Asks where to write and writes whole or not at all; false when the user thinks better of it. */
  async save(window: AppWindow, name: string, content: Uint8Array | string): Promise<boolean> {
    const proposed = basename(name.replaceAll("\\", "/")) || "mapwright";
    const ending = /\.(\w+)$/.exec(proposed)?.[1];
    const { canceled, filePath } = await this.#electron.dialog.showSaveDialog(window, {
      title: `Save ${proposed}`,
      defaultPath: join(this.folder, proposed),
      filters: ending === undefined ? [] : [{ name: ending.toUpperCase(), extensions: [ending] }],
    });
    if (canceled || filePath === "") return false;
    await writeAtomic(filePath, content);
    this.#folder = dirname(filePath);
    return true;
  }

  /** Where files were last opened or saved. */
  get folder(): string {
    return this.#folder ?? this.#electron.app.getPath("documents");
  }
}
