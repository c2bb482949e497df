import { homedir } from "node:os";
import { join } from "node:path";

/** Where a program may keep things of its own for this user. */
export interface OwnFolders {
  /** What can be fetched or made again. */
  readonly cache: string;
  /** What the program remembers between sessions. */
  readonly state: string;
}

/** The folders that the system's own rules give: XDG on Linux, Library on macOS, AppData on Windows. */
export function ownFolders(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): OwnFolders {
  const given = (name: string, otherwise: string) => environment[name] || otherwise;
  switch (platform) {
    case "darwin":
      return {
        cache: join(given("XDG_CACHE_HOME", join(home, "Library/Caches")), "mapwright"),
        state: join(given("XDG_STATE_HOME", join(home, "Library/Application Support")), "mapwright"),
      };
    case "win32": {
      const local = given("LOCALAPPDATA", join(home, "AppData/Local"));
      return {
        cache: join(given("XDG_CACHE_HOME", local), "mapwright", "cache"),
        state: join(given("XDG_STATE_HOME", local), "mapwright", "state"),
      };
    }
    default:
      return {
        cache: join(given("XDG_CACHE_HOME", join(home, ".cache")), "mapwright"),
        state: join(given("XDG_STATE_HOME", join(home, ".local/state")), "mapwright"),
      };
  }
}
