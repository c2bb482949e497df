import { realpath, stat } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { AppError } from "#core/errors.ts";
import type { FileLender } from "#electron/cli/serve-files.ts";
import type { FileId, LentFile } from "#workers/start-calls.ts";

/**
 * Lends files of the folder that a lent file lies in, and of folders within it: what a program wrote beside what it was
 * given. Throws `input` for what is not there, lies elsewhere, or is no file.
 */
export async function lendBeside(
  lender: FileLender,
  file: FileId,
  names: readonly string[],
): Promise<LentFile[]> {
  const place = await lender.place(file);
  if (place === undefined)
    throw new AppError("input", "This file is not there any more, or not lent by this program.");
  const folder = dirname(place);
  const lent: LentFile[] = [];
  for (const name of names) {
    const found = await realpath(resolve(folder, name)).catch(() => undefined);
    const isInside = found?.startsWith(folder.endsWith(sep) ? folder : folder + sep) === true;
    if (!isInside || !(await stat(found)).isFile()) {
      throw new AppError("input", `There is no file ${name} beside the one that was opened.`, { seen: name });
    }
    lent.push(...(await lender.lend([found])));
  }
  return lent;
}
