import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * All files below `folder` (relative to `root`), as sorted paths relative to `root` with forward
 * slashes. A folder that is not there has no files.
 */
export function filesBelow(root, folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
  return entries
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(root, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}

/** Whether a path holds test code: tests, benches, and the helpers they share. */
export function isTestCode(path) {
  return /\.(test|bench|testing)\.tsx?$/.test(path);
}
